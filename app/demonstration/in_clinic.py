"""What happens around the sheets in the demonstration: briefs read, a debrief begun, a sheet said to be misplaced."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from app.demonstration.people import Company
from app.demonstration.rounds import Rows, Todays
from app.operations.briefs import sign_brief, write_brief
from app.operations.debriefs import write_debrief
from app.operations.in_bulk import SessionRecord
from app.operations.place_claims import say_wrong_place
from app.queries.actors import actor_for_person
from app.rules import Actor

MEETING = "Come to the main desk ten minutes early and ask for the clinic nurse. She shows you the room."
PRACTICAL = (
    "There is a lift on the left. You may leave your coat in the staff room. Tea is at half past ten. "
    "The wifi is weak in room 2: the tablet keeps everything until it is back."
)
AGREED = "We both heard what a good day looks like. We do not agree on how clear the other choices were."
# Which items both would now give the same point; the rest is left open.
POINTS = {"what_matters": "2", "next_steps": "3"}


def around_the_clinic(session: Session, everybody: Company, rows: Rows, todays: Todays) -> None:
    """A brief for today's and the coming sessions, one of them read; today's slot 1 talked over; slot 2 in doubt."""
    today = next(each for each in rows.sessions if each.code == todays.code)
    lead = _actor(session, everybody.person(everybody.leads[0]))
    partner, peer = (_observer(session, everybody, each) for each in (todays.patient_partner, todays.peer))
    for each in rows.sessions:
        if each.on_date >= today.on_date:
            write_brief(session, lead, each.id, MEETING, PRACTICAL)
    sign_brief(session, peer, today.id, version=1)
    consultations = _slots(rows, today)
    if todays.session is None:
        return
    write_debrief(session, partner, consultations[1], AGREED, POINTS, seen_version=0)
    doubted = next(
        each.id for each in rows.assignments if each.consultation_id == consultations[2] and each.person_id == peer.id
    )
    say_wrong_place(session, peer, doubted, slot=3, clinician_id=None)


def _slots(rows: Rows, of: SessionRecord) -> dict[int, uuid.UUID]:
    return {each.slot: each.id for each in rows.consultations if each.session_id == of.id}


def _observer(session: Session, everybody: Company, observer: int) -> Actor:
    return _actor(session, everybody.person(everybody.observers[observer]))


def _actor(session: Session, person_id: uuid.UUID) -> Actor:
    actor = actor_for_person(session, person_id)
    if actor is None:
        raise ValueError("The demonstration's people are not there yet.")
    return actor
