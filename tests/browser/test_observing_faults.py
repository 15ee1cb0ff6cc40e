"""What a tablet's browser does to us: closes the store, runs full, has a wrong clock, is away for eight hours."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from app.models.observations import ObservationRevision
from tests.browser.observing_clinic import (
    a_clinic_today,
    agree,
    expect_confirmed,
    lock,
    score,
    sheet_address,
    stored,
)

pytestmark = pytest.mark.browser

HOLDS_THE_STORE = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...asked) {
  const request = open.apply(this, asked);
  request.addEventListener("success", () => (window.store = request.result));
  return request;
};
"""
RUNS_FULL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...asked) {
  if (window.full) throw new DOMException("The disk is full.", "QuotaExceededError");
  return put.apply(this, asked);
};
"""
# What forty visits to a clinic without a network leave, without the taps.
FORTY_LOCKED = """async ({ person, sheets, instrument }) => {
  const base = document.querySelector("script[src*='/js/start.js']").src.replace("start.js", "observing/");
  const { frozenSheet } = await import(base + "freezing.js");
  const { freeze, saveDraft } = await import(base + "store.js");
  for (const assignment of sheets) {
    const consent = { id: crypto.randomUUID(), outcome: "agreed", stage: "before", asked_by: "nurse" };
    const answers = { decision: { code: "no" }, choices: { code: "1" }, harms: { code: "2" } };
    const draft = {
      observation: crypto.randomUUID(), person, assignment, instrument, label: "S, slot", revision: 1,
      openedAt: "2026-03-02T09:00:00Z", seq: 1, consent, answers, locked: false, problems: [],
    };
    await saveDraft(draft);
    await freeze(draft, await frozenSheet(draft, answers));
  }
}"""


def test_a_store_the_browser_closed_is_opened_again(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    context.add_init_script(HOLDS_THE_STORE)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.evaluate("window.store.close()")
    score(page)
    page.reload()
    expect(page.locator("#i_choices-1")).to_be_checked()


def test_a_full_tablet_says_so_at_once_and_goes_on_when_there_is_room(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    context.add_init_script(RUNS_FULL)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")
    page.evaluate("window.full = true")
    page.check("#i_decision-no")
    expect(page.locator("[data-saved]")).to_have_text("Not saved")
    expect(page.locator("[data-trouble]")).to_contain_text("cannot save right now")
    page.evaluate("window.full = false")
    score(page)
    expect(page.locator("[data-trouble]")).to_be_hidden()
    lock(page)
    expect_confirmed(page)


def test_a_clock_three_days_wrong_changes_nothing_but_what_it_says(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    page.clock.set_system_time(datetime.now(UTC) - timedelta(days=3))
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    expect_confirmed(page)
    received, locked = site.look(
        lambda session: session.execute(select(ObservationRevision.received_at, ObservationRevision.locked_at)).one()
    )
    assert datetime.now(UTC) - received < timedelta(minutes=5)
    assert timedelta(days=2) < received - locked < timedelta(days=4)


def test_forty_sheets_of_a_day_without_a_network_arrive_in_one_request(site, tablet) -> None:
    clinic = a_clinic_today(site, 40)
    context = tablet(clinic.partner)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    instrument = page.locator("[data-instrument]").get_attribute("data-instrument")
    context.set_offline(True)
    sheets = [str(each) for each in clinic.partner_sheets]
    page.evaluate(FORTY_LOCKED, {"person": str(clinic.partner), "sheets": sheets, "instrument": instrument})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/observations/" in request.url else None)
    with page.expect_response("**/observations/batch"):
        context.set_offline(False)
    page.wait_for_timeout(1000)
    assert stored(site) == 40
    assert len(sent) == 1


def a_locked_sheet(context: BrowserContext, sheet: UUID) -> Page:
    page = context.new_page()
    page.goto(sheet_address(sheet))
    agree(page)
    score(page)
    lock(page)
    return page


def test_a_sheet_sent_in_vain_is_sent_again_soon_though_nothing_tells_that_the_network_is_back(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    context.route("**/api/v1/observations/**", lambda route: route.abort(), times=1)
    page = a_locked_sheet(context, clinic.partner_sheets[0])
    # Every page tries once in about a minute; this comes before.
    expect_confirmed(page)
    assert stored(site) == 1


def test_a_page_takes_over_the_sending_the_moment_the_page_before_it_is_gone(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/api/v1/observations/**", hold)
    first = a_locked_sheet(context, clinic.partner_sheets[0])
    second = a_locked_sheet(context, clinic.partner_sheets[1])
    second.wait_for_timeout(500)
    assert len(held) == 1, "one page sends at a time"
    context.unroute("**/api/v1/observations/**")
    began = monotonic()
    first.close()
    expect_confirmed(second)
    # Else it would have been the round that every page makes once a minute.
    assert monotonic() - began < 30
    assert stored(site) == 2
