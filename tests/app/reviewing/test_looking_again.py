"""An action is looked at again in a session that a lead links to it; it never tells what was seen."""

import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.operations.looking_again import ask_to_look_again, link_session
from app.queries.talks import ActionShown, actions_of
from app.rules import Conflict, NotThere, Unfit
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.observed import Observed
from tests.app.reviewing.talked import TODAY, a_report_out, an_action


def the_action(build: Builder, of: Observed) -> ActionShown:
    return actions_of(build.session, of.clinician, of.round)[0]


def a_visit(build: Builder, of: Observed) -> tuple[uuid.UUID, uuid.UUID]:
    """A session of tomorrow with one visit of the clinician: the session, and the sheet asked for."""
    session = build.a_session(of.round, build.a_clinic(of.team), TODAY + timedelta(days=1))
    sheet = build.an_assignment(build.a_consultation(session, of.clinician), build.a_person(of.team, "observer"))
    build.keep()
    return session, sheet


def link(client: FlaskClient, of: Observed, action: uuid.UUID, session: object) -> int:
    address = f"/review/release/{of.round}/actions/{action}/"
    return client.post(address, data={"session": str(session)}).status_code


def test_a_clinician_asks_and_the_lead_finds_it_among_the_actions(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    action = an_action(build, of)
    clinician = sign_in(of.person)
    assert clinician.post(f"/review/{of.clinician}/{of.round}/plan/{action}/again").status_code == 302
    assert "You asked to be observed again" in clinician.get(f"/review/{of.clinician}/{of.round}/plan/").text
    assert "Asks to be observed again" in sign_in(of.lead).get(f"/review/release/{of.round}/actions/").text
    with pytest.raises(Conflict):
        ask_to_look_again(build.session, build.actor(of.person), action)


def test_it_was_looked_at_again_when_every_sheet_of_the_session_is_in(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    action = an_action(build, of)
    session, sheet = a_visit(build, of)
    assert link(sign_in(of.lead), of, action, session) == 302
    assert not the_action(build, of).looked_again
    build.a_sheet(sheet)
    build.keep()
    assert the_action(build, of).looked_again
    page = sign_in(of.person).get(f"/review/{of.clinician}/{of.round}/plan/").text
    assert "What was seen comes with your next report" in page


def test_a_session_without_a_visit_of_the_clinician_cannot_be_linked(build: Builder, sign_in: SignIn) -> None:
    of = a_report_out(build)
    action = an_action(build, of)
    elsewhere = build.a_session(of.round, build.a_clinic(of.team), TODAY + timedelta(days=1))
    build.keep()
    assert link(sign_in(of.lead), of, action, elsewhere) == 422
    with pytest.raises(Unfit):
        link_session(build.session, build.actor(of.lead), action, elsewhere)


def test_only_a_lead_links_and_only_the_clinician_asks(build: Builder) -> None:
    of = a_report_out(build)
    action = an_action(build, of)
    session, _ = a_visit(build, of)
    helper = build.actor(build.a_person(of.team, "facilitator"))
    with pytest.raises(NotThere):
        link_session(build.session, helper, action, session)
    with pytest.raises(NotThere):
        ask_to_look_again(build.session, build.actor(of.lead), action)
