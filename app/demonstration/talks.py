"""Talks about the demonstration's reports that are out: noted down, confirmed, with actions under way and ended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.demonstration.people import Company
from app.operations.looking_again import ask_to_look_again
from app.operations.mentors import say_yes, wish_for_mentor
from app.operations.talks import Plan, agree_action, confirm_conversation, end_action, write_conversation
from app.operations.told import tell_change, tell_change_of_round
from app.queries.actors import actor_for_person
from app.queries.mentors import mentored_by
from app.rules import Actor

NOTES = {
    "relationship": "We began with the new triage. Fifteen minutes are short, and the report knows nothing of that.",
    "reaction": "Relief first, then surprise that people had noticed the typing.",
    "content": "Both kinds of observer saw the same strengths. They differ on how people are asked to take part.",
    "coaching": "Two things to try, and the receptionist will help with the second.",
}
# (what I will do, what will change, in whom, how I will know, what it works through, days until looking again)
ACTIONS = (
    (
        "Ask “what would you like to be able to do again?” before I turn to the screen.",
        "People say early on what matters to them, and the choices are told in those words.",
        "People who come for the first time",
        "Their own words stand in the letter to their doctor.",
        "professionals",
        60,
    ),
    (
        "Have the leaflet “Three questions to ask” handed out at the desk.",
        "More people come in with a question of their own.",
        "Everybody with a booked first visit",
        "I count for two weeks how many ask one of the three.",
        "patients",
        40,
    ),
    (
        "Book the second visit before the scan and not after it.",
        "Nobody hears a finding without time to talk about it.",
        "People who are sent for a scan",
        "The list at the desk shows the second visit.",
        "service",
        90,
    ),
)
WHAT_HAPPENED = "Half of them asked one. The desk ran out of leaflets in the second week, so it is now a poster."

TOLD = "You saw that I typed while people spoke. I now write after they have gone."
TOLD_WITHOUT_A_NAME = "You heard me offer a scan before I had asked what for. I now ask first."
TOLD_OF_ROUND = "You saw how short first visits are. Since this month they take 40 minutes in two of three clinics."


def talk_it_through(
    session: Session, everybody: Company, round_id: uuid.UUID, today: date, answered: Sequence[int]
) -> None:
    """Note down the talk with each who answered; the first has two actions, one of them ended, the others one.

    ``answered``: places in `everybody.clinicians`. The last record waits for the clinician to confirm it.
    """
    facilitator = _actor(session, everybody.person(everybody.facilitator))
    for turn, place in enumerate(answered):
        of = (everybody.clinician_rows[place].id, round_id)
        clinician = _actor(session, everybody.person(everybody.clinicians[place]))
        write_conversation(session, facilitator, of, today, NOTES)
        if turn == 0:
            confirm_conversation(session, clinician, of)
            agree_action(session, clinician, of, _plan(0, today), today)
            ended = agree_action(session, clinician, of, _plan(1, today), today)
            end_action(session, clinician, ended, "changed", WHAT_HAPPENED)
            tell_change(session, clinician, of, TOLD, named=True)
            wish_for_mentor(session, clinician, of[0], wished=True)
            _offer_to_mentor(session, everybody, of[0], today)
        else:
            asked = agree_action(session, clinician, of, _plan(2, today), today)
            ask_to_look_again(session, clinician, asked)
            tell_change(session, clinician, of, TOLD_WITHOUT_A_NAME, named=False)
    if answered:
        # A small demonstration has no report out, and then nothing has changed because of one.
        tell_change_of_round(session, _actor(session, everybody.person(everybody.leads[0])), round_id, TOLD_OF_ROUND)


def _offer_to_mentor(session: Session, everybody: Company, clinician_id: uuid.UUID, today: date) -> None:
    """The first observer who may does."""
    for each in everybody.observers:
        person = everybody.person(each)
        if any(pair.clinician_id == clinician_id for pair in mentored_by(session, person)):
            say_yes(session, _actor(session, person), clinician_id, person, today)
            return


def _plan(at: int, today: date) -> Plan:
    *words, days = ACTIONS[at]
    action, what_will_change, in_whom, how_known, mechanism = (str(each) for each in words)
    return Plan(action, what_will_change, in_whom, how_known, mechanism, today + timedelta(days=int(days)))


def _actor(session: Session, person_id: uuid.UUID) -> Actor:
    found = actor_for_person(session, person_id)
    if found is None:
        raise LookupError(f"Person {person_id} of the demonstration is missing.")
    return found
