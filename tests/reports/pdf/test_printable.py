"""Text a font may not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.fonts import UsedFont, typefaces
from reports.pdf.printable import printable

FACE = typefaces()[0]


@pytest.mark.parametrize(
    "text",
    ["Plain words.", "Ŵynnŷ Nguyễn Łódź ő ả ą", "Было: η επιλογή", "שלום", "Ընտրություն არჩევანი", "“5 × 4 = 20” − ✓"],
)
def test_what_the_font_has_stays_as_it_is(text: str) -> None:
    assert printable(text, FACE) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他们谈到了选择。很好", "[Chinese text: see the web page]"),
        ("ok 他们 ok", "ok [Chinese text: see the web page] ok"),
        ("मरीज़ से", "[Hindi or Nepali text: see the web page]"),
        ("ありがとう", "[Japanese text: see the web page]"),
        ("good 👍🏽", "good [thumbs up sign]"),
        ("\ue000", "[character U+E000]"),
    ],
)
def test_what_the_font_lacks_is_named(text: str, expected: str) -> None:
    assert printable(text, FACE) == expected


def test_letters_in_pieces_are_put_together() -> None:
    assert printable("Ke\u0301vin", FACE) == "Kévin"


def test_marks_without_a_look_of_their_own_go() -> None:
    assert printable("a\u00adb\u200bc\x07 d", FACE) == "abc d"


def test_line_breaks_stay_and_runs_of_space_become_one() -> None:
    assert printable("one\r\n\ttwo \u00a0 three", FACE) == "one\n two three"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_whatever_is_typed_can_be_encoded_afterwards(text: str) -> None:
    font = UsedFont(FACE, "F1")
    for line in printable(text, FACE).split("\n"):
        assert len(font.encoded(line)) == 4 * len(line)


@given(st.characters(categories=["L", "N", "Sm", "Sc", "So"]))
def test_no_visible_character_is_lost_in_silence(character: str) -> None:
    assert printable(character, FACE).strip()


def test_a_character_that_was_not_made_printable_is_refused_not_boxed() -> None:
    with pytest.raises(LookupError, match="printable"):
        UsedFont(FACE, "F1").encoded("中")
