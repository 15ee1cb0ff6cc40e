"""Long work in a real browser with a real worker: a lead watches and cancels; a clinician waits for a new report."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.jobs import round_reports
from app.jobs.task import Task
from app.jobs.worker import work
from app.operations.consent import withdraw_consent
from app.releasing import reissue_after_withdrawal
from tests.app.builders import Builder
from tests.app.jobs.observed_round import an_observed_round, do_all
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed, an_observed_clinician
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


def a_report_taken_back(site: Site) -> Observed:
    """Released, and then a patient changed their mind; nobody has made the new one yet."""
    with site.database.open() as session:
        build = Builder(session)
        of = an_observed_clinician(build)
        released(build, of)
        lead = build.actor(of.lead)
        concerned = withdraw_consent(session, lead, of.consultations[0], "after")
        reissue_after_withdrawal(session, lead.id, concerned)
        build.keep()
    return of


def test_a_clinician_reads_why_there_is_no_report_until_the_new_one_is_there(
    site: Site, tablet: Tablets, axe: Axe
) -> None:
    of = a_report_taken_back(site)
    page = tablet(of.person).new_page()
    page.goto("/review/")
    expect(page.get_by_text("Your report is being made anew")).to_be_visible()
    assert axe(page) == []
    do_all(site.database, site.url)
    page.reload()
    page.get_by_role("link", name="Read your report").click()
    expect(page.get_by_text("this report replaces an earlier one").first).to_be_visible()
