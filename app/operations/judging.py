"""Whether a submitted sheet fits its form, and whether that form may stand in the sheet's place.

Answers are judged before the one writer's turn, with the form alone; what depends on the place follows within it.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import Database, plainly
from app.models.base import AnyRow
from app.models.instruments import PublishedInstrument
from app.operations.known_sheets import PlaceOfSheet
from app.rules import Gone, Problem, Unfit
from app.words import OTHER_VERSION, noted
from instruments.definition import Instrument
from instruments.loading import from_canonical_json
from instruments.scoresheet import Sheet, judge
from instruments.sentences import Say

UNKNOWN_FORM = noted("This form is not known here. Your sheet stays on this tablet: ask your lead.")
TRIAL_OVER = noted("This sheet was part of a trial that has ended. Nothing scored in it is kept.")

# Built once.
_FORMS = select(
    PublishedInstrument.fingerprint,
    PublishedInstrument.id,
    PublishedInstrument.team_id,
    PublishedInstrument.trial,
    PublishedInstrument.retired_at,
    PublishedInstrument.canonical,
).where(PublishedInstrument.fingerprint.in_(bindparam("fingerprints", expanding=True)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """The patient's verbal agreement, as the observer recorded it. Its id is made on the tablet."""

    id: uuid.UUID
    asked_by: str
    stage: str = "before"
    how: str = ""


@dataclass(frozen=True, slots=True)
class SubmittedSheet:
    """What was frozen when the observer locked: ``answers`` are still as they travelled, not yet judged."""

    observation_id: uuid.UUID
    assignment_id: uuid.UUID
    fingerprint: str
    answers: object
    locked_at: datetime
    revision: int = 1
    agreement: Agreement | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What sheets are scored on, by its row. ``team_id`` None: every team may use it. ``is_over``: a trial has ended.

    That a published form is retired is not told: what is scored on it counts all the same.
    """

    id: uuid.UUID
    team_id: uuid.UUID | None
    is_trial: bool
    is_over: bool
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as its form reads it; ``fits`` when nothing is missing or wrong. ``form`` None: it is not known here."""

    form: Form | None
    sheet: Sheet
    fits: bool


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A sheet that fits its instrument, and the instrument's row."""

    instrument_id: uuid.UUID
    instrument: Instrument
    sheet: Sheet


class OtherVersion(Unfit):
    """The form is known, but not the one that is asked for in this place."""

    def __init__(self) -> None:
        super().__init__([Problem("", OTHER_VERSION)])


# A published form never changes, so each is read once from each database. A trial ends some day: it is read each time.
_KEPT: WeakKeyDictionary[Engine, dict[str, Form]] = WeakKeyDictionary()


def read_sheets(by: Database | Session | Connection, sheets: Sequence[SubmittedSheet]) -> list[ReadSheet]:
    """Read each sheet with its form. Of a `Database` nothing is asked when the forms have been met before."""
    forms = _forms_of(by, {each.fingerprint for each in sheets})
    return [_read(forms.get(each.fingerprint), each) for each in sheets]


def judged_in(place: PlaceOfSheet, submitted: SubmittedSheet, read: ReadSheet, say: Say = str) -> JudgedSheet:
    """The sheet, if it may stand here. Raises `Unfit`, `OtherVersion` and, when its trial is over, `Gone`.

    ``say`` puts what does not fit into a language.
    """
    form = read.form
    if form is None or form.team_id not in (None, place.team_id):
        raise Unfit([Problem("", UNKNOWN_FORM)])
    if form.is_over:
        raise Gone(TRIAL_OVER)
    if place.instrument_id not in (None, form.id) or form.id == place.other_version_id:
        raise OtherVersion
    found: list[Problem] = []
    if submitted.revision > 1 and not submitted.reason.strip():
        found.append(Problem("reason", noted("Write why you are correcting this sheet.")))
    if submitted.agreement is None and place.consent == "not_asked":
        found.append(Problem("consent", noted("Say first whether the patient agreed.")))
    if not read.fits:
        # Once more, for sentences that name each entry as this observer reads it.
        _, problems = judge(form.instrument, submitted.answers, place.wording, say=say)
        found += [Problem(each.entry_id, each.sentence) for each in problems]
    if found:
        raise Unfit(found)
    return JudgedSheet(form.id, form.instrument, read.sheet)


def _read(form: Form | None, submitted: SubmittedSheet) -> ReadSheet:
    if form is None:
        return ReadSheet(None, {}, fits=False)
    sheet, problems = judge(form.instrument, submitted.answers, "any")
    return ReadSheet(form, sheet, fits=not problems)


def _forms_of(by: Database | Session | Connection, fingerprints: set[str]) -> Mapping[str, Form]:
    if not isinstance(by, Database):
        return _found_forms(plainly(by), fingerprints)
    kept = _KEPT.setdefault(by.engine, {})
    if fingerprints <= kept.keys():
        return kept
    with by.reading() as reading:
        found = _found_forms(reading, fingerprints)
    kept.update({fingerprint: form for fingerprint, form in found.items() if not form.is_trial})
    return found


def _found_forms(plain: Connection, fingerprints: set[str]) -> Mapping[str, Form]:
    return {row.fingerprint: _form(row) for row in plain.execute(_FORMS, {"fingerprints": list(fingerprints)})}


def _form(row: AnyRow) -> Form:
    instrument = from_canonical_json(row.canonical, "draft" if row.trial else "published")
    return Form(row.id, row.team_id, row.trial, row.trial and row.retired_at is not None, instrument)
