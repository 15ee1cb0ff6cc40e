"""From the ready check to the clinician's question and its answer; and a worry that waits for no network."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment
from app.models.observations import Observation, ObservationRevision
from app.models.safety import SafetyConcern
from app.operations.safety import add_contact
from tests.app.builders import Builder
from tests.app.reviewing.observed import Observed, an_observed_clinician
from tests.browser.conftest import PHONE, Site, Tablets
from tests.browser.observing_clinic import a_clinic_today, agree, keep_today, sheet_address, until

pytestmark = pytest.mark.browser

ORIGINAL = "Mrs Jones was asked what mattered to her."
CHANGED = "The patient was asked what mattered to them."
QUESTION = "Which visits does this rest on?"
WORRY = "The person said they had stopped all their tablets."


def observed(build: Builder) -> tuple[Observed, str]:
    of = an_observed_clinician(build, note=ORIGINAL)
    return of, f"/review/release/{of.round}/{of.clinician}/"


def author_of_the_change(site: Site) -> UUID:
    return site.look(
        lambda session: session.scalars(
            select(Assignment.person_id)
            .join(Observation, Observation.assignment_id == Assignment.id)
            .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
            .join(EditAsked, EditAsked.revision_id == ObservationRevision.id)
        ).one()
    )


def test_a_report_climbs_from_the_ready_check_to_an_answered_question(
    site: Site, tablet: Tablets, axe: Callable[[Page], list[str]]
) -> None:
    of, ladder = site.build(observed)
    faults: dict[str, list[str]] = {}

    def look(page: Page) -> None:
        found = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("the page scrolls sideways")
        faults[page.url] = found

    lead = tablet(of.lead).new_page()
    lead.goto("/review/release/")
    look(lead)
    lead.locator("section", has_text="Round").get_by_role("link").click()
    look(lead)
    lead.get_by_role("link", name="Morgan Reyes").click()
    look(lead)
    lead.get_by_role("link", name="Look at what is there").click()
    lead.click("button:has-text('It may go on')")
    expect(lead.locator(".nhsuk-error-message")).to_contain_text("Say why it may go on")
    look(lead)
    lead.fill("#note", "The clinician asked for it before their leave.")
    lead.click("button:has-text('It may go on')")

    lead.get_by_role("link", name="Read every comment").click()
    expect(lead.locator("mark").first).to_have_text("Mrs Jones")
    first = lead.locator(".lf-comment").first
    first.get_by_label("Show it with a change").check()
    first.locator("summary").click()
    first.get_by_label("How it will be shown").fill(CHANGED)
    first.get_by_label("It could tell who the patient is.").check()
    second = lead.locator(".lf-comment").nth(1)
    second.get_by_label("Leave it out").check()
    second.locator("summary").click()
    second.get_by_label("It could tell who the patient is.").check()
    look(lead)
    lead.click("text=Save my decisions")
    lead.get_by_role("link", name="Report of").click()
    lead.get_by_role("link", name="Read every comment").click()
    lead.wait_for_load_state()
    for point in lead.locator("input[name=looked]").all():
        point.check()
    look(lead)
    lead.click("button:has-text('All comments are read')")
    expect(lead.locator("main")).to_contain_text("1 change waits for the answer of who wrote it.")

    author = tablet(author_of_the_change(site), viewport=PHONE).new_page()
    author.goto("/observe/")
    author.get_by_role("link", name="Look at it").click()
    look(author)
    author.get_by_role("link", name="Look at it").click()
    expect(author.locator("main")).to_contain_text(ORIGINAL)
    look(author)
    author.get_by_text("It is all right like this").click()
    author.click("button:has-text('Send my answer')")
    expect(author.locator("main")).to_contain_text("Your answer is kept")

    lead.reload()
    lead.get_by_role("link", name="Read the draft and say").click()
    lead.click("button:has-text('Give the go-ahead')")
    lead.get_by_role("link", name="Open the conversation guide").click()
    lead.fill("#talk_on", datetime.now(UTC).strftime("%Y-%m-%d"))
    look(lead)
    lead.click("button:has-text('I will talk it through')")
    lead.get_by_role("link", name="Release it at or just before").click()
    look(lead)
    lead.click("button:has-text('Release the report')")
    expect(lead.locator("main")).to_contain_text("The report of Morgan Reyes is released.")

    clinician = tablet(of.person, viewport=PHONE).new_page()
    clinician.goto("/review/")
    look(clinician)
    clinician.click("text=Read your report")
    expect(clinician.locator("main")).to_contain_text(CHANGED)
    expect(clinician.locator("main")).not_to_contain_text(ORIGINAL)
    clinician.get_by_role("link", name="Reply or ask").click()
    clinician.get_by_label("A question about a result").check()
    clinician.select_option("#about", index=1)
    clinician.fill("#text", QUESTION)
    clinician.click("button:has-text('Send it')")
    look(clinician)

    lead.goto(ladder)
    look(lead)
    lead.get_by_role("link", name="Answer it").click()
    look(lead)
    lead.fill("#answer", "On all six visits of March.")
    lead.click("button:has-text('Send the answer')")
    clinician.reload()
    expect(clinician.locator("main")).to_contain_text("On all six visits of March.")
    assert {where: found for where, found in faults.items() if found} == {}


def test_a_worry_raised_without_a_network_is_kept_and_goes_before_the_sheet(
    site: Site, tablet: Tablets, axe: Callable[[Page], list[str]]
) -> None:
    clinic = a_clinic_today(site)

    def name_somebody(build: Builder) -> UUID:
        team = build.actor(clinic.partner).places[0].team_id
        lead = build.a_person(team, "lead")
        add_contact(build.session, build.actor(lead), team, name="Ada Lovage", reach="Bleep 220", person_id=None)
        return lead

    lead = site.build(name_somebody)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.get_by_text("This is about somebody’s safety").click()
    expect(page.locator("[data-worry]")).to_contain_text("Bleep 220")
    page.fill("#worry-text", WORRY)
    page.click("button:has-text('Tell them now')")
    expect(page.locator("[data-worry-told]")).to_contain_text("kept on this tablet")
    assert axe(page) == []
    assert site.look(lambda session: session.scalars(select(SafetyConcern.id)).all()) == []

    context.set_offline(False)
    told = tablet(lead).new_page()
    until(page, lambda: site.look(lambda session: session.scalars(select(SafetyConcern.id)).first()))
    told.goto("/safety/")
    expect(told.locator("main")).to_contain_text("Nobody has it in hand yet")
    told.get_by_role("heading", level=3).get_by_role("link").click()
    expect(told.locator("main")).to_contain_text(WORRY)
    assert axe(told) == []
