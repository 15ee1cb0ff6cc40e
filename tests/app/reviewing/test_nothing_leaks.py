"""Before the release a clinician can tell from nothing that anything has happened: every address, byte for byte."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.application import Levelfield
from app.models.audit import AuditEvent
from app.models.comment_edits import EditAsked
from app.models.consultations import ClinicSession
from app.models.ladder import LadderStep
from app.models.programmes import Programme
from app.operations.accounts import add_membership
from app.operations.comment_edits import follow_decision
from app.operations.feedback import screen_comment
from app.queries.comments import comments_to_screen
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import climb_before, released
from tests.app.reviewing.observed import Observed, an_observed_clinician

WORDS: Mapping[str, object] = {
    "item_id": "choices",
    "name": "agreement",
    "form": "svg",
    "filetype": "yaml",
    "answer": "yes",
    "way": "discard",
    "role": "observer",
    "token": "x",
    "filename": "x",
    "revision": 1,
    "secret": "x",
    "how": "lost",
    "part": 1,
    "code": "levelfield-sdm",
    "version": "1",
    "section_id": "options",
    "entry_id": "choices",
    "scale_id": "seen",
    "language": "cy",
    "step": "ready",
}
# What differs from one request to the next whatever happens: form tokens, ids made for a form, the time of day.
PASSING = re.compile(rb'(name="csrf_token" value="|name="concern_id"[^>]* value="|, last used )[^"<]*')
# A look at one's own data is a line in one's own log: the page counts it, and the copy holds it.
OWN_LOOK = re.compile(rb'\s*<tr><th scope="row">What the log says you did</th>.*?</tr>', re.DOTALL)
OWN_COPY = "/account/what-is-kept.zip"
STEPS = ("comments", "lead", "guide", "released")


def get_addresses(app: Levelfield, ids: Mapping[str, uuid.UUID]) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/static"):
            yield _address(app, rule, ids)


def _address(app: Levelfield, rule: Rule, ids: Mapping[str, uuid.UUID]) -> str:
    values = {name: ids.get(name) or WORDS.get(name) or uuid.UUID(int=7) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)  # pyright: ignore[reportArgumentType]


def everything(client: FlaskClient, addresses: Iterable[str]) -> dict[str, tuple[object, ...]]:
    """Status, the headers that could tell something, and the bytes of each address."""
    found: dict[str, tuple[object, ...]] = {}
    for address in addresses:
        answer = client.get(address)
        told = {name: answer.headers.get(name) for name in ("ETag", "Last-Modified", "Location", "Content-Disposition")}
        body = OWN_LOOK.sub(b"", PASSING.sub(rb"\1", answer.data))
        found[address] = (answer.status_code, told, len(body), body)
    return found


def ids_of(session: Session, of: Observed) -> dict[str, uuid.UUID]:
    ids = {
        "team_id": of.team,
        "round_id": of.round,
        "clinician_id": of.clinician,
        "person_id": of.person,
        "consultation_id": of.consultations[0],
        "session_id": session.scalars(select(ClinicSession.id).where(ClinicSession.round_id == of.round)).one(),
        "programme_id": session.scalars(select(Programme.id).where(Programme.team_id == of.team)).one(),
    }
    session.rollback()
    return ids


def change_a_comment(build: Builder, of: Observed) -> None:
    """A screener asks an author, who has not answered."""
    lead = build.actor(of.lead)
    comment = comments_to_screen(build.session, of.clinician, of.round)[0]
    which = (comment.revision_id, comment.entry_id)
    screen_comment(build.session, lead, of.team, *which, decision="edit", text="Asked.", reason="Names a patient.")
    follow_decision(build.session, lead, of.team, *which)
    build.keep()


def test_a_clinician_gets_the_same_bytes_before_and_after_every_step(
    app: Levelfield, build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    ids = ids_of(session, of)
    clinician = sign_in(of.person)
    # A room that is closed to clinicians stays closed: its gate looks at nothing but the role.
    every = everything(clinician, get_addresses(app, ids))
    before = {address: answer for address, answer in every.items() if answer[0] != 403 and address != OWN_COPY}
    change_a_comment(build, of)
    assert everything(clinician, before) == before
    session.execute(update(EditAsked).values(state="agreed"))
    session.commit()
    for step in STEPS:
        climb_before(step, build, of)
        after = everything(clinician, before)
        changed = [address for address in before if before[address] != after[address]]
        assert changed == [], f"before {step}"


def test_the_same_watch_sees_a_release(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    clinician = sign_in(of.person)
    before = everything(clinician, ["/review/"])
    released(build, of)
    after = everything(clinician, before)
    assert "/review/" in [address for address in before if before[address] != after[address]]


def test_a_draft_has_no_address_a_clinician_can_guess(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    climb_before("released", build, of)
    clinician = sign_in(of.person)
    for address in ("draft/", "release", "comments/", "", "steps/ready/"):
        assert clinician.get(f"/review/release/{of.round}/{of.clinician}/{address}").status_code == 403


@pytest.mark.parametrize("role", ["lead", "facilitator"])
def test_whoever_prepares_reports_never_has_their_own_in_hand(
    role: str, build: Builder, sign_in: SignIn, session: Session
) -> None:
    of = an_observed_clinician(build)
    colleague = sign_in(of.lead)
    assert f"{of.clinician}/" in colleague.get(f"/review/release/{of.round}/").text
    add_membership(session, of.person, of.team, role, actor_id=None)
    session.commit()
    both = sign_in(of.person)
    assert f"{of.clinician}/" not in both.get(f"/review/release/{of.round}/").text
    for address in ("", "draft/", "comments/", "release"):
        assert both.get(f"/review/release/{of.round}/{of.clinician}/{address}").status_code == 404
    assert both.post(f"/review/release/{of.round}/{of.clinician}/release").status_code == 404


def test_a_release_asks_for_the_password_again(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    climb_before("released", build, of)
    lead = sign_in(of.lead)
    with lead.session_transaction() as kept:
        kept["fs_paa"] = 0
    address = f"/review/release/{of.round}/{of.clinician}/release"
    for answer in (lead.get(address), lead.post(address)):
        assert answer.status_code == 302
        assert "/account/verify" in answer.headers["Location"]
    assert "Your report is not out yet" in sign_in(of.person).get("/review/").text


def test_a_step_taken_is_in_the_log_with_the_reason_why_it_went_on(build: Builder, session: Session) -> None:
    of = an_observed_clinician(build)
    climb_before("comments", build, of)
    event = session.scalars(select(AuditEvent).where(AuditEvent.event == "release step taken")).one()
    assert event.details["reason"] == "The clinician asked for it before going on leave."
    assert "no-question" in event.details["although"]


def test_a_step_taken_back_needs_a_reason_and_opens_it_again(build: Builder, sign_in: SignIn, session: Session) -> None:
    of = an_observed_clinician(build)
    climb_before("guide", build, of)
    lead = sign_in(of.lead)
    address = f"/review/release/{of.round}/{of.clinician}/steps/lead/back"
    assert lead.post(address, data={"note": ""}).status_code == 422
    assert lead.post(address, data={"note": "I want to read it again."}).status_code == 302
    row = session.get_one(LadderStep, (of.clinician, of.round, "lead"))
    assert row.done_at is None
