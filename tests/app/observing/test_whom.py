"""An observer says whom they should not observe and when they can come; the door of a visit keeps to it."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.conflicts import Availability, ConflictOfInterest
from app.models.consultations import Consultation
from app.operations.accounts import add_membership
from tests.app.builders import Builder
from tests.app.observing.conftest import Clinic

PAGE = "/observe/whom-and-when/"


def clinician_of(clinic: Clinic, look: Session) -> uuid.UUID:
    found = look.scalars(select(Consultation.clinician_id).where(Consultation.id == clinic.consultation)).one()
    look.rollback()
    return found


def say(clinic: Clinic, clinician: uuid.UUID | str, kind: str = "unsaid") -> tuple[int, str]:
    answer = clinic.as_partner.post(
        f"/observe/teams/{clinic.team}/whom", data={"clinician": str(clinician), "kind": kind}, follow_redirects=True
    )
    return answer.status_code, answer.text


def test_the_observer_names_a_clinician_without_saying_why(clinic: Clinic, look: Session) -> None:
    status, text = say(clinic, clinician_of(clinic, look))
    assert status == 200
    assert "You will not be asked to observe them." in text
    assert "You did not say why, and that is fine." in text


def test_nobody_chosen_is_told_beside_the_field(clinic: Clinic) -> None:
    status, text = say(clinic, "")
    assert status == 422
    assert "Choose a clinician." in text
    assert "<title>Error:" in text


def test_the_other_observer_sees_nothing_of_it(clinic: Clinic, look: Session) -> None:
    say(clinic, clinician_of(clinic, look), "friend")
    assert "You have named nobody." in clinic.as_peer.get(PAGE).text


def test_it_is_taken_back_with_one_press(clinic: Clinic, look: Session) -> None:
    clinician = clinician_of(clinic, look)
    say(clinic, clinician)
    clinic.as_partner.post(f"/observe/conflicts/{clinician}/end")
    assert "You have named nobody." in clinic.as_partner.get(PAGE).text


def test_what_a_lead_noted_is_shown_without_a_button(clinic: Clinic, build: Builder, look: Session) -> None:
    lead = build.a_person(clinic.team, "lead")
    build.session.add(
        ConflictOfInterest(clinician_id=clinician_of(clinic, look), person_id=clinic.partner, declared_by=lead)
    )
    build.keep()
    text = clinic.as_partner.get(PAGE).text
    assert "Your lead noted this." in text
    assert "Take back" not in text


def test_at_the_door_the_page_asks_not_to_observe(clinic: Clinic, build: Builder, look: Session) -> None:
    lead = build.a_person(clinic.team, "lead")
    build.session.add(
        ConflictOfInterest(clinician_id=clinician_of(clinic, look), person_id=clinic.partner, declared_by=lead)
    )
    build.keep()
    text = clinic.as_partner.get(f"/observe/assignments/{clinic.partners_sheet}/").text
    assert "Please do not observe this visit" in text
    assert "Please do not observe" not in clinic.as_peer.get(f"/observe/assignments/{clinic.peers_sheet}/").text
    answer = clinic.as_partner.post(
        f"/observe/assignments/{clinic.partners_sheet}/consent", data={"outcome": "agreed", "asked_by": "nurse"}
    )
    assert answer.status_code == 409


def test_half_days_and_a_limit_are_kept(clinic: Clinic, look: Session) -> None:
    data = {"half_days": ["mon-morning", "wed-afternoon"], "most": "3"}
    text = clinic.as_partner.post(f"/observe/teams/{clinic.team}/when", data=data, follow_redirects=True).text
    assert "Your lead plans with it." in text
    row = look.scalars(select(Availability)).one()
    assert (row.half_days, row.most) == (["mon-morning", "wed-afternoon"], 3)


def test_a_limit_that_is_no_number_is_told_and_nothing_kept(clinic: Clinic, look: Session) -> None:
    answer = clinic.as_partner.post(f"/observe/teams/{clinic.team}/when", data={"most": "often"})
    assert answer.status_code == 422
    assert "Write a whole number from 0 to 40" in answer.text
    assert look.scalars(select(Availability)).all() == []


def test_another_teams_form_is_not_there(clinic: Clinic, build: Builder) -> None:
    other = build.a_team()
    build.keep()
    assert clinic.as_partner.post(f"/observe/teams/{other}/whom", data={}).status_code == 404
    assert clinic.as_partner.post(f"/observe/teams/{other}/when", data={}).status_code == 404


def test_two_teams_have_a_form_each_and_no_id_twice(clinic: Clinic, build: Builder) -> None:
    """The page inspector looks at every page; this one has the fields of two teams."""
    from_elsewhere = build.a_team("Another team")
    kind = build.observer_type(from_elsewhere, "patient_partner")
    add_membership(build.session, clinic.partner, from_elsewhere, "observer", actor_id=None, observer_type_id=kind)
    build.keep()
    assert "Another team" in clinic.as_partner.get(PAGE).text
