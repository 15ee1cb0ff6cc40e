"""Submit an observation, or give one up. Everything that reaches the tables as a score comes through here."""

import uuid
from base64 import b32encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256 as digest
from typing import ParamSpec, TypeVar

from sqlalchemy import bindparam, delete
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import plainly
from app.models.base import now
from app.models.consultations import Assignment
from app.models.tablets import KeptDraft
from app.operations.audit import Event, record, record_all
from app.operations.consent import Agreed, Asking, record_agreements
from app.operations.judging import (
    Agreement,
    JudgedSheet,
    OtherVersion,
    ReadSheet,
    SubmittedSheet,
    judged_in,
    read_sheets,
)
from app.operations.known_sheets import KnownSheets, PlaceOfSheet, known_sheets, my_place, places_of
from app.operations.quarantine import set_aside
from app.operations.stored_sheets import SheetToStore, canonical_bytes, store_sheet, store_sheets
from app.rules import Actor, Conflict, Gone, OutOfDate, Problem, Refusal, Unfit
from app.words import OTHER_VERSION, noted
from instruments.sentences import Say

__all__ = [
    "Agreement",
    "Frozen",
    "JudgedSheet",
    "OtherVersion",
    "Quarantined",
    "Receipt",
    "SheetToStore",
    "SubmittedSheet",
    "canonical_bytes",
    "give_up_sheet",
    "set_aside_brought",
    "short_code",
    "store_sheet",
    "store_sheets",
    "submit_observation",
    "submit_observations",
]

# Built once: every sheet that arrives asks it.
_DROP_DRAFTS = delete(KeptDraft).where(KeptDraft.assignment_id == bindparam("assignment"))

P = ParamSpec("P")
T = TypeVar("T")

WITHDRAWN = noted(
    "The patient said no or changed their mind. This sheet was not kept, and nothing of it is stored here."
)
NOT_YET = noted("The sheet this corrects has not arrived yet. Open it again and send your correction anew.")
ALREADY_IN = noted("Another sheet is already in for this consultation. Both are kept, and your lead will sort it out.")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A submitted sheet with its frozen bytes and what the sender says they hash to."""

    submitted: SubmittedSheet
    body: bytes
    sha256: str


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


Outcome = Receipt | Quarantined | Refusal


def short_code(observation_id: uuid.UUID, revision: int, sha256: str) -> str:
    """Six letters and digits that a person can read aloud to say which sheet arrived."""
    return b32encode(digest(f"{observation_id} {revision} {sha256}".encode()).digest()).decode()[:6]


def submit_observation(
    session: Session,
    actor: Actor,
    submitted: SubmittedSheet,
    body: bytes,
    sha256: str,
    read: ReadSheet | None = None,
    say: Say = str,
) -> Receipt | Quarantined:
    """Store one frozen revision exactly once, or quarantine it, or refuse it in words.

    ``body`` are the frozen bytes and ``sha256`` what the sender says they hash to. ``read`` may be made beforehand
    with `read_sheets`, so that the write lock is held only while writing. ``say`` puts what does not fit into a
    language. Raises `NotThere`, `NotAllowed`, `Unfit`, `OutOfDate`, and `Gone` after a withdrawn consent.
    """
    read = read or read_sheets(session, [submitted])[0]
    return _or_raise(submit_observations(session, actor, [Frozen(submitted, body, sha256)], [read], say=say)[0])


def submit_observations(
    session: Session,
    actor: Actor,
    frozen: Sequence[Frozen],
    read: Sequence[ReadSheet],
    brought_by: uuid.UUID | None = None,
    say: Say = str,
) -> list[Outcome]:
    """Store many revisions of one observer, each exactly once and with an end of its own, in a statement per table.

    A refusal is given back as a value and harms none of the others. ``brought_by`` is who brought them in when it was
    not the observer.
    """
    plain = plainly(session)
    places = places_of(plain, [each.submitted.assignment_id for each in frozen], lock=True)
    ids = [each.submitted.observation_id for each in frozen]
    known = known_sheets(plain, ids, [each.submitted.assignment_id for each in frozen])
    received = now()
    accepted: list[tuple[Frozen, JudgedSheet, PlaceOfSheet]] = []

    def take(each: Frozen, answers: ReadSheet) -> Outcome:
        if digest(each.body).hexdigest() != each.sha256:
            raise Unfit([Problem("body", noted("The sheet was damaged on its way. It will be sent again."))])
        submitted = each.submitted
        place = _place(places, actor, submitted)
        if had := known.same(submitted.observation_id, submitted.revision, each.sha256):
            return _receipt(submitted, each.sha256, had, is_new=False)
        # What was scored on a form that cannot count in this place is not scored again: the lead decides.
        verdict = _attempt(judged_in, place, submitted, answers, say)
        fit = None if isinstance(verdict, OtherVersion) else _or_raise(verdict)
        clash = _clash(known, submitted, place) if fit else OTHER_VERSION
        if fit is None or clash:
            set_aside(
                session, actor, submitted.observation_id, submitted.revision, each.body, each.sha256, place, clash
            )
            return Quarantined(clash)
        if submitted.revision > 1 and (submitted.observation_id, submitted.revision - 1) not in known.revisions:
            raise OutOfDate(
                noted("The sheet this corrects has not arrived yet. Open it again and send your correction anew.")
            )
        known.add(submitted.observation_id, submitted.revision, each.sha256, place.id, received)
        accepted.append((each, fit, place))
        return _receipt(submitted, each.sha256, received, is_new=True)

    outcomes = [_attempt(take, each, answers) for each, answers in zip(frozen, read, strict=True)]
    if accepted:
        _store(plain, actor, accepted, received, brought_by)
    return outcomes


def _store(
    plain: Connection,
    actor: Actor,
    accepted: Sequence[tuple[Frozen, JudgedSheet, PlaceOfSheet]],
    received: datetime,
    brought_by: uuid.UUID | None,
) -> None:
    record_agreements(
        plain,
        actor,
        [
            Agreed(agreement.id, place.consultation_id, agreement.stage, Asking(agreement.asked_by, agreement.how))
            for each, _, place in accepted
            if (agreement := each.submitted.agreement)
        ],
    )
    store_sheets(plain, [_to_store(each, fit) for each, fit, _ in accepted], received)
    plain.execute(_DROP_DRAFTS, [{"assignment": place.id} for _, _, place in accepted])
    record_all(
        plain,
        [
            Event(
                "observation submitted" if each.submitted.revision == 1 else "observation corrected",
                f"observation {each.submitted.observation_id}",
                actor.id,
                place.team_id,
                {"revision": each.submitted.revision, "sha256": each.sha256}
                | ({"brought by": str(brought_by)} if brought_by else {}),
            )
            for each, _, place in accepted
        ],
    )


def set_aside_brought(session: Session, owner: Actor, frozen: Frozen, why: str) -> None:
    """Keep a sheet that somebody else brought and that must not count by itself: a lead decides."""
    submitted = frozen.submitted
    place = _place(places_of(session, [submitted.assignment_id], lock=True), owner, submitted)
    set_aside(session, owner, submitted.observation_id, submitted.revision, frozen.body, frozen.sha256, place, why)


def give_up_sheet(session: Session, actor: Actor, assignment_id: uuid.UUID) -> None:
    """The observer had to leave, or knows the patient: no sheet will come, and no reason is asked for.

    Doing it twice changes nothing. Raises `Conflict` when the sheet is already locked.
    """
    place = my_place(places_of(session, [assignment_id], lock=True), actor, assignment_id)
    if place.state in ("given_up", "void"):
        return
    if place.state == "locked":
        raise Conflict(noted("You have already locked this sheet, so it counts. There is nothing to give up."))
    session.get_one(Assignment, assignment_id).state = "given_up"
    record(session, "observation given up", f"assignment {assignment_id}", actor_id=actor.id, team_id=place.team_id)


def _attempt(act: Callable[P, T], *asked: P.args, **named: P.kwargs) -> T | Refusal:
    """What came of it, a refusal included, so that one sheet's end is not the others'."""
    try:
        return act(*asked, **named)
    except Refusal as refusal:
        return refusal


def _or_raise(end: T | Refusal) -> T:
    if isinstance(end, Refusal):
        raise end
    return end


def _place(places: Mapping[uuid.UUID, PlaceOfSheet], actor: Actor, submitted: SubmittedSheet) -> PlaceOfSheet:
    place = my_place(places, actor, submitted.assignment_id)
    if place.consent in ("declined", "withdrawn"):
        raise Gone(WITHDRAWN)
    return place


def _clash(known: KnownSheets, submitted: SubmittedSheet, place: PlaceOfSheet) -> str:
    """Why this sheet cannot simply be stored; empty when it can."""
    if (submitted.observation_id, submitted.revision) in known.revisions:
        return noted("Another sheet came earlier under the same number. Both are kept, and your lead will sort it out.")
    stored_under = known.owners.get(submitted.observation_id)
    of_place = known.of_assignment.get(place.id)
    if stored_under not in (None, place.id) or of_place not in (None, submitted.observation_id):
        return noted(
            "Another sheet is already in for this consultation. Both are kept, and your lead will sort it out."
        )
    if place.state in ("given_up", "void"):
        return noted("This sheet had been given up. It is kept, and your lead will sort it out.")
    return ""


def _to_store(frozen: Frozen, judged: JudgedSheet) -> SheetToStore:
    submitted = frozen.submitted
    return SheetToStore(
        submitted.observation_id,
        submitted.assignment_id,
        judged.instrument_id,
        judged.instrument,
        judged.sheet,
        submitted.locked_at,
        submitted.revision,
        submitted.reason.strip(),
        frozen.body,
    )


def _receipt(submitted: SubmittedSheet, sha256: str, received_at: datetime, *, is_new: bool) -> Receipt:
    code = short_code(submitted.observation_id, submitted.revision, sha256)
    return Receipt(submitted.observation_id, submitted.revision, sha256, received_at, code, is_new)
