"""A lead sees and changes only the teams they lead; others never come in."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.operations.accounts import add_membership
from tests.app.builders import Builder
from tests.app.conftest import SignIn


@dataclass
class Addresses:
    """Every button on the pages of one team."""

    team: uuid.UUID
    lead: uuid.UUID
    buttons: list[str]


@pytest.fixture
def place(build: Builder) -> Addresses:
    team = build.a_team("Riverside")
    lead = build.a_person(team, "lead")
    observer = build.a_person(team, "observer")
    round_id = build.a_round(team)
    instrument = build.an_instrument()
    later = datetime.now(UTC).date() + timedelta(days=3)
    session_id = build.a_session(round_id, build.a_clinic(team), min(later, date(2026, 12, 31)))
    slot = build.a_consultation(session_id, build.a_clinician(team))
    assignment = build.an_assignment(slot, observer)
    home = f"/organise/teams/{team}"
    buttons = [
        f"{home}/people/{observer}/set-up-link",
        f"{home}/people/{observer}/roles/observer/end",
        f"{home}/people/{observer}/remove",
        f"{home}/instruments/shipped/levelfield-sdm/1/use",
        f"{home}/instruments/{instrument}/retire",
        f"{home}/set-aside/{uuid.uuid4()}/leave",
        f"/organise/rounds/{round_id}/reopen",
        f"/organise/slots/{slot}/warm-up/yes",
        f"/organise/slots/{slot}/remove",
        f"/organise/assignments/{assignment}/take-off",
    ]
    build.keep()
    return Addresses(team, lead, buttons)


def events(session: Session) -> int:
    count = session.scalar(select(func.count(AuditEvent.id))) or 0
    # An open transaction here would lock the writer out.
    session.rollback()
    return count


def test_no_button_of_a_team_works_for_another_teams_lead(
    place: Addresses, build: Builder, sign_in: SignIn, session: Session
) -> None:
    client = sign_in(build.a_person(build.a_team(), "lead"))
    before = events(session)
    pushed = {address: client.post(address).status_code for address in place.buttons}
    assert pushed == dict.fromkeys(place.buttons, 404)
    assert events(session) == before


def test_who_leads_two_teams_chooses_one_first(build: Builder, sign_in: SignIn) -> None:
    first, second = build.a_team("North"), build.a_team("South")
    lead = build.a_person(first, "lead")
    add_membership(build.session, lead, second, "lead", actor_id=None)
    build.keep()
    client = sign_in(lead)
    for address in ("/organise/", "/organise/audit/"):
        page = client.get(address).text
        assert "North" in page
        assert "South" in page


def test_the_log_of_the_only_team_opens_at_once(place: Addresses, sign_in: SignIn) -> None:
    assert sign_in(place.lead).get("/organise/audit/").location == f"/organise/teams/{place.team}/audit/"
