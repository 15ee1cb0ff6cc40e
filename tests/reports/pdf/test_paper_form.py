"""The paper form carries the sheet's codes, words and licence, and nothing about the patient."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from instruments.catalogue import shipped
from instruments.drafting.beginning import blank_definition
from instruments.drafting.draft import Draft, instrument_of
from instruments.drafting.parts import add_entries, add_section, new_item
from instruments.drafting.scale_making import add_scale, scale_from
from reports.pdf.document import About, Document
from reports.pdf.flow import Flow
from reports.pdf.paper_form import PaperWords, can_be_printed, paper_form
from reports.pdf.tick_boxes import Choice, boxes
from tests.reports.pdf.opened import Opened, texts

PARTNER = PaperWords("patient_partner", "Patient partner")
DAY = date(2026, 11, 24)
ABOUT = About("Title", "Subject", "en", "Levelfield", "Head", "Title", "Foot", DAY)


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("instrument", shipped(), ids=lambda each: each.id)
def test_every_entry_stands_on_it_under_its_own_code(instrument) -> None:
    words = words_of(paper_form(instrument, PARTNER, DAY))
    assert [entry.id for entry in instrument.entries if entry.id not in words] == []


def test_it_reads_as_its_kind_of_observer_reads() -> None:
    instrument = shipped()[0]
    peer = words_of(paper_form(instrument, PaperWords("peer_clinician", "Peer clinician"), DAY))
    item = instrument.items[0]
    assert item.wording("peer_clinician")[:40] in peer
    assert item.wording("patient_partner")[:40] not in peer


def test_owner_and_licence_are_printed() -> None:
    words = words_of(paper_form(shipped()[0], PARTNER, DAY))
    assert "The Levelfield project" in words
    assert "CC BY 4.0" in words


def test_it_asks_for_the_slot_and_for_nothing_about_the_patient() -> None:
    words = words_of(paper_form(shipped()[0], PARTNER, DAY))
    assert "Session code" in words
    assert "Write nothing that could tell who the patient is" in words


def test_everything_on_it_is_tagged_or_decoration() -> None:
    opened = Opened(paper_form(shipped()[0], PARTNER, DAY))
    assert opened.unmarked == []
    assert [node.text for node in opened.tree.all("H1")] == ["Deciding together"]


def test_two_hundred_items_keep_their_boxes_with_their_words() -> None:
    draft, scale = add_scale(Draft(blank_definition("Many", "Here")), "Levels", scale_from("0-4"))
    draft, section = add_section(draft, "All")
    draft, _ = add_entries(draft, section, [new_item(f"Thing number {n} is done", scale) for n in range(200)])
    instrument = instrument_of(draft.definition)
    assert instrument is not None
    pages = PdfReader(io.BytesIO(paper_form(instrument, PARTNER, DAY))).pages
    cut = [page.extract_text().count("Thing number") - page.extract_text().count("Very well") for page in pages]
    assert set(cut) == {0}
    assert len(pages) <= 16


def in_welsh() -> PaperWords:
    return PaperWords("peer_clinician", "Peer clinician", "cy")


def test_a_welsh_form_says_what_it_says_itself_in_welsh() -> None:
    instrument = shipped()[0]
    welsh = paper_form(replace(instrument, title={**instrument.title, "cy": "Penderfynu"}), in_welsh(), DAY)
    words = words_of(welsh)
    assert "Ar gyfer: clinigydd cymheiriol." in words
    assert "Tudalen 1 o" in words
    own_words = (
        "Version",
        "Page",
        "Session",
        "Observer",
        "Date",
        "reception",
        "What I saw",
        "Answer this",
        "Mark of",
    )
    assert [each for each in own_words if each in words] == []
    about = PdfReader(io.BytesIO(welsh)).metadata
    assert about is not None
    assert str(about.title).startswith("Penderfynu, fersiwn")


def test_what_a_form_says_in_another_language_than_the_instrument_is_marked_for_the_ear() -> None:
    opened = Opened(paper_form(shipped()[0], PaperWords("any", "Any observer", "fr"), DAY))
    assert str(opened.root.Lang) == "fr"
    marked = " ".join(node.text for node in opened.tree.in_order() if node.language == "en")
    for said in ("Session code", "Write nothing that could tell", "reception", "What I saw or heard"):
        assert said in marked


def test_a_key_never_touches_the_words_beside_it() -> None:
    content = paper_form(shipped()[-1], PARTNER, DAY)
    assert "mA scan" not in words_of(content)
    flow = Flow(Document(ABOUT))
    boxes(flow, ((Choice("m", "A scan"), Choice("i", "An injection")),))
    opened = Opened(flow.document.written())
    starts = [x for x, *_ in texts(opened.pdf.pages[0])]
    face = flow.document.typeface(bold=True)
    assert starts[1] - starts[0] >= face.width("m", 8.6) + 3


def test_the_licence_is_never_cut_off_at_the_foot() -> None:
    for instrument in shipped():
        feet = Opened(paper_form(instrument, PARTNER, DAY)).artifacts
        assert not any(foot.endswith("…") for foot in feet), instrument.id


def test_a_form_is_not_offered_in_letters_that_the_fonts_lack() -> None:
    instrument = shipped()[-1]
    assert can_be_printed(instrument, "en")
    assert not can_be_printed(replace(instrument, title={**instrument.title, "zh": "一起决定"}), "zh")
