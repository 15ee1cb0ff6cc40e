"""What every page around a clinician's own released report looks up, and says in their language."""

import uuid
from typing import Any

from app.queries.reports import newest_report_id, report_for_reader
from app.reviewing.made_anew import none_of_mine
from app.web.languages import _
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm


def my_report(clinician_id: uuid.UUID, round_id: uuid.UUID) -> uuid.UUID:
    """The newest report. Raises NotThere before it is out, and for everybody but its clinician."""
    report_id = newest_report_id(db(), clinician_id, round_id)
    found = report_for_reader(db(), actor(), report_id) if report_id else None
    if found is None or found.person_id != actor().id:
        raise none_of_mine(clinician_id, round_id)
    return found.id


def in_my_language(form: WebForm) -> None:
    """What an operation refused is said in English below the web."""
    form.form_errors = [_(sentence) for sentence in form.form_errors]
    for field in form:
        field: Any
        field.errors = [_(str(sentence)) for sentence in field.errors]


def titled_for_me(heading: str, form: WebForm) -> str:
    """The page's title: a screen reader should say first that something went wrong."""
    return f"{_('Error:')} {heading}" if form.errors else heading
