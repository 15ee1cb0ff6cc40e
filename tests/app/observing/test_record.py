"""An observer's own record: what they did, for them alone, and never a score."""

import io

import pypdf

from app.operations.accounts import add_membership
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
