"""A clinician replies, asks, and reflects until the talk; what is said is kept with the report."""

import re
import uuid
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.climbing import report_in_hand, take_step
from app.database import Database
from app.models.consultations import Assignment
from app.models.report_words import ReportWord
from app.queries.reports import newest_report_id
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.jobs.observed_round import do_all
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician

QUESTION = "Which visits does this number rest on?"


def ask(client: FlaskClient, of: Observed, kind: str = "query", text: str = QUESTION) -> int:
    address = f"/review/{of.clinician}/{of.round}/reply/"
    return client.post(address, data={"kind": kind, "about": "1", "text": text}).status_code


def the_word(session: Session) -> uuid.UUID:
    found = session.scalars(select(ReportWord.id)).one()
    session.rollback()
    return found


def question_address(of: Observed, word: uuid.UUID) -> str:
    return f"/review/release/{of.round}/{of.clinician}/questions/{word}"


def test_a_question_has_somebody_who_answers_and_a_day(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    clinician = sign_in(of.person)
    assert ask(clinician, of) == 302
    row = session.scalars(select(ReportWord)).one()
    assert row.answerer_id == of.lead
    assert row.answer_by is not None
    session.rollback()
    assert "answers by" in clinician.get(f"/review/{of.clinician}/{of.round}/reply/").text


def test_an_answer_is_read_with_the_report_on_the_page_and_in_the_pdf(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    clinician = sign_in(of.person)
    ask(clinician, of)
    answer = {"answer": "On all six visits of March."}
    assert sign_in(of.lead).post(question_address(of, the_word(session)), data=answer).status_code == 302
    page = clinician.get(f"/review/reports/{report}/").text
    assert QUESTION in page
    assert "On all six visits of March." in page
    pdf = PdfReader(BytesIO(clinician.get(f"/review/reports/{report}/feedback.pdf").data))
    words = " ".join("".join(each.extract_text() for each in pdf.pages).split())
    assert "On all six visits of March." in words


def test_a_question_is_answered_once(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    ask(sign_in(of.person), of)
    lead, address = sign_in(of.lead), question_address(of, the_word(session))
    assert lead.post(address, data={"answer": " "}).status_code == 422
    assert lead.post(address, data={"answer": "Yes."}).status_code == 302
    assert lead.post(address, data={"answer": "No."}).status_code == 422


def test_a_question_can_lead_to_a_new_report_with_a_note_and_says_so(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    clinician = sign_in(of.person)
    ask(clinician, of)
    word = the_word(session)
    lead = sign_in(of.lead)
    lead.post(question_address(of, word), data={"answer": "You are right."})
    again = {"note": "A sheet stood in the wrong place.", "because": str(word)}
    assert lead.post(f"/review/release/{of.round}/{of.clinician}/release", data=again).status_code == 302
    newest = newest_report_id(session, of.clinician, of.round)
    session.rollback()
    assert "A sheet stood in the wrong place." in clinician.get(f"/review/reports/{newest}/").text
    assert "released again because of it" in clinician.get(f"/review/{of.clinician}/{of.round}/reply/").text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "query", "about": "", "text": "Why?"}, "Choose what it is about."),
        ({"kind": "query", "about": "1", "text": " "}, "Write what you want to say."),
        ({"about": "1", "text": "Why?"}, "Choose whether it is a reply or a question."),
        ({"kind": "query", "about": "999", "text": "Why?"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    data: dict[str, str], sentence: str, build: Builder, sign_in: SignIn
) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    refused = sign_in(of.person).post(f"/review/{of.clinician}/{of.round}/reply/", data=data)
    assert refused.status_code == 422
    assert sentence in refused.text


def test_before_the_release_there_is_nothing_to_reply_to(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    assert ask(sign_in(of.person), of) == 404


def test_a_colleague_cannot_reply_to_somebody_elses_report(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    colleague = build.a_person(of.team, "clinician")
    assert ask(sign_in(colleague), of) == 404


def reflect(client: FlaskClient, of: Observed, text: str) -> int:
    return client.post(f"/review/{of.clinician}/{of.round}/reflect/", data={"text": text}).status_code


def talk_through(build: Builder, of: Observed) -> None:
    lead = build.actor(of.lead)
    take_step(build.session, lead, report_in_hand(build.session, lead, of.clinician, of.round), "talk")
    build.keep()


def test_after_the_talk_a_reflection_stays_as_it_is(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    clinician = sign_in(of.person)
    assert reflect(clinician, of, "I talk too soon.") == 302
    talk_through(build, of)
    assert reflect(clinician, of, "I never said that.") == 409
    assert "locked as it stands" in clinician.get(f"/review/{of.clinician}/{of.round}/reflect/").text
    assert "I talk too soon." in clinician.get(f"/review/reports/{report}/").text


def test_what_was_not_written_before_the_talk_can_be_written_once(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    talk_through(build, of)
    clinician = sign_in(of.person)
    assert reflect(clinician, of, "Now I see it.") == 302
    assert reflect(clinician, of, "Or perhaps not.") == 409


def test_a_reply_loses_the_quoted_words_of_a_patient_who_changed_their_mind(
    build: Builder, sign_in: SignIn, session: Session, database: Database, database_url: str
) -> None:
    note = "They said that swimming mattered most."
    of = an_observed_clinician(build, note=note)
    released(build, of)
    clinician = sign_in(of.person)
    address = f"/review/{of.clinician}/{of.round}/reply/"
    place = next(value for value, words in choices_on(clinician.get(address).text) if note in words)
    clinician.post(address, data={"kind": "reply", "about": place, "text": "Thank you."})
    row = session.execute(
        select(Assignment.person_id, Assignment.id).where(Assignment.consultation_id == of.consultations[0])
    ).first()
    session.rollback()
    assert row is not None
    sign_in(row.person_id).post(f"/observe/assignments/{row.id}/withdraw", data={})
    do_all(database, database_url)
    newest = newest_report_id(session, of.clinician, of.round)
    session.rollback()
    for page in (f"/review/reports/{newest}/", address):
        words = clinician.get(page).text
        assert "swimming" not in words
        assert "Thank you." in words


def choices_on(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<option value="(\d+)"[^>]*>([^<]*)<', page)
