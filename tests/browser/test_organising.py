"""A lead plans a session in a real browser, on a tablet, on a phone and in the dark."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.models.place_claims import PlaceClaim
from app.models.programmes import Round
from tests.app.builders import Builder
from tests.browser.conftest import PHONE, Site, Tablets

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]


@dataclass
class Desk:
    team: uuid.UUID
    lead: uuid.UUID
    round: uuid.UUID
    session: uuid.UUID


def a_desk(build: Builder) -> Desk:
    """A team with a clinic, a clinician, two observers, a round around today and a session with two slots."""
    team = build.a_team("Riverside")
    round_id = build.a_round(team)
    today = datetime.now(UTC).date()
    row = build.session.get_one(Round, round_id)
    row.opens_on, row.closes_on = today - timedelta(days=30), today + timedelta(days=30)
    session_id = build.a_session(round_id, build.a_clinic(team), today)
    clinician = build.a_clinician(team, name="Cleo Hart")
    slots = [build.a_consultation(session_id, clinician, slot) for slot in (1, 2)]
    pat = build.a_person(team, "observer", name="Pat Owusu")
    build.a_person(team, "observer", "peer_clinician", name="Tom Ashe")
    sheet = build.an_assignment(slots[0], pat, "locked")
    build.session.add(PlaceClaim(assignment_id=sheet, said_slot=2, said_by=pat))
    return Desk(team, build.a_person(team, "lead", name="Ann Lead"), round_id, session_id)


def fits(page: Page) -> bool:
    """Whether the page itself never scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_lead_asks_two_observers_by_keyboard_and_touch(site: Site, tablet: Tablets) -> None:
    desk = site.build(a_desk)
    page = tablet(desk.lead).new_page()
    page.goto("/organise/")
    page.get_by_role("link", name="Say who observes").click()
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_label("First observer").select_option(label="Pat Owusu (Patient partner, no training noted)")
    page.get_by_label("Second observer").focus()
    page.keyboard.press("T")
    expect(page.get_by_label("Slot 2", exact=True)).to_be_checked()
    page.get_by_role("button", name="Ask them to observe").click()
    expect(page.get_by_role("status").filter(has_text="3 sheets are asked for.")).to_be_visible()
    expect(page.get_by_text("Still to come")).to_have_count(3)


def test_a_page_at_a_desk_is_set_in_the_devices_own_plain_typeface(site: Site, tablet: Tablets) -> None:
    page = tablet().new_page()
    page.goto("/account/sign-in")
    expect(page.locator("h1")).to_have_css("font-family", re.compile("^system-ui"))


def test_a_refused_form_takes_the_reader_to_its_problems(site: Site, tablet: Tablets) -> None:
    desk = site.build(a_desk)
    page = tablet(desk.lead).new_page()
    page.goto(f"/organise/teams/{desk.team}/people/new")
    page.get_by_role("button", name="Add this person").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("link", name="Write the person’s name.").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


def test_a_set_up_link_can_be_copied_and_scanned(site: Site, tablet: Tablets) -> None:
    desk = site.build(a_desk)
    context = tablet(desk.lead, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/organise/teams/{desk.team}/people/")
    page.get_by_role("link", name="Pat Owusu").click()
    page.get_by_role("button", name="Make a set-up link").click()
    expect(page.get_by_role("img", name="The link as a square code to scan")).to_be_visible()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    visitor = tablet().new_page()
    visitor.goto(link)
    expect(visitor.get_by_role("heading", name="Choose your password")).to_be_visible()


@pytest.mark.parametrize(
    "view",
    [{}, {"viewport": PHONE}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 256}}],
    ids=["tablet", "phone", "dark", "400 % zoom"],
)
def test_every_page_is_accessible_and_fits(site: Site, tablet: Tablets, axe: Axe, view: dict[str, object]) -> None:
    desk = site.build(a_desk)
    page = tablet(desk.lead, bypass_csp=True, **view).new_page()
    home = f"/organise/teams/{desk.team}"
    for address in (
        f"{home}/",
        f"{home}/people/",
        f"{home}/people/new",
        f"{home}/clinics/",
        f"{home}/instruments/",
        f"{home}/instruments/shipped/levelfield-sdm/1",
        f"{home}/programmes/",
        f"{home}/audit/",
        f"{home}/tablets/",
        f"{home}/wrong-places/",
        f"/organise/rounds/{desk.round}/",
        f"/organise/rounds/{desk.round}/progress/",
        f"/organise/rounds/{desk.round}/sessions/new",
        f"/organise/sessions/{desk.session}/",
        f"/organise/sessions/{desk.session}/brief",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert fits(page), address
