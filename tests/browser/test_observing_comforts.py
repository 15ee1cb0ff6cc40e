"""The tablet for tired hands: the quiet screen, sizes and colours, digits, one tap for each question, big targets."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.models.programmes import Round
from instruments.catalogue import shipped
from instruments.loading import to_yaml
from tests.browser.observing_clinic import (
    a_clinic_today,
    agree,
    expect_confirmed,
    lock,
    score,
    sheet_address,
    stored,
    stored_codes,
    until,
)

pytestmark = pytest.mark.browser

# Every target that can be tapped, by its box; a card's target is its label, which holds the radio.
SMALL_TARGETS = """() => Array.from(document.querySelectorAll(
    'main a, main button, main summary, main .ob-card__label, main textarea, header a, header button, nav a'))
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .map((each) => [each.textContent.trim().slice(0, 40), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 48 || box.width < 24)
  .map(([words, box]) => `${words}: ${box.width}x${box.height}`)"""

SMALL_MARKS = """() => Array.from(document.querySelectorAll(".ob-mark, .ob-tool"))
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 48).length ? ["small"] : []"""


def open_sheet(site, tablet, **options) -> tuple[Page, object]:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, **options).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    return page, clinic


def test_what_is_tapped_while_watching_stands_beside_the_question_and_is_stored(site, tablet, axe) -> None:
    page, _ = open_sheet(site, tablet)
    page.click("[data-watch-way] [data-watch-open]")
    mark = page.locator("[data-mark='choices']")
    mark.click()
    mark.click()
    page.click("[data-mark='harms']")
    page.click("[data-watch-undo]")
    assert axe(page) == []
    page.click("[data-watch-dim]")
    assert axe(page) == []
    # A dead battery: the screen opens again where it was, with every tap.
    expect(page.locator("[data-watch-saved]")).to_have_text("Saved on this tablet")
    page.reload()
    expect(page.locator("[data-mark='choices'] [data-mark-count]")).to_have_text("2")
    page.click("[data-watch-close]")
    expect(page.locator("#i_choices [data-tapped]")).to_have_text("Tapped twice, in minute 0.")
    expect(page.locator("#i_harms [data-tapped]")).to_be_hidden()
    score(page)
    lock(page)
    expect_confirmed(page)
    page.reload()
    expect(page.locator("main")).to_contain_text("Tapped twice, in minute 0.")


def test_behaviours_have_a_button_each_and_stand_beside_the_question_by_minute(site, tablet, axe) -> None:
    clinic = a_clinic_today(site)
    on_the_default_instrument(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.click("[data-watch-way] [data-watch-open]")
    steps = page.locator("[data-mark='next_steps']")
    expect(steps).to_have_count(3)
    for marker in ("when", "who", "when", "change"):
        page.click(f"[data-mark='next_steps'][data-marker='{marker}']")
    page.click("[data-watch-undo]")
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL_MARKS) == []
    expect(page.locator("[data-watch-saved]")).to_have_text("Saved on this tablet")
    page.reload()
    expect(steps.locator("[data-mark-count]")).to_have_text(["1", "2", ""])
    page.click("[data-watch-close]")
    said = ["Says who does what: in minute 0", "Says when: 2 times, in minute 0"]
    expect(page.locator("#i_next_steps [data-tapped] li")).to_have_text(said)
    expect(page.locator("[data-review-list]")).to_contain_text("Not answered. Says who does what: in minute 0")
    answer_everything(page)
    lock(page)
    expect_confirmed(page)
    page.reload()
    for words in said:
        expect(page.locator("main")).to_contain_text(words)


def answer_everything(page: Page) -> None:
    page.locator("label[for='i_decision-no']").tap()
    for group in page.locator("[data-entry]:visible").all():
        if group.get_attribute("data-ask") and group.get_attribute("data-entry") != "decision":
            group.locator(".ob-card__label").nth(1).tap()


def on_the_default_instrument(site) -> None:
    """Score with Levelfield's own instrument: seven questions when there was no choice to make."""
    instrument = next(each for each in shipped() if each.id == "levelfield-sdm")
    site.build(
        lambda build: build.session.execute(
            update(Round).values(instrument_id=build.an_instrument(to_yaml(instrument)))
        )
    )


# The brightest line or ground on the quiet screen, of 255.
BRIGHTEST = """() => Math.max(...Array.from(
    document.querySelectorAll("dialog[data-watch], dialog[data-watch] :is(button, .ob-look-for)"),
    (each) => {
      const { backgroundColor, borderTopColor } = getComputedStyle(each);
      return Math.max(...[backgroundColor, borderTopColor].flatMap((c) => c.match(/\\d+/g).slice(0, 3).map(Number)));
    }))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_glares_on_the_dimmed_quiet_screen(site, tablet, scheme: str) -> None:
    clinic = a_clinic_today(site)
    on_the_default_instrument(site)
    page = tablet(clinic.partner, color_scheme=scheme).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.click("[data-watch-way] [data-watch-open]")
    page.click("[data-mark='next_steps'][data-marker='when']")
    page.click("[data-watch-dim]")
    expect(page.locator("[data-watch-dim]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(BRIGHTEST) < 180


def test_the_screen_stays_lit_while_somebody_watches_and_no_longer(site, tablet) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner).new_page()
    page.add_init_script(
        """const lights = { lit: 0 };
        window.lights = lights;
        const light = () => Promise.resolve({ release: () => Promise.resolve(lights.lit--) });
        Object.defineProperty(navigator, "wakeLock", { value: { request: () => (lights.lit++, light()) } });"""
    )
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.click("[data-watch-way] [data-watch-open]")
    until(page, lambda: page.evaluate("window.lights.lit") == 1)
    page.click("[data-watch-close]")
    until(page, lambda: page.evaluate("window.lights.lit") == 0)


def test_after_locking_the_reader_goes_on_where_the_sheet_stands(site, tablet) -> None:
    page, _ = open_sheet(site, tablet)
    score(page)
    lock(page)
    expect(page.locator("[data-standing]")).to_be_focused()
    expect(page.locator("[data-standing]")).to_contain_text("Your sheet is locked.")
    expect_confirmed(page)
    expect(page.locator("[data-standing] .ob-code")).to_have_css("display", "inline")
    expect(page.get_by_text("I scored this visit on paper")).to_be_hidden()


def test_seven_questions_take_seven_taps_and_one_to_lock(site, tablet) -> None:
    clinic = a_clinic_today(site)
    on_the_default_instrument(site)
    page = tablet(clinic.partner).new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.evaluate("() => { window.taps = 0; addEventListener('pointerdown', () => window.taps++, true); }")
    answer_everything(page)
    expect(page.locator("[data-progress]")).to_have_text("7 of 7 answered")
    page.locator(".ob-lock__button").tap()
    expect_confirmed(page)
    assert page.evaluate("window.taps") == 7 + 1
    assert stored(site) == 1


def test_a_question_is_read_aloud_with_its_choices_and_never_with_what_was_written(site, tablet) -> None:
    page, _ = open_sheet(site, tablet)
    page.locator("#i_choices summary", has_text="note").click()
    page.fill("#i_choices_note", "Only mine.")
    page.evaluate("() => { speechSynthesis.speak = (words) => { window.said = [words.lang, words.text]; }; }")
    page.locator("#i_choices .ob-aloud").click()
    language, text = page.evaluate("window.said")
    assert language == "en"
    assert text == (
        "Names the choices. 0. Not seen. 1. A little. 2. Clearly. Did not apply. I could not see or hear this."
    )


def test_what_somebody_likes_counts_at_once_and_on_the_next_page_before_it_is_painted(site, tablet) -> None:
    page, _ = open_sheet(site, tablet)
    page.click("text=Make this page easier to read")
    page.check("#look-text-largest")
    page.check("#look-colours-dark")
    page.check("#look-hand-left")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "23px"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == "rgb(18, 25, 27)"
    html = page.request.get("/observe/").text()
    assert 'class="lf-text-largest lf-space-usual lf-colours-dark lf-hand-left"' in html


def test_digits_choose_the_point(site, tablet) -> None:
    page, _ = open_sheet(site, tablet)
    page.focus("#i_decision")
    page.keyboard.press("2")
    page.focus("#i_choices")
    page.keyboard.press("1")
    page.focus("#i_harms-0")
    page.keyboard.press("2")
    expect(page.locator("[data-saved]")).to_have_text("Saved on this tablet")
    lock(page)
    expect_confirmed(page)
    assert stored_codes(site) == {"choices": "1", "harms": "2"}


def test_a_name_in_a_note_is_asked_about_before_the_sheet_is_locked(site, tablet, axe) -> None:
    page, _ = open_sheet(site, tablet)
    score(page)
    page.locator("#i_choices summary", has_text="note").click()
    page.fill("#i_choices_note", "Mrs Lee was asked twice.")
    page.click("text=Lock my sheet")
    names = page.locator("[data-names]")
    expect(names).to_contain_text("“Mrs Lee” looks like a name after a title.")
    expect(names).to_be_focused()
    assert axe(page) == []
    assert stored(site) == 0
    page.check("#names_checked")
    lock(page)
    expect_confirmed(page)


def test_a_correction_goes_through_the_same_outbox(site, tablet) -> None:
    page, _ = open_sheet(site, tablet)
    score(page)
    lock(page)
    expect_confirmed(page)
    page.reload()
    page.click("text=Correct a mistake")
    page.check("#i_choices-0")
    page.click("text=Lock my correction")
    expect(page.locator("[data-missing]")).to_contain_text("Write why you are correcting this sheet.")
    page.fill("#reason", "I tapped the wrong card.")
    page.context.set_offline(True)
    page.click("text=Lock my correction")
    expect(page.locator("[data-standing]")).to_contain_text("On this tablet")
    page.context.set_offline(False)
    expect_confirmed(page)
    assert stored(site) == 2


@pytest.mark.parametrize("size", [(820, 1180), (320, 640)])
def test_every_target_is_big_and_nothing_scrolls_sideways(site, tablet, size: tuple[int, int]) -> None:
    clinic = a_clinic_today(site)
    page = tablet(clinic.partner, viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto("/observe/")
    assert page.evaluate(SMALL_TARGETS) == []
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.click("[data-watch-way] [data-watch-open]")
    assert page.evaluate("document.querySelector('[data-watch]').scrollWidth") <= size[0]
    heights = page.locator("[data-watch] button").evaluate_all("(all) => all.map((each) => each.offsetHeight)")
    assert min(heights) >= 48


def test_the_brief_the_debrief_and_a_wrong_slot_have_no_accessibility_fault(site, tablet, axe) -> None:
    clinic = a_clinic_today(site)
    partner, peer = tablet(clinic.partner).new_page(), tablet(clinic.peer).new_page()
    partner.goto("/observe/")
    partner.click("text=Read the brief")
    assert axe(partner) == []
    partner.click("text=I have read this")
    expect(partner.locator("main")).to_contain_text("You have read it")
    for page, sheet, choice in ((partner, clinic.partner_sheets[0], "0"), (peer, clinic.peer_sheets[0], "2")):
        page.goto(sheet_address(sheet))
        agree(page)
        score(page, (f"choices-{choice}", "harms-1"))
        lock(page)
        expect_confirmed(page)
    partner.reload()
    partner.click("text=See the sheets side by side")
    partner.click("text=Write what you agree on")
    assert axe(partner) == []
    partner.fill("#note", "Both heard one choice named.")
    partner.check("#p_choices-1")
    partner.click("text=Save what we agree on")
    expect(partner.locator("h1")).to_contain_text("Side by side")
    peer.goto(f"/observe/consultations/{clinic.consultations[0]}/together")
    assert axe(peer) == []
    peer.click("text=I agree with this")
    expect(peer.locator("main")).to_contain_text("All of you said yes to this")
    partner.goto(f"{sheet_address(clinic.partner_sheets[0])}wrong-place")
    assert axe(partner) == []
    partner.check("#slot-2")
    partner.click("text=Tell my lead")
    expect(partner.locator("main")).to_contain_text("Your lead will look at it")
