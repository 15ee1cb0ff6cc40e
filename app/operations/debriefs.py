"""What the observers of a consultation agreed, once every sheet of it is in: a third record beside their sheets.

The locked first ratings stay what they were; nothing here is ever read by a statistic, a report or an export.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.debriefs import AgreedPoint, Debrief, DebriefYes
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, OutOfDate, Problem, Sheet, Unfit, may_see_the_others
from app.words import noted
from instruments.definition import Instrument
from instruments.loading import from_canonical_json

LONGEST_NOTE = 2000
MOVED_ON = noted("Somebody changed this while you had it open. Read it again, then say what you think.")
SETTLED = noted("Everybody has said yes to this, so it stays as it is.")


@dataclass(frozen=True, slots=True)
class _Place:
    """A consultation that is open to the person asking."""

    team_id: uuid.UUID
    instrument_id: uuid.UUID
    observers: frozenset[uuid.UUID]


def write_debrief(
    session: Session,
    actor: Actor,
    consultation_id: uuid.UUID,
    note: str,
    points: Mapping[str, str],
    seen_version: int,
) -> None:
    """Write what was agreed, or change it; who writes has said yes, and every other yes must be given again.

    ``points``: by item the code of the point both would give now. ``seen_version``: what the writer had before them,
    0 when there was nothing. Raises `NotThere` unless the actor locked a sheet here and the consultation is open,
    `OutOfDate`, `Conflict` once everybody has said yes, and `Unfit`.
    """
    place = _open_place(session, actor, consultation_id)
    debrief = session.get(Debrief, consultation_id)
    if (debrief.version if debrief else 0) != seen_version:
        raise OutOfDate(MOVED_ON)
    if debrief and _everybody_agrees(session, debrief, place):
        raise Conflict(SETTLED)
    instrument_id = debrief.instrument_id if debrief else place.instrument_id
    _check(_instrument(session, instrument_id), note, points)
    if debrief is None:
        debrief = Debrief(consultation_id=consultation_id, instrument_id=instrument_id, version=0, written_by=actor.id)
        session.add(debrief)
    debrief.note, debrief.written_by, debrief.written_at = note.strip(), actor.id, now()
    debrief.version += 1
    session.flush()
    session.execute(delete(AgreedPoint).where(AgreedPoint.consultation_id == consultation_id))
    session.add_all(
        AgreedPoint(consultation_id=consultation_id, item_id=item, code=code) for item, code in points.items()
    )
    _say_yes(session, actor, debrief)
    details = {"version": debrief.version, "points": len(points)}
    subject = f"consultation {consultation_id}"
    record(session, "debrief written", subject, actor_id=actor.id, team_id=place.team_id, details=details)


def agree_with_debrief(session: Session, actor: Actor, consultation_id: uuid.UUID, seen_version: int) -> None:
    """Say yes to what a colleague wrote. Twice changes nothing. Raises `NotThere` and `OutOfDate`."""
    place = _open_place(session, actor, consultation_id)
    debrief = session.get(Debrief, consultation_id)
    if debrief is None:
        raise NotThere
    if debrief.version != seen_version:
        raise OutOfDate(MOVED_ON)
    mine = session.get(DebriefYes, (consultation_id, actor.id))
    if mine and mine.version == debrief.version:
        return
    _say_yes(session, actor, debrief)
    details = {"version": debrief.version}
    subject = f"consultation {consultation_id}"
    record(session, "debrief agreed", subject, actor_id=actor.id, team_id=place.team_id, details=details)


def _open_place(session: Session, actor: Actor, consultation_id: uuid.UUID) -> _Place:
    team_id = session.scalar(
        select(Programme.team_id)
        .join(Round, Round.programme_id == Programme.id)
        .join(ClinicSession, ClinicSession.round_id == Round.id)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .where(Consultation.id == consultation_id, Programme.team_id.in_(actor.teams_as("observer")))
        # The consultation is locked: a debrief and a withdrawn consent must not pass each other.
        .with_for_update(of=Consultation)
    )
    states = session.execute(
        select(Assignment.person_id, Assignment.state, Observation.instrument_id)
        .outerjoin(Observation, Observation.assignment_id == Assignment.id)
        .where(Assignment.consultation_id == consultation_id)
        .order_by(Assignment.part)
    ).all()
    if team_id is None or not may_see_the_others((Sheet(row.person_id, row.state) for row in states), actor.id):
        raise NotThere
    mine = next(row.instrument_id for row in states if row.person_id == actor.id and row.state == "locked")
    locked = frozenset(row.person_id for row in states if row.state == "locked")
    if len(locked) < 2:
        raise NotThere(noted("Only one sheet came in here, so there is nothing to talk over."))
    return _Place(team_id, mine, locked)


def _instrument(session: Session, instrument_id: uuid.UUID) -> Instrument:
    row = session.get_one(PublishedInstrument, instrument_id)
    return from_canonical_json(row.canonical, "draft" if row.trial else "published")


def _check(instrument: Instrument, note: str, points: Mapping[str, str]) -> None:
    problems: list[Problem] = []
    if not note.strip() and not points:
        problems.append(Problem("note", noted("Write what you agreed on, or choose a score for at least one item.")))
    if len(note.strip()) > LONGEST_NOTE:
        problems.append(Problem("note", f"Shorten your note to {LONGEST_NOTE} letters or fewer."))
    known = {item.id: item for item in instrument.items}
    problems += [
        Problem(item_id, noted("Choose one of the scores of this item again."))
        for item_id, code in points.items()
        if item_id not in known or known[item_id].scale.point(code) is None
    ]
    if problems:
        raise Unfit(problems)


def _say_yes(session: Session, actor: Actor, debrief: Debrief) -> None:
    session.merge(
        DebriefYes(consultation_id=debrief.consultation_id, person_id=actor.id, version=debrief.version, said_at=now())
    )
    session.flush()


def _everybody_agrees(session: Session, debrief: Debrief, place: _Place) -> bool:
    said = session.scalars(
        select(DebriefYes.person_id).where(
            DebriefYes.consultation_id == debrief.consultation_id, DebriefYes.version == debrief.version
        )
    )
    return place.observers <= set(said)
