"""The paper form carries the sheet's codes, words and licence, and nothing about the patient."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from instruments.catalogue import shipped
from instruments.drafting.beginning import blank_definition
from instruments.drafting.draft import Draft, instrument_of
from instruments.drafting.parts import add_entries, add_section, new_item
from instruments.drafting.scale_making import add_scale, scale_from
from reports.pdf.paper_form import PaperWords, paper_form
from tests.reports.pdf.opened import Opened

PARTNER = PaperWords("patient_partner", "Patient partner")
DAY = date(2026, 11, 24)


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
