"""An observer's own record: what they did, for them alone, and never a score."""

import io
from datetime import date

import pypdf
import pytest
from sqlalchemy import select

from app.models.people import Membership
from app.operations.accounts import add_membership
from app.operations.training import TrainingDone, note_training
from tests.app.builders import Builder
from tests.app.observing.conftest import Clinic

PAGE = "/observe/record/"


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def scored(clinic: Clinic, build: Builder) -> None:
    build.a_sheet(clinic.partners_sheet, choices="2")
    build.keep()


def test_before_the_first_clinic_the_page_says_so(clinic: Clinic) -> None:
    assert "Nothing is scored yet." in clinic.as_partner.get(PAGE).text


def test_a_half_day_is_counted_with_its_hours(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    text = clinic.as_partner.get(PAGE).text
    assert "3.5 (a half-day counts as 3.5)" in text
    assert "Visits scored:</strong> 1" in text


def test_the_other_observer_has_nothing_of_it(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    assert "Nothing is scored yet." in clinic.as_peer.get(PAGE).text


def test_the_certificate_names_neither_clinician_nor_score(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    answer = clinic.as_partner.get(f"{PAGE}0/certificate.pdf")
    words = text_of(answer.data)
    assert "Pat Partner" in words
    assert "Dr Clark" not in words
    assert answer.mimetype == "application/pdf"


def test_the_portfolio_has_room_for_their_own_words(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    words = text_of(clinic.as_partner.get(f"{PAGE}0/portfolio.pdf").data)
    assert "What I learned" in words
    assert "2 March 2026" in words


def test_it_speaks_the_observers_language(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    clinic.as_partner.set_cookie("levelfield_language", "cy")
    assert "Beth a ddysgais" in text_of(clinic.as_partner.get(f"{PAGE}0/portfolio.pdf").data)


def test_hours_are_a_table_for_a_claim(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    lines = clinic.as_partner.get(f"{PAGE}0/hours.csv").text.splitlines()
    assert lines[0].lstrip("\ufeff") == "date,half_day,clinic,programme,visits_scored,hours"
    assert lines[1].startswith("2026-03-02,")


def test_a_record_of_no_team_is_not_there(clinic: Clinic) -> None:
    assert clinic.as_partner.get(f"{PAGE}7/portfolio.pdf").status_code == 404


def test_two_teams_have_a_record_each(clinic: Clinic, build: Builder) -> None:
    other = build.a_team("Another team")
    kind = build.observer_type(other, "patient_partner")
    add_membership(build.session, clinic.partner, other, "observer", actor_id=None, observer_type_id=kind)
    build.keep()
    assert "Another team" in clinic.as_partner.get(PAGE).text


def trained(clinic: Clinic, build: Builder) -> None:
    team = build.session.scalars(select(Membership.team_id).where(Membership.person_id == clinic.partner)).one()
    lead = build.actor(build.a_person(team, "lead"))
    done = TrainingDone("initial", date(2026, 2, 2), 5.5, "Mina Patel", None, "What observing is", [clinic.partner])
    note_training(build.session, lead, team, done, date(2026, 11, 1))
    build.keep()


def test_training_is_in_the_record_before_the_first_clinic(clinic: Clinic, build: Builder) -> None:
    trained(clinic, build)
    text = clinic.as_partner.get(PAGE).text
    assert "First training: What observing is" in text
    assert "Led by: Mina Patel" in text


@pytest.mark.parametrize("paper", ["certificate", "portfolio"])
def test_training_is_on_paper(clinic: Clinic, build: Builder, paper: str) -> None:
    trained(clinic, build)
    words = text_of(clinic.as_partner.get(f"{PAGE}0/{paper}.pdf").data)
    assert "First training: What observing is" in " ".join(words.split())
    assert "Hours of training" in words


def test_the_other_observer_has_none_of_the_training(clinic: Clinic, build: Builder) -> None:
    trained(clinic, build)
    assert "No training has been noted yet." in clinic.as_peer.get(PAGE).text


def test_all_of_it_is_data_to_take_along(clinic: Clinic, build: Builder) -> None:
    scored(clinic, build)
    trained(clinic, build)
    answer = clinic.as_partner.get(f"{PAGE}0/record.json")
    found = answer.get_json()
    assert (found["visits_scored"], found["hours_in_clinic"], found["hours_of_training"]) == (1, 3.5, 5.5)
    assert found["training"] == [
        {
            "date": "2026-02-02",
            "kind": "initial",
            "instrument": "",
            "hours": 5.5,
            "led_by": "Mina Patel",
            "what": "What observing is",
        }
    ]
    assert "Dr Clark" not in answer.text
