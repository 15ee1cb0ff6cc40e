"""A room without signal: nothing that was tapped or locked is lost, and nothing arrives twice."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.models.consultations import Consultation
from app.models.observations import QuarantinedSheet
from app.operations.web_sessions import end_sessions_of
from tests.browser.observing_clinic import (
    a_clinic_today,
    agree,
    expect_confirmed,
    keep_today,
    kept_pages,
    lock,
    score,
    sheet_address,
    stored,
    stored_codes,
    until,
)

pytestmark = pytest.mark.browser

SEND = "**/api/v1/**"

LOSES_REPLIES = """
const real = window.fetch;
window.fetch = async (...asked) => {
  const reply = await real(...asked);
  if (localStorage.lose && asked[1]?.method === "PUT") throw new TypeError("The reply was lost.");
  return reply;
};
"""


def quarantined(site) -> int:
    return site.look(lambda session: session.scalar(select(func.count()).select_from(QuarantinedSheet)))


def consent_of(site, clinic) -> str | None:
    """What the server knows of the first patient's yes or no."""
    return site.look(
        lambda session: session.scalar(select(Consultation.consent).where(Consultation.id == clinic.consultations[0]))
    )


def test_a_sheet_scored_without_a_network_arrives_exactly_once(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)

    page.goto(sheet_address(clinic.partner_sheets[1]))
    agree(page)
    page.check("#i_decision-no")
    page.check("#i_choices-2")
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")
    page.reload()
    expect(page.locator("#i_choices-2")).to_be_checked()
    page.close()

    page = context.new_page()
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 2')")).to_contain_text("Started, saved on this tablet")
    page.click("a:has-text('Slot 2')")
    expect(page.locator("#i_choices-2")).to_be_checked()
    page.check("#i_harms-0")
    lock(page)
    expect(page.locator("[data-standing]")).to_contain_text("waiting to send")
    page.goto("/observe/")
    expect(page.locator("[data-waiting]")).to_contain_text("1 waiting to send")
    assert stored(site) == 0

    context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(page.locator("a:has-text('Slot 2')")).to_contain_text("Confirmed by the server")
    assert stored_codes(site) == {"choices": "2", "harms": "0"}
    page.reload()
    page.reload()
    assert (stored(site), quarantined(site)) == (1, 0)


def test_a_lost_reply_is_asked_for_again_and_stores_nothing_twice(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    context.add_init_script(LOSES_REPLIES)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    page.evaluate("localStorage.lose = 'yes'")
    lock(page)
    until(page, lambda: stored(site) == 1)
    expect(page.locator("[data-standing]")).to_contain_text("waiting to send")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("main")).to_contain_text("onfirmed by the server")
    page.goto("/observe/")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert (stored(site), quarantined(site)) == (1, 0)


def test_a_sign_in_page_of_the_buildings_network_is_not_taken_for_a_receipt(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    context.route(SEND, lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>"))
    lock(page)
    expect(page.locator("[data-standing]")).to_contain_text("waiting to send")
    context.unroute(SEND)
    page.reload()
    expect_confirmed(page)
    assert stored(site) == 1


def test_a_sign_in_that_expired_pauses_sending_and_loses_nothing(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    site.build(lambda build: end_sessions_of(build.session, clinic.partner))

    context.set_offline(False)
    expect(page.locator("[data-standing]")).to_contain_text("Sign in again to send")
    assert stored(site) == 0
    tablet.sign_in(context, clinic.partner)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server")
    assert stored(site) == 1


def test_another_observer_on_the_same_tablet_neither_sees_nor_sends_nor_deletes_what_waits(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.route(SEND, lambda route: route.abort())
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    page.goto("/observe/")
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in*")
    assert kept_pages(page) == 0

    context.unroute(SEND)
    tablet.sign_in(context, clinic.peer)
    page.goto("/observe/")
    expect(page.locator("[data-waiting]")).to_contain_text("1 thing of another observer waits on this tablet")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("To do")
    assert stored(site) == 0

    tablet.sign_in(context, clinic.partner)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server")
    assert stored(site) == 1


def test_the_server_may_be_restarted_while_a_sheet_is_on_its_way(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    keep_today(page)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    site.stop()
    lock(page)
    expect(page.locator("[data-standing]")).to_contain_text("waiting to send")
    site.start()
    page.reload()
    expect_confirmed(page)
    assert stored(site) == 1


def test_a_patients_no_needs_no_network_and_leaves_nothing_on_the_tablet(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    page.click("text=The patient changed their mind")
    page.click("text=Delete everything about this visit")
    expect(page.locator("[data-standing]")).to_contain_text("The patient’s no is noted")
    page.goto("/observe/")
    expect(page.locator("[data-waiting] li")).to_have_count(1)

    context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert (consent_of(site, clinic), stored(site)) == ("withdrawn", 0)


def test_a_sheet_of_a_patient_who_said_no_meanwhile_is_erased_and_the_tablet_says_why(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    other = tablet(clinic.peer).new_page()
    other.goto(sheet_address(clinic.peer_sheets[0]))
    other.check("#outcome-declined")
    other.check("#asked_by-nurse")
    other.click("text=Continue")
    until(other, lambda: consent_of(site, clinic) == "declined")

    context.set_offline(False)
    expect(page.locator("[data-standing]")).to_contain_text("The patient said no or changed their mind")
    assert stored(site) == 0


def test_the_same_sheet_in_two_tabs_is_worked_on_in_one(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    first, second = context.new_page(), context.new_page()
    first.goto(sheet_address(clinic.partner_sheets[0]))
    agree(first)
    second.goto(sheet_address(clinic.partner_sheets[0]))
    expect(second.locator("[data-trouble]")).to_contain_text("open in another tab")
    score(first)


def test_two_tablets_with_one_sheet_keep_both_and_say_so(site, tablet) -> None:
    clinic = a_clinic_today(site)
    pages = [tablet(clinic.partner).new_page() for _ in range(2)]
    for page, harms in zip(pages, ("harms-0", "harms-2"), strict=True):
        page.goto(sheet_address(clinic.partner_sheets[0]))
        agree(page)
        score(page, ("choices-1", harms))
    lock(pages[0])
    expect_confirmed(pages[0])
    lock(pages[1])
    expect(pages[1].locator("[data-standing]")).to_contain_text("Both are kept, and your lead will sort it out")
    assert (stored(site), quarantined(site)) == (1, 1)


def test_a_tablet_that_cannot_save_says_so_and_the_sheet_still_works_online(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    context.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('private'); }})")
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("[data-trouble]")).to_contain_text("cannot save right now")
    agree(page)
    page.check("#i_decision-no")
    page.check("#i_choices-1")
    page.check("#i_harms-2")
    page.click("text=Lock my sheet")
    expect(page.locator("main")).to_contain_text("Locked and confirmed by the server")
    assert stored(site) == 1


def test_a_sheet_the_server_sends_back_opens_again_and_says_what_to_put_right(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    problem = {"field": "harms", "sentence": "Choose a rating for “Tells the harms” again."}
    refusal = {"error": {"status": 422, "sentence": problem["sentence"], "problems": [problem]}}
    context.route("**/revisions/**", lambda route: route.fulfill(status=422, json=refusal))
    lock(page)
    expect(page.locator("[data-missing]")).to_contain_text(problem["sentence"])
    context.unroute("**/revisions/**")
    expect(page.locator("#i_choices-1")).to_be_checked()
    page.check("#i_harms-0")
    lock(page)
    expect_confirmed(page)
    assert stored_codes(site)["harms"] == "0"
