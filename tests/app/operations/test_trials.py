"""A draft is tried out: its data are marked, never a result, and thrown away."""

import uuid
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, Rating
from app.operations.instruments import publish_instrument
from app.operations.trials import begin_trial, throw_trial_away
from app.queries.api_rounds import rounds_of_lead
from app.queries.open_consultations import open_consultations
from app.queries.published_instruments import published_instrument
from app.queries.ratings import ratings_of_round
from app.queries.ratings_to_compare import rounds_to_compare
from app.queries.releases import rounds_to_release
from app.rules import Actor, Conflict, NotThere, Unfit
from tests.app.builders import SMALL, Builder

DRAFT = SMALL.replace("licence: CC BY 4.0, ", "")


@dataclass
class Trial:
    team: uuid.UUID
    lead: Actor
    instrument: uuid.UUID
    round: uuid.UUID


@pytest.fixture
def trial(build: Builder, session: Session) -> Trial:
    """One consultation scored by two observers with a draft that has no licence yet."""
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    instrument = begin_trial(session, lead, team, DRAFT)
    of_round = build.a_round(team, instrument)
    slots = build.a_session(of_round, build.a_clinic(team))
    consultation = build.a_consultation(slots, build.a_clinician(team))
    for _ in range(2):
        observation = build.a_sheet(build.an_assignment(consultation, build.a_person(team, "observer")))
        session.get_one(Observation, observation).instrument_id = instrument
    session.flush()
    return Trial(team, lead, instrument, of_round)


def test_a_trial_is_a_version_of_its_own_that_says_so(session: Session, trial: Trial) -> None:
    row = session.get_one(PublishedInstrument, trial.instrument)
    assert (row.version, row.title) == ("1-trial", "Trial: A small instrument")
    assert published_instrument(session, trial.instrument)[0].status == "draft"


def test_a_changed_draft_is_tried_again_under_the_next_version(session: Session, trial: Trial) -> None:
    again = begin_trial(session, trial.lead, trial.team, DRAFT.replace("Names the choices", "Names every choice"))
    assert session.get_one(PublishedInstrument, again).version == "1-trial-2"


def test_nothing_scored_in_a_trial_is_a_result(session: Session, trial: Trial) -> None:
    assert open_consultations(session) == frozenset()
    assert rounds_to_compare(session, trial.lead) == ()
    assert rounds_of_lead(session, trial.lead) == ()
    assert rounds_to_release(session, [trial.team]) == ()
    assert ratings_of_round(session, trial.lead, trial.round).ratings.ratings.shape[0] == 0


def test_throwing_a_trial_away_deletes_every_sheet_and_ends_it(session: Session, trial: Trial) -> None:
    assert throw_trial_away(session, trial.lead, trial.team, trial.instrument) == 2
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Observation)) == 0
    assert session.scalar(select(func.count()).select_from(Rating)) == 0
    assert set(session.scalars(select(Assignment.state))) == {"void"}
    assert session.get_one(PublishedInstrument, trial.instrument).retired_at is not None
    with pytest.raises(Conflict, match="ended already"):
        throw_trial_away(session, trial.lead, trial.team, trial.instrument)


def test_what_is_published_is_never_thrown_away(session: Session, trial: Trial) -> None:
    made = publish_instrument(session, trial.lead, trial.team, SMALL)
    with pytest.raises(Conflict, match="is ever thrown away"):
        throw_trial_away(session, trial.lead, trial.team, made)


def test_another_team_neither_tries_nor_throws_away(build: Builder, session: Session, trial: Trial) -> None:
    other = build.a_team()
    stranger = build.actor(build.a_person(other, "lead"))
    for team in (trial.team, other):
        with pytest.raises(NotThere):
            throw_trial_away(session, stranger, team, trial.instrument)
    with pytest.raises(NotThere):
        begin_trial(session, stranger, trial.team, DRAFT)


def test_a_draft_that_does_not_fit_together_is_not_tried(session: Session, trial: Trial) -> None:
    with pytest.raises(Unfit, match="Line "):
        begin_trial(session, trial.lead, trial.team, DRAFT.replace("rule: mean_of_answered", "rule: magic"))
