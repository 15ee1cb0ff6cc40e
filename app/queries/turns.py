"""Whose turn it is on the release ladders of the rounds under way, for start pages, the list and reminders."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ladder.standing import Rung
from app.ladder.steps import STEPS
from app.models.base import AnyRow
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment
from app.models.feedback import IssuedReport
from app.models.ladder import LadderStep
from app.models.observations import Observation, ObservationRevision
from app.models.people import Membership, Person
from app.models.programmes import Programme, Round
from app.models.report_words import ReportWord
from app.queries.ladder import OnLadder, ladders_of_round
from app.queries.open_consultations import NO_TRIAL
from app.queries.talks import actions_due
from app.rules import Actor, is_own_report

# A round whose day is so long past is looked at no more, and of a team's rounds the newest few.
LOOK_BACK, LOOK_AHEAD = timedelta(days=180), timedelta(days=7)
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of one clinician that is somebody's turn."""

    round_id: uuid.UUID
    round: str
    of: OnLadder
    rung: Rung

    def is_for(self, actor: Actor) -> bool:
        """Whether this person was asked to take it; or, where nobody was, whether their role in the team takes it."""
        if is_own_report(actor, self.of.person_id) and self.rung.code != "reply":
            return False
        if self.rung.person_id is not None:
            return self.rung.person_id == actor.id
        return self.of.team_id in actor.teams_as(*STEPS[self.rung.code].takers) and self.rung.code != "reply"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The same step in one round, for several clinicians."""

    round_id: uuid.UUID
    round: str
    step: str
    count: int
    late: int
    first_due: date | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What waits for one person, in numbers alone: no clinician, no visit, no result."""

    name: str
    email: str
    count: int
    late: int
    first_due: date


def turns(session: Session, team_ids: Collection[uuid.UUID], today: date) -> tuple[Turn, ...]:
    """Every step that is somebody's turn in the rounds under way; a fixed number of statements for each round."""
    rounds = session.execute(
        select(Round.id, Round.name)
        .join(Programme, Programme.id == Round.programme_id)
        .where(
            Programme.team_id.in_(list(team_ids)),
            Round.closes_on >= today - LOOK_BACK,
            (Round.closes_on <= today + LOOK_AHEAD)
            | Round.id.in_(select(LadderStep.round_id).where(LadderStep.done_at.is_not(None))),
            NO_TRIAL,
        )
        .order_by(Round.closes_on.desc(), Round.name)
        .limit(ROUNDS)
    ).all()
    return tuple(
        Turn(row.id, row.name, of, rung)
        for row in rounds
        for of in ladders_of_round(session, row.id)
        for rung in of.rungs(today)
        if rung.state == "now"
    )


def waiting_for(found: Iterable[Turn], actor: Actor) -> tuple[Waiting, ...]:
    """The actor's turns, the same step of one round counted together, the most urgent first."""
    groups: defaultdict[tuple[uuid.UUID, str], list[Turn]] = defaultdict(list)
    for turn in found:
        if turn.is_for(actor):
            groups[turn.round_id, turn.rung.code].append(turn)
    lines = [
        Waiting(
            round_id=key[0],
            round=group[0].round,
            step=key[1],
            count=len(group),
            late=sum(turn.rung.late for turn in group),
            first_due=min((turn.rung.due_on for turn in group if turn.rung.due_on), default=None),
        )
        for key, group in groups.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.first_due or date.max, line.round, line.step)))


def asked_of(session: Session, actor: Actor, today: date) -> int:
    """How many steps and questions this person was asked for by name, due within a week; one statement."""
    soon = today + LOOK_AHEAD
    steps = select(func.count()).where(
        LadderStep.person_id == actor.id,
        LadderStep.done_at.is_(None),
        LadderStep.due_on <= soon,
        # A talk is to be noted only when there is something to talk about.
        (LadderStep.step != "talk")
        | select(IssuedReport.id)
        .where(IssuedReport.clinician_id == LadderStep.clinician_id, IssuedReport.round_id == LadderStep.round_id)
        .exists(),
    )
    questions = select(func.count(ReportWord.id)).where(
        ReportWord.answerer_id == actor.id, ReportWord.kind == "query", ReportWord.answered_at.is_(None)
    )
    return session.execute(select(steps.scalar_subquery() + questions.scalar_subquery())).scalar_one()


def reminders(session: Session, team_id: uuid.UUID, today: date, within: timedelta) -> tuple[Reminder, ...]:
    """Everybody for whom something is due within so many days, by name: what a lead may send on as it stands."""
    due: defaultdict[uuid.UUID, list[date]] = defaultdict(list)
    takers = _takers(session, team_id)
    for turn in turns(session, [team_id], today):
        for person_id in _people(turn, takers):
            if turn.rung.due_on and turn.rung.due_on <= today + within:
                due[person_id].append(turn.rung.due_on)
    for row in _authors(session, team_id):
        if row.answer_by <= today + within:
            due[row.person_id].append(row.answer_by)
    for person_id, day in actions_due(session, [team_id], today + within):
        due[person_id].append(day)
    people = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(due), Person.active))
    found = (
        Reminder(row.name, row.email, len(due[row.id]), sum(day < today for day in due[row.id]), min(due[row.id]))
        for row in people
    )
    return tuple(sorted(found, key=lambda each: (each.first_due, each.name)))


def _takers(session: Session, team_id: uuid.UUID) -> dict[str, set[uuid.UUID]]:
    found: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    rows = session.execute(
        select(Membership.role, Membership.person_id).where(
            Membership.team_id == team_id, Membership.ended_at.is_(None)
        )
    )
    for row in rows:
        found[row.role].add(row.person_id)
    return found


def _people(turn: Turn, takers: dict[str, set[uuid.UUID]]) -> set[uuid.UUID]:
    """Who is reminded of a turn: whoever was asked; else the clinician, or everybody whose role takes it."""
    if turn.rung.code == "authors":
        return set()
    if turn.rung.code == "reply":
        return {turn.of.person_id} if turn.of.person_id else set()
    if turn.rung.person_id is not None:
        return {turn.rung.person_id}
    everybody = {person for role in STEPS[turn.rung.code].takers for person in takers.get(role, ())}
    return everybody - ({turn.of.person_id} if turn.of.person_id else set())


def _authors(session: Session, team_id: uuid.UUID) -> Sequence[AnyRow]:
    return session.execute(
        select(Assignment.person_id, EditAsked.answer_by)
        .select_from(EditAsked)
        .join(ObservationRevision, ObservationRevision.id == EditAsked.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Membership, (Membership.person_id == Assignment.person_id) & (Membership.role == "observer"))
        .where(EditAsked.state == "open", Membership.team_id == team_id, Membership.ended_at.is_(None))
    ).all()
