"""Arabic and Hebrew on paper: joined, and drawn in the order of the script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.fonts import typefaces
from reports.pdf.printable import printable
from reports.pdf.right_to_left import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, drawn_order, joined, runs_right_to_left

FACE = typefaces()[0]


def test_letters_take_the_form_their_neighbours_ask_for() -> None:
    # beh joins on both sides, alef and reh to what is before them only
    assert joined("بيب", FACE.characters) == "\ufe91\ufef4\ufe90"
    assert joined("دار", FACE.characters) == "\ufea9\ufe8d\ufead"


def test_lam_and_alef_are_one_sign() -> None:
    assert joined("لا", FACE.characters) == "\ufefb"
    assert joined("بلا", FACE.characters) == "\ufe91\ufefc"


def test_a_vowel_mark_does_not_part_two_letters() -> None:
    assert joined("بَب", FACE.characters) == "\ufe91\u064e\ufe90"


def test_a_form_the_font_lacks_leaves_the_letter_as_it_is() -> None:
    assert joined("بيب", "بي") == "بيب"


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("שלום", "םולש"),
        ("say שלום now", "say םולש now"),
        ("שלום (טוב)", "(בוט) םולש"),
        ("שלום OK 12", "OK 12 םולש"),
        ("שלום 12", "12 םולש"),
        ("scored 12% שלום 3.5", "scored 12% 3.5 םולש"),
    ],
)
def test_runs_are_turned_and_numbers_stay(typed: str, drawn: str) -> None:
    assert drawn_order(typed) == drawn


def test_the_paragraph_decides_for_a_line_that_begins_in_latin() -> None:
    assert drawn_order(RIGHT_TO_LEFT_MARK + "OK שלום") == "םולש OK"
    assert drawn_order(LEFT_TO_RIGHT_MARK + "שלום was seen") == "םולש was seen"


def test_a_mark_stays_behind_its_letter() -> None:
    assert drawn_order("בּא") == "אבּ"


def test_a_paragraph_runs_as_most_of_its_letters_do() -> None:
    assert runs_right_to_left("«كان القرار» OK")
    assert not runs_right_to_left("كان was observed in nine consultations")


@given(st.text(alphabet=st.sampled_from("אבםلابيَد aB1 2(.)%-"), max_size=24))
def test_nothing_is_lost_or_added_when_a_line_is_turned(line: str) -> None:
    mirrored = str.maketrans(")", "(")
    assert sorted(drawn_order(line).translate(mirrored)) == sorted(line.translate(mirrored))


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=24))
def test_joined_letters_lead_back_to_those_typed(text: str) -> None:
    back = unicodedata.normalize("NFKC", joined(text, FACE.characters))
    assert back == unicodedata.normalize("NFKC", text)


def test_what_is_printed_has_every_letter_the_font_has() -> None:
    assert "[" not in printable("كان القرار مشتركا. שלום", FACE)
