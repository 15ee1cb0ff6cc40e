"""Submit an observation, or give one up. Everything that reaches the tables as a score comes through here."""

import uuid
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256 as digest

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, QuarantinedSheet
from app.models.people import ObserverType
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.operations.stored_sheets import SheetToStore, canonical_bytes, store_sheet, store_sheets
from app.rules import Actor, Conflict, Gone, NotAllowed, NotThere, OutOfDate, Problem, Unfit
from instruments.definition import Instrument
from instruments.loading import from_canonical_json
from instruments.scoresheet import Sheet, judge

__all__ = [
    "Agreement",
    "JudgedSheet",
    "Quarantined",
    "Receipt",
    "SheetToStore",
    "SubmittedSheet",
    "canonical_bytes",
    "give_up_sheet",
    "judge_observation",
    "short_code",
    "store_sheet",
    "store_sheets",
    "submit_observation",
]

WITHDRAWN = "The patient said no or changed their mind. This sheet was not kept, and nothing of it is stored here."


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
class JudgedSheet:
    """A sheet that fits its instrument, and the instrument's row."""

    instrument_id: uuid.UUID
    instrument: Instrument
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a revision is stored. ``is_new`` is false when the very same bytes had come before."""

    observation_id: uuid.UUID
    revision: int
    sha256: str
    received_at: datetime
    code: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Quarantined:
    """The sheet clashes with another one. Both are kept, and a lead decides."""

    sentence: str


def short_code(observation_id: uuid.UUID, revision: int, sha256: str) -> str:
    """Six letters and digits that a person can read aloud to say which sheet arrived."""
    return b32encode(digest(f"{observation_id} {revision} {sha256}".encode()).digest()).decode()[:6]


def judge_observation(session: Session, actor: Actor, submitted: SubmittedSheet) -> JudgedSheet:
    """Whether the sheet may be sent by this person and fits its instrument. Reads only.

    Raises `NotThere` (not in the actor's teams), `NotAllowed` (somebody else's), `Gone` and `Unfit`.
    """
    place = _place(session, actor, submitted.assignment_id)
    _check_consent(place)
    return _judged(session, submitted, place)


def submit_observation(
    session: Session,
    actor: Actor,
    submitted: SubmittedSheet,
    body: bytes,
    sha256: str,
    judged: JudgedSheet | None = None,
) -> Receipt | Quarantined:
    """Store one frozen revision exactly once, or quarantine it, or refuse it in words.

    ``body`` are the frozen bytes and ``sha256`` what the sender says they hash to. ``judged`` may be made beforehand
    with `judge_observation` on a reading session, so that the write lock is held only while writing.
    Raises `NotThere`, `NotAllowed`, `Unfit`, `OutOfDate`, and `Gone` after a withdrawn consent.
    """
    if digest(body).hexdigest() != sha256:
        raise Unfit([Problem("body", "The sheet was damaged on its way. It will be sent again.")])
    place = _place(session, actor, submitted.assignment_id, lock=True)
    _check_consent(place)
    judged = judged or _judged(session, submitted, place)
    known = _revision(session, submitted.observation_id, submitted.revision)
    if known is not None and known.sha256 == sha256 and _owner(session, submitted.observation_id) == place.id:
        return _receipt(submitted, sha256, known.received_at, is_new=False)
    if clash := _clash(session, submitted, place, known is not None):
        return _quarantine(session, actor, submitted, place, body, sha256, clash)
    _check_order(session, submitted)
    _record_agreement(session, actor, submitted.agreement, place)
    received = store_sheets(session, [_to_store(submitted, judged, body)])
    record(
        session,
        "observation submitted" if submitted.revision == 1 else "observation corrected",
        f"observation {submitted.observation_id}",
        actor_id=actor.id,
        team_id=place.team_id,
        details={"revision": submitted.revision, "sha256": sha256},
    )
    return _receipt(submitted, sha256, received, is_new=True)


def give_up_sheet(session: Session, actor: Actor, assignment_id: uuid.UUID) -> None:
    """The observer had to leave, or knows the patient: no sheet will come, and no reason is asked for.

    Doing it twice changes nothing. Raises `Conflict` when the sheet is already locked.
    """
    place = _place(session, actor, assignment_id, lock=True)
    if place.state in ("given_up", "void"):
        return
    if place.state == "locked":
        raise Conflict("You have already locked this sheet, so it counts. There is nothing to give up.")
    session.get_one(Assignment, assignment_id).state = "given_up"
    record(session, "observation given up", f"assignment {assignment_id}", actor_id=actor.id, team_id=place.team_id)


_OtherSheet = aliased(Assignment)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sheet belongs.

    instrument_id: in a bridging period the other version, when this sheet must be on it. other_version_id: the version
    of this observer's second sheet of the consultation, when this one must not be on it.
    """

    id: uuid.UUID
    state: str
    consultation_id: uuid.UUID
    consent: str
    team_id: uuid.UUID
    wording: str
    instrument_id: uuid.UUID | None
    other_version_id: uuid.UUID | None


def _place(session: Session, actor: Actor, assignment_id: uuid.UUID, *, lock: bool = False) -> _Place:
    query = (
        select(
            Assignment.id,
            Assignment.state,
            Assignment.person_id,
            Consultation.id.label("consultation_id"),
            Consultation.consent,
            Programme.team_id,
            ObserverType.wording,
            Assignment.instrument_id,
            _OtherSheet.instrument_id.label("other_version_id"),
        )
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .outerjoin(
            _OtherSheet,
            (_OtherSheet.consultation_id == Assignment.consultation_id)
            & (_OtherSheet.person_id == Assignment.person_id)
            & (_OtherSheet.id != Assignment.id),
        )
        .where(Assignment.id == assignment_id)
    )
    # The consultation is locked too: a sheet and a withdrawal must not pass each other.
    row = session.execute(query.with_for_update(of=(Assignment, Consultation)) if lock else query).first()
    if row is None or row.team_id not in actor.teams_as("observer"):
        raise NotThere("We do not know this sheet. Ask your lead.")
    if row.person_id != actor.id:
        raise NotAllowed("This sheet belongs to another observer. It is kept here until they sign in.")
    return _Place(
        row.id,
        row.state,
        row.consultation_id,
        row.consent,
        row.team_id,
        row.wording,
        row.instrument_id,
        row.other_version_id,
    )


def _check_consent(place: _Place) -> None:
    if place.consent in ("declined", "withdrawn"):
        raise Gone(WITHDRAWN)


def _judged(session: Session, submitted: SubmittedSheet, place: _Place) -> JudgedSheet:
    row = session.execute(
        select(PublishedInstrument.id, PublishedInstrument.canonical).where(
            PublishedInstrument.fingerprint == submitted.fingerprint,
            or_(PublishedInstrument.team_id.is_(None), PublishedInstrument.team_id == place.team_id),
        )
    ).first()
    if row is None:
        raise Unfit([Problem("", "This form is not known here. Your sheet stays on this tablet: ask your lead.")])
    if place.instrument_id not in (None, row.id) or row.id == place.other_version_id:
        raise Unfit(
            [Problem("", "This sheet is on the other version of the form. Open your slot again and start anew.")]
        )
    instrument = from_canonical_json(row.canonical)
    sheet, problems = judge(instrument, submitted.answers, place.wording)
    found = [Problem(each.entry_id, each.sentence) for each in problems]
    if submitted.agreement is None and place.consent == "not_asked":
        found.insert(0, Problem("consent", "Say first whether the patient agreed."))
    if submitted.revision > 1 and not submitted.reason.strip():
        found.insert(0, Problem("reason", "Write why you are correcting this sheet."))
    if found:
        raise Unfit(found)
    return JudgedSheet(row.id, instrument, sheet)


def _revision(session: Session, observation_id: uuid.UUID, number: int) -> ObservationRevision | None:
    return session.scalar(
        select(ObservationRevision).where(
            ObservationRevision.observation_id == observation_id, ObservationRevision.number == number
        )
    )


def _owner(session: Session, observation_id: uuid.UUID) -> uuid.UUID | None:
    return session.scalar(select(Observation.assignment_id).where(Observation.id == observation_id))


def _clash(session: Session, submitted: SubmittedSheet, place: _Place, number_is_taken: bool) -> str:
    """Why this sheet cannot simply be stored; empty when it can."""
    if number_is_taken:
        return "Another sheet came earlier under the same number. Both are kept, and your lead will sort it out."
    stored_under = _owner(session, submitted.observation_id)
    of_place = session.scalar(select(Observation.id).where(Observation.assignment_id == place.id))
    if stored_under not in (None, place.id) or of_place not in (None, submitted.observation_id):
        return "Another sheet is already in for this consultation. Both are kept, and your lead will sort it out."
    if place.state in ("given_up", "void"):
        return "This sheet had been given up. It is kept, and your lead will sort it out."
    return ""


def _check_order(session: Session, submitted: SubmittedSheet) -> None:
    if submitted.revision > 1 and _revision(session, submitted.observation_id, submitted.revision - 1) is None:
        raise OutOfDate("The sheet this corrects has not arrived yet. Open it again and send your correction anew.")


def _quarantine(
    session: Session,
    actor: Actor,
    submitted: SubmittedSheet,
    place: _Place,
    body: bytes,
    sha256: str,
    why: str,
) -> Quarantined:
    known = session.scalar(
        select(QuarantinedSheet.id).where(
            QuarantinedSheet.observation_id == submitted.observation_id,
            QuarantinedSheet.number == submitted.revision,
            QuarantinedSheet.sha256 == sha256,
        )
    )
    if known is None:
        session.add(
            QuarantinedSheet(
                observation_id=submitted.observation_id,
                number=submitted.revision,
                sha256=sha256,
                body=body,
                person_id=actor.id,
                assignment_id=place.id,
                why=why,
            )
        )
        subject = f"observation {submitted.observation_id}"
        record(session, "observation quarantined", subject, actor_id=actor.id, team_id=place.team_id)
    return Quarantined(why)


def _record_agreement(session: Session, actor: Actor, agreement: Agreement | None, place: _Place) -> None:
    if agreement is None or session.get(ConsentEvent, agreement.id) is not None:
        return
    session.add(
        ConsentEvent(
            id=agreement.id,
            consultation_id=place.consultation_id,
            outcome="agreed",
            stage=agreement.stage,
            asked_by=agreement.asked_by,
            how=agreement.how,
            recorded_by=actor.id,
            recorded_at=now(),
        )
    )
    session.get_one(Consultation, place.consultation_id).consent = "agreed"
    session.flush()


def _to_store(submitted: SubmittedSheet, judged: JudgedSheet, body: bytes) -> SheetToStore:
    return SheetToStore(
        submitted.observation_id,
        submitted.assignment_id,
        judged.instrument_id,
        judged.instrument,
        judged.sheet,
        submitted.locked_at,
        submitted.revision,
        submitted.reason.strip(),
        body,
    )


def _receipt(submitted: SubmittedSheet, sha256: str, received_at: datetime, *, is_new: bool) -> Receipt:
    code = short_code(submitted.observation_id, submitted.revision, sha256)
    return Receipt(submitted.observation_id, submitted.revision, sha256, received_at, code, is_new)
