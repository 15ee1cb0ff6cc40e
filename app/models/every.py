"""All tables, imported in one place, so that the metadata is whole for migrations and their test."""

from app.models import (
    audit,
    briefs,
    codesign,
    comment_edits,
    conflicts,
    consultations,
    debriefs,
    drafts,
    feedback,
    instruments,
    ladder,
    observations,
    paper,
    people,
    place_claims,
    programmes,
    report_words,
    safety,
    tablets,
    web_sessions,
)
from app.models.base import Base

TABLES = (
    audit,
    briefs,
    codesign,
    comment_edits,
    conflicts,
    consultations,
    debriefs,
    drafts,
    feedback,
    instruments,
    ladder,
    observations,
    paper,
    people,
    place_claims,
    programmes,
    report_words,
    safety,
    tablets,
    web_sessions,
)
metadata = Base.metadata
