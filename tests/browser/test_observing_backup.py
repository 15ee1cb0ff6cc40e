"""When a browser may forget: paper beside the tablet, and a copy of what waits before the tablet is unpaired."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.models.people import Membership
from app.models.tablets import Tablet
from tests.browser.observing_clinic import (
    a_clinic_today,
    agree,
    keep_today,
    lock,
    paired,
    score,
    sheet_address,
    stored,
    team_of,
    until,
)

pytestmark = pytest.mark.browser


def until_it_says(page: Page, site: Any, column: Any) -> None:
    """Wait until the tablet's row says something there."""
    until(page, lambda: site.look(lambda session: session.scalar(select(column))))


def test_a_mere_tab_asks_once_a_clinic_for_paper_beside_it_and_the_lead_learns_of_it(site, tablet, axe) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner, keeps=False)
    paired(site, context, clinic)
    tablet.sign_in(context, clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("[data-paper]")).to_be_visible()
    expect(page.locator("[data-consent]")).to_be_hidden()
    assert axe(page) == []
    page.click("text=Yes, a paper form lies ready")
    agree(page)
    page.goto(sheet_address(clinic.partner_sheets[1]))
    expect(page.locator("[data-consent]")).to_be_visible()
    expect(page.locator("[data-paper]")).to_be_hidden()
    context.set_offline(False)
    page.goto("/observe/end-of-clinic/")
    until_it_says(page, site, Tablet.paper_at)


def test_without_a_network_the_end_of_clinic_says_nothing_about_pairing_that_it_cannot_know(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    tablet.sign_in(context, clinic.partner)
    page = context.new_page()
    keep_today(page)
    page.goto("/observe/end-of-clinic/")
    expect(page.locator("[data-tablet]")).to_have_text("T, C")
    context.set_offline(True)
    page.reload()
    expect(page.locator("[data-verdict]")).to_contain_text("Everything is sent.")
    expect(page.locator("[data-tablet]")).to_be_empty()


def test_without_script_the_end_of_clinic_offers_no_button_that_does_nothing(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, java_script_enabled=False).new_page()
    page.goto("/observe/end-of-clinic/")
    expect(page.locator("h1")).to_have_text("End of clinic")
    expect(page.get_by_role("button", name="Send everything now")).to_have_count(0)


def test_a_sheet_is_given_up_without_a_word_about_paper(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, keeps=False).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("[data-paper]")).to_be_visible()
    page.locator("summary", has_text="I need to step out").click()
    page.locator("[data-give-up-form] button").first.click()
    expect(page.locator("[data-standing]")).to_contain_text("given up")
    expect(page.locator("[data-paper]")).to_be_hidden()


def test_a_tablet_with_unsent_work_is_unpaired_once_a_copy_is_safe_and_the_copy_counts(
    site, tablet, axe, tmp_path: Path
) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    tablet.sign_in(context, clinic.partner)
    page = context.new_page()
    context.route("**/api/v1/observations/**", lambda route: route.abort())
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    page.goto("/observe/end-of-clinic/")
    with page.expect_download() as saved:
        page.click("text=Save a rescue file")
    file = tmp_path / "rescue.json"
    saved.value.save_as(file)
    expect(page.locator("[data-copy]")).to_be_visible()
    assert axe(page) == []
    page.click("text=Yes, the copy is safe")
    expect(page.locator("[data-copy-safe]")).to_be_visible()
    until_it_says(page, site, Tablet.copy_taken_at)

    team = site.look(lambda session: team_of(session, clinic.partner))
    leads = select(Membership.person_id).where(Membership.team_id == team, Membership.role == "lead")
    lead = site.look(lambda session: session.scalar(leads))
    desk = tablet(lead).new_page()
    desk.goto(f"/organise/teams/{team}/tablets/")
    desk.get_by_role("button", name="Unpair").click()
    expect(desk.locator("main")).to_contain_text("no longer paired")
    expect(page.locator("[data-verdict]")).to_contain_text("Not everything is sent")
    desk.goto(f"/organise/teams/{team}/tablets/rescue")
    desk.set_input_files("input[type=file]", file)
    desk.click("text=Take it in")
    expect(desk.locator("main")).to_contain_text("Stored now: 1 sheet")
    assert stored(site) == 1
