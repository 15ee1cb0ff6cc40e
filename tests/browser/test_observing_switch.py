"""Two people take turns on one tablet without a network: each sees only their own, and nothing is asked in the other's
name."""

import json
from time import monotonic

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.observing_clinic import (
    PIN,
    TabletClinic,
    a_clinic_today,
    agree,
    lock,
    paired,
    score,
    set_a_pin,
    sheet_address,
    stored,
    until,
)

pytestmark = pytest.mark.browser

PUT_AWAY = """async (person) => {
  const sealed = await caches.open("sealed-" + person);
  return (await sealed.keys()).length;
}"""
ALL_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-") && !name.startsWith("sealed-")) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await (await cache.match(request)).text());
  }
  return found.join("");
}"""
SWITCH_IS_KEPT = "async () => Boolean(await caches.match('/tablet/switch'))"
TRIES = """(person) => new Promise((resolve) => {
  const asked = indexedDB.open("levelfield");
  asked.onsuccess = () => {
    const row = asked.result.transaction("keys").objectStore("keys").get(person);
    row.onsuccess = () => { asked.result.close(); resolve(JSON.stringify([row.result.tries, "key" in row.result])); };
  };
})"""


def known_here(site, context: BrowserContext, clinic: TabletClinic, person) -> Page:
    """Somebody who set a PIN on this tablet and opened their sessions on it."""
    page = set_a_pin(site, context, person)
    # Today, its brief, three sheets and the end of clinic.
    until(page, lambda: page.evaluate(PUT_AWAY, str(person)) == 6)
    until(page, lambda: page.evaluate(SWITCH_IS_KEPT))
    return page


def sign_out(page: Page) -> None:
    page.click("header >> text=Sign out")
    expect(page.locator("h1")).to_have_text("Who is here?")


def come(page: Page, name: str, pin: str = PIN) -> None:
    page.check(f"text={name}")
    page.fill("#pin", pin)
    page.click("text=Start")


def switched_within(page: Page, name: str, seconds: float) -> bool:
    """Whether the person is at work in this time: at the third try at the latest, for the machine may be busy."""
    for left in (2, 1, 0):
        began = monotonic()
        come(page, name)
        expect(page.locator("h1")).to_have_text("Your sessions")
        if monotonic() - began < seconds:
            return True
        if left:
            sign_out(page)
    return False


def test_two_people_take_turns_without_a_network_and_neither_sees_or_sends_the_others(site, tablet, axe) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    known_here(site, context, clinic, clinic.peer).close()
    page = known_here(site, context, clinic, clinic.partner)
    site.stop()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    sign_out(page)
    assert axe(page) == []
    assert "Slot 1" not in page.evaluate(ALL_KEPT)

    come(page, "Sam Peer", "111222")
    expect(page.locator("[data-problem]")).to_contain_text("4 tries left")
    page.reload()
    assert page.evaluate(TRIES, str(clinic.peer)) == json.dumps([1, False]).replace(" ", "")
    assert switched_within(page, "Sam Peer", seconds=5)
    assert str(clinic.partner) not in page.content()
    assert page.evaluate(TRIES, str(clinic.partner)) == "[0,false]"
    # What is not theirs, and what is not kept, leads back to their sessions.
    for address in (sheet_address(clinic.partner_sheets[0]), "/account/"):
        page.goto(address)
        expect(page.locator("h1")).to_have_text("Your sessions")
        assert str(clinic.partner) not in page.content()
    page.goto(sheet_address(clinic.peer_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    site.start()
    page.goto("/observe/")
    expect(page.locator("h1")).to_have_text("Who is here?")
    assert stored(site) == 0
    for name, count in (("Sam Peer", 1), ("Pat Partner", 2)):
        come(page, name)
        expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server", timeout=20_000)
        assert stored(site) == count
        sign_out(page)


def test_somebody_new_to_the_tablet_is_told_to_score_on_paper(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    page = known_here(site, context, clinic, clinic.partner)
    site.stop()
    sign_out(page)
    expect(page.locator("main")).to_contain_text("Pat Partner")
    expect(page.locator("main")).not_to_contain_text("Sam Peer")
    expect(page.locator("main")).to_contain_text("Until then, score on paper")


def test_five_wrong_pins_without_a_network_close_the_name_whatever_is_reloaded(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    page = known_here(site, context, clinic, clinic.partner)
    site.stop()
    sign_out(page)
    for _ in range(5):
        come(page, "Pat Partner", "111222")
        expect(page.locator("[data-problem]")).not_to_be_empty()
        page.reload()
    come(page, "Pat Partner")
    expect(page.locator("[data-problem]")).to_contain_text("Too many wrong tries")
