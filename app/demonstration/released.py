"""The reports of the demonstration that are out: read and answered already. The others wait for a lead to release."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.demonstration.people import Company
from app.demonstration.remarks import REFLECTIONS
from app.demonstration.rounds import Rows
from app.demonstration.steps import climb_until
from app.operations.feedback import save_reflection
from app.operations.replies import answer_query, say_back
from app.queries.actors import actor_for_person
from app.releasing import release_report
from app.rules import Actor

RELEASED, ANSWERED = 3, 2
# Fewer observers of a type, and a report holds that type's figures back: the first ones shown should be full.
OBSERVERS_OF_A_TYPE = 3
ABOUT = "What kind of consultations these were"
QUESTION = "Two of these were follow-ups in which there was little left to decide. Do they count as much as the others?"
ANSWER = (
    "Yes, each visit counts the same. The report shows beside it how many visits had a choice to make, so that you and "
    "your appraiser can see it. We will plan more first visits for you in the next round."
)
WHAT_WILL_CHANGE = "People will have said what matters to them before they hear about any treatment."


def release_some(
    session: Session, everybody: Company, rows: Rows, team_id: uuid.UUID, round_id: uuid.UUID, today: date
) -> tuple[int, ...]:
    """Screen, release and answer a few reports of the closed round; the clinicians' places in `Company.clinicians`."""
    lead = _actor(session, everybody.person(everybody.leads[0]))
    facilitator = _actor(session, everybody.person(everybody.facilitator))
    chosen = well_observed(everybody, rows, round_id)[:RELEASED]
    for turn, place in enumerate(chosen):
        clinician = everybody.clinician_rows[place]
        climb_until(session, (lead, facilitator), team_id, (clinician.id, round_id), "released", today)
        report_id = release_report(session, facilitator, clinician.id, round_id)
        if turn < ANSWERED:
            text, will_try = REFLECTIONS[turn % len(REFLECTIONS)]
            clinician_actor = _actor(session, everybody.person(everybody.clinicians[place]))
            save_reflection(
                session,
                clinician_actor,
                clinician.id,
                round_id,
                text=text,
                will_try=will_try,
                what_will_change=WHAT_WILL_CHANGE,
                look_again_on=today + timedelta(days=60),
            )
            _ask(session, clinician_actor, facilitator, report_id, answered=turn == 0)
    return tuple(chosen)


def _ask(session: Session, clinician: Actor, facilitator: Actor, report_id: uuid.UUID, *, answered: bool) -> None:
    """A question about the report; one of the two has its answer."""
    question = say_back(session, clinician, report_id, "query", ABOUT, QUESTION)
    if answered:
        answer_query(session, facilitator, question, ANSWER)


def well_observed(everybody: Company, rows: Rows, round_id: uuid.UUID) -> list[int]:
    """Clinicians who were observed by enough people of each type in this round, warm-ups left out."""
    of_round = {session.id for session in rows.sessions if session.round_id == round_id}
    consultations = {
        each.id: each.clinician_id for each in rows.consultations if each.session_id in of_round and not each.warm_up
    }
    scored = {sheet.assignment_id for sheet in rows.sheets}
    observers: defaultdict[tuple[uuid.UUID, uuid.UUID], set[uuid.UUID]] = defaultdict(set)
    for each in rows.assignments:
        if each.id in scored and each.consultation_id in consultations:
            observers[consultations[each.consultation_id], each.observer_type_id].add(each.person_id)
    types = set(everybody.observer_types)
    return [
        place
        for place, clinician in enumerate(everybody.clinician_rows)
        if all(len(observers[clinician.id, kind]) >= OBSERVERS_OF_A_TYPE for kind in types)
    ]


def _actor(session: Session, person_id: uuid.UUID) -> Actor:
    found = actor_for_person(session, person_id)
    if found is None:
        raise LookupError(f"Person {person_id} of the demonstration is missing.")
    return found
