"""Take a step on the release ladder: look where the report stands, ask the rules, write it down.

Every way up goes through here: the pages, the demonstration and, for the last step, `app.releasing`.
"""

import uuid
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from app.ladder.standing import check_may_take, rung_of
from app.ladder.steps import STEPS
from app.operations.ladder import note_step, plan_step, take_step_back
from app.queries.ladder import OnLadder, ladder_of
from app.rules import Actor, Conflict, NotThere, can_release, is_own_report


def report_in_hand(session: Session, actor: Actor, clinician_id: uuid.UUID, round_id: uuid.UUID) -> OnLadder:
    """Where it stands, for those who prepare it.

    Raises `NotThere` outside the actor's teams and for their own report: nobody prepares, or sees early, what is said
    about themselves.
    """
    found = ladder_of(session, clinician_id, round_id)
    if found is None or not can_release(actor, found.team_id) or is_own_report(actor, found.person_id):
        raise NotThere
    return found


def may_take(actor: Actor, of: OnLadder, step: str) -> bool:
    """Whether this person's role in the team lets them take this step."""
    return of.team_id in actor.teams_as(*STEPS[step].takers) and not is_own_report(actor, of.person_id)


def take_step(session: Session, actor: Actor, of: OnLadder, step: str, note: str = "") -> None:
    """Take a step that a person says is done. Raises `NotThere`, `Conflict` or `Unfit`; see `check_may_take`."""
    if not STEPS[step].by_hand or not may_take(actor, of, step):
        raise NotThere
    check_may_take(step, of.rungs(today()), of.facts, note)
    accepted = [finding.code for finding in of.facts.findings if not finding.hard] if step == "ready" else []
    note_step(session, actor, of.team_id, (of.id, of.round_id), step, note=note, accepted=accepted)


def take_back(session: Session, actor: Actor, of: OnLadder, step: str, why: str) -> None:
    """Undo one's team's step before the release. Raises `Conflict` afterwards: what is out cannot be called back."""
    if not STEPS[step].by_hand or not may_take(actor, of, step):
        raise NotThere
    if of.facts.released_at is not None and step != "talk":
        raise Conflict("The report is out, so this step can no longer be taken back.")
    if rung_of(of.rungs(today()), step).state != "done":
        raise Conflict("This step has not been taken.")
    take_step_back(session, actor, of.team_id, (of.id, of.round_id), step, why)


def open_guide(session: Session, actor: Actor, of: OnLadder, talk_on: date | None, note: str = "") -> None:
    """Take the step with which somebody says that they will talk the report through, and when."""
    take_step(session, actor, of, "guide", note)
    plan_step(session, actor, of.team_id, (of.id, of.round_id), "talk", person_id=actor.id, due_on=talk_on)


def plan(
    session: Session, actor: Actor, of: OnLadder, step: str, person_id: uuid.UUID | None, due_on: date | None
) -> None:
    """Say who takes a step and until when. Raises `NotThere` for whoever may not take it themselves."""
    if not may_take(actor, of, step):
        raise NotThere
    plan_step(session, actor, of.team_id, (of.id, of.round_id), step, person_id=person_id, due_on=due_on)


def today() -> date:
    return datetime.now(UTC).date()
