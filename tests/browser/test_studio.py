"""A lead who cannot program builds an instrument in a real browser, publishes and revises it, and sees what differs."""

import io
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.models.people import Team
from tests.app.builders import Builder
from tests.browser.conftest import PHONE, Site, Tablets

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
ITEMS = "\n".join(f"{number}. The clinician does thing number {number}" for number in range(1, 13))


def a_lead(build: Builder) -> uuid.UUID:
    """Of a team that does without the patient partners' sign-off, which is told elsewhere."""
    team = build.a_team("Riverside")
    build.session.get_one(Team, team).partners_sign_off = False
    return build.a_person(team, "lead", name="Ann Lead")


class Hands:
    """Counts what a person does: each press, each choice and each field filled in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def press(self, name: str, role: str = "button") -> None:
        self.steps += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def fill(self, label: str, text: str) -> None:
        self.steps += 1
        self.page.get_by_label(label, exact=True).fill(text)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def begin(hands: Hands) -> None:
    hands.press("Write a new instrument", "link")
    hands.fill("Title", "Twelve things")
    hands.fill("Items, one on each line", ITEMS)
    hands.press("Begin the draft")


def test_twelve_items_are_built_published_and_revised_in_few_steps(site: Site, tablet: Tablets, axe: Axe) -> None:
    page = tablet(site.build(a_lead), bypass_csp=True).new_page()
    page.goto("/studio/")
    hands = Hands(page)
    begin(hands)
    expect(page.get_by_role("button", name="Remove")).to_have_count(12)
    hands.press("Licence", "link")
    hands.fill("Owner", "Riverside")
    hands.fill("Licence", "CC BY 4.0")
    hands.press("Save")
    hands.press("Publish", "link")
    assert axe(page) == []
    hands.press("Publish this version")
    expect(page.get_by_role("status")).to_contain_text("Published")
    assert hands.steps <= 10
    page.goto("/studio/")
    hands.press("Revise it")
    hands.press("The clinician does thing number 3", "link")
    hands.fill("Wording for everybody", "The clinician does thing number 3 with the person")
    hands.press("Save")
    hands.press("Differences", "link")
    expect(page.get_by_role("insertion").filter(has_text="with the person")).to_be_visible()
    assert hands.steps <= 15
    assert axe(page) == []


def test_every_page_of_a_draft_is_accessible_on_a_phone_in_the_dark(site: Site, tablet: Tablets, axe: Axe) -> None:
    page = tablet(site.build(a_lead), bypass_csp=True, viewport=PHONE, color_scheme="dark").new_page()
    page.goto("/studio/")
    begin(Hands(page))
    expect(page.locator(".st-entry__words a").first).to_be_visible()
    draft = page.url
    item = page.locator(".st-entry__words a").first.get_attribute("href")
    for where in (draft, f"{item}", f"{item}/shown-when", *(draft + part for part in PARTS)):
        page.goto(where)
        assert axe(page) == [], where
        assert fits(page), where


PARTS = ("details", "licence", "scoring", "scales/levels", "languages/", "files/", "text", "preview", "publish")


def test_a_sheet_is_tried_out_and_printed(site: Site, tablet: Tablets) -> None:
    page = tablet(site.build(a_lead)).new_page()
    page.goto("/studio/")
    begin(Hands(page))
    page.get_by_role("link", name="Preview").click()
    sheet = page.frame_locator("iframe")
    sheet.get_by_role("button", name="Try to lock it").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Choose a rating")
    page.get_by_role("link", name="Files and paper").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Paper form for: Patient partner").click()
    words = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    assert len(re.findall(r"The clinician does thing number \d+", words)) == 12
