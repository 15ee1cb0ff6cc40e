"""A report that was taken back because a patient changed their mind, until the next one is there."""

import uuid

from app.queries.reports import is_made_anew, is_own_clinician
from app.rules import NotThere
from app.web.languages import _
from app.web.request_database import db
from app.web.signed_in import actor


def none_of_mine(clinician_id: uuid.UUID, round_id: uuid.UUID) -> NotThere:
    """What is said where somebody's own report would be: that it is being made anew, to them alone."""
    mine = is_own_clinician(db(), actor().id, clinician_id)
    return none_yet() if mine and is_made_anew(db(), clinician_id, round_id) else NotThere()


def none_yet() -> NotThere:
    """Said to whoever may read the report."""
    return NotThere(
        _(
            "A patient changed their mind, so this report was taken back and a new one is being made. Please look"
            " again in a few minutes."
        )
    )
