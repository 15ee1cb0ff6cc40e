"""The brief for a session: written by a lead, read and signed by its observers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.briefs import BriefRead
from app.models.consultations import ClinicSession, Consultation
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.conftest import Clinic


class Desk:
    """The lead's page for the session of a clinic."""

    def __init__(self, clinic: Clinic, build: Builder, sign_in: SignIn) -> None:
        row = build.session.get_one(Consultation, clinic.consultation)
        self.session_id = row.session_id
        # The day has come.
        build.session.get_one(ClinicSession, row.session_id).on_date = datetime.now(UTC).date()
        self.lead = sign_in(build.a_person(clinic.team, "lead", name="Lea Lead"))
        self.address = f"/organise/sessions/{self.session_id}/brief"
        self.tablet = f"/observe/sessions/{self.session_id}/brief/"

    def write(self, meeting: str) -> None:
        assert self.lead.post(self.address, data={"meeting": meeting, "practical": ""}).status_code == 302


@pytest.fixture
def desk(clinic: Clinic, build: Builder, sign_in: SignIn) -> Desk:
    return Desk(clinic, build, sign_in)


def test_the_observer_reads_what_the_lead_wrote_and_signs(clinic: Clinic, desk: Desk) -> None:
    desk.write("Ask for Jo at the desk.")
    page = clinic.as_partner.get(desk.tablet).text
    assert "Ask for Jo at the desk." in page
    assert "Dr Clark" in page
    assert "Lea Lead" in page
    clinic.as_partner.post(desk.tablet + "1")
    assert "You have read it" in clinic.as_partner.get("/observe/").text


def test_the_lead_sees_who_has_read_it(clinic: Clinic, desk: Desk) -> None:
    desk.write("Ask for Jo at the desk.")
    clinic.as_partner.post(desk.tablet + "1")
    page = desk.lead.get(desk.address).text
    partner, peer = page.index("Pat Partner"), page.index("Sam Peer")
    assert "Read on" in page[partner:peer]
    assert "Not read yet" in page[peer:]


def test_a_change_asks_everybody_to_read_again(clinic: Clinic, desk: Desk) -> None:
    clinic.as_partner.post(desk.tablet + "0")
    desk.write("Now it is room 4.")
    assert "It has changed" in clinic.as_partner.get("/observe/").text
    assert "Read before the last change" in desk.lead.get(desk.address).text


def test_saving_the_same_words_asks_nobody_again(clinic: Clinic, desk: Desk) -> None:
    desk.write("Ask for Jo at the desk.")
    clinic.as_partner.post(desk.tablet + "1")
    desk.write("Ask for Jo at the desk. ")
    assert "You have read it" in clinic.as_partner.get("/observe/").text


def test_a_brief_that_changed_meanwhile_is_not_signed(clinic: Clinic, desk: Desk, look: Session) -> None:
    desk.write("Ask for Jo at the desk.")
    clinic.as_partner.post(desk.tablet + "0")
    assert look.scalars(select(BriefRead.person_id)).all() == []


def test_signing_is_recorded(clinic: Clinic, desk: Desk, look: Session) -> None:
    clinic.as_partner.post(desk.tablet + "0")
    events = look.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == clinic.partner)).all()
    assert "brief read" in events


def test_who_does_not_observe_there_finds_no_brief(clinic: Clinic, desk: Desk, build: Builder, sign_in: SignIn) -> None:
    other = sign_in(build.a_person(clinic.team, "observer"))
    assert other.get(desk.tablet).status_code == 404
    assert other.post(desk.tablet + "0").status_code == 404
