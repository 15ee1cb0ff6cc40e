"""Every page around a released report, and of training and work, looked at by everybody who has to do with it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.app.builders import Builder
from tests.app.reviewing.around_a_talk import around_a_talk
from tests.browser.conftest import PHONE, TABLET, Site, Tablets

pytestmark = pytest.mark.browser

# As 1280 pixels at 400 %.
CLOSE = {"width": 320, "height": 640}
# What is tapped, but for a link within a sentence; a box to tick counts with its label.
SMALL = """() => [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary)")]
  .filter((each) => each.type !== "hidden" && each.checkVisibility())
  .map((each) => {
    const label = each.matches("[type=checkbox], [type=radio]") && document.querySelector(`label[for="${each.id}"]`);
    const line = each.closest("p, li, td, dd");
    const within = each.matches("a") && line && line.textContent.trim() !== each.textContent.trim();
    const height = Math.max(each.getBoundingClientRect().height, label ? label.getBoundingClientRect().height : 0);
    return [within && !each.matches(".nhsuk-button"), height, (each.textContent || each.name).trim()];
  })
  .filter(([within, height]) => !within && height < 47.5)
  .map(([, height, text]) => `${Math.round(height)} pixels high: ${text.slice(0, 40)}`)"""


def resize(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})


def test_every_page_around_a_talk_can_be_read_and_tapped(
    site: Site, tablet: Tablets, axe: Callable[[Page], list[str]]
) -> None:
    with site.database.open() as session:
        world = around_a_talk(Builder(session))
    faults: dict[str, list[str]] = {}
    for role, pages in world.pages.items():
        page = tablet(world.person(role)).new_page()
        for name, address in pages.items():
            resize(page, TABLET)
            page.emulate_media(color_scheme="light")
            page.goto(address)
            expect(page.locator("main h1")).to_be_visible()
            found = axe(page)
            resize(page, PHONE)
            page.emulate_media(color_scheme="dark")
            found += axe(page) + page.evaluate(SMALL)
            resize(page, CLOSE)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append("scrolls sideways at 400 %")
            faults[f"{role}: {name}"] = found
    assert {name: found for name, found in faults.items() if found} == {}
