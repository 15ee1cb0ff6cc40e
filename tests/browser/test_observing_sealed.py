"""What rests on a shared tablet: nobody else reads it, the screen locks and opens offline, nothing is ever dropped."""

import json
from hashlib import sha256

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.models.instruments import PublishedInstrument
from app.models.tablets import KeptDraft, Tablet
from app.operations.tablets import set_pin
from tests.browser.observing_clinic import (
    PIN,
    a_clinic_today,
    agree,
    expect_confirmed,
    keep_today,
    lock,
    paired,
    score,
    set_a_pin,
    sheet_address,
    sign_in_here,
    stored,
    stored_codes,
)

pytestmark = pytest.mark.browser

NOTE = "She was worried about the anaesthetic."
EVERYTHING = """async () => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("levelfield");
    asked.onsuccess = () => resolve(asked.result);
  });
  const read = (value) => {
    if (value instanceof Uint8Array) return new TextDecoder("latin1").decode(value);
    if (value instanceof CryptoKey) return `a key, extractable: ${value.extractable}`;
    if (Array.isArray(value)) return value.map(read);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, read(inner)]));
    }
    return value;
  };
  const found = {};
  for (const name of db.objectStoreNames) {
    found[name] = await new Promise((resolve) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => resolve(asked.result.map(read));
    });
  }
  db.close();
  return JSON.stringify(found);
}"""
# What happens by itself when nobody touches the tablet for five minutes.
LOCK_NOW = """() => {
  const start = document.querySelector("script[src*='/js/start.js']").src;
  const address = start.replace("start.js", "observing/lock_screen.js");
  return import(address).then((module) => void module.lockNow());
}"""
OLD_ROWS = """async (rows) => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("levelfield", 1);
    asked.onerror = () => reject(asked.error);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      db.createObjectStore("drafts", { keyPath: "observation" }).createIndex("assignment", "assignment");
      db.createObjectStore("outbox", { keyPath: "key" }).createIndex("assignment", "assignment");
      db.createObjectStore("receipts", { keyPath: "key" }).createIndex("assignment", "assignment");
      db.createObjectStore("meta", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
  });
  const tx = db.transaction(["drafts", "outbox"], "readwrite");
  for (const row of rows.drafts) tx.objectStore("drafts").put(row);
  for (const row of rows.outbox) {
    const body = new TextEncoder().encode(row.text);
    tx.objectStore("outbox").put({ ...row, body });
  }
  await new Promise((resolve) => (tx.oncomplete = resolve));
  db.close();
}"""


def test_nobody_reads_a_note_in_the_tablets_store_and_its_key_cannot_be_taken_out(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    page.locator("summary", has_text="Note").first.click()
    page.locator("textarea[data-part='note']").first.fill(NOTE)
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")
    draft = page.evaluate(EVERYTHING)
    lock(page)
    locked = page.evaluate(EVERYTHING)
    for found in (draft, locked):
        assert "anaesthetic" not in found
        assert "receptionist" not in found
        assert "extractable: true" not in found
    assert "extractable: false" in draft
    # From the lock on, not even its observer's key opens it here.
    assert all("secret" not in row for row in json.loads(locked)["drafts"])


def test_the_next_person_cannot_open_what_the_one_before_left(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    page.goto("/observe/")
    page.wait_for_load_state("networkidle")
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in*")
    assert "a key" not in page.evaluate(EVERYTHING)

    tablet.sign_in(context, clinic.peer)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("To do")
    keys = json.loads(page.evaluate(EVERYTHING))["keys"]
    assert [row["person"] for row in keys if "key" in row] == [str(clinic.peer)]

    tablet.sign_in(context, clinic.partner)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Started, saved on this tablet")


def test_a_locked_screen_opens_with_the_pin_and_no_network(site, tablet, axe) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    page = set_a_pin(site, context, clinic.partner)
    keep_today(page)
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    page.evaluate(LOCK_NOW)
    dialog = page.locator("dialog.lf-locked")
    expect(dialog).to_be_visible()
    expect(page.locator("#i_choices-1")).not_to_be_checked()
    page.emulate_media(color_scheme="dark")
    for width, height in ((820, 1180), (390, 844), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    dialog.locator("input").fill("111222")
    dialog.locator("button").click()
    expect(dialog).to_contain_text("4 tries left")
    dialog.locator("input").fill(PIN)
    dialog.locator("button").click()
    expect(page.locator("#i_choices-1")).to_be_checked()
    lock(page)
    expect(page.locator("[data-standing]")).to_contain_text("waiting to send")


def test_a_tablet_left_alone_locks_later_while_somebody_watches_a_visit(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    page = set_a_pin(site, context, clinic.partner)
    page.clock.install()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.click("[data-watch-way] [data-watch-open]")
    page.clock.fast_forward("15:00")
    expect(page.locator("[data-watch-time]")).to_have_text("15 minutes")
    expect(page.locator("dialog[data-watch]")).to_be_visible()
    page.click("[data-watch-close]")
    page.clock.fast_forward("06:00")
    expect(page.locator("h1")).to_have_text("Who is here?")


def test_a_forgotten_pin_loses_nothing(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    page = set_a_pin(site, context, clinic.partner)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    page.goto("/observe/")
    page.wait_for_load_state("networkidle")
    page.click("text=Sign out")
    # Who must sign in here sees the names first; the password is one link further.
    expect(page.locator("h1")).to_have_text("Who is here?")
    for _ in range(5):
        page.check("input[name=person]")
        page.fill("#pin", "111222")
        page.click("text=Start")
    expect(page.locator("main")).to_contain_text("Too many wrong tries")
    sign_in_here(site, context, clinic.partner)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    expect(page.locator("#i_choices-1")).to_be_checked()


def test_two_people_take_turns_in_seconds(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet()
    paired(site, context, clinic)
    page = set_a_pin(site, context, clinic.partner)

    def pins(build) -> None:
        here = build.session.scalars(select(Tablet.id)).one()
        set_pin(build.session, build.actor(clinic.peer), here, PIN)

    site.build(pins)
    page.wait_for_load_state("networkidle")
    page.click("text=Sign out")
    page.wait_for_url("**/tablet/**")
    began = page.evaluate("performance.timeOrigin + performance.now()")
    page.check("text=Sam Peer")
    page.fill("#pin", PIN)
    page.click("text=Start")
    expect(page.locator("h1")).to_have_text("Your sessions")
    assert page.evaluate("performance.timeOrigin + performance.now()") - began < 5000
    assert str(clinic.partner) not in page.content()


def test_a_store_of_the_version_before_keeps_its_full_outbox(site, tablet) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    # A page of this site without scripts of ours that would open the store.
    page.goto("/api/v1/openapi.json")
    fingerprint = site.look(_fingerprint)
    drafts, outbox = [], []
    for number, (person, sheet) in enumerate(
        [(clinic.partner, clinic.partner_sheets[0]), (clinic.peer, clinic.peer_sheets[0])]
    ):
        observation = f"00000000-0000-4000-8000-00000000000{number}"
        content = {
            "schema": "1",
            "observation_id": observation,
            "assignment_id": str(sheet),
            "instrument": fingerprint,
            "revision": 1,
            "consent": {
                "id": f"00000000-0000-4000-8000-00000000001{number}",
                "outcome": "agreed",
                "stage": "before",
                "asked_by": "nurse",
            },
            "answers": {"decision": {"code": "no"}, "choices": {"code": "1"}, "harms": {"code": "2", "note": NOTE}},
            "opened_at": "2026-03-02T09:00:00Z",
            "locked_at": "2026-03-02T09:30:00Z",
            "reason": "",
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        common = {"observation": observation, "person": str(person), "assignment": str(sheet), "label": "S, slot 1"}
        drafts.append({**common, **_draft(content), "locked": True})
        outbox.append({**common, **_waiting(observation, text)})
    begun = "00000000-0000-4000-8000-000000000009"
    drafts.append(
        {
            "observation": begun,
            "person": str(clinic.partner),
            "assignment": str(clinic.partner_sheets[1]),
            "label": "S, slot 2",
            **_draft(
                {"answers": {"choices": {"code": "2"}}, "instrument": fingerprint, "opened_at": "", "consent": None}
            ),
            "locked": False,
        }
    )
    page.evaluate(OLD_ROWS, {"drafts": drafts, "outbox": outbox})

    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server")
    expect(page.locator("a:has-text('Slot 2')")).to_contain_text("Started, saved on this tablet")
    expect(page.locator("[data-waiting]")).to_contain_text("1 thing of another observer waits")
    assert stored_codes(site) == {"choices": "1", "harms": "2"}
    assert "anaesthetic" not in page.evaluate(EVERYTHING)

    tablet.sign_in(context, clinic.peer)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server")
    assert stored(site) == 2


def _fingerprint(session) -> str:
    return session.scalars(select(PublishedInstrument.fingerprint)).one()


def _draft(content) -> dict:
    return {
        "instrument": content["instrument"],
        "openedAt": content["opened_at"],
        "seq": 4,
        "consent": content["consent"],
        "answers": content["answers"],
        "problems": [],
    }


def _waiting(observation: str, text: str) -> dict:
    return {
        "key": f"sheet:{observation}:1",
        "kind": "sheet",
        "revision": 1,
        "address": f"/api/v1/observations/{observation}/revisions/1",
        "text": text,
        "sha256": sha256(text.encode()).hexdigest(),
        "state": "queued",
        "attempts": 0,
        "nextTry": 0,
        "since": 1,
        "sentence": "",
        "status": 0,
    }


def test_a_sheet_begun_on_another_device_can_be_gone_on_with(site, tablet) -> None:
    clinic = a_clinic_today(site)
    first = tablet(clinic.partner).new_page()
    first.goto(sheet_address(clinic.partner_sheets[0]))
    agree(first)
    with first.expect_response("**/api/v1/drafts/**"):
        score(first)
    assert site.look(lambda session: session.scalar(select(func.count()).select_from(KeptDraft))) == 1

    second = tablet(clinic.partner).new_page()
    second.goto(sheet_address(clinic.partner_sheets[0]))
    expect(second.locator("[data-copies]")).to_contain_text("You began this sheet on another device")
    second.click("text=Go on with that one")
    expect(second.locator("#i_choices-1")).to_be_checked()
    lock(second)
    expect_confirmed(second)
    assert site.look(lambda session: session.scalar(select(func.count()).select_from(KeptDraft))) == 0
