"""What was filled in on a page without script: judged, and frozen as a tablet would have done it."""

import uuid
from datetime import UTC, datetime

from app.frozen_sheets import frozen_bytes, read_time
from app.observing.forms import ScoresheetForm, raw_answers
from app.operations.observations import SubmittedSheet
from app.queries.scoresheets import Scoresheet
from app.rules import Unfit
from app.web.languages import catalogue, language, later
from instruments.scoresheet import Problem, Sheet, judge, read_sheet, visible, write_sheet

CHANGED = later("This form was changed while you had it open. Check your answers, then lock again.")


def judged(place: Scoresheet, form: ScoresheetForm) -> tuple[Sheet, tuple[Problem, ...]]:
    """Judge what was filled in. Without script every entry is on the page, so what does not apply is left out first."""
    if form.fingerprint.data != place.fingerprint and place.locked is None:
        form.fingerprint.data = place.fingerprint
        return {}, (Problem("", str(CHANGED)),)
    raw = raw_answers(form, place.instrument)
    read, _ = read_sheet(place.instrument, raw, place.wording)
    shown = visible(place.instrument, read)
    return judge(
        place.instrument, {entry_id: raw[entry_id] for entry_id in shown}, place.wording, language(), catalogue().say
    )


def frozen(
    place: Scoresheet, form: ScoresheetForm, sheet: Sheet, revision: int = 1, reason: str = ""
) -> tuple[SubmittedSheet, bytes]:
    """What was filled in, as it is sent, and its frozen bytes. A correction has the next revision and its reason."""
    # A button pressed twice, or a page sent again, must freeze to the same bytes.
    known = place.locked if revision == 1 else None
    locked_at = known.locked_at if known else datetime.now(UTC).replace(microsecond=0)
    submitted = SubmittedSheet(
        observation_id=_observation_id(form),
        assignment_id=place.assignment_id,
        fingerprint=place.fingerprint,
        answers=write_sheet(sheet),
        locked_at=locked_at,
        revision=revision,
        reason=reason,
    )
    return submitted, frozen_bytes(submitted, _opened_at(form, locked_at))


def _observation_id(form: ScoresheetForm) -> uuid.UUID:
    try:
        return uuid.UUID(form.observation_id.data or "")
    except ValueError:
        return uuid.uuid4()


def _opened_at(form: ScoresheetForm, otherwise: datetime) -> datetime:
    try:
        return read_time(form.opened_at.data)
    except Unfit:
        return otherwise
