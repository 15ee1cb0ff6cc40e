"""A paper form is copied by its observer or a lead: the same judge, the same consent, nothing seen early."""

import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, Consultation
from app.models.observations import Rating
from app.models.paper import PaperEntry
from tests.app.builders import Builder
from tests.app.conftest import SignIn

TICKED = {"agreed": "true", "asked_by": "nurse", "a:choices": "2", "a:harms": "n", "n:choices": "Two ways named"}


@dataclass
class Form:
    address: str
    team: uuid.UUID
    consultation: uuid.UUID
    observer: uuid.UUID
    lead: uuid.UUID


@pytest.fixture
def form(build: Builder) -> Form:
    team = build.a_team()
    session_id = build.a_session(build.a_round(team), build.a_clinic(team))
    consultation = build.a_consultation(session_id, build.a_clinician(team))
    observer = build.a_person(team, "observer", name="Pat Owusu")
    address = f"/paper/assignments/{build.an_assignment(consultation, observer)}/"
    return Form(address, team, consultation, observer, build.a_person(team, "lead", name="Ann Lead"))


def kept(session: Session) -> dict[str, str]:
    session.rollback()
    found = {row.item_id: row.code for row in session.scalars(select(Rating))}
    session.rollback()
    return found


def copied(client: FlaskClient, form: Form, **other: str) -> int:
    return client.post(form.address, data={**TICKED, **other}).status_code


def test_keys_on_paper_become_the_codes_of_the_sheet(form: Form, sign_in: SignIn, session: Session) -> None:
    assert copied(sign_in(form.observer), form) == 302
    assert kept(session) == {"choices": "2", "harms": "na"}


def test_the_sheet_says_who_copied_it(form: Form, sign_in: SignIn, session: Session) -> None:
    client = sign_in(form.lead)
    copied(client, form)
    assert "Entered from paper by Ann Lead" in client.get(form.address).get_data(as_text=True)
    assert session.scalars(select(PaperEntry.entered_by)).one() == form.lead
    session.rollback()


def test_the_log_names_the_person_at_the_keyboard(form: Form, sign_in: SignIn, session: Session) -> None:
    copied(sign_in(form.lead), form)
    events = session.execute(
        select(AuditEvent.event, AuditEvent.actor_id).where(AuditEvent.event.like("observation %"))
    )
    assert {(row.event, row.actor_id) for row in events} == {
        ("observation submitted", form.lead),
        ("observation copied from paper", form.lead),
    }
    session.rollback()


def test_who_copied_a_sheet_is_not_shown_its_ratings_again(form: Form, sign_in: SignIn) -> None:
    client = sign_in(form.lead)
    copied(client, form)
    assert "Two ways named" not in client.get(form.address).get_data(as_text=True)


def test_the_judge_of_all_sheets_judges_this_one(form: Form, sign_in: SignIn, session: Session) -> None:
    client = sign_in(form.observer)
    answer = client.post(form.address, data={**TICKED, "a:harms": ""})
    assert answer.status_code == 422
    assert "Choose a rating for “Tells the harms”" in answer.get_data(as_text=True)
    assert "Two ways named" in answer.get_data(as_text=True)
    assert kept(session) == {}


def test_a_key_that_stands_for_nothing_is_told_with_those_that_do(form: Form, sign_in: SignIn) -> None:
    answer = sign_in(form.observer).post(form.address, data={**TICKED, "a:harms": "7"})
    assert "“7” is not a key here. Type one of: 0, 1, 2, n, u." in answer.get_data(as_text=True)


def test_without_the_patients_yes_nothing_is_kept(form: Form, sign_in: SignIn, session: Session) -> None:
    assert copied(sign_in(form.observer), form, agreed="") == 422
    assert kept(session) == {}


def test_a_patient_who_said_no_is_heeded(form: Form, sign_in: SignIn, session: Session) -> None:
    session.get_one(Consultation, form.consultation).consent = "declined"
    client = sign_in(form.observer)
    assert copied(client, form) == 410
    assert kept(session) == {}


def test_a_lead_who_observes_too_locks_their_own_sheet_first(
    form: Form, build: Builder, sign_in: SignIn, session: Session
) -> None:
    kind = build.observer_type(form.team, "peer_clinician")
    session.add(Assignment(consultation_id=form.consultation, person_id=form.lead, observer_type_id=kind))
    assert copied(sign_in(form.lead), form) == 403
    assert kept(session) == {}


def test_another_observer_cannot_copy_it(form: Form, build: Builder, sign_in: SignIn) -> None:
    other = sign_in(build.a_person(form.team, "observer", "peer_clinician"))
    assert other.get(form.address).status_code == 404
    assert copied(other, form) == 404


def test_a_sheet_that_is_in_is_not_copied_again(form: Form, sign_in: SignIn) -> None:
    client = sign_in(form.observer)
    copied(client, form)
    assert copied(client, form) == 409
