"""A bridging period: for a while every consultation of a round is scored with both versions of its instrument."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads
from instruments.linked_versions import may_bridge
from instruments.loading import from_canonical_json

AT_ITS_END = "The bridging period ended before this sheet came."


def begin_bridging(session: Session, actor: Actor, round_id: uuid.UUID, version_id: uuid.UUID, today: date) -> int:
    """Ask for a second sheet, on the other version, of every consultation that is still to come; gives how many.

    Consultations planned later get both from the start. Raises NotThere, Conflict in a closed round or when the round
    bridges already, and Unfit when neither version says that it replaces the other.
    """
    row, team_id = _round(session, actor, round_id)
    if row.closed_at is not None:
        raise Conflict(f"The round {row.name} is closed. Open it again first.")
    if row.bridge_id is not None:
        raise Conflict("This round is in a bridging period already.")
    other = session.get(PublishedInstrument, version_id)
    if other is None or other.team_id not in (None, team_id) or other.retired_at is not None:
        raise Unfit([Problem("version", "Choose a version that your team has in use.")])
    own = session.get_one(PublishedInstrument, row.instrument_id)
    if not may_bridge(from_canonical_json(own.canonical), from_canonical_json(other.canonical)):
        raise Unfit([Problem("version", "Neither version says that it replaces the other, so they cannot be bridged.")])
    row.bridge_id = other.id
    asked = _still_to_come(session, round_id, today)
    added = second_sheets(other.id, asked)
    session.add_all(added)
    session.flush()
    record(
        session,
        "bridging period begun",
        f"round {row.name}",
        actor_id=actor.id,
        team_id=team_id,
        details={"version": f"{other.code} {other.version}", "sheets": len(added)},
    )
    return len(added)


def end_bridging(session: Session, actor: Actor, round_id: uuid.UUID, today: date) -> None:
    """Ask for no second sheets any more.

    Those of days to come are taken off; those a tablet may hold are given up. Raises NotThere, and Conflict when there
    is no bridging period.
    """
    row, team_id = _round(session, actor, round_id)
    if row.bridge_id is None:
        raise Conflict("This round is not in a bridging period.")
    waiting = session.execute(
        select(Assignment, ClinicSession.on_date)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, Assignment.part == 2, Assignment.state == "assigned")
    ).all()
    for assignment, on_date in waiting:
        if on_date > today:
            session.delete(assignment)
        else:
            assignment.state, assignment.given_up_reason = "given_up", AT_ITS_END
    row.bridge_id = None
    session.flush()
    record(
        session,
        "bridging period ended",
        f"round {row.name}",
        actor_id=actor.id,
        team_id=team_id,
        details={"sheets no longer asked for": len(waiting)},
    )


def second_sheets(version_id: uuid.UUID, first: Iterable[tuple[Assignment, int]]) -> list[Assignment]:
    """The second sheets that belong to these first ones, each given with its slot number.

    Which version comes first changes from observer to observer within a consultation and from slot to slot, so that
    tiredness and memory fall on both versions alike. The first sheets' turns are set too.
    """
    made: list[Assignment] = []
    seen: dict[uuid.UUID, int] = {}
    for assignment, slot in first:
        place = seen[assignment.consultation_id] = seen.get(assignment.consultation_id, -1) + 1
        assignment.turn = 1 + (slot + place) % 2
        made.append(
            Assignment(
                consultation_id=assignment.consultation_id,
                person_id=assignment.person_id,
                observer_type_id=assignment.observer_type_id,
                part=2,
                instrument_id=version_id,
                turn=3 - assignment.turn,
            )
        )
    return made


def _still_to_come(session: Session, round_id: uuid.UUID, today: date) -> list[tuple[Assignment, int]]:
    """First sheets of consultations from today on of which nothing is in, given up or refused yet."""
    rows = session.execute(
        select(Assignment, Consultation.slot, Consultation.consent)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, ClinicSession.on_date >= today)
        .order_by(Consultation.id, Assignment.created_at, Assignment.id)
    ).all()
    begun = {
        assignment.consultation_id
        for assignment, _, consent in rows
        if assignment.state != "assigned" or assignment.part == 2 or consent != "not_asked"
    }
    return [(assignment, slot) for assignment, slot, _ in rows if assignment.consultation_id not in begun]


def _round(session: Session, actor: Actor, round_id: uuid.UUID) -> tuple[Round, uuid.UUID]:
    found = session.execute(
        select(Round, Programme.team_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Round.id == round_id)
        .with_for_update(of=Round)
    ).first()
    if found is None:
        raise NotThere
    check_leads(actor, found[1])
    return found[0], found[1]
