"""What may be compared: locked first scores of consultations that are open to everybody, and nothing else."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from app.database import Database
from app.models.consultations import Assignment, Consultation
from app.models.observations import Observation
from app.operations.stored_sheets import store_sheets
from app.queries.ratings import ratings_of_round
from app.queries.ratings_to_compare import rounds_to_compare
from app.rules import NotThere
from instruments.sheet import NotScored, Rated
from reports.comparison.rating_set import LEFT_BLANK, NOT_APPLICABLE, NOT_OBSERVED, RATED, RatingSet
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, a_study, crossed_study, to_store

TYPES = ("patient_partner", "peer_clinician")


def ratings(build: Builder, study: Study, *, warm_ups: bool = False) -> RatingSet:
    return ratings_of_round(build.session, build.actor(study.lead), study.round, warm_ups=warm_ups).ratings


@contextmanager
def counted_statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent while the block runs."""
    sent: list[str] = []

    def before(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    event.listen(database.engine, "before_cursor_execute", before)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", before)


def set_states(session: Session, consultation: uuid.UUID, person: uuid.UUID, state: str) -> None:
    session.execute(
        update(Assignment)
        .where(Assignment.consultation_id == consultation, Assignment.person_id == person)
        .values(state=state)
    )


def test_a_consultation_waits_until_every_sheet_of_it_is_in(build: Builder) -> None:
    study = crossed_study(build, [[1, 2], [3, np.nan]], TYPES, range(5))
    found = ratings(build, study)
    assert found.totals.tolist() == [1, 2]
    assert found.left_out.not_open == 1


def test_a_given_up_sheet_does_not_keep_the_others_closed(build: Builder) -> None:
    study = crossed_study(build, [[1, 2], [3, np.nan]], TYPES, range(5))
    set_states(build.session, study.consultations[1], study.observers[1], "given_up")
    found = ratings(build, study)
    assert sorted(found.totals.tolist()) == [1, 2, 3]
    assert found.left_out.not_open == 0


@pytest.mark.parametrize("said", ["withdrawn", "declined"])
def test_nothing_is_compared_of_a_patient_who_said_no(build: Builder, said: str) -> None:
    study = crossed_study(build, [[1, 2], [3, 4]], TYPES, range(5))
    build.session.execute(update(Consultation).where(Consultation.id == study.consultations[1]).values(consent=said))
    found = ratings(build, study)
    assert found.totals.tolist() == [1, 2]
    assert len(found.unit_names) == 1


def test_a_later_correction_never_changes_what_is_compared(build: Builder, session: Session) -> None:
    study = crossed_study(build, [[1, 2]], TYPES, range(5))
    observation = session.query(Observation).first()
    assert observation is not None
    corrected = to_store(study, observation.assignment_id, {"i0": Rated("4")})
    store_sheets(session, [replace(corrected, observation_id=observation.id, number=2, reason="A slip")])
    assert ratings(build, study).totals.tolist() == [1, 2]


def test_warm_ups_stay_out_unless_asked_for_and_are_counted(build: Builder) -> None:
    study = crossed_study(build, [[1, 2, 3]] * 12, (*TYPES, "peer_clinician"), range(5))
    warm = Consultation.id.in_(study.consultations[:10])
    build.session.execute(update(Consultation).where(warm).values(warm_up=True))
    assert ratings(build, study).left_out.warm_ups == 30
    assert len(ratings(build, study).totals) == 6
    assert len(ratings(build, study, warm_ups=True).totals) == 36


def test_a_few_warm_ups_stay_out_even_when_asked_for(build: Builder) -> None:
    study = crossed_study(build, [[1, 2], [3, 4]], TYPES, range(5))
    build.session.execute(update(Consultation).where(Consultation.id == study.consultations[0]).values(warm_up=True))
    assert ratings(build, study, warm_ups=True).totals.tolist() == [3, 4]


def test_sheets_of_another_version_are_left_out_and_counted(build: Builder) -> None:
    study = crossed_study(build, [[1, 2], [3, 4]], TYPES, range(5))
    other = build.an_instrument()
    first = build.session.query(Observation).first()
    assert first is not None
    first.instrument_id = other
    build.session.flush()
    found = ratings(build, study)
    assert len(found.totals) == 3
    assert found.left_out.other_versions == 1


def test_not_applicable_not_observed_and_left_blank_stay_three_things(build: Builder) -> None:
    study = a_study(build, items=4)
    clinic = build.a_clinic(study.team)
    person = build.a_person(study.team, "observer")
    consultation = build.a_consultation(build.a_session(study.round, clinic), build.a_clinician(study.team))
    assignment = build.an_assignment(consultation, person)
    sheet = {
        "i0": Rated("0"),
        "i1": NotScored("na", "not_applicable", ""),
        "i2": NotScored("unseen", "not_observed", ""),
    }
    store_sheets(build.session, [to_store(study, assignment, sheet)])
    found = ratings(build, study)
    assert found.answers.tolist() == [[RATED, NOT_APPLICABLE, NOT_OBSERVED, LEFT_BLANK]]
    assert found.ratings[0, 0] == 0


def test_another_teams_round_does_not_exist(build: Builder) -> None:
    study = crossed_study(build, [[1, 2]], TYPES, range(5))
    stranger = build.a_person(build.a_team(), "lead")
    with pytest.raises(NotThere):
        ratings_of_round(build.session, build.actor(stranger), study.round)
    assert rounds_to_compare(build.session, build.actor(stranger)) == ()


def test_a_lead_sees_how_much_there_is_in_each_round(build: Builder) -> None:
    study = crossed_study(build, [[1, 2], [3, np.nan]], TYPES, range(5))
    (found,) = rounds_to_compare(build.session, build.actor(study.lead))
    assert (found.id, found.sheets, found.seen_by_two) == (study.round, 3, 1)


def test_a_round_of_sixty_consultations_takes_no_more_statements_than_one_of_two(
    build: Builder, database: Database
) -> None:
    small = crossed_study(build, [[1, 2], [3, 4]], TYPES, range(5))
    large = crossed_study(build, np.ones((60, 2)), TYPES, range(5))
    sent: list[int] = []
    for study in (small, large):
        actor = build.actor(study.lead)
        with counted_statements(database) as statements:
            ratings_of_round(build.session, actor, study.round)
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 5
