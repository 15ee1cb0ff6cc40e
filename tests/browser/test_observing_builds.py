"""The product or the form changes under an open sheet: it is finished as it was begun, and nothing is lost."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from app.models.consultations import Assignment
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation
from app.models.programmes import Round
from tests.browser.observing_clinic import (
    SHEET,
    a_clinic_today,
    agree,
    keep_today,
    lock,
    sheet_address,
    stored,
    stored_codes,
)

pytestmark = pytest.mark.browser

BUILDS_KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('assets-')).length"
FORMS_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) found.push(...(await (await caches.open(name)).keys()));
  return found.filter((request) => request.url.includes("?form=")).length;
}"""
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
LOOK_FOR_BUILD = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


def another_form(site) -> None:
    """The round's form gets a new version, in which an item is asked in other words."""

    def change(build) -> None:
        later = SHEET.replace('version: "1"', 'version: "2"').replace("Tells the harms", "Says what may go wrong")
        assert later != SHEET
        build.session.execute(update(Round).values(instrument_id=build.an_instrument(later)))

    site.build(change)


def give_to_another(site, sheet) -> None:
    def change(build) -> None:
        other = build.a_person(build.a_team("Elsewhere"), "observer")
        build.session.execute(update(Assignment).where(Assignment.id == sheet).values(person_id=other))

    site.build(change)


def begin(page) -> None:
    agree(page)
    page.check("#i_decision-no")
    page.check("#i_choices-1")
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")


def test_a_sheet_is_finished_without_a_network_on_the_form_it_was_begun_with(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    begin(page)
    another_form(site)
    keep_today(page)
    page.goto(sheet_address(clinic.partner_sheets[1]))
    expect(page.locator("body")).to_contain_text("Says what may go wrong")
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator(".lf-notice--wait")).to_contain_text("You finish your sheet on the form you began it with")

    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("#i_choices-1")).to_be_checked()
    expect(page.locator("[data-sheet]")).to_contain_text("Tells the harms")
    page.check("#i_harms-2")
    lock(page)
    context.set_offline(False)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server")
    assert stored_codes(site) == {"choices": "1", "harms": "2"}
    used = select(PublishedInstrument.version).join(Observation, Observation.instrument_id == PublishedInstrument.id)
    assert site.look(lambda session: session.scalar(used)) == "1"
    page.reload()
    page.wait_for_function(f"async () => (await ({FORMS_KEPT})()) === 0")


def test_a_page_that_is_refused_leaves_the_kept_one_where_it_is(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    begin(page)
    give_to_another(site, clinic.partner_sheets[0])
    assert page.goto(sheet_address(clinic.partner_sheets[0])).status == 404
    signed_in = context.cookies()
    context.clear_cookies()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    page.wait_for_url("**/sign-in**")
    context.add_cookies(signed_in)

    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("#i_choices-1")).to_be_checked()


def test_two_new_builds_in_a_row_wait_until_no_sheet_is_open(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page, today = context.new_page(), context.new_page()
    keep_today(page)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    begin(page)
    for build in ("a" * 12, "b" * 12):
        site.release(build)
        page.evaluate(LOOK_FOR_BUILD)
        page.wait_for_function(WAITING)
        page.check(f"#i_choices-{'2' if build[0] == 'a' else '0'}")
        expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")
        expect(page.locator("text=Update now")).to_have_count(0)
    today.goto("/observe/")
    today.click("text=Update now")
    expect(today.locator("main")).to_contain_text("A sheet is open in another tab")
    assert page.evaluate(BUILDS_KEPT) >= 2

    context.set_offline(True)
    page.reload()
    expect(page.locator("#i_choices-0")).to_be_checked()
    page.check("#i_harms-2")
    lock(page)
    context.set_offline(False)
    page.reload()
    expect(page.locator("main")).to_contain_text("onfirmed by the server")
    page.close()
    with today.expect_navigation():
        today.click("text=Update now")
    today.wait_for_function(f"async () => !(await ({WAITING})())")
    assert "b" * 12 in today.content()
    assert stored_codes(site) == {"choices": "0", "harms": "2"}
    assert stored(site) == 1
