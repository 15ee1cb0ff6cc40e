"""Training of observers: what is noted, corrected and taken back, by whom, and what the log says of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.training import Training
from app.operations.training import TrainingDone, correct_training, note_training, take_training_back
from app.rules import Actor, NotThere, Unfit
from tests.app.builders import Builder

DAY, TODAY = date(2026, 3, 9), date(2026, 11, 1)


def a_training(
    people: Sequence[uuid.UUID],
    *,
    kind: str = "calibration",
    on: date = DAY,
    instrument_id: uuid.UUID | None = None,
) -> TrainingDone:
    return TrainingDone(kind, on, 2.5, "Mina Patel", instrument_id, "Three films", people)


@dataclass(frozen=True)
class TrainedTeam:
    team: uuid.UUID
    lead: Actor
    observers: tuple[uuid.UUID, ...]


@pytest.fixture
def team(build: Builder) -> TrainedTeam:
    found = build.a_team()
    observers = tuple(build.a_person(found, "observer", name=name) for name in ("Ann Price", "Bo Lind", "Cy Ward"))
    return TrainedTeam(found, build.actor(build.a_person(found, "lead")), observers)


def note(build: Builder, team: TrainedTeam, done: TrainingDone) -> uuid.UUID:
    return note_training(build.session, team.lead, team.team, done, TODAY)


def rows(session: Session) -> list[Training]:
    return list(session.scalars(select(Training).order_by(Training.person_id)))


def log(session: Session, event: str) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.event == event)))


def test_everybody_who_took_part_has_it_and_the_log_says_so_of_each(build: Builder, team: TrainedTeam) -> None:
    together = note(build, team, a_training(team.observers[:2]))
    assert {(row.person_id, row.together) for row in rows(build.session)} == {
        (each, together) for each in team.observers[:2]
    }
    assert {each.subject for each in log(build.session, "training noted")} == {
        f"person {each}" for each in team.observers[:2]
    }


def test_a_correction_changes_what_is_kept_and_who_took_part(build: Builder, team: TrainedTeam) -> None:
    together = note(build, team, a_training(team.observers[:2]))
    better = replace(a_training(team.observers[1:]), hours=3.0)
    correct_training(build.session, team.lead, team.team, together, better, "Ann was ill", TODAY)
    kept = rows(build.session)
    assert {row.person_id for row in kept} == set(team.observers[1:])
    assert {row.hours for row in kept} == {3.0}


def test_a_correction_says_in_the_log_what_was_before_and_why(build: Builder, team: TrainedTeam) -> None:
    together = note(build, team, a_training(team.observers[:1]))
    better = replace(a_training(team.observers[:1]), hours=3.0)
    correct_training(build.session, team.lead, team.team, together, better, "It took longer", TODAY)
    (told,) = log(build.session, "training corrected")
    assert told.details["why"] == "It took longer"
    assert (told.details["before"]["hours"], told.details["hours"]) == (2.5, 3.0)


def test_what_is_taken_back_is_gone_and_the_log_keeps_why(build: Builder, team: TrainedTeam) -> None:
    together = note(build, team, a_training(team.observers))
    take_training_back(build.session, team.lead, team.team, together, "It was cancelled")
    assert rows(build.session) == []
    assert [each.details["why"] for each in log(build.session, "training taken back")] == ["It was cancelled"] * 3


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "lecture"}, "Choose what kind of training it was."),
        ({"on": date(2999, 1, 1)}, "Choose today or an earlier day"),
        ({"hours": 0.0}, "from 0.25 to 40"),
        ({"hours": 41.0}, "from 0.25 to 40"),
        ({"hours": float("nan")}, "from 0.25 to 40"),
        ({"led_by": " "}, "Write who led it"),
        ({"led_by": "x" * 121}, "Write at most 120 letters."),
        ({"what": "x" * 201}, "Write at most 200 letters."),
        ({"what": ""}, "Write what was practised, or choose the form"),
        ({"people": ()}, "Choose who took part."),
        ({"instrument_id": uuid.uuid4()}, "Choose one of this team’s instruments"),
    ],
)
def test_what_does_not_fit_is_refused(
    build: Builder, team: TrainedTeam, changed: dict[str, object], sentence: str
) -> None:
    done = replace(a_training(team.observers), **changed)  # pyright: ignore[reportArgumentType]
    with pytest.raises(Unfit, match=sentence):
        note(build, team, done)


@pytest.mark.parametrize("why", ["", "  ", "x" * 201])
def test_nothing_is_corrected_or_taken_back_without_a_reason(build: Builder, team: TrainedTeam, why: str) -> None:
    together = note(build, team, a_training(team.observers))
    with pytest.raises(Unfit):
        correct_training(build.session, team.lead, team.team, together, a_training(team.observers[:1]), why, TODAY)
    with pytest.raises(Unfit):
        take_training_back(build.session, team.lead, team.team, together, why)
    assert len(rows(build.session)) == 3


def test_the_same_training_is_not_noted_twice_for_somebody(build: Builder, team: TrainedTeam) -> None:
    note(build, team, a_training(team.observers[:2]))
    with pytest.raises(Unfit, match=r"Noted already for that day: Bo Lind\."):
        note(build, team, a_training(team.observers[1:]))


def test_only_observers_of_the_team_can_be_noted(build: Builder, team: TrainedTeam) -> None:
    stranger = build.a_person(build.a_team(), "observer")
    with pytest.raises(Unfit, match="observers of this team only"):
        note(build, team, a_training([stranger]))


def test_another_teams_lead_can_do_nothing_with_it(build: Builder, team: TrainedTeam) -> None:
    together = note(build, team, a_training(team.observers))
    other_team = build.a_team()
    other = build.actor(build.a_person(other_team, "lead"))
    for of in (team.team, other_team):
        with pytest.raises(NotThere):
            correct_training(build.session, other, of, together, a_training(team.observers), "Mine", TODAY)
        with pytest.raises(NotThere):
            take_training_back(build.session, other, of, together, "Mine")
    with pytest.raises(NotThere):
        note_training(build.session, other, team.team, a_training(team.observers), TODAY)
