"""A lead compares observers: on a tablet, on a phone, by keyboard, in the dark."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from reports.statistics.simulation import simulate_programme
from tests.app.comparing.studies import Study, crossed_study, simulated_study
from tests.browser.conftest import PHONE, TABLET, Site, Tablets

pytestmark = pytest.mark.browser


@pytest.fixture
def study(site: Site) -> Study:
    return site.build(
        lambda build: simulated_study(build, simulate_programme(1, consultations=60, clinicians=8, items=3))
    )


def sideways(page: Page) -> int:
    """How many pixels the page itself scrolls sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_every_comparing_page_can_be_read_by_everybody(
    tablet: Tablets, study: Study, axe: Callable[[Page], list[str]], size: dict[str, int], scheme: str
) -> None:
    page = tablet(study.lead, viewport=size, color_scheme=scheme).new_page()
    faults: dict[str, list[str]] = {}
    views = (
        "agreement/",
        "types/",
        "sees/",
        "sees/i1/",
        "usage/",
        "observers/",
        "differences/",
        "items/",
        "kinds/",
        "planning/",
        "reporting/",
    )
    for where in ("", "items/i1/", *views, "/compare/"):
        page.goto(where if where.startswith("/") else f"/compare/rounds/{study.round}/{where}")
        faults[where] = axe(page) + ["the page scrolls sideways"] * (sideways(page) > 0)
    assert {where: found for where, found in faults.items() if found} == {}


def test_a_figure_keeps_its_words_readable_at_four_hundred_per_cent_and_paper_has_no_menu(
    tablet: Tablets, study: Study
) -> None:
    page = tablet(study.lead, viewport={"width": 320, "height": 256}).new_page()
    page.goto(f"/compare/rounds/{study.round}/more/")
    drawing = page.get_by_role("region", name="Figure:").first
    expect(drawing).to_be_visible()
    smallest: float = drawing.evaluate(
        "frame => Math.min(...[...frame.querySelectorAll('text')].map("
        "each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a))"
    )
    assert smallest > 8.5
    assert sideways(page) == 0
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("heading", name="What more visits would buy")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [(TABLET, "light"), (PHONE, "dark")], ids=["tablet", "phone in the dark"])
def test_an_observer_reads_how_their_ratings_compare(
    site: Site, tablet: Tablets, axe: Callable[[Page], list[str]], size: dict[str, int], scheme: str
) -> None:
    marks = np.random.default_rng(4).integers(0, 5, (12, 5))
    study = site.build(lambda build: crossed_study(build, marks, ["patient_partner"] * 5, range(5)))
    page = tablet(study.observers[0], viewport=size, color_scheme=scheme).new_page()
    page.goto("/observe/")
    page.get_by_role("link", name="How my ratings compare").click()
    page.get_by_role("heading", name="High or low").wait_for()
    page.get_by_text("The numbers of the chart").click()
    expect(page.get_by_text("You are not being marked.")).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == 0


def test_a_lead_reaches_another_number_by_keyboard_and_lands_at_the_figure(tablet: Tablets, study: Study) -> None:
    page = tablet(study.lead).new_page()
    page.goto(f"/compare/rounds/{study.round}/agreement/")
    page.get_by_role("link", name="Weighted kappa").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**number=kappa*")
    expect(page.get_by_role("img", name="Weighted kappa")).to_be_visible()
    expect(page.get_by_role("link", name="Weighted kappa").first).to_have_attribute("aria-current", "true")


def test_the_meaning_of_each_number_opens_in_place(tablet: Tablets, study: Study) -> None:
    page = tablet(study.lead).new_page()
    page.goto(f"/compare/rounds/{study.round}/agreement/")
    page.get_by_text("What is “Gwet’s AC2 (quadratic)”?").click()
    expect(page.get_by_text("stays steady when nearly everybody uses the same point")).to_be_visible()


def test_a_lead_chooses_two_people_and_sees_how_far_their_totals_lie_apart(tablet: Tablets, study: Study) -> None:
    page = tablet(study.lead).new_page()
    page.goto(f"/compare/rounds/{study.round}/")
    page.get_by_role("link", name="How far totals lie apart").click()
    page.get_by_label("First").select_option("Observer 00")
    page.get_by_label("Second").select_option("Observer 01")
    page.get_by_role("button", name="Compare these two").click()
    expect(page.get_by_role("heading", name="Observer 00 less Observer 01")).to_be_visible()
    expect(page.get_by_text("That you looked is recorded.")).to_be_visible()
