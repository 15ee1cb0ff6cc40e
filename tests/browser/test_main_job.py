"""The main job, from tap to PDF: two observers score, a lead compares and releases, a clinician reads and reflects.

With ``--pictures`` it also takes the pictures of the README.
"""

import subprocess
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask_security import hash_password
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.demonstration.making import Sizes, make_demonstration
from app.models.people import Person
from tests.browser.conftest import PHONE, TABLET, Site, Tablets

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parent / "pictures"


@pytest.fixture
def demo(site: Site) -> Site:
    """The site with the demonstration programme in it."""
    with site.app.app_context(), site.database.short_write() as session:
        password = hash_password("level playing field")
        make_demonstration(session, seed=5, sizes=Sizes(), now=datetime.now(UTC), password=password)
    return site


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Takes a picture for the README, when asked for with ``--pictures``."""

    def take(page: Page, name: str) -> None:
        if request.config.getoption("--pictures"):
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png")

    return take


def person(site: Site, first_name: str) -> uuid.UUID:
    wanted = select(Person.id).where(Person.name.like(f"{first_name} %"))
    return site.look(lambda session: session.scalars(wanted).one())


def score_slot_three(page: Page, point: str) -> None:
    """Agree, choose, lock: one tap for each question."""
    page.goto("/observe/")
    page.click("text=Slot 3 >> nth=0")
    page.check("#outcome-agreed")
    page.check("#asked_by-receptionist")
    page.click("text=Continue")
    page.check("input[name=i_decision][value=yes]")
    page.check("input[name=i_decision_kind] >> nth=3")
    expect(page.locator("[data-sheet]")).to_be_visible()
    for group in page.locator("fieldset:visible:has(input[type=radio])").all():
        if group.locator("input:checked").count():
            continue
        wanted = group.locator(f"input[value='{point}']")
        (wanted if wanted.count() else group.locator("input[type=radio]").first).check()
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")


def lock(page: Page) -> None:
    page.click("text=Lock my sheet")
    expect(page.locator("[data-standing]")).to_contain_text("Confirmed by the server")


def test_from_tap_to_pdf(
    demo: Site,
    tablet: Tablets,
    axe: Callable[[Page], list[str]],
    picture: Callable[[Page, str], None],
    request: pytest.FixtureRequest,
) -> None:
    partner = tablet(person(demo, "Desmond")).new_page()
    score_slot_three(partner, "1")
    partner.locator("fieldset:has(legend)", has_text="find out what matters most").scroll_into_view_if_needed()
    picture(partner, "score-sheet")
    assert axe(partner) == []
    lock(partner)
    together = partner.locator("a[href*=together]")
    if together.count():
        together.first.click()
        expect(partner.locator("main")).to_contain_text("every")
        expect(partner.locator("main")).not_to_contain_text("Fully there")

    peer = tablet(person(demo, "Callum"), viewport=PHONE).new_page()
    score_slot_three(peer, "3")
    lock(peer)
    peer.reload()
    peer.click("a[href*=together]")
    expect(peer.locator("main")).to_contain_text("differently")
    assert axe(peer) == []

    lead = tablet(person(demo, "Mirembe"), viewport=TABLET).new_page()
    lead.goto("/compare/")
    lead.click("text=First round")
    expect(lead.locator("main")).to_contain_text("What can be said")
    lead.get_by_role("link", name="How far observers agree").first.click()
    lead.locator("figure svg").first.scroll_into_view_if_needed()
    picture(lead, "agreement")

    lead.goto("/review/release/")
    lead.locator("section", has_text="First round").get_by_role("link").click()
    lead.locator("tr", has_text="Everything is there").first.get_by_role("link").click()
    name = lead.inner_text("h1").removeprefix("Report of ")
    climb(lead)
    expect(lead.locator("main")).to_contain_text(f"The report of {name} is released.")

    clinician = tablet(person(demo, name.split()[0])).new_page()
    clinician.goto("/review/")
    clinician.click("text=Read your report")
    assert axe(clinician) == []
    picture(clinician, "report")
    clinician.click("text=Write your reflection")
    clinician.fill("#text", "I talk about options before I know what matters.")
    clinician.click("text=Save my reflection")
    expect(clinician.locator("main")).to_contain_text("I talk about options before I know what matters.")
    with clinician.expect_download() as download:
        clinician.click("text=Download the PDF")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    if request.config.getoption("--pictures"):
        first_page = ["pdftoppm", "-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*first_page, download.value.path(), PICTURES / "report-pdf"], check=True)


def climb(lead: Page) -> None:
    """From the ready check to the release, each step on its own page."""
    lead.get_by_role("link", name="Look at what is there").click()
    lead.fill("#note", "They asked for it before their leave.")
    lead.click("button:has-text('It may go on')")
    lead.get_by_role("link", name="Read the comments").click()
    lead.wait_for_load_state()
    for choice in lead.locator("input[value=include]").all():
        choice.check()
    lead.click("text=Save my decisions")
    lead.get_by_role("link", name="Report of").click()
    lead.get_by_role("link", name="Read every comment").click()
    lead.wait_for_load_state()
    for point in lead.locator("input[name=looked]").all():
        point.check()
    lead.click("button:has-text('All comments are read')")
    lead.click("text=Read the draft")
    expect(lead.locator("main")).to_contain_text("This is a draft")
    lead.click("text=Back")
    lead.get_by_role("link", name="Read the draft and say").click()
    lead.click("button:has-text('Give the go-ahead')")
    lead.get_by_role("link", name="Open the conversation guide").click()
    lead.fill("#talk_on", datetime.now(UTC).strftime("%Y-%m-%d"))
    lead.click("button:has-text('I will talk it through')")
    lead.get_by_role("link", name="Release it at or just before").click()
    lead.click("button:has-text('Release the report')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_reading_and_releasing_pages_can_be_read_by_everybody(
    demo: Site, tablet: Tablets, axe: Callable[[Page], list[str]], size: dict[str, int], scheme: str
) -> None:
    faults: dict[str, list[str]] = {}

    def look(page: Page) -> None:
        found = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("the page scrolls sideways")
        faults[page.url.removeprefix(demo.address)] = found

    clinician = tablet(person(demo, "Benjamin"), viewport=size, color_scheme=scheme).new_page()
    clinician.goto("/review/")
    look(clinician)
    clinician.click("text=Write your own question")
    look(clinician)
    clinician.goto("/review/")
    clinician.click("text=Read your report")
    look(clinician)
    facilitator = tablet(person(demo, "Sunniva"), viewport=size, color_scheme=scheme).new_page()
    facilitator.goto("/review/release/")
    look(facilitator)
    facilitator.locator("section", has_text="First round").get_by_role("link").click()
    look(facilitator)
    facilitator.locator("tr", has_text="Ready check").first.get_by_role("link").click()
    look(facilitator)
    assert {where: found for where, found in faults.items() if found} == {}


def test_signing_in_works_by_keyboard_alone(demo: Site, tablet: Tablets, axe: Callable[[Page], list[str]]) -> None:
    page = tablet().new_page()
    page.goto("/")
    assert axe(page) == []
    page.focus("[name=email]")
    page.keyboard.type("desmond.quillfeather@riverside.example")
    page.keyboard.press("Tab")
    page.keyboard.type("level playing field")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your sessions")
