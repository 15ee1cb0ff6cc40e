"""Practice with feedback: who may note it, what it does to the chart, and how a slip is taken back."""

import re
import uuid
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.practice import Recalibration
from app.operations.practice import note_practice, take_practice_back
from app.rules import NotThere, Unfit
from reports.statistics.simulation import simulate_programme
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, simulated_study
from tests.app.conftest import SignIn

TODAY = date(2026, 11, 1)
DAY = date(2026, 3, 9)


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


def address(study: Study) -> str:
    return f"/compare/rounds/{study.round}/practice/"


def sent(study: Study, **changed: object) -> dict[str, object]:
    return {"on_date": DAY.isoformat(), "what": "Three films", "people": [str(study.observers[0])], **changed}


def days_of(session: Session, person: uuid.UUID) -> list[date]:
    """On which this person observed, in order."""
    return sorted(
        session.scalars(
            select(ClinicSession.on_date)
            .join(Consultation, Consultation.session_id == ClinicSession.id)
            .join(Assignment, Assignment.consultation_id == Consultation.id)
            .where(Assignment.person_id == person, Assignment.state == "locked", ~Consultation.warm_up)
            .distinct()
        )
    )


def test_the_chart_of_who_practised_begins_anew_and_says_why(
    lead: FlaskClient, programme: Study, session: Session
) -> None:
    day = days_of(session, programme.observers[0])[1]
    session.commit()
    answer = lead.post(address(programme), data=sent(programme, on_date=day.isoformat()), follow_redirects=True)
    assert "begin anew" in answer.get_data(as_text=True)
    page = f"/compare/rounds/{programme.round}/severity/observer/?one={programme.observers[0]}/patient_partner"
    told = lead.get(page).get_data(as_text=True)
    assert f"The chart begins anew after the practice with feedback on {day.day} March 2026 (Three films)" in told
    other = lead.get(page.replace(str(programme.observers[0]), str(programme.observers[1]))).get_data(as_text=True)
    assert "begins anew after the practice with feedback on" not in other


def test_noting_and_taking_back_are_recorded(lead: FlaskClient, programme: Study, session: Session) -> None:
    lead.post(address(programme), data=sent(programme))
    page = lead.get(address(programme)).get_data(as_text=True)
    button = re.search(r'action="([^"]*take-back[^"]*)"', page)
    assert button is not None
    lead.post(button[1])
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == programme.lead)).all()
    assert {"practice noted", "practice taken back"} <= set(events)
    assert session.scalars(select(Recalibration)).all() == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on_date": ""}, "Choose the day."),
        ({"on_date": "2999-01-01"}, "Choose today or an earlier day"),
        ({"what": " "}, "Write what was practised"),
        ({"what": "x" * 201}, "Write at most 200 letters."),
        ({"people": []}, "Choose who took part."),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_kept(
    lead: FlaskClient, programme: Study, session: Session, changed: dict[str, object], sentence: str
) -> None:
    answer = lead.post(address(programme), data=sent(programme, **changed))
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert session.scalars(select(Recalibration)).all() == []


def test_the_same_day_noted_again_changes_the_words_only(build: Builder, programme: Study) -> None:
    actor = build.actor(programme.lead)
    for what in ("Two films", "Three films"):
        note_practice(build.session, actor, programme.team, programme.observers[:2], DAY, what, TODAY)
    rows = build.session.scalars(select(Recalibration)).all()
    assert [row.what for row in rows] == ["Three films"] * 2


def test_only_observers_of_the_team_can_be_noted(build: Builder, programme: Study) -> None:
    stranger = build.a_person(build.a_team(), "observer")
    with pytest.raises(Unfit, match="observers of this team only"):
        note_practice(build.session, build.actor(programme.lead), programme.team, [stranger], DAY, "Films", TODAY)


def test_another_teams_lead_can_neither_note_nor_take_back(build: Builder, programme: Study) -> None:
    note_practice(
        build.session, build.actor(programme.lead), programme.team, programme.observers[:1], DAY, "Films", TODAY
    )
    row = build.session.scalars(select(Recalibration)).one()
    other_team = build.a_team()
    other = build.actor(build.a_person(other_team, "lead"))
    with pytest.raises(NotThere):
        note_practice(build.session, other, programme.team, programme.observers[:1], DAY, "Films", TODAY)
    for team in (programme.team, other_team):
        with pytest.raises(NotThere):
            take_practice_back(build.session, other, team, row.id)
    with pytest.raises(NotThere):
        take_practice_back(build.session, build.actor(programme.lead), programme.team, uuid.uuid4())
