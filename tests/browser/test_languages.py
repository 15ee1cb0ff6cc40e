"""The score sheet in another language: the tablet's own words too, and from right to left."""

import pytest
from playwright.sync_api import Page, expect

from app.web.catalogues import catalogue_of
from app.web.languages import CATALOGUES
from requirements.translations import gathered
from tests.browser.observing_clinic import a_clinic_today, sheet_address

pytestmark = pytest.mark.browser


def begin(page: Page) -> None:
    """Say that the patient agreed and answer the first question, in whatever language."""
    for answer in ("#outcome-agreed", "#asked_by-receptionist"):
        page.check(answer)
    page.click("[data-consent-form] button[type=submit]")
    page.check("#i_decision-yes")


def test_the_tablet_says_in_welsh_that_an_answer_is_saved(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, locale="cy").new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    begin(page)
    expect(page.locator("[data-saved]")).to_have_text("Wedi’i gadw ar y dabled hon")
    # The form itself is written in English only, and says so.
    expect(page.locator("#i_choices legend")).to_have_attribute("lang", "en")


def test_a_language_from_right_to_left_needs_no_scrolling_sideways(site, tablet) -> None:
    # Made up for this test: every sentence between marks, and as long again.
    sentences = {each: f"⟦{each} {each}⟧" for each in gathered()}
    site.app.extensions[CATALOGUES]["ar"] = catalogue_of("ar", sentences, sentences)
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, locale="ar", viewport={"width": 390, "height": 844}).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    begin(page)
    card = page.locator("#i_decision-yes").bounding_box()
    label = page.locator("label[for='i_decision-yes']").bounding_box()
    assert card
    assert label
    assert card["x"] > label["x"] + label["width"] / 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
