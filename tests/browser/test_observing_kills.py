"""The tab dies between any two steps: what was said to be saved is there, and what was locked arrives once."""

import random
import sys

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.models.observations import Observation, ObservationRevision, Rating
from tests.browser.observing_clinic import a_clinic_today, agree, sheet_address, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOTS = 14
TAPS = (("decision", "no"), ("choices", "0"), ("harms", "1"), ("choices", "2"), ("harms", "na"))
LAST = {"choices": "2", "harms": "na"}
OPEN, OUT = "[data-sheet]:visible, [data-consent]:visible", "[data-standing]"


def kill(page: Page) -> None:
    """End the tab at once, with no chance to tidy up: no handler of the page runs any more."""
    page.close(run_before_unload=False)


class Hands:
    """One observer at one slot on a tablet whose tabs keep dying."""

    def __init__(self, context: BrowserContext, address: str, chance: random.Random) -> None:
        self.context = context
        self.address = address
        self.chance = chance
        self.kills = 0
        self.taps = 0
        self.kept = 0
        self.promised: dict[str, str] = {}
        self.agreed = False

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(self.address)
        page.wait_for_selector(f"{OPEN}, {OUT}, .ob-receipt")
        return page

    def maybe_kill(self, page: Page) -> Page:
        page.wait_for_timeout(self.chance.choice((0, 0, 5, 20, 60)))
        if self.chance.random() < 0.1:
            return page
        self.kills += 1
        kill(page)
        return self.open()

    def is_saved(self, page: Page) -> bool:
        return page.locator("[data-saved]").text_content() == "Saved on this tablet"

    def check_promises(self, page: Page) -> None:
        if self.agreed:
            expect(page.locator("[data-sheet]")).to_be_visible()
        for entry, code in self.promised.items():
            expect(page.locator(f"#i_{entry}-{code}")).to_be_checked()

    def work(self) -> None:
        page = self.open()
        while not self.agreed:
            # Until the script has read the draft, the form that asks stands there although the yes is kept.
            page.wait_for_function("() => !document.querySelector('[data-consent-form][data-script-first]')")
            if page.locator("[data-consent]").is_visible():
                agree(page)
            self.agreed = self.is_saved(page)
            page = self.maybe_kill(page)
        for entry, code in TAPS:
            self.check_promises(page)
            while self.promised.get(entry) != code:
                page.check(f"#i_{entry}-{code}")
                self.taps += 1
                if self.is_saved(page):
                    self.promised[entry] = code
                else:
                    # Not promised: the old answer or the new one may be there after a kill.
                    self.promised.pop(entry, None)
                page = self.maybe_kill(page)
            self.check_promises(page)
            self.kept += 1
        while page.locator(OPEN).count():
            self.check_promises(page)
            page.click("text=Lock my sheet", no_wait_after=True)
            page = self.maybe_kill(page)
            page.wait_for_timeout(300)
        page = self.maybe_kill(page)
        expect(page.locator("main")).to_contain_text("onfirmed by the server")
        page.close()


def test_nothing_is_lost_or_doubled_however_often_the_tab_dies(site, tablet) -> None:
    clinic = a_clinic_today(site, SLOTS)
    context = tablet(clinic.partner)
    chance = random.Random(20261122)
    hands = [Hands(context, sheet_address(each), chance) for each in clinic.partner_sheets]
    for each in hands:
        each.work()
    assert sum(each.kills for each in hands) >= 100
    # Shown by pytest -rA.
    sys.stdout.write(
        f"{sum(each.kills for each in hands)} kills, {sum(each.taps for each in hands)} taps made, "
        f"{sum(each.kept for each in hands)} taps promised and kept, {SLOTS} sheets locked, "
        f"{stored(site)} stored exactly once\n"
    )
    assert stored(site) == SLOTS
    found = site.look(
        lambda session: session.execute(
            select(Observation.assignment_id, Rating.item_id, Rating.code)
            .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
            .join(Rating, Rating.revision_id == ObservationRevision.id)
        ).all()
    )
    assert {(row.assignment_id, row.item_id): row.code for row in found} == {
        (sheet, item): code for sheet in clinic.partner_sheets for item, code in LAST.items()
    }
