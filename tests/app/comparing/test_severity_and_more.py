"""The ruler of severity, which names people, and the page on what more visits would buy."""

import re

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


def page(client: FlaskClient, study: Study, rest: str) -> str:
    answer = client.get(f"/compare/rounds/{study.round}/{rest}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_looking_at_who_is_severe_is_recorded(lead: FlaskClient, programme: Study, session: Session) -> None:
    text = page(lead, programme, "severity/")
    assert "would give" in text
    assert "never to rank them" in text
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert "observers compared" in events


def test_taking_the_ruler_along_is_recorded_too(lead: FlaskClient, programme: Study, session: Session) -> None:
    answer = lead.get(f"/compare/rounds/{programme.round}/figures/severity.csv")
    assert answer.status_code == 200
    assert answer.get_data(as_text=True).startswith("\ufefffacet,number,name,measure in logits")
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert "observers compared" in events


def test_one_observer_is_shown_through_time_and_nobody_else(lead: FlaskClient, programme: Study) -> None:
    link = re.search(r'href="([^"]*severity/observer/[^"]*)"', page(lead, programme, "severity/"))
    if link is None:
        pytest.fail("No observer has a page through time.")
    answer = lead.get(link[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "through time" in answer.get_data(as_text=True)
    assert lead.get(f"/compare/rounds/{programme.round}/severity/observer/?one=nobody").status_code == 404


def test_a_plan_in_the_address_is_the_plan_that_is_told(lead: FlaskClient, programme: Study) -> None:
    text = page(lead, programme, "more/?consultations=5&observers=1&who=same&wanted=0.6")
    assert "5 consultations watched by the same observer each time" in text
    assert "0.6" in text


@pytest.mark.parametrize("nonsense", ["consultations=0", "consultations=1e9", "observers=-1", "wanted=x", "wanted=nan"])
def test_a_plan_that_cannot_be_counts_as_not_said(lead: FlaskClient, programme: Study, nonsense: str) -> None:
    assert "8 consultations watched by 2 observers, new each time" in page(lead, programme, f"more/?{nonsense}")


@pytest.mark.parametrize("view", ["severity/", "more/"])
def test_an_empty_round_says_what_is_missing(build: Builder, sign_in: SignIn, view: str) -> None:
    study = a_study(build)
    text = page(sign_in(study.lead), study, view)
    assert "There are no ratings yet." in text or "more clinicians needed" in text


@pytest.mark.parametrize("view", ["severity/", "more/"])
def test_a_view_asks_the_database_a_bounded_number_of_questions(
    lead: FlaskClient, programme: Study, database: Database, view: str
) -> None:
    page(lead, programme, view)
    with counted_statements(database) as statements:
        page(lead, programme, view)
    assert len(statements) <= 20
