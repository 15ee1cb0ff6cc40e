"""Setting text on pages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.feedback.shape import Paragraph, Quotation, Quotations, Subheading
from reports.pdf.blocks import set_block
from reports.pdf.breaking import broken
from reports.pdf.document import BOTTOM, TOP, About, Document
from reports.pdf.flow import BODY, SECTION, Flow
from reports.pdf.fonts import typefaces
from reports.pdf.page import Letter
from reports.pdf.tables import table
from tests.reports.pdf.opened import Opened, ends_of

FACE = typefaces()[0]
ABOUT = About("Title", "Subject", "en", "Levelfield", "Head", "Title", "Foot", date(2026, 1, 1))


@given(st.text(alphabet="ab cdefghij ", max_size=300), st.floats(30, 200))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = broken(text, FACE, 9.0, width)
    assert all(FACE.width(line, 9.0) <= width + 0.02 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_paragraph_never_leaves_one_line_alone() -> None:
    for filled in range(38, 52):
        flow = Flow(Document(ABOUT))
        flow.top = TOP + BODY.leading * filled
        flow.paragraph("word " * 120)
        opened = Opened(flow.document.written())
        per_page = [_lines(page) for page in opened.pdf.pages]
        assert all(count == 0 or count >= 2 for count in per_page), (filled, per_page)


def _lines(page: object) -> int:
    # Running head, title and foot are three; the page number is the fourth; the first page has only two.
    content = page.Contents.read_bytes()  # type: ignore[attr-defined]
    return content.count(b"Tj") - (4 if b"/Subtype/Header" in content else 2)


def test_a_heading_at_the_foot_of_a_page_moves_on_with_its_text() -> None:
    flow = Flow(Document(ABOUT))
    flow.top = BOTTOM - 50
    flow.heading("A heading", 2, SECTION)
    flow.paragraph("Its text.")
    opened = Opened(flow.document.written())
    assert "A heading" not in opened.marked[0].values()
    assert "A heading" in opened.marked[1].values()


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 9])
def test_a_subheading_is_never_the_last_thing_on_a_page(lines: int) -> None:
    for room in range(30, 110, 5):
        flow = Flow(Document(ABOUT))
        flow.top = BOTTOM - room
        set_block(flow, Subheading("A subheading"))
        set_block(flow, Paragraph("word " * 18 * lines))
        opened = Opened(flow.document.written())
        last = [text for text in opened.marked[0].values() if text.strip()]
        assert not last or "A subheading" not in last[-1], room


@pytest.mark.parametrize("words", [3, 30, 90, 300])
def test_who_said_something_stands_with_the_last_of_what_they_said(words: int) -> None:
    for room in range(30, 400, 11):
        flow = Flow(Document(ABOUT))
        flow.top = BOTTOM - room
        set_block(flow, Quotations("Heading", (Quotation("word " * words, "A peer"),)))
        for page in Opened(flow.document.written()).marked:
            shown = [text for mark, text in page.items() if mark >= 0]
            assert not shown or shown[0] != "A peer", room


def test_a_table_of_a_hundred_rows_keeps_every_row() -> None:
    flow = Flow(Document(ABOUT))
    rows = tuple((f"Row {at}", "a longer text in this cell " * (at % 4), str(at)) for at in range(100))
    table(flow, "Caption", ("Name", "Text", "Number"), rows)
    tree = Opened(flow.document.written()).tree
    assert [row.children[2].text for row in tree.all("TR")[1:]] == [str(at) for at in range(100)]


def test_counts_end_under_the_end_of_their_heading() -> None:
    flow = Flow(Document(ABOUT))
    table(flow, "Caption", ("Name", "Visits scored"), (("One", "3"), ("Two", "128"), ("Three", "–")))
    ends = ends_of(Opened(flow.document.written()), ("Visits scored", "3", "128", "–"))
    assert max(ends) - min(ends) <= 0.2


def test_counts_with_and_without_decimals_stand_with_their_units_under_each_other() -> None:
    flow = Flow(Document(ABOUT))
    table(flow, "Caption", ("Name", "Hours"), (("One", "6"), ("Two", "12.5")))
    whole, broken_off = ends_of(Opened(flow.document.written()), ("6", "12.5"))
    assert broken_off - FACE.width(".5", 8.2) == pytest.approx(whole, abs=0.2)


def test_results_stand_with_their_units_under_each_other() -> None:
    flow = Flow(Document(ABOUT))
    table(flow, "Caption", ("Name", "Result"), (("One", "5 (1 to 9)"), ("Two", "50 (10 to 90)"), ("Three", "Not yet")))
    short, long = ends_of(Opened(flow.document.written()), ("5 (1 to 9)", "50 (10 to 90)"))
    face = FACE.width
    assert short - face(" (1 to 9)", 8.2) == pytest.approx(long - face(" (10 to 90)", 8.2), abs=0.2)


def test_a_result_and_its_interval_are_not_parted_by_long_words_beside_them() -> None:
    flow = Flow(Document(ABOUT))
    words = "A rather long name of an item that goes on and on over the line " * 2
    table(flow, "Caption", ("Name", "Partners", "Peers", "Gap"), ((words, *("+0.2 (−0.8 to +1.3), n = 14",) * 3),) * 3)
    assert "+0.2 (−0.8 to +1.3), n = 14" in Opened(flow.document.written()).marked[0].values()


def test_no_word_stands_alone_on_the_last_line() -> None:
    text = "Some visits are observed so that everybody learns from them"
    for width in range(60, 300, 7):
        lines = broken(text, FACE, 9.0, width)
        assert len(lines) < 2 or " " in lines[-1] or lines[-2].count(" ") < 3, lines


def test_a_short_table_is_not_cut() -> None:
    flow = Flow(Document(ABOUT))
    flow.top = BOTTOM - 120
    table(flow, "Caption", ("Name", "Text"), tuple((f"Row {at}", "text") for at in range(8)))
    opened = Opened(flow.document.written())
    assert "Row 0" not in opened.marked[0].values()
    assert {"Row 0", "Row 7"} <= set(opened.marked[1].values())


def test_the_last_page_of_a_long_table_holds_more_than_one_row() -> None:
    for filled in range(0, 40, 2):
        flow = Flow(Document(ABOUT))
        flow.top = TOP + 9 * filled
        table(flow, "Caption", ("Name", "Text"), tuple((f"Row {at}", "text") for at in range(30)))
        last = Opened(flow.document.written()).marked[-1].values()
        assert sum(text.startswith("Row") for text in last) > 1


def test_a_note_stays_with_the_last_rows_of_its_table() -> None:
    for filled in range(40, 72):
        flow = Flow(Document(ABOUT))
        flow.top = TOP + 7 * filled
        rows = tuple((f"Row {at}", "text") for at in range(12))
        table(flow, "Caption", ("Name", "Text"), rows, "A note below.")
        last = list(Opened(flow.document.written()).marked[-1].values())
        assert any(text.startswith("Row") for text in last)


def test_rows_under_one_head_show_it_again_on_the_next_page_for_the_eye_alone() -> None:
    flow = Flow(Document(ABOUT))
    table(flow, "Caption", ("Name", "Text"), tuple(("One head", f"text {at}") for at in range(60)))
    opened = Opened(flow.document.written())
    (head,) = [cell for cell in opened.tree.all("TH") if cell.scope == "/Row"]
    assert head.rows == 60
    assert "One head" in opened.artifacts


def test_drawing_outside_marked_content_is_refused() -> None:
    page = Document(ABOUT).new_page()
    with pytest.raises(RuntimeError, match="tagged content or an artifact"):
        page.text(10, 10, "loose", Letter(9, "#000000"))


def test_marked_content_is_not_nested() -> None:
    page = Document(ABOUT).new_page()
    with page.artifact(), pytest.raises(RuntimeError, match="Close the marked content"), page.artifact():
        pass
