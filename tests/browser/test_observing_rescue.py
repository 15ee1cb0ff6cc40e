"""What a tablet without a network cannot send is carried to the lead as a file or as codes, and counts once."""

from io import BytesIO
from pathlib import Path

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TABLET
from tests.browser.observing_clinic import (
    a_clinic_today,
    agree,
    keep_today,
    lock,
    score,
    sheet_address,
    stored,
    team_of,
    until,
)

pytestmark = pytest.mark.browser

CODES_ARE_KEPT = """async () => {
  const start = document.querySelector("script[src*='/js/start.js']").src;
  const kept = ["show", "qr"].map((name) => caches.match(start.replace("start.js", `rescue_codes/${name}.js`)));
  return (await Promise.all(kept)).every(Boolean);
}"""


def codes_shown(page: Page) -> list[str]:
    """The text of each code on the end-of-clinic page, which is also what its picture says."""
    page.click("text=Show it as codes")
    number = page.locator("[data-code-number]")
    expect(number).to_contain_text("Code 1 of ")
    found: list[str] = []
    many = int((number.text_content() or "").split()[-1])
    for at in range(1, many + 1):
        expect(number).to_have_text(f"Code {at} of {many}")
        found.append(page.locator("[data-code-text]").text_content() or "")
        path = page.locator("[data-code] path").nth(1).get_attribute("d") or ""
        modules = sum(sum(row) for row in segno.make_qr(found[-1], error="l", boost_error=False).matrix)
        assert abs(path.count("M") - modules) < modules / 10
        if many > 1:
            page.click("text=Next code")
    return found


def read_by_camera(page: Page, selector: str) -> str:
    """What a phone reads off the screen: a picture of all that is on it, and a decoder of other people's making."""
    page.locator(selector).first.scroll_into_view_if_needed()
    seen = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())).convert("L"))
    assert len(seen) == 1, f"{len(seen)} codes are seen on the screen"
    return seen[0].text


@pytest.mark.parametrize(("colours", "size"), [("light", TABLET), ("dark", TABLET), ("light", PHONE)])
def test_a_camera_reads_the_rescue_codes_off_the_screen(site, tablet, colours: str, size: dict[str, int]) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner, color_scheme=colours, viewport=size)
    context.route("**/api/v1/observations/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    page.goto("/observe/end-of-clinic/")
    page.click("text=Show it as codes")
    expect(page.locator("[data-code-number]")).to_contain_text("Code 1 of")
    for _ in range(2):
        expect(page.locator("[data-code-text]")).to_have_text(read_by_camera(page, "[data-code] svg"))
        page.click("text=Next code")


def test_a_tablets_camera_reads_the_pairing_code_off_the_leads_screen(site, tablet) -> None:
    clinic = a_clinic_today(site)
    team = site.look(lambda session: team_of(session, clinic.partner))
    lead = site.build(lambda build: build.a_person(team, "lead"))
    for colours in ("light", "dark"):
        page = tablet(lead, color_scheme=colours).new_page()
        page.goto(f"/organise/teams/{team}/tablets/new")
        page.fill("#name", "Blue tablet")
        page.fill("#site", "Knee clinic")
        page.click("text=Show the code")
        assert read_by_camera(page, "main img").startswith(f"{site.address}/tablet/pair/")


def test_what_cannot_be_sent_is_a_file_or_codes_that_a_lead_takes_in_once(site, tablet, tmp_path: Path) -> None:
    clinic = a_clinic_today(site)
    context = tablet(clinic.partner)
    page = context.new_page()
    keep_today(page)
    page.goto("/observe/end-of-clinic/")
    expect(page.locator("[data-verdict]")).to_contain_text("Everything is sent")
    until(page, lambda: page.evaluate(CODES_ARE_KEPT))
    context.set_offline(True)
    page.goto(sheet_address(clinic.partner_sheets[0]))
    agree(page)
    score(page)
    lock(page)
    page.goto("/observe/end-of-clinic/")
    expect(page.locator("[data-verdict]")).to_contain_text("Not everything is sent")
    with page.expect_download() as saved:
        page.click("text=Save a rescue file")
    file = tmp_path / "rescue.json"
    saved.value.save_as(file)
    assert b"choices" not in file.read_bytes()
    codes = codes_shown(page)
    assert len(codes) > 1

    lead = site.build(lambda build: build.a_person(team_of(build.session, clinic.partner), "lead"))
    desk = tablet(lead).new_page()
    team = site.look(lambda session: team_of(session, clinic.partner))
    for words in ("Stored now: 1 sheet", "Here already: 1 sheet"):
        desk.goto(f"/organise/teams/{team}/tablets/rescue")
        if words.startswith("Stored"):
            desk.get_by_label("Or paste the texts of the codes").fill("\n".join(codes))
        else:
            desk.set_input_files("input[type=file]", file)
        desk.click("text=Take it in")
        expect(desk.locator("main")).to_contain_text(words)
    assert stored(site) == 1
    context.set_offline(False)
    expect(page.locator("[data-verdict]")).to_contain_text("Everything is sent", timeout=20_000)
    page.goto("/observe/")
    expect(page.locator("a:has-text('Slot 1')")).to_contain_text("Confirmed by the server")
    assert stored(site) == 1
