"""Practice with feedback begins an observer's chart anew; other training does not."""

import uuid
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.operations.training import note_training
from reports.statistics.simulation import simulate_programme
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, simulated_study
from tests.app.conftest import SignIn
from tests.app.operations.test_training import a_training

TODAY = date(2026, 11, 1)


@pytest.fixture
def programme(build: Builder) -> Study:
    """Sessions on one day after the other."""
    study = simulated_study(build, simulate_programme(1, consultations=80, clinicians=8, items=3))
    rows = build.session.scalars(
        select(ClinicSession).where(ClinicSession.round_id == study.round).order_by(ClinicSession.code)
    ).all()
    for at, row in enumerate(rows):
        row.on_date = date.fromordinal(date(2026, 3, 2).toordinal() + at)
    build.keep()
    return study


@pytest.fixture
def lead(sign_in: SignIn, programme: Study) -> FlaskClient:
    return sign_in(programme.lead)


def second_day_of(session: Session, person: uuid.UUID) -> date:
    """On which this person observed."""
    days = session.scalars(
        select(ClinicSession.on_date)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .where(Assignment.person_id == person, Assignment.state == "locked", ~Consultation.warm_up)
        .distinct()
    )
    return sorted(days)[1]


def chart_of(lead: FlaskClient, programme: Study, at: int) -> str:
    observer = f"{programme.observers[at]}/patient_partner"
    return lead.get(f"/compare/rounds/{programme.round}/severity/observer/?one={observer}").get_data(as_text=True)


def noted(build: Builder, programme: Study, kind: str) -> date:
    day = second_day_of(build.session, programme.observers[0])
    done = a_training(programme.observers[:1], kind=kind, on=day)
    note_training(build.session, build.actor(programme.lead), programme.team, done, TODAY)
    build.keep()
    return day


def test_the_chart_of_who_practised_begins_anew_and_says_why(
    build: Builder, lead: FlaskClient, programme: Study
) -> None:
    day = noted(build, programme, "calibration")
    told = chart_of(lead, programme, 0)
    assert f"The chart begins anew after the practice with feedback on {day.day} March 2026 (Three films)" in told
    assert "begins anew after the practice with feedback on" not in chart_of(lead, programme, 1)


def test_a_refresher_leaves_the_chart_as_it_is(build: Builder, lead: FlaskClient, programme: Study) -> None:
    noted(build, programme, "refresher")
    assert "begins anew after the practice with feedback on" not in chart_of(lead, programme, 0)


def test_the_chart_leads_to_where_practice_is_noted(lead: FlaskClient, programme: Study) -> None:
    address = f"/organise/teams/{programme.team}/training/new?kind=calibration"
    assert address in chart_of(lead, programme, 0)
    assert 'value="calibration" checked' in lead.get(address).get_data(as_text=True)
