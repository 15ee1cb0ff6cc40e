"""The talk about a report is guided, written down, confirmed by the clinician, and ends in actions."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.talks import AgreedAction, ConversationRecord
from app.operations.accounts import add_membership
from app.operations.feedback import save_reflection
from app.operations.talks import write_conversation
from app.queries.turns import reminders
from app.rules import Conflict, Unfit
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician
from tests.app.reviewing.talked import PLAN, SENT, TODAY, a_report_out, an_action

NOTES = {"held_on": str(TODAY), "reaction": "The gap was a surprise.", "coaching": "Ask first, then look."}


def guide_of(of: Observed) -> str:
    return f"/review/release/{of.round}/{of.clinician}/conversation/"


def plan_of(of: Observed) -> str:
    return f"/review/{of.clinician}/{of.round}/plan/"


def events(session: Session) -> list[str]:
    found = list(session.scalars(select(AuditEvent.event)))
    session.rollback()
    return found


def record_it(client: FlaskClient, of: Observed) -> int:
    return client.post(guide_of(of), data=NOTES).status_code


def test_the_guide_asks_from_the_report_and_leaves_a_trace(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    page = sign_in(of.lead).get(guide_of(of)).text
    assert "How it felt to read" in page
    assert "They wrote no question beforehand." in page
    assert "conversation guide opened" in events(session)


def test_before_the_release_nothing_can_be_noted(build: Builder) -> None:
    of = an_observed_clinician(build)
    with pytest.raises(Conflict):
        write_conversation(build.session, build.actor(of.lead), (of.clinician, of.round), TODAY, {"reaction": "Glad."})


def test_before_the_release_the_clinician_finds_nothing(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    assert sign_in(of.person).get(plan_of(of)).status_code == 404


def test_what_was_agreed_is_in_the_report_once_the_clinician_says_that_it_is_right(
    build: Builder, sign_in: SignIn
) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    assert record_it(sign_in(of.lead), of) == 302
    clinician = sign_in(of.person)
    assert "The gap was a surprise." in clinician.get(plan_of(of)).text
    assert "The gap was a surprise." not in clinician.get(f"/review/reports/{report}/").text
    assert clinician.post(f"{plan_of(of)}confirm").status_code == 302
    assert "The gap was a surprise." in clinician.get(f"/review/reports/{report}/").text
    pdf = PdfReader(BytesIO(clinician.get(f"/review/reports/{report}/feedback.pdf").data))
    assert "Ask first, then look." in " ".join("".join(each.extract_text() for each in pdf.pages).split())


def test_a_record_written_anew_waits_for_the_clinician_again(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = a_report_out(build)
    record_it(sign_in(of.lead), of)
    sign_in(of.person).post(f"{plan_of(of)}confirm")
    record_it(sign_in(of.lead), of)
    assert session.scalars(select(ConversationRecord)).one().confirmed_at is None


def test_a_record_says_something_and_lies_in_the_past(build: Builder) -> None:
    of = a_report_out(build)
    with pytest.raises(Unfit) as refused:
        write_conversation(
            build.session, build.actor(of.lead), (of.clinician, of.round), TODAY + timedelta(days=1), {"reaction": " "}
        )
    assert [each.field for each in refused.value.problems] == ["held_on", "relationship"]


def test_a_clinician_who_also_leads_cannot_record_their_own_talk(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    add_membership(build.session, of.person, of.team, "lead", actor_id=None)
    build.keep()
    assert record_it(sign_in(of.person), of) == 404


def test_an_action_says_what_changes_in_whom_and_how_one_will_know_in_the_report(
    build: Builder, sign_in: SignIn
) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    clinician = sign_in(of.person)
    assert clinician.post(f"{plan_of(of)}new", data=SENT).status_code == 302
    page = clinician.get(f"/review/reports/{report}/").text
    for words in (PLAN.action, PLAN.what_will_change, PLAN.in_whom, PLAN.how_known, "It works through"):
        assert words in page


def test_what_an_action_lacks_is_said_beside_its_field(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    refused = sign_in(of.person).post(f"{plan_of(of)}new", data={})
    assert refused.status_code == 422
    assert all(f'id="{field}-error"' in refused.text for field in SENT)


def test_a_day_to_look_again_that_is_past_is_refused(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    past = {**SENT, "look_again_on": str(TODAY - timedelta(days=1))}
    assert sign_in(of.person).post(f"{plan_of(of)}new", data=past).status_code == 422


def test_three_actions_are_the_most(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = a_report_out(build)
    clinician = sign_in(of.person)
    got = [clinician.post(f"{plan_of(of)}new", data=SENT).status_code for _ in range(4)]
    assert got == [302, 302, 302, 422]
    assert len(session.scalars(select(AgreedAction)).all()) == 3


def test_the_first_action_begins_with_what_was_thought_of_in_the_reflection(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    save_reflection(
        build.session, build.actor(of.person), of.clinician, of.round,
        text="A surprise.", will_try="Wait for the answer.", what_will_change="", look_again_on=None,
    )  # fmt: skip
    build.keep()
    assert "Wait for the answer." in sign_in(of.person).get(f"{plan_of(of)}new").text


def test_what_became_of_an_action_is_told_in_a_sentence_and_then_stays(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    action = an_action(build, of)
    clinician = sign_in(of.person)
    assert clinician.post(f"{plan_of(of)}{action}/outcome", data={"state": "done"}).status_code == 422
    done = {"state": "changed", "outcome": "It worked on paper, not aloud."}
    assert clinician.post(f"{plan_of(of)}{action}/outcome", data=done).status_code == 302
    assert "Changed: It worked on paper, not aloud." in clinician.get(f"/review/reports/{report}/").text
    assert clinician.post(f"{plan_of(of)}{action}", data=SENT).status_code == 422


def test_a_lead_sees_the_actions_of_a_round_by_their_day_and_no_result(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    an_action(build, of)
    page = sign_in(of.lead).get(f"/review/release/{of.round}/actions/").text
    assert PLAN.action in page
    assert "1 action" in page
    assert "95 %" not in page


def test_a_clinician_is_reminded_when_the_day_has_come_without_being_named_by_action(
    build: Builder, session: Session
) -> None:
    of = a_report_out(build)
    action = an_action(build, of)
    before = sum(each.count for each in reminders(session, of.team, TODAY, timedelta(days=7)))
    session.execute(update(AgreedAction).where(AgreedAction.id == action).values(look_again_on=TODAY))
    assert sum(each.count for each in reminders(session, of.team, TODAY, timedelta(days=7))) == before + 1


def test_a_colleague_finds_neither_talk_nor_actions(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    action = an_action(build, of)
    colleague = sign_in(build.a_person(of.team, "clinician"))
    for address in (plan_of(of), f"{plan_of(of)}{action}", f"{plan_of(of)}{uuid.uuid4()}"):
        assert colleague.get(address).status_code == 404
