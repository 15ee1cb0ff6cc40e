"""A report that was taken back because a patient changed their mind: nobody reads it, and everybody is told why."""

import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.operations.consent import withdraw_consent
from app.releasing import reissue_after_withdrawal
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician

TAKEN_BACK = "this report was taken back and a new one is being made"


@pytest.fixture
def of(build: Builder) -> Observed:
    return an_observed_clinician(build)


@pytest.fixture
def report(build: Builder, session: Session, of: Observed) -> uuid.UUID:
    """Released, and then a patient changed their mind; no worker has been at it."""
    found = released(build, of)
    lead = build.actor(of.lead)
    reissue_after_withdrawal(session, lead.id, withdraw_consent(session, lead, of.consultations[0], "after"))
    build.keep()
    return found


@pytest.fixture
def clinician(of: Observed, report: uuid.UUID, sign_in: SignIn) -> FlaskClient:
    return sign_in(of.person)


def test_the_clinician_reads_that_it_is_being_made_anew(clinician: FlaskClient) -> None:
    page = clinician.get("/review/").text
    assert "Your report is being made anew" in page
    assert "Read your report" not in page


def test_its_old_addresses_say_so_instead_of_showing_it(
    clinician: FlaskClient, of: Observed, report: uuid.UUID
) -> None:
    for address in (
        f"/review/reports/{report}/",
        f"/review/reports/{report}/feedback.pdf",
        f"/review/{of.clinician}/{of.round}/reflect/",
        f"/review/{of.clinician}/{of.round}/reply/",
        f"/review/{of.clinician}/{of.round}/plan/",
    ):
        answer = clinician.get(address)
        assert answer.status_code == 404, address
        assert TAKEN_BACK in answer.text, address


def test_somebody_else_learns_nothing_of_it(build: Builder, of: Observed, report: uuid.UUID, sign_in: SignIn) -> None:
    colleague = build.a_person(of.team, "clinician")
    build.a_clinician(of.team, colleague)
    stranger = sign_in(colleague)
    for address in (f"/review/reports/{report}/", f"/review/{of.clinician}/{of.round}/reply/"):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert TAKEN_BACK not in answer.text


def test_a_lead_sees_it_in_the_round_and_on_the_clinicians_page(
    of: Observed, report: uuid.UUID, sign_in: SignIn
) -> None:
    lead = sign_in(of.lead)
    assert "Report is being made anew" in lead.get(f"/review/release/{of.round}/").text
    page = lead.get(f"/review/release/{of.round}/{of.clinician}/").text
    assert "Being made anew" in page
    assert "Read it as released" not in page


def test_the_work_is_shown_without_a_button_that_stops_it(of: Observed, report: uuid.UUID, sign_in: SignIn) -> None:
    page = sign_in(of.lead).get(f"/organise/teams/{of.team}/work/").text
    assert "1 report made anew" in page
    assert "Cancel" not in page
