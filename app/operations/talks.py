"""What is written around the talk about a released report: its record, the clinician's yes to it, and actions."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.feedback import IssuedReport
from app.models.people import Clinician
from app.models.talks import AgreedAction, ConversationRecord
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, can_release, is_own_report
from app.words import ACTION_STATES, MECHANISMS, TALK_HEADINGS, noted

MOST_ACTIONS = 3
NOTHING_WRITTEN = "Write something under one heading at least."
FILL_IN = noted("Write a sentence here.")
CHOOSE_MECHANISM = noted("Choose what it works through.")
LATER_DAY = noted("Choose a day from today on.")
THREE_AT_MOST = noted("Three actions are enough for one report. Say what became of one, or change one.")
NOT_OUT = noted("The report is not out yet.")
ENDED = noted("You have said what became of this action, so it stays as it is.")


@dataclass(frozen=True, slots=True)
class Plan:
    """One action in the clinician's own words; see `app.models.talks.AgreedAction`."""

    action: str
    what_will_change: str
    in_whom: str
    how_known: str
    mechanism: str
    look_again_on: date | None


def write_conversation(
    session: Session, actor: Actor, of: tuple[uuid.UUID, uuid.UUID], held_on: date | None, notes: Mapping[str, str]
) -> None:
    """Keep what was agreed in the talk. ``of``: clinician and round. The clinician is asked to confirm it anew.

    Raises `NotThere` for whoever may not release the report, `Conflict` before it is out, and `Unfit`.
    """
    clinician = session.get(Clinician, of[0])
    if clinician is None or not can_release(actor, clinician.team_id) or is_own_report(actor, clinician.person_id):
        raise NotThere
    _check_out(session, of)
    problems: list[Problem] = []
    if held_on is None or held_on > now().date():
        problems.append(Problem("held_on", "Say on which day you talked: today or before."))
    if not any(notes.get(each, "").strip() for each in TALK_HEADINGS):
        problems.append(Problem(TALK_HEADINGS[0], NOTHING_WRITTEN))
    if held_on is None or problems:
        raise Unfit(problems)
    row = session.get(ConversationRecord, of)
    if row is None:
        row = ConversationRecord(clinician_id=of[0], round_id=of[1])
        session.add(row)
    row.relationship, row.reaction, row.content, row.coaching = (
        notes.get(heading, "").strip() for heading in TALK_HEADINGS
    )
    row.held_on, row.written_by, row.written_at, row.confirmed_at = held_on, actor.id, now(), None
    session.flush()
    _note(session, actor, clinician, "conversation recorded", of[1])


def confirm_conversation(session: Session, actor: Actor, of: tuple[uuid.UUID, uuid.UUID]) -> None:
    """The clinician says that the record is right: from now on it is part of their report."""
    clinician = _myself(session, actor, of)
    row = session.get(ConversationRecord, of)
    if row is None:
        raise NotThere
    row.confirmed_at = now()
    session.flush()
    _note(session, actor, clinician, "conversation confirmed", of[1])


def agree_action(
    session: Session, actor: Actor, of: tuple[uuid.UUID, uuid.UUID], plan: Plan, today: date | None = None
) -> uuid.UUID:
    """Add an action of the actor's own report; three at most. Raises `NotThere`, `Conflict` and `Unfit`.

    today: for a demonstration, which has a today of its own.
    """
    clinician = _myself(session, actor, of)
    known = select(func.count()).where(AgreedAction.clinician_id == of[0], AgreedAction.round_id == of[1])
    if (session.scalar(known) or 0) >= MOST_ACTIONS:
        raise Conflict(THREE_AT_MOST)
    row = AgreedAction(clinician_id=of[0], round_id=of[1], state="open", outcome="")
    _fill(row, plan, today or now().date())
    session.add(row)
    session.flush()
    _note(session, actor, clinician, "action agreed", of[1], action=str(row.id))
    return row.id


def change_action(session: Session, actor: Actor, action_id: uuid.UUID, plan: Plan) -> None:
    """Put an open action in other words. Raises `Conflict` once it has ended."""
    row, clinician = _my_action(session, actor, action_id)
    if row.state != "open":
        raise Conflict(ENDED)
    _fill(row, plan, now().date())
    session.flush()
    _note(session, actor, clinician, "action put in other words", row.round_id, action=str(row.id))


def end_action(session: Session, actor: Actor, action_id: uuid.UUID, state: str, outcome: str) -> None:
    """Say what became of an action: done, changed or dropped, with a sentence of what happened."""
    row, clinician = _my_action(session, actor, action_id)
    problems: list[Problem] = []
    if state not in ACTION_STATES or state == "open":
        problems.append(Problem("state", noted("Choose what became of it.")))
    if not outcome.strip():
        problems.append(Problem("outcome", noted("Say in a sentence what happened.")))
    if problems:
        raise Unfit(problems)
    row.state, row.outcome, row.ended_at = state, outcome.strip(), now()
    session.flush()
    _note(session, actor, clinician, f"action {state}", row.round_id, action=str(row.id))


def _fill(row: AgreedAction, plan: Plan, today: date) -> None:
    words = {
        "action": plan.action,
        "what_will_change": plan.what_will_change,
        "in_whom": plan.in_whom,
        "how_known": plan.how_known,
    }
    problems = [Problem(field, FILL_IN) for field, text in words.items() if not text.strip()]
    if plan.mechanism not in MECHANISMS:
        problems.append(Problem("mechanism", CHOOSE_MECHANISM))
    if plan.look_again_on is None or plan.look_again_on < today:
        problems.append(Problem("look_again_on", LATER_DAY))
    if plan.look_again_on is None or problems:
        raise Unfit(problems)
    for field, text in words.items():
        setattr(row, field, text.strip())
    row.mechanism, row.look_again_on, row.written_at = plan.mechanism, plan.look_again_on, now()


def _my_action(session: Session, actor: Actor, action_id: uuid.UUID) -> tuple[AgreedAction, Clinician]:
    row = session.get(AgreedAction, action_id)
    if row is None:
        raise NotThere
    return row, _myself(session, actor, (row.clinician_id, row.round_id))


def _myself(session: Session, actor: Actor, of: tuple[uuid.UUID, uuid.UUID]) -> Clinician:
    clinician = session.get(Clinician, of[0])
    if clinician is None or clinician.person_id != actor.id or clinician.team_id not in actor.teams_as("clinician"):
        raise NotThere
    _check_out(session, of)
    return clinician


def _check_out(session: Session, of: tuple[uuid.UUID, uuid.UUID]) -> None:
    out = select(IssuedReport.id).where(IssuedReport.clinician_id == of[0], IssuedReport.round_id == of[1]).limit(1)
    if session.scalar(out) is None:
        raise Conflict(NOT_OUT)


def _note(
    session: Session, actor: Actor, clinician: Clinician, event: str, round_id: uuid.UUID, **details: object
) -> None:
    record(
        session,
        event,
        f"clinician {clinician.id}",
        actor_id=actor.id,
        team_id=clinician.team_id,
        details={"round": str(round_id), **details},
    )
