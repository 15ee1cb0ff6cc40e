"""From comments to a released report, and who may see it when."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.feedback import IssuedReport
from app.queries.reports import newest_report_id
from app.releasing import release_report
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import climb_before, released
from tests.app.reviewing.observed import Observed, an_observed_clinician


def screen_address(of: Observed) -> str:
    return f"/review/release/{of.round}/{of.clinician}/"


def test_a_report_is_released_by_a_person_when_every_step_before_is_taken(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    climb_before("released", build, of)
    lead = sign_in(of.lead)
    assert lead.post(screen_address(of) + "release").status_code == 302
    assert newest_report_id(build.session, of.clinician, of.round) is not None
    build.session.rollback()


@pytest.mark.parametrize("step", ["ready", "comments", "lead", "guide"])
def test_a_report_does_not_go_out_while_a_step_is_open(step: str, build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    climb_before(step, build, of)
    answer = sign_in(of.lead).post(screen_address(of) + "release", data={"note": "It has to go out."})
    assert answer.status_code == 422
    assert newest_report_id(build.session, of.clinician, of.round) is None
    build.session.rollback()


def test_a_clinician_reads_the_released_report_and_downloads_the_same_words(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    clinician = sign_in(of.person)
    page = clinician.get(f"/review/reports/{report}/")
    assert page.status_code == 200
    assert "Asked what mattered to her." in page.text
    assert "Patient partner" in page.text
    assert "Peer clinician" in page.text
    pdf = clinician.get(f"/review/reports/{report}/feedback.pdf")
    assert pdf.mimetype == "application/pdf"
    words = "".join(each.extract_text() for each in PdfReader(BytesIO(pdf.data)).pages)
    assert "Morgan Reyes" in words
    assert "Asked what mattered to her." in " ".join(words.split())


def test_nobody_reads_a_report_before_it_is_released(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    clinician = sign_in(of.person)
    assert "Your report is not out yet" in clinician.get("/review/").text
    assert clinician.get(screen_address(of)).status_code == 403
    assert clinician.get(screen_address(of) + "draft/").status_code == 403


def test_a_colleague_does_not_find_the_report(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    colleague = build.a_person(of.team, "clinician")
    build.a_clinician(of.team, colleague)
    assert sign_in(colleague).get(f"/review/reports/{report}/").status_code == 404
    assert sign_in(colleague).get(f"/review/reports/{report}/feedback.pdf").status_code == 404
    assert sign_in(colleague).get(f"/review/{of.clinician}/{of.round}/reflect/").status_code == 404


def test_a_lead_of_another_team_finds_nothing(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    stranger = sign_in(build.a_person(build.a_team(), "lead"))
    assert stranger.get(screen_address(of)).status_code == 404
    assert stranger.post(screen_address(of) + "release").status_code == 404
    assert stranger.get(f"/review/reports/{report}/").status_code == 404


def test_a_comment_that_is_left_out_needs_a_reason_and_is_not_shown(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note="Mrs Jones said she was tired.")
    lead = sign_in(of.lead)
    comments = screen_address(of) + "comments/"
    assert "looks like a name after a title" in lead.get(comments).text
    refused = lead.post(comments, data={"c0-decision": "withhold", "c1-decision": "include"})
    assert refused.status_code == 422
    assert "Say why in a few words" in refused.text
    assert "2 comments still to decide" in lead.get(comments).text
    reason = {"c0-reason": "It names a patient.", "c1-reason": "It names a patient."}
    lead.post(comments, data={"c0-decision": "withhold", "c1-decision": "withhold", **reason})
    report = released(build, of)
    assert "Mrs Jones" not in sign_in(of.person).get(f"/review/reports/{report}/").text


def test_what_the_clinician_wrote_beforehand_comes_first(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    clinician = sign_in(of.person)
    address = f"/review/{of.clinician}/{of.round}/prepare/"
    assert clinician.get(address).status_code == 200
    saved = clinician.post(address, data={"question": "Do I leave room for doubt?", "i_choices": "2"})
    assert saved.status_code == 302
    report = released(build, of)
    page = clinician.get(f"/review/reports/{report}/").text
    assert "Do I leave room for doubt?" in page
    late = clinician.post(address, data={"question": "Something else"})
    assert late.status_code == 409


def test_a_reflection_becomes_part_of_the_page_and_the_pdf(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    clinician = sign_in(of.person)
    address = f"/review/{of.clinician}/{of.round}/reflect/"
    assert clinician.post(address, data={"text": ""}).status_code == 422
    saved = clinician.post(
        address,
        data={"text": "I talk too soon.", "will_try": "Count to three first.", "look_again_on": "2027-03-01"},
    )
    assert saved.status_code == 302
    page = clinician.get(f"/review/reports/{report}/").text
    assert "I talk too soon." in page
    assert "Count to three first." in page
    pdf = clinician.get(f"/review/reports/{report}/feedback.pdf").data
    words = " ".join("".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages).split())
    assert "I talk too soon." in words


def test_every_look_at_a_named_report_is_recorded(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    sign_in(of.lead).get(f"/review/reports/{report}/")
    events = session.scalars(
        select(AuditEvent.event).where(AuditEvent.actor_id == of.lead).order_by(AuditEvent.sequence)
    ).all()
    assert events[-2:] == ["report released", "report read"]


def test_a_second_release_takes_the_next_number_and_the_first_can_no_longer_be_opened(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    first = released(build, of)
    second = release_report(session, build.actor(of.lead), of.clinician, of.round, "A sheet was corrected.")
    build.keep()
    numbers = session.scalars(select(IssuedReport.number).order_by(IssuedReport.number)).all()
    session.rollback()
    assert numbers == [1, 2]
    assert sign_in(of.person).get(f"/review/reports/{first}/").status_code == 404
    assert sign_in(of.person).get(f"/review/reports/{second}/").status_code == 200
