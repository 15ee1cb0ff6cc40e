"""A lead starts all reports of a round, watches the bar move, and cancels; in a real browser with a real worker."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.jobs import round_reports
from app.jobs.task import Task
from app.jobs.worker import work
from tests.app.jobs.observed_round import an_observed_round
from tests.browser.conftest import Site, Tablets

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]


@pytest.fixture
def worker(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker beside the site, slow enough to be watched."""
    looked = Task.look

    def slowly(task: Task) -> None:
        time.sleep(0.4)
        looked(task)

    monkeypatch.setattr(Task, "look", slowly)
    monkeypatch.setattr(round_reports, "MOST_AT_ONCE", 1)
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(site.database, site.url, stop))
    thread.start()
    yield
    stop.set()
    thread.join(20)


@pytest.mark.usefixtures("worker")
def test_a_lead_starts_watches_and_cancels(site: Site, tablet: Tablets, axe: Axe) -> None:
    of = site.build(lambda build: an_observed_round(build, 30))
    page = tablet(of.lead).new_page()
    page.goto(f"/organise/rounds/{of.round}/")
    page.get_by_role("link", name="All reports of this round").click()
    assert axe(page) == []
    page.get_by_role("button", name="Make 30 drafts").click()
    words = page.locator(".lf-job__words")
    expect(words).to_contain_text("of 30, about", timeout=20_000)
    assert axe(page) == []
    page.get_by_role("button", name="Cancel").click()
    expect(words).to_contain_text("Cancelled.", timeout=5_000)
    expect(words).to_contain_text("whole, and stay so.")
    assert axe(page) == []
