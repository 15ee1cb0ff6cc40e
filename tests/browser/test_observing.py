"""Two observers score a consultation on tablets: with script, without it, and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app.models.consultations import ConsentEvent
from app.operations.consent import Asking, record_agreement
from tests.app.builders import Builder
from tests.browser.observing_clinic import (
    a_clinic_today,
    agree,
    expect_confirmed,
    lock,
    score,
    sheet_address,
    stored,
    stored_codes,
)

pytestmark = pytest.mark.browser


def test_two_observers_score_and_neither_sees_the_other_before_both_are_in(site, tablet) -> None:
    clinic = a_clinic_today(site)
    partner, peer = tablet(clinic.partner).new_page(), tablet(clinic.peer).new_page()
    together = f"/observe/consultations/{clinic.consultations[0]}/together"
    partner.goto(sheet_address(clinic.partner_sheets[0]))
    agree(partner)
    score(partner, ("choices-0", "harms-1"))
    lock(partner)
    expect_confirmed(partner)

    peer.goto(together)
    expect(peer.locator("h1")).to_have_text("Not open yet")
    peer.goto(sheet_address(clinic.peer_sheets[0]))
    # The peer is asked about consent like anybody: nothing on the page tells that the partner is done.
    agree(peer)
    score(peer, ("choices-2", "harms-1"))
    lock(peer)
    expect_confirmed(peer)

    for page in (partner, peer):
        page.goto(together)
        differently = page.locator("h2", has_text="differently").locator("xpath=following-sibling::article[1]")
        expect(differently).to_contain_text("Names the choices")


def test_a_tap_made_before_the_script_has_come_is_kept_on_the_tablet(site, tablet) -> None:
    clinic = a_clinic_today(site)

    def say_yes(build: Builder) -> None:
        record_agreement(build.session, build.actor(clinic.partner), clinic.partner_sheets[0], Asking("receptionist"))

    site.build(say_yes)
    context = tablet(clinic.partner)
    page = context.new_page()
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/observing/scoresheet.js", hold)
    page.goto(sheet_address(clinic.partner_sheets[0]), wait_until="commit")
    page.check("#i_decision-no")
    on_its_way[0].continue_()
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")
    page.close()

    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("#i_decision-no")).to_be_checked()


def agree_before_the_script_is_there(page: Page, address: str) -> list[Route]:
    """Press Continue while the sheet's script is held back; gives what is held, to let it through or not."""
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/observing/scoresheet.js", hold)
    page.goto(address, wait_until="commit")
    page.check("#outcome-agreed")
    page.check("#asked_by-receptionist")
    page.locator("text=Continue").click(no_wait_after=True)
    return on_its_way


def test_a_button_pressed_before_its_script_has_come_waits_for_it(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    on_its_way = agree_before_the_script_is_there(page, sheet_address(clinic.partner_sheets[0]))
    on_its_way[0].continue_()
    expect(page.locator("[data-sheet]")).to_be_visible()
    assert site.look(lambda session: session.scalar(select(ConsentEvent))) is None


def test_a_choice_stays_on_the_page_when_its_script_and_then_the_network_did_not_come(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner, service_workers="block")
    page = context.new_page()
    on_its_way = agree_before_the_script_is_there(page, sheet_address(clinic.partner_sheets[0]))
    context.set_offline(True)
    for route in on_its_way:
        route.abort()
    page.locator("text=Continue").click()
    expect(page.locator("[data-consent-form]")).to_contain_text("There is no network just now.")
    expect(page.locator("#outcome-agreed")).to_be_checked()

    context.set_offline(False)
    page.locator("text=Continue").click()
    expect(page.locator("[data-sheet]")).to_be_visible()


def test_a_button_pressed_without_a_network_leaves_the_page_where_it_is_and_counts_once_when_it_is_back(
    site, tablet
) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(request.url) if "/brief/" in request.url and request.method == "POST" else None,
    )
    page.goto("/observe/")
    page.click("text=Read the brief")
    expect(page.locator("h1")).to_contain_text("Brief")
    context.set_offline(True)
    page.click("text=I have read this")
    expect(page.locator("main")).to_contain_text("Press again when the network is back.")

    context.set_offline(False)
    page.evaluate("for (let press = 0; press < 3; press++) document.querySelector('.ob-lock__button').click()")
    expect(page.locator("main")).to_contain_text("You have read it")
    assert len(sent) == 1


def test_nothing_can_be_locked_before_it_is_complete(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.check("#i_decision-yes")
    page.click("text=Lock my sheet")
    missing = page.locator("[data-missing]")
    expect(missing).to_contain_text("3 things are missing")
    expect(missing).to_be_focused()
    missing.get_by_text("Choose a rating for “Tells the harms”").click()
    expect(page.locator("#i_harms")).to_be_focused()
    page.check("#i_harms-1")
    expect(page.locator("#i_harms [data-error]")).to_be_empty()
    expect(page.locator("#i_choices [data-error]")).to_contain_text("Choose a rating")
    assert stored(site) == 0


def test_what_is_wrong_with_an_answer_is_read_out_with_its_question(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    page.click("text=Continue")
    expect(page.locator("#outcome fieldset")).to_have_accessible_description("Say whether the patient said yes or no.")
    agree(page)
    page.click("text=Lock my sheet")
    item = page.locator("#i_choices fieldset")
    expect(item).to_have_accessible_description(re.compile("^Choose a rating"))
    page.check("#i_choices-1")
    expect(item).to_have_accessible_description("")


def test_a_question_that_no_longer_applies_goes_and_its_answer_is_not_sent(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    expect(page.locator("#i_about")).to_be_hidden()
    page.check("#i_decision-yes")
    page.check("#i_about-surgery")
    score(page)
    expect(page.locator("#i_about")).to_be_hidden()
    lock(page)
    expect_confirmed(page)
    assert stored(site) == 1


def test_the_whole_sheet_works_without_script(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, java_script_enabled=False).new_page()
    page.goto("/observe/")
    page.click("a:has-text('Slot 1')")
    page.check("#outcome-agreed")
    page.click("text=Continue")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Choose who asked the patient.")
    page.check("#asked_by-receptionist")
    page.click("text=Continue")
    page.check("#i_decision-no")
    page.check("#i_choices-1")
    page.click("text=Lock my sheet")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Tells the harms")
    expect(page.locator("#i_choices-1")).to_be_checked()
    page.check("#i_harms-na")
    page.click("text=Lock my sheet")
    expect(page.locator("main")).to_contain_text("Locked and confirmed by the server")
    assert stored_codes(site) == {"choices": "1", "harms": "na"}


def test_the_sheet_can_be_scored_with_the_keyboard_alone(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    choose(page, "outcome-agreed")
    choose(page, "asked_by-receptionist")
    press_button(page, "Continue")
    for name in ("i_decision-no", "i_choices-1", "i_harms-2"):
        choose(page, name)
    press_button(page, "Lock my sheet")
    expect_confirmed(page)
    assert stored_codes(site) == {"choices": "1", "harms": "2"}


def choose(page: Page, wanted: str) -> None:
    """Tab to the group and move with the arrows to the card."""
    group = wanted.rsplit("-", 1)[0]
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.name || ''")
        if here == group:
            break
    page.keyboard.press("Space")
    for _ in range(10):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The keyboard does not reach {wanted}.")


def press_button(page: Page, words: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The keyboard does not reach {words}.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_tablet_has_an_accessibility_fault(site, tablet, axe, scheme: str) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, color_scheme=scheme).new_page()
    page.goto("/observe/")
    assert axe(page) == []
    page.goto(sheet_address(clinic.partner_sheets[0]))
    assert axe(page) == []
    agree(page)
    assert axe(page) == []
    page.click("text=Lock my sheet")
    assert axe(page) == []
    score(page)
    lock(page)
    expect_confirmed(page)
    assert axe(page) == []
    page.reload()
    expect(page.locator("main")).to_contain_text("What you locked")
    assert axe(page) == []
    page.goto(f"/observe/consultations/{clinic.consultations[0]}/together")
    assert axe(page) == []


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (320, 256)])
def test_the_sheet_never_scrolls_sideways_and_its_targets_are_big(site, tablet, size: tuple[int, int]) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    heights = page.evaluate(
        "Array.from(document.querySelectorAll('main label.ob-card__label, main button, main summary'))"
        ".filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 48
