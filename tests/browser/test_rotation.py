"""An observer says whom they should not observe; a lead's proposal keeps to it and is taken over with one press."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.app.builders import Builder
from tests.browser.conftest import PHONE, Site, Tablets

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class ToPlan:
    lead: UUID
    ann: UUID
    bob: UUID
    round: UUID


def two_coming_sessions(build: Builder) -> ToPlan:
    """Dr Clark and Dr Dale, each with a half-day to be watched; two patient partners and two peers."""
    team = build.a_team()
    round_id, clinic = build.a_round(team), build.a_clinic(team)
    for days, name in ((3, "Dr Clark"), (10, "Dr Dale")):
        coming = build.a_session(round_id, clinic, datetime.now(UTC).date() + timedelta(days=days))
        doctor = build.a_clinician(team, name=name)
        for slot in (1, 2, 3):
            build.a_consultation(coming, doctor, slot)
    ann, bob = (build.a_person(team, "observer", name=name) for name in ("Ann", "Bob"))
    for name in ("Cat", "Dan"):
        build.a_person(team, "observer", "peer_clinician", name=name)
    return ToPlan(build.a_person(team, "lead"), ann, bob, round_id)


def test_a_conflict_said_by_the_observer_is_kept_to_by_the_plan_a_lead_takes_over(
    tablet: Tablets, site: Site, axe: Callable[[Page], list[str]]
) -> None:
    world = site.build(two_coming_sessions)
    # Given an observer who says that they should not observe Dr Clark, and not why
    own = tablet(world.ann, viewport=PHONE).new_page()
    own.goto("/observe/")
    own.get_by_role("link", name="Whom you should not observe").click()
    own.get_by_label("Clinician").select_option(label="Dr Clark")
    own.get_by_role("button", name="I should not observe them").click()
    expect(own.get_by_text("You will not be asked to observe them.")).to_be_visible()
    assert axe(own) == []
    # When a lead looks at the next weeks
    lead = tablet(world.lead).new_page()
    lead.goto(f"/compare/rounds/{world.round}/who/")
    assert axe(lead) == []
    lead.get_by_role("link", name="The next weeks", exact=True).click()
    clark = lead.get_by_role("row").filter(has_text="Dr Clark").first
    expect(clark).to_contain_text("Bob")
    expect(clark).not_to_contain_text("Ann")
    assert axe(lead) == []
    # And takes the proposal over with one press
    lead.get_by_role("button", name="Ask everybody who is proposed").click()
    expect(lead.get_by_text("12 sheets asked for in 2 sessions.")).to_be_visible()
    # Then those who were proposed see it, and the one in conflict is not asked for Dr Clark
    other = tablet(world.bob).new_page()
    other.goto("/observe/")
    expect(other.get_by_text("Dr Clark").first).to_be_visible()
    own.goto("/observe/")
    expect(own.get_by_role("heading", level=1)).to_be_visible()
    expect(own.get_by_text("Dr Clark")).to_have_count(0)
