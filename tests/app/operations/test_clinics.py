"""Clinics and clinicians."""

import uuid

import pytest
from sqlalchemy.orm import Session

from app.models.people import Clinic, Clinician
from app.operations.clinics import (
    ClinicianPlan,
    add_clinic,
    add_clinician,
    change_clinic,
    change_clinician,
    suggested_code,
)
from app.rules import Actor, NotThere, Unfit
from tests.app.builders import Builder


@pytest.fixture
def team(build: Builder) -> uuid.UUID:
    return build.a_team()


@pytest.fixture
def lead(build: Builder, team: uuid.UUID) -> Actor:
    return build.actor(build.a_person(team, "lead"))


@pytest.mark.parametrize(
    ("name", "code"), [("Knee clinic, Northside", "KCN"), ("Shoulder", "SHOU"), ("Back 2 work", "B2W"), ("…", "CLINIC")]
)
def test_a_code_is_suggested_from_the_name(name: str, code: str) -> None:
    assert suggested_code(name) == code


def test_a_suggested_code_that_is_taken_gets_a_number(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    add_clinic(session, lead, team, "Knee")
    second = add_clinic(session, lead, team, "Knee")
    assert session.get_one(Clinic, second).code == "KNEE2"


@pytest.mark.parametrize("code", ["TOOLONGCODE", "KN-EE", "J SMITH"])
def test_a_code_has_letters_and_digits_only(session: Session, team: uuid.UUID, lead: Actor, code: str) -> None:
    with pytest.raises(Unfit, match="letters or digits"):
        add_clinic(session, lead, team, "Knee", code)


def test_two_clinics_never_share_a_code(session: Session, team: uuid.UUID, lead: Actor) -> None:
    add_clinic(session, lead, team, "Knee", "K")
    other = add_clinic(session, lead, team, "Kidney", "KID")
    with pytest.raises(Unfit, match="belongs to Knee"):
        change_clinic(session, lead, other, "Kidney", "k")


def test_a_clinic_keeps_its_own_code_when_it_is_renamed(session: Session, team: uuid.UUID, lead: Actor) -> None:
    clinic = add_clinic(session, lead, team, "Knee", "K")
    change_clinic(session, lead, clinic, "Knees", "K")
    assert session.get_one(Clinic, clinic).name == "Knees"


def test_a_clinician_cannot_be_put_into_another_teams_clinic(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    elsewhere = build.a_clinic(build.a_team())
    with pytest.raises(Unfit, match="clinic of this team"):
        add_clinician(session, lead, team, ClinicianPlan("Cleo", "nurse", clinic_id=elsewhere))


def test_an_account_belongs_to_one_clinician_only(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    account = build.a_person(team, "clinician")
    add_clinician(session, lead, team, ClinicianPlan("Cleo", "nurse", person_id=account))
    with pytest.raises(Unfit, match="already belongs to the clinician Cleo"):
        add_clinician(session, lead, team, ClinicianPlan("Sam", "nurse", person_id=account))


def test_an_account_of_a_stranger_cannot_be_linked(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    stranger = build.a_person(build.a_team(), "clinician")
    with pytest.raises(Unfit, match="account of this team"):
        add_clinician(session, lead, team, ClinicianPlan("Cleo", "nurse", person_id=stranger))


def test_everything_wrong_with_a_clinician_is_said_at_once(session: Session, team: uuid.UUID, lead: Actor) -> None:
    with pytest.raises(Unfit) as refused:
        add_clinician(session, lead, team, ClinicianPlan(" ", "wizard"))
    assert [problem.field for problem in refused.value.problems] == ["name", "profession"]


def test_a_clinician_is_corrected_and_keeps_their_own_account(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    account = build.a_person(team, "clinician")
    made = add_clinician(session, lead, team, ClinicianPlan("Cleo", "nurse", person_id=account))
    change_clinician(session, lead, made, ClinicianPlan("Cleo Hart", "doctor", person_id=account))
    assert session.get_one(Clinician, made).name == "Cleo Hart"


def test_another_teams_clinics_and_clinicians_do_not_exist_for_a_lead(
    build: Builder, session: Session, lead: Actor
) -> None:
    other = build.a_team()
    clinic, clinician = build.a_clinic(other), build.a_clinician(other)
    with pytest.raises(NotThere):
        change_clinic(session, lead, clinic, "Mine", "M")
    with pytest.raises(NotThere):
        change_clinician(session, lead, clinician, ClinicianPlan("Mine", "nurse"))
    with pytest.raises(NotThere):
        add_clinic(session, lead, other, "Mine")
    with pytest.raises(NotThere):
        change_clinic(session, lead, uuid.uuid4(), "Mine", "M")
    with pytest.raises(NotThere):
        change_clinician(session, lead, uuid.uuid4(), ClinicianPlan("Mine", "nurse"))
