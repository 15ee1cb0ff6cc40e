"""What a clinician writes before any result: a question, what it is about, a self-rating."""

from sqlalchemy import select

from app.models.feedback import Preparation
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.observed import Observed, an_observed_clinician


def address(of: Observed) -> str:
    return f"/review/{of.clinician}/{of.round}/prepare/"


def test_a_clinician_says_which_parts_their_question_is_about(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    clinician = sign_in(of.person)
    assert "Which part of the score sheet is your question about?" in clinician.get(address(of)).text
    answer = clinician.post(address(of), data={"question": "Do I offer choices?", "about": ["choices"]})
    assert answer.status_code == 302
    kept = build.session.scalars(select(Preparation)).one()
    assert kept.about == ["choices"]


def test_three_parts_are_too_many_and_what_was_typed_stays(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    clinician = sign_in(of.person)
    parts = _parts(clinician.get(address(of)).text)
    answer = clinician.post(address(of), data={"question": "Do I offer choices?", "about": parts[:3]})
    assert answer.status_code == 422
    assert "Choose one or two parts" in answer.text
    assert "Do I offer choices?" in answer.text


def test_a_part_that_the_instrument_does_not_have_is_refused(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    assert sign_in(of.person).post(address(of), data={"about": ["elsewhere"]}).status_code == 422


def _parts(page: str) -> list[str]:
    return [piece.split('value="')[1].split('"')[0] for piece in page.split('name="about"')[1:]]
