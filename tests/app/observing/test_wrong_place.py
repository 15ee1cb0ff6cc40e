"""A sheet locked in the wrong slot or under the wrong clinician: the observer says so, a lead decides."""

import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, ConsentEvent, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.place_claims import PlaceClaim
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, put, send


@dataclass(frozen=True)
class Mixed:
    """The partner's sheet is locked in slot 1 and was really of slot 2, which waits for them."""

    clinic: Clinic
    second: uuid.UUID
    waiting: uuid.UUID
    other_clinician: uuid.UUID
    lead: FlaskClient

    @property
    def address(self) -> str:
        return f"/observe/assignments/{self.clinic.partners_sheet}/wrong-place"

    def say(self, place: str) -> int:
        return self.clinic.as_partner.post(self.address, data={"place": place}).status_code

    def settle(self, look: Session, answer: str = "yes") -> str:
        claim = look.scalars(select(PlaceClaim.id).where(PlaceClaim.outcome.is_(None))).one()
        look.rollback()
        address = f"/organise/teams/{self.clinic.team}/wrong-places/"
        self.lead.post(f"{address}{claim}/{answer}")
        return self.lead.get(address).text


@pytest.fixture
def mixed(clinic: Clinic, build: Builder, sign_in: SignIn) -> Mixed:
    first = build.session.get_one(Consultation, clinic.consultation)
    other = build.a_clinician(clinic.team, name="Dr Other")
    second = build.a_consultation(first.session_id, first.clinician_id, slot=2)
    waiting = build.an_assignment(second, clinic.partner)
    lead = build.a_person(clinic.team, "lead")
    build.keep()
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    return Mixed(clinic, second, waiting, other, sign_in(lead))


def where(look: Session) -> uuid.UUID:
    look.rollback()
    found = select(Assignment.consultation_id).join(Observation, Observation.assignment_id == Assignment.id)
    return look.scalars(found).one()


def test_the_sheet_goes_to_the_slot_the_observer_named(mixed: Mixed, look: Session) -> None:
    assert mixed.say("slot-2") == 302
    mixed.settle(look)
    assert where(look) == mixed.second
    states = dict(look.execute(select(Assignment.id, Assignment.state)).all())
    assert (states[mixed.waiting], states[mixed.clinic.partners_sheet]) == ("locked", "assigned")


def test_the_patients_yes_goes_with_the_sheet(mixed: Mixed, look: Session) -> None:
    mixed.say("slot-2")
    mixed.settle(look)
    look.rollback()
    assert look.scalars(select(ConsentEvent.consultation_id)).all() == [mixed.second]
    consents = dict(look.execute(select(Consultation.slot, Consultation.consent)).all())
    assert consents == {1: "not_asked", 2: "agreed"}


def test_a_moved_sheet_that_is_sent_once_more_has_its_receipt(clinic: Clinic, mixed: Mixed, look: Session) -> None:
    row = look.execute(select(ObservationRevision.observation_id, ObservationRevision.body)).one()
    look.rollback()
    mixed.say("slot-2")
    mixed.settle(look)
    answer = put(clinic.as_partner, f"/api/v1/observations/{row.observation_id}/revisions/1", row.body)
    assert answer.status_code == 200


def test_the_lead_sees_both_places_and_no_rating(mixed: Mixed) -> None:
    mixed.say("slot-2")
    page = mixed.lead.get(f"/organise/teams/{mixed.clinic.team}/wrong-places/").text
    assert "Where the sheet is now" in page
    assert "Slot 2" in page
    assert "Named two." not in page
    assert "A little" not in page


def test_the_lead_may_leave_it_where_it_is(mixed: Mixed, look: Session) -> None:
    mixed.say("slot-2")
    mixed.settle(look, "no")
    assert where(look) == mixed.clinic.consultation
    assert look.scalars(select(PlaceClaim.outcome)).one() == "left"


def test_a_slot_that_has_the_observers_locked_sheet_already_is_not_taken(mixed: Mixed, look: Session) -> None:
    send(mixed.clinic.as_partner, a_sheet(mixed.waiting))
    mixed.say("slot-2")
    assert "has a locked sheet for slot 2 already" in mixed.settle(look)
    look.rollback()
    assert look.scalars(select(PlaceClaim.outcome)).one() is None


def test_nothing_is_moved_to_a_patient_who_said_no(mixed: Mixed, look: Session) -> None:
    said = {"outcome": "declined", "asked_by": "receptionist"}
    mixed.clinic.as_partner.post(f"/observe/assignments/{mixed.waiting}/consent", data=said)
    mixed.say("slot-2")
    assert "The patient of slot 2 said no" in mixed.settle(look)
    assert where(look) == mixed.clinic.consultation


def test_the_clinician_of_the_slot_is_put_right(mixed: Mixed, look: Session) -> None:
    mixed.say(f"clinician-{mixed.other_clinician}")
    mixed.settle(look)
    look.rollback()
    clinician = look.scalar(select(Consultation.clinician_id).where(Consultation.id == mixed.clinic.consultation))
    assert clinician == mixed.other_clinician


def test_it_is_recorded_from_where_to_where(mixed: Mixed, look: Session) -> None:
    mixed.say("slot-2")
    mixed.settle(look)
    look.rollback()
    moved = look.scalars(select(AuditEvent).where(AuditEvent.event == "sheet moved")).one()
    assert (moved.details["slot"], moved.details["to_slot"]) == (1, 2)


def test_saying_it_again_replaces_what_was_said(mixed: Mixed, look: Session) -> None:
    mixed.say("slot-2")
    mixed.say(f"clinician-{mixed.other_clinician}")
    assert look.scalars(select(PlaceClaim.said_slot)).all() == [None]


@pytest.mark.parametrize("place", ["slot-1", "slot-99", "clinician-x", "", "anything"])
def test_a_place_that_is_none_is_refused(mixed: Mixed, look: Session, place: str) -> None:
    assert mixed.say(place) == 422
    assert look.scalars(select(PlaceClaim.id)).all() == []


def test_nobody_speaks_for_another_observers_sheet_or_an_open_one(mixed: Mixed) -> None:
    assert mixed.clinic.as_peer.post(mixed.address, data={"place": "slot-2"}).status_code == 404
    open_sheet = f"/observe/assignments/{mixed.clinic.peers_sheet}/wrong-place"
    assert mixed.clinic.as_peer.get(open_sheet).status_code == 404
