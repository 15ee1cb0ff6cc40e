"""A clinic for the tablet's stories, and what hands do on the tablet."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.observations import ObservationRevision, Rating
from app.models.people import Membership
from app.operations.tablets import make_tablet_link
from tests.app.builders import SMALL, Builder
from tests.browser.conftest import PATIENCE

# Three items, one of which applies only when there was a choice.
SHEET = SMALL.replace(
    "sections:",
    """sections:
  - id: context
    kind: context
    title: {en: About the visit}
    items:
      - id: decision
        kind: choice
        role: decision_gate
        required: "true"
        text: {any: {en: Was there a choice to make?}}
        options: [{code: "yes", label: {en: "Yes"}}, {code: "no", label: {en: "No"}}]
      - id: about
        kind: choices
        role: decision_kind
        required: "true"
        text: {any: {en: What was it about?}}
        options: [{code: surgery, label: {en: An operation}}, {code: other, label: {en: Something else}}]
        show_if: {item: decision, in: ["yes"]}""",
).replace("id: small", "id: tablet")


PIN = "274916"


@dataclass(frozen=True)
class TabletClinic:
    partner: uuid.UUID
    peer: uuid.UUID
    consultations: tuple[uuid.UUID, ...]
    partner_sheets: tuple[uuid.UUID, ...]
    peer_sheets: tuple[uuid.UUID, ...]


def a_clinic_today(site: Any, slots: int = 3) -> TabletClinic:
    """A session today with a patient partner and a peer in every slot."""

    def make(build: Builder) -> TabletClinic:
        team = build.a_team()
        partner = build.a_person(team, "observer", "patient_partner", name="Pat Partner")
        peer = build.a_person(team, "observer", "peer_clinician", name="Sam Peer")
        around = build.a_round(team, build.an_instrument(SHEET))
        session = build.a_session(around, build.a_clinic(team), datetime.now(UTC).date())
        clinician = build.a_clinician(team, name="Dr Clark")
        consultations = tuple(build.a_consultation(session, clinician, slot) for slot in range(1, slots + 1))
        return TabletClinic(
            partner,
            peer,
            consultations,
            tuple(build.an_assignment(each, partner) for each in consultations),
            tuple(build.an_assignment(each, peer) for each in consultations),
        )

    return site.build(make)


def paired(site: Any, context: BrowserContext, clinic: TabletClinic) -> None:
    """Pair this tablet with the clinic's team."""

    def link(build: Builder) -> str:
        lead = build.a_person(team_of(build.session, clinic.partner), "lead")
        return make_tablet_link(build.session, build.actor(lead), team_of(build.session, clinic.partner), "T", "C", 9)

    page = context.new_page()
    page.goto(f"/tablet/pair/{site.build(link)}")
    page.click("text=Pair this tablet >> nth=-1")
    expect(page.locator("main")).to_contain_text("Nobody has a PIN")
    page.close()


def set_a_pin(site: Any, context: BrowserContext, person: uuid.UUID) -> Page:
    """As after a full sign-in on the paired tablet."""
    sign_in_here(site, context, person)
    page = context.new_page()
    page.goto("/account/pin")
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    page.click("text=Set my PIN")
    expect(page.locator("h1")).to_have_text("Your sessions")
    return page


def sign_in_here(site: Any, context: BrowserContext, person: uuid.UUID) -> None:
    token = site.sign_in_token(person)
    context.add_cookies([{"name": "levelfield", "value": token, "url": site.address}])


def sheet_address(assignment: uuid.UUID) -> str:
    return f"/observe/assignments/{assignment}/"


def agree(page: Page) -> None:
    page.check("#outcome-agreed")
    page.check("#asked_by-receptionist")
    page.click("text=Continue")
    expect(page.locator("[data-sheet]")).to_be_visible()


def score(page: Page, answers: Sequence[str] = ("choices-1", "harms-2")) -> None:
    for answer in ("decision-no", *answers):
        page.check(f"#i_{answer}")
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")


def lock(page: Page) -> None:
    """Press lock and wait until the sheet has left the form for the outbox."""
    page.click("text=Lock my sheet")
    expect(page.locator("[data-sheet]")).to_be_hidden()


def expect_confirmed(page: Page) -> None:
    expect(page.locator("[data-standing]")).to_contain_text("Confirmed by the server")


def until(page: Page, holds: Callable[[], Any]) -> None:
    """Wait until something holds that is not to be seen on the page."""
    for _ in range(PATIENCE // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not come about.")


def keep_today(page: Page) -> None:
    """Open today's page and wait until the tablet has kept it and its sheets."""
    page.goto("/observe/")
    wanted = page.locator("a[data-state='assigned']").count() + 1
    until(page, lambda: kept_pages(page) >= wanted)


def kept_pages(page: Page) -> int:
    """How many pages the tablet keeps for when there is no network."""
    return page.evaluate(
        """async () => {
          let count = 0;
          for (const name of await caches.keys()) {
            if (name.startsWith("pages-")) count += (await (await caches.open(name)).keys()).length;
          }
          return count;
        }"""
    )


def stored(site: Any) -> int:
    """How many sheets the server has."""
    return site.look(lambda session: session.scalar(select(func.count()).select_from(ObservationRevision)))


def stored_codes(site: Any) -> dict[str, str]:
    """The ratings the server has, by item."""
    return site.look(lambda session: dict(session.execute(select(Rating.item_id, Rating.code)).all()))


def team_of(session: Session, person: uuid.UUID) -> uuid.UUID:
    return session.scalars(select(Membership.team_id).where(Membership.person_id == person)).one()
