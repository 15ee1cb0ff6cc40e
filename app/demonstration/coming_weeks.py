"""What the demonstration's lead has still to plan: sessions with empty seats, who must not meet, who can come when."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.demonstration.calendar import HALF_DAYS, weekday
from app.demonstration.people import Company
from app.demonstration.rounds import Rows
from app.operations.asking_observers import assign_observers
from app.operations.availability import say_availability
from app.operations.conflicts import declare_conflict
from app.operations.sessions import SessionPlan, add_session
from app.queries.actors import actor_for_person
from app.queries.conflicts import barred_in_team
from app.rules import Actor

# Days from today; what the rest of the demonstration plans lies before them.
EMPTY_AFTER_DAYS = (15, 17, 20, 22, 24, 27, 29, 31, 34, 36)
SLOTS = 4
# Sessions in which one of two is asked already.
HALF_ASKED = (2, 6)
# Which observer by place, and why; the first two said so themselves. A peer and their manager: noted by a lead.
WHY = ("own_clinician", "unsaid", "line_manager", "friend")
HALF_DAYS_OF = (
    (("mon-morning", "tue-morning", "wed-morning", "thu-morning", "fri-morning"), 4),
    (("tue-morning", "tue-afternoon", "thu-morning", "thu-afternoon"), 2),
    ((), 3),
    (("mon-afternoon", "wed-afternoon", "fri-afternoon"), None),
)


def plan_coming_weeks(
    session: Session, everybody: Company, rows: Rows, team_id: uuid.UUID, round_id: uuid.UUID, today: date
) -> None:
    """Sessions for the proposal of the next weeks to fill, and what it has to keep to."""
    lead = _actor(session, everybody.person(everybody.leads[0]))
    people = [everybody.person(each) for each in everybody.observers]
    apart = _never_met(everybody, rows)
    _say_who_must_not_meet(session, everybody, apart, lead, today)
    apart -= barred_in_team(session, team_id)
    for at, (half_days, most) in enumerate(HALF_DAYS_OF):
        person_id = people[(3 * at + 1) % len(people)]
        say_availability(session, _actor(session, person_id), team_id, person_id, half_days, most)
    for place, days in enumerate(EMPTY_AFTER_DAYS):
        clinician = everybody.clinician_rows[(3 * place + 1) % len(everybody.clinician_rows)]
        if clinician.clinic_id is None:
            continue
        plan = SessionPlan(
            weekday(today + timedelta(days=days)), HALF_DAYS[place % 2], clinician.clinic_id, [clinician.id] * SLOTS
        )
        made = add_session(session, lead, round_id, plan)
        free = [each for each in people if (clinician.id, each) in apart]
        if place in HALF_ASKED and free:
            assign_observers(session, lead, made, [free[-1]], range(1, SLOTS + 1))


def _say_who_must_not_meet(
    session: Session, everybody: Company, apart: frozenset[tuple[uuid.UUID, uuid.UUID]], lead: Actor, today: date
) -> None:
    """Conflicts only between people who never met, so that nothing in the demonstration contradicts them."""
    partners = everybody.number_of_partners
    for place, (at, kind) in enumerate(zip((0, 2, partners, partners + 1), WHY, strict=True)):
        if at >= len(everybody.observers):
            continue
        person_id = everybody.person(everybody.observers[at])
        strangers = [each.id for each in everybody.clinician_rows if (each.id, person_id) in apart]
        if strangers:
            actor = _actor(session, person_id) if place < 2 else lead
            declare_conflict(session, actor, strangers[place % len(strangers)], person_id, kind, today)


def _never_met(everybody: Company, rows: Rows) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """(clinician, observer) without any visit, past or planned."""
    whose = {each.id: each.clinician_id for each in rows.consultations}
    met = {(whose[each.consultation_id], each.person_id) for each in rows.assignments}
    everyone = [everybody.person(each) for each in everybody.observers]
    return frozenset((each.id, who) for each in everybody.clinician_rows for who in everyone) - met


def _actor(session: Session, person_id: uuid.UUID) -> Actor:
    actor = actor_for_person(session, person_id)
    if actor is None:
        raise ValueError("The demonstration's people are not there yet.")
    return actor
