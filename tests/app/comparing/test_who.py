"""The graph of who has observed whom, for leads only."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from reports.statistics.simulation import simulate_programme
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, a_study, simulated_study
from tests.app.conftest import SignIn
from tests.app.queries.test_ratings import counted_statements


@pytest.fixture
def programme(build: Builder) -> Study:
    return simulated_study(build, simulate_programme(1, consultations=60, clinicians=8, items=3))


@pytest.fixture
def lead(sign_in: SignIn, programme: Study) -> FlaskClient:
    return sign_in(programme.lead)


def test_the_page_answers_its_three_questions_and_that_somebody_looked_is_recorded(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    text = lead.get(f"/compare/rounds/{programme.round}/who/").get_data(as_text=True)
    for question in ("Can everybody be compared?", "What holds it together?", "What would help most?"):
        assert question in text
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert "observers compared" in events


def test_a_clinician_with_a_planned_visit_and_no_sheet_is_named(build: Builder, sign_in: SignIn) -> None:
    study = a_study(build)
    session_id = build.a_session(study.round, build.a_clinic(study.team))
    build.a_consultation(session_id, build.a_clinician(study.team, name="Dr Unseen"))
    build.keep()
    text = sign_in(study.lead).get(f"/compare/rounds/{study.round}/who/").get_data(as_text=True)
    assert "No sheet counts yet for Dr Unseen" in text


@pytest.mark.parametrize("form", ["svg", "png", "csv"])
def test_the_figure_can_be_taken_along_and_that_is_recorded_too(
    lead: FlaskClient, programme: Study, session: Session, form: str
) -> None:
    assert lead.get(f"/compare/rounds/{programme.round}/figures/who.{form}").status_code == 200
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert "observers compared" in events


def test_a_round_without_sheets_says_so(build: Builder, sign_in: SignIn) -> None:
    study = a_study(build)
    text = sign_in(study.lead).get(f"/compare/rounds/{study.round}/who/").get_data(as_text=True)
    assert "Nobody has been observed yet" in text
    assert "<svg" not in text.partition("<main")[2]


def test_the_page_asks_the_database_a_bounded_number_of_questions(
    lead: FlaskClient, programme: Study, database: Database
) -> None:
    lead.get(f"/compare/rounds/{programme.round}/who/")
    with counted_statements(database) as statements:
        lead.get(f"/compare/rounds/{programme.round}/who/")
    assert len(statements) <= 20
