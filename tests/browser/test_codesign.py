"""A patient partner proposes, votes and signs off; the lead accepts; only then can the version be published."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from app.operations.drafts import begin_draft
from instruments.drafting.beginning import next_version
from instruments.loading import load
from tests.app.builders import SMALL, Builder
from tests.browser.conftest import PHONE, Site, Tablets

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]


@dataclass
class Round:
    lead: uuid.UUID
    partner: uuid.UUID
    codesign: str
    publish: str


def a_draft(build: Builder) -> Round:
    team = build.a_team("Riverside")
    lead = build.a_person(team, "lead", name="Ann Lead")
    partner = build.a_person(team, "observer", name="Pat Owusu")
    draft = begin_draft(build.session, build.actor(lead), team, next_version(load(SMALL)), build.an_instrument())
    place = f"teams/{team}/drafts/{draft}"
    return Round(lead, partner, f"/codesign/{place}/", f"/studio/{place}/publish")


def test_a_draft_is_made_together_and_published(site: Site, tablet: Tablets, axe: Axe) -> None:
    draft = site.build(a_draft)
    partner, lead = tablet(draft.partner, viewport=PHONE).new_page(), tablet(draft.lead).new_page()
    partner.goto(draft.codesign)
    assert axe(partner) == []
    partner.get_by_label("4: very relevant").first.check()
    partner.get_by_role("button", name="Keep my votes").click()
    expect(partner.get_by_text("Your votes are kept.")).to_be_visible()
    partner.get_by_role("link", name="Propose an item").click()
    partner.get_by_label("Which part does it belong to?").select_option(label="Options")
    partner.get_by_label("Your item").fill("Asks what matters to me")
    partner.get_by_role("button", name="Put this item forward").click()
    expect(partner.get_by_text("Your item is put forward")).to_be_visible()
    lead.goto(draft.codesign + "proposals/")
    lead.get_by_role("link", name="Accept or decline").click()
    lead.get_by_label("Accept: the draft changes").check()
    lead.get_by_label("Why?").fill("We all want it.")
    lead.get_by_role("button", name="Save the decision").click()
    expect(lead.get_by_text("The draft is changed.")).to_be_visible()
    lead.goto(draft.publish)
    expect(lead.get_by_text("No patient partner has signed this draft off")).to_be_visible()
    partner.goto(draft.codesign + "sign-off")
    assert axe(partner) == []
    partner.get_by_role("button", name="Sign this draft off").click()
    expect(partner.get_by_text("You have signed this draft off.", exact=True)).to_be_visible()
    lead.goto(draft.publish)
    expect(lead.get_by_role("button", name="Publish this version")).to_be_visible()
