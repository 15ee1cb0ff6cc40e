"""A worry about somebody's safety: raised at any time, seen at once by those who are told, and by nobody else."""

import json
import uuid
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment
from app.models.safety import SafetyConcern
from app.operations.safety import add_contact
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician

WORRY = "The patient said they would rather not wake up."


def an_observer(build: Builder, of: Observed) -> tuple[uuid.UUID, uuid.UUID]:
    """One of the observers, with their sheet's assignment."""
    row = build.session.execute(
        select(Assignment.person_id, Assignment.id).where(Assignment.consultation_id == of.consultations[0])
    ).first()
    build.session.rollback()
    assert row is not None
    return row.person_id, row.id


def a_contact(build: Builder, of: Observed, person: uuid.UUID | None = None) -> uuid.UUID:
    contact = add_contact(
        build.session, build.actor(of.lead), of.team, name="Ada Lovage", reach="Bleep 220", person_id=person
    )
    build.keep()
    return contact


def raised(build: Builder, sign_in: SignIn, of: Observed) -> uuid.UUID:
    observer, assignment = an_observer(build, of)
    answer = sign_in(observer).post("/observe/safety/", data={"text": WORRY, "assignment_id": str(assignment)})
    assert answer.status_code == 302
    concern = build.session.scalars(select(SafetyConcern.id)).one()
    build.session.rollback()
    return concern


def put(client: FlaskClient, concern: uuid.UUID, content: dict[str, str]) -> int:
    body = json.dumps(content).encode()
    headers = {"X-Content-SHA256": sha256(body).hexdigest(), "Sec-Fetch-Site": "same-origin"}
    address = f"/api/v1/safety-concerns/{concern}"
    return client.put(address, data=body, headers=headers, content_type="application/json").status_code


@pytest.mark.parametrize("page", ["/observe/", "/observe/assignments/{assignment}/", "/observe/safety/"])
def test_whom_to_tell_stands_on_every_page_a_tablet_keeps(page: str, build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    a_contact(build, of)
    observer, assignment = an_observer(build, of)
    words = sign_in(observer).get(page.format(assignment=assignment)).text
    assert "Ada Lovage" in words
    assert "Bleep 220" in words


def test_without_a_named_contact_the_page_says_whom_to_tell_by_voice(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    observer, _ = an_observer(build, of)
    assert "Tell the clinician or your lead now" in sign_in(observer).get("/observe/safety/").text


def test_a_worry_is_with_those_who_are_told_at_once(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    told = build.a_person(of.team, "facilitator")
    a_contact(build, of, told)
    concern = raised(build, sign_in, of)
    for person in (of.lead, told):
        assert "Nobody has it in hand yet" in sign_in(person).get("/safety/").text
        assert WORRY in sign_in(person).get(f"/safety/{concern}/").text
    assert "1 worry about somebody’s safety is open" in sign_in(of.lead).get(f"/organise/teams/{of.team}/").text


def test_a_worry_can_be_raised_without_a_visit(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    observer, _ = an_observer(build, of)
    assert sign_in(observer).post("/observe/safety/", data={"text": WORRY}).status_code == 302
    assert "Nobody has it in hand yet" in sign_in(of.lead).get("/safety/").text


def test_without_words_it_is_asked_for_some(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    observer, _ = an_observer(build, of)
    answer = sign_in(observer).post("/observe/safety/", data={"text": "  "})
    assert answer.status_code == 422
    assert "Write in a few words what worries you." in answer.text


def test_nobody_else_finds_it(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    concern = raised(build, sign_in, of)
    stranger = build.a_person(build.a_team(), "lead")
    assert sign_in(stranger).get(f"/safety/{concern}/").status_code == 404
    assert WORRY not in sign_in(stranger).get("/safety/").text
    for role in ("facilitator", "observer", "clinician"):
        assert sign_in(build.a_person(of.team, role)).get(f"/safety/{concern}/").status_code == 403


def test_the_clinician_whose_visit_it_was_does_not_see_it_even_as_a_lead(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    a_contact(build, of, of.person)
    concern = raised(build, sign_in, of)
    clinician = sign_in(of.person)
    assert "Nothing is open" in clinician.get("/safety/").text
    assert clinician.get(f"/safety/{concern}/").status_code == 404
    assert clinician.post(f"/safety/{concern}/seen").status_code == 404


def test_it_is_in_no_report(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    raised(build, sign_in, of)
    report = released(build, of)
    assert "rather not wake up" not in sign_in(of.person).get(f"/review/reports/{report}/").text


def test_a_report_does_not_wait_for_it(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    raised(build, sign_in, of)
    assert released(build, of)


def test_who_screens_passes_a_comment_on_and_it_is_left_out(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build, note=WORRY)
    lead = sign_in(of.lead)
    comments = f"/review/release/{of.round}/{of.clinician}/comments/"
    address = next(part for part in lead.get(comments).text.split('"') if part.endswith("/safety"))
    assert WORRY in lead.get(address).text
    assert lead.post(address, data={"text": WORRY}).status_code == 302
    assert "from a comment" in lead.get("/safety/").text
    assert "1 comment still to decide" in lead.get(comments).text


def test_it_is_taken_in_hand_and_closed_with_what_was_done(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    concern = raised(build, sign_in, of)
    lead = sign_in(of.lead)
    lead.post(f"/safety/{concern}/seen")
    assert "has it in hand" in lead.get("/safety/").text
    assert lead.post(f"/safety/{concern}/", data={"outcome": ""}).status_code == 422
    assert lead.post(f"/safety/{concern}/", data={"outcome": "The GP was rung."}).status_code == 302
    assert lead.post(f"/safety/{concern}/", data={"outcome": "Again."}).status_code == 422
    assert "Nothing is open" in lead.get("/safety/").text
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.event.startswith("safety"))).all()
    assert events == ["safety concern raised", "safety concern seen", "safety concern closed"]


def test_whoever_raised_it_sees_that_it_is_closed_and_not_what_was_done(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    concern = raised(build, sign_in, of)
    observer, _ = an_observer(build, of)
    assert "It is with those who are told" in sign_in(observer).get("/observe/safety/").text
    sign_in(of.lead).post(f"/safety/{concern}/seen")
    assert "Somebody has it in hand" in sign_in(observer).get("/observe/safety/").text
    sign_in(of.lead).post(f"/safety/{concern}/", data={"outcome": "The GP was rung."})
    page = sign_in(observer).get("/observe/safety/").text
    assert "Closed on" in page
    assert "The GP was rung." not in page


def test_the_log_tells_that_there_was_one_and_not_what_it_says(
    build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    raised(build, sign_in, of)
    row = session.scalars(select(AuditEvent).where(AuditEvent.event == "safety concern raised")).one()
    assert "wake" not in f"{row.subject}{row.details}"


def test_a_tablet_that_sends_it_twice_stores_it_once(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    observer, assignment = an_observer(build, of)
    client, concern = sign_in(observer), uuid.uuid4()
    content = {"text": WORRY, "assignment_id": str(assignment)}
    assert [put(client, concern, content) for _ in range(2)] == [200, 200]
    assert session.scalars(select(SafetyConcern.text)).all() == [WORRY]


def test_an_observer_cannot_raise_one_beside_a_sheet_that_is_not_theirs(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    _, assignment = an_observer(build, of)
    other = sign_in(build.a_person(of.team, "observer"))
    assert put(other, uuid.uuid4(), {"text": WORRY, "assignment_id": str(assignment)}) == 404


def test_whoever_is_no_longer_named_is_no_longer_told(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    told = build.a_person(of.team, "facilitator")
    contact = a_contact(build, of, told)
    assert sign_in(told).get("/safety/").status_code == 200
    sign_in(of.lead).post(f"/safety/contacts/{of.team}/{contact}/end")
    assert sign_in(told).get("/safety/").status_code == 403


def test_a_contact_needs_a_name_and_a_way_to_reach_them(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    refused = sign_in(of.lead).post(f"/safety/contacts/{of.team}/", data={"name": "", "reach": ""})
    assert refused.status_code == 422
    assert "Say how to reach them" in refused.text
    named = sign_in(of.lead).post(f"/safety/contacts/{of.team}/", data={"name": "Ada", "reach": "Bleep 220"})
    assert named.status_code == 302


def test_a_worry_outlives_the_sheet_it_came_from(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build, note=WORRY)
    lead = sign_in(of.lead)
    comments = f"/review/release/{of.round}/{of.clinician}/comments/"
    address = next(part for part in lead.get(comments).text.split('"') if part.endswith("/safety"))
    lead.post(address, data={"text": WORRY})
    observer, assignment = an_observer(build, of)
    assert sign_in(observer).post(f"/observe/assignments/{assignment}/withdraw", data={}).status_code == 302
    assert session.scalars(select(SafetyConcern.text)).all() == [WORRY]
    session.rollback()
    assert "Nobody has it in hand yet" in lead.get("/safety/").text
