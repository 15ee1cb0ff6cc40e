"""All tables, imported in one place, so that the metadata is whole for migrations and their test."""

from app.models import (
    audit,
    briefs,
    codesign,
    consultations,
    debriefs,
    drafts,
    feedback,
    instruments,
    observations,
    paper,
    people,
    place_claims,
    programmes,
    tablets,
    web_sessions,
)
from app.models.base import Base

TABLES = (
    audit,
    briefs,
    codesign,
    consultations,
    debriefs,
    drafts,
    feedback,
    instruments,
    observations,
    paper,
    people,
    place_claims,
    programmes,
    tablets,
    web_sessions,
)
metadata = Base.metadata
