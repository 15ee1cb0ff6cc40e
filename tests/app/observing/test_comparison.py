"""Sheets in words and side by side."""

from dataclasses import replace

from app.observing.comparison import BLANK, side_by_side
from app.observing.entries import section_views
from instruments.catalogue import shipped
from instruments.loading import load
from instruments.sheet import NotScored, Rated, Sheet
from tests.app.builders import SMALL
from tests.browser.observing_clinic import SHEET

SMALL_INSTRUMENT = load(SMALL)


def names(found: tuple) -> list[str]:
    return [each.name for each in found]


def compare(*sheets: Sheet):
    return side_by_side(SMALL_INSTRUMENT, sheets, "patient_partner")


def test_the_largest_difference_comes_first() -> None:
    found = compare({"choices": Rated("1"), "harms": Rated("0")}, {"choices": Rated("2"), "harms": Rated("2")})
    assert names(found.different) == ["Tells the harms", "Names the choices"]
    assert found.same == ()


def test_not_seen_beside_a_rating_is_a_difference_without_a_distance() -> None:
    found = compare({"choices": NotScored("unseen", "not_observed")}, {"choices": Rated("2")})
    assert [(each.name, int(each.gap)) for each in found.different] == [("Names the choices", 0)]


def test_not_seen_and_not_applicable_are_two_different_answers() -> None:
    found = compare({"harms": NotScored("unseen", "not_observed")}, {"harms": NotScored("na", "not_applicable")})
    assert names(found.different) == ["Tells the harms"]


def test_an_item_one_left_blank_says_so() -> None:
    found = compare({"choices": Rated("1")}, {})
    assert [each.answer for each in found.different[0].said] == ["1: A little", BLANK]


def test_the_same_rating_with_another_note_is_the_same_rating() -> None:
    found = compare({"choices": Rated("1", "this")}, {"choices": Rated("1", "that")})
    assert names(found.same) == ["Names the choices"]
    assert [each.note for each in found.same[0].said] == ["this", "that"]


def test_a_conditional_entry_says_in_words_when_it_is_meant() -> None:
    views = {view.id: view for section in section_views(load(SHEET), "peer_clinician") for view in section.entries}
    assert views["about"].only_if == "Answer this only if you chose “Yes” at “Was there a choice to make?”."


def test_the_sheet_carries_the_judges_sentence_for_every_entry_that_must_be_answered() -> None:
    for instrument in shipped():
        for section in section_views(instrument, "patient_partner"):
            for view in section.entries:
                required = next(entry.required for entry in instrument.entries if entry.id == view.id)
                assert bool(view.ask) == required


def test_a_note_needed_at_the_ends_of_the_scale_is_known_to_the_tablet() -> None:
    strict = replace(
        SMALL_INSTRUMENT,
        sections=tuple(
            replace(
                section, entries=tuple(replace(each, evidence_note="required_at_extremes") for each in section.items)
            )
            for section in SMALL_INSTRUMENT.sections
        ),
    )
    view = section_views(strict, "patient_partner")[0].entries[0]
    assert view.noted_codes == "0 2"
    assert "short note" in view.ask_note
