"""The printed feedback: what it says, that it can be listened to, and that it is the same each time."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.feedback.content import build_feedback
from reports.feedback.evidence import ObservedSheet, Preparation, Release, ScreenedComment
from reports.feedback.shape import Feedback, Paragraph
from reports.pdf.feedback import feedback_pdf
from reports.pdf.fonts import FontsMissing, typefaces
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_programme, a_sheet, some_sheets
from tests.reports.pdf.opened import Node, Opened

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


@pytest.fixture(scope="module")
def content(feedback: Feedback) -> bytes:
    return feedback_pdf(feedback)


@pytest.fixture(scope="module")
def opened(content: bytes) -> Opened:
    return Opened(content)


def test_the_same_feedback_gives_the_same_bytes(feedback: Feedback, content: bytes) -> None:
    assert feedback_pdf(feedback) == content


@pytest.mark.slow
def test_another_process_gives_the_same_bytes(content: bytes) -> None:
    program = (
        "import sys; from tests.reports.builders import a_feedback_evidence;"
        "from reports.feedback.content import build_feedback; from reports.pdf.feedback import feedback_pdf;"
        "sys.stdout.buffer.write(feedback_pdf(build_feedback(a_feedback_evidence())))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}
    other = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True, cwd=ROOT)
    assert other.stdout == content


def test_other_feedback_gives_other_bytes(content: bytes) -> None:
    assert feedback_pdf(build_feedback(a_feedback_evidence(refused=3))) != content


def test_the_file_is_well_formed(opened: Opened) -> None:
    assert opened.pdf.check_pdf_syntax() == []


def test_the_file_says_that_it_is_tagged_in_which_language_and_what_it_is_called(opened: Opened) -> None:
    root = opened.root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.pdf.docinfo["/Title"]) == "Feedback on shared decision making: Rowan Ashby"
    with opened.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Feedback on shared decision making: Rowan Ashby"
    assert str(root.OutputIntents[0].OutputConditionIdentifier) == "sRGB"
    for page in opened.pdf.pages:
        assert str(page.Tabs) == "/S"


def test_nothing_is_drawn_outside_tagged_content_or_an_artifact(opened: Opened) -> None:
    assert opened.unmarked == []


def test_every_mark_on_every_page_belongs_to_the_element_that_the_parent_tree_names(opened: Opened) -> None:
    numbers = opened.root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for at, page in enumerate(opened.pdf.pages):
        elements = parents[int(page.StructParents)]
        assert len(elements) == len([mark for mark in opened.marked[at] if mark >= 0])
        for mark, element in enumerate(elements):
            kids = [kid if isinstance(kid, int) else int(kid.get("/MCID", -1)) for kid in element.K]
            assert mark in kids


def test_headings_begin_at_the_first_level_and_never_skip_one(opened: Opened) -> None:
    levels = [int(node.role[1]) for node in opened.tree.in_order() if node.role in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_is_read_in_the_order_it_is_meant(opened: Opened) -> None:
    text = opened.tree.text
    wanted = [
        "Feedback on shared decision making",
        "Rowan Ashby",
        "What this is for",
        "Do people feel they can say no",
        "What went well",
        "What to try next",
        "What this report rests on",
        "Your overall result",
        "Scores by domain",
        "How you rated yourself",
        "What observers noticed",
        "Your reflection and your plan",
        "How scores are made, and your rights",
    ]
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)


def test_words_do_not_run_together_where_a_line_ends(opened: Opened, feedback: Feedback) -> None:
    paragraph = next(each for each in feedback.front if each.id == "purpose").blocks[0]
    assert getattr(paragraph, "text", None) in [node.text for node in opened.tree.all("P")]


def test_every_figure_is_told_in_words_with_all_its_values(opened: Opened) -> None:
    figures = opened.tree.all("Figure")
    assert len(figures) == 3
    assert "Overall: Patient partners 64 (56 to 71); Peer clinicians 30 (17 to 44); you 69" in figures[1].alternative
    assert "4 A little, 5 Some" in figures[2].alternative


def test_every_table_has_headed_columns_and_rows_of_one_length(opened: Opened) -> None:
    tables = opened.tree.all("Table")
    assert len(tables) >= 5
    for table in tables:
        rows = [row.children for row in table.all("TR")]
        assert len(set(_widths(rows))) == 1
        for cell in [cell for row in rows for cell in row if cell.role == "TH"]:
            assert cell.scope in ("/Row", "/Column")


def _widths(rows: list[list[Node]]) -> list[int]:
    """Cells in each row, counting the head that reaches down from above."""
    widths: list[int] = []
    covered = 0
    for row in rows:
        own_head = row[0].role == "TH"
        assert own_head or covered > 0
        covered = row[0].rows - 1 if own_head else covered - 1
        widths.append(len(row) + (0 if own_head else 1))
    return widths


def test_a_table_over_two_pages_is_one_table_and_its_repeated_head_is_read_once(opened: Opened) -> None:
    (long_table,) = [
        table for table in opened.tree.all("Table") if "Number of observations with each rating" in table.text
    ]
    heads = [cell for cell in long_table.all("TH") if cell.scope == "/Column"]
    assert [head.text.strip() for head in heads].count("Observers") == 1
    assert len(long_table.all("TR")) == 17


def test_running_head_and_page_numbers_are_not_read_out(opened: Opened) -> None:
    total = len(opened.pdf.pages)
    footers = [text for text in opened.artifacts if f"of {total}" in text]
    assert [text.split("Page ")[1] for text in footers] == [f"{at} of {total}" for at in range(1, total + 1)]
    assert "Page 1 of" not in opened.tree.text


def test_only_embedded_fonts_are_named_and_each_leads_back_to_its_characters(opened: Opened) -> None:
    fonts = {str(font.BaseFont): font for page in opened.pdf.pages for font in page.Resources.Font.values()}
    assert {name.split("+")[1] for name in fonts} == {"DejaVuSans", "DejaVuSans-Bold"}
    for font in fonts.values():
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def test_bookmarks_lead_to_every_section(opened: Opened, feedback: Feedback) -> None:
    with opened.pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles == [
        feedback.title,
        *(section.title for section in feedback.front + feedback.sections),
        "The figures as tables",
    ]


def test_the_summary_fits_on_the_first_page(opened: Opened) -> None:
    first = " ".join(text for mark, text in opened.marked[0].items() if mark >= 0)
    assert "What this is for" in first
    assert "How sure we are" in first
    assert "What this report rests on" not in first


def test_a_draft_cannot_be_taken_for_a_released_report() -> None:
    draft = Opened(feedback_pdf(build_feedback(a_feedback_evidence(release=Release("draft", date(2026, 6, 3))))))
    assert "Draft, not released" in draft.marked[0].values()
    assert all("Draft, not released" in text for text in draft.artifacts if " of " in text and "Page" in text)


def test_one_observation_prints() -> None:
    alone = a_feedback_evidence(observations=(a_sheet(),), preparation=Preparation(), comments=())
    assert "2 more patient partners and 3 more consultations needed" in Opened(
        feedback_pdf(build_feedback(alone))
    ).tree.text.replace("\n", " ")


def test_no_observation_prints() -> None:
    nothing = a_feedback_evidence(observations=(), preparation=Preparation(), comments=())
    assert "There are no scores to show yet." in Opened(feedback_pdf(build_feedback(nothing))).tree.text


def test_all_noughts_print() -> None:
    zeros = tuple(a_sheet(at, f"{kind.code}-{at % 4}", kind, (0,) * 8) for kind in (PARTNER, PEER) for at in range(8))
    opened = Opened(feedback_pdf(build_feedback(a_feedback_evidence(observations=zeros))))
    assert "0 out of 100" in opened.tree.text


def test_a_name_of_120_characters_without_a_space_stays_on_the_page() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 4
    evidence = a_feedback_evidence(
        clinician=name[:120], role=name, clinic=name, programme=replace(a_programme(), round_name=name)
    )
    opened = Opened(feedback_pdf(build_feedback(evidence)))
    assert name[:120] in opened.tree.text.replace(" ", "")
    assert opened.pdf.check_pdf_syntax() == []


SCRIPTS = (
    "Ŵynnŷ Nguyễn Łódź was heard. ",
    "Было понятно, что есть выбор. ",
    "Η επιλογή ήταν σαφής. ",
    "他们谈到了选择。",
    "كان القرار مشتركا. ",
    "मरीज़ से पूछा गया। ",
)


@pytest.mark.slow
def test_four_hundred_long_comments_in_six_scripts_print_without_a_lost_character() -> None:
    comments = tuple(
        ScreenedComment(
            ("asks", "names", "well")[at % 3], (PARTNER, PEER)[at % 2].code, f"{at} {SCRIPTS[at % 6] * 99}"[:2000]
        )
        for at in range(400)
    )
    opened = Opened(feedback_pdf(build_feedback(a_feedback_evidence(comments=comments))))
    quotes = opened.tree.all("BlockQuote")
    assert len(quotes) == 400
    read = {node.actual_text or node.text for quote in quotes for node in quote.children[:1]}
    assert {text.replace(" ", "") for text in read} == {comment.text.replace(" ", "") for comment in comments}


def test_a_comment_in_a_script_the_font_lacks_is_named_on_paper_and_whole_for_the_ear() -> None:
    comments = (ScreenedComment("asks", PARTNER.code, "他们谈到了选择"),)
    opened = Opened(feedback_pdf(build_feedback(a_feedback_evidence(comments=comments))))
    (quote,) = opened.tree.all("BlockQuote")
    assert quote.children[0].text == "[Chinese text: see the web page]"
    assert quote.children[0].actual_text == "他们谈到了选择"


def test_an_arabic_comment_is_drawn_joined_and_told_as_it_was_typed() -> None:
    typed = "كان القرار مشتركا بين الطبيب والمريض."
    comments = (ScreenedComment("asks", PARTNER.code, typed),)
    opened = Opened(feedback_pdf(build_feedback(a_feedback_evidence(comments=comments))))
    (quote,) = opened.tree.all("BlockQuote")
    assert quote.children[0].actual_text == typed
    assert quote.children[0].text.replace(" ", "")[::-1] == typed.replace(" ", "")


def test_a_name_in_hebrew_does_not_turn_a_sentence_of_ours() -> None:
    opened = Opened(feedback_pdf(build_feedback(a_feedback_evidence(clinician="שלום"))))
    (sentence,) = [node for node in opened.tree.all("P") if "was observed in" in node.text]
    assert sentence.text.startswith("םולש was observed in 9 consultations")
    assert sentence.actual_text.startswith("שלום was observed")


def test_three_kinds_of_observer_stand_in_three_equal_columns() -> None:
    carer = replace(PARTNER, code="carer", name="Carer", plural="Carers")
    evidence = a_feedback_evidence()
    wider = replace(
        evidence,
        observer_types=(PARTNER, PEER, carer),
        observations=evidence.observations + some_sheets(carer, 4, 6),
    )
    headings = [node.text for node in Opened(feedback_pdf(build_feedback(wider))).tree.all("H3")]
    assert headings[:3] == ["Patient partners", "Peer clinicians", "Carers"]


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=200))
def test_whatever_people_type_a_report_prints(name: str, question: str, comment: str) -> None:
    evidence = a_feedback_evidence(
        clinician=name,
        preparation=Preparation(question),
        comments=(ScreenedComment("asks", PARTNER.code, comment),),
        observations=some_sheets(PARTNER, 3, 4),
    )
    opened = Opened(feedback_pdf(build_feedback(evidence)))
    assert opened.unmarked == []
    with opened.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_reports_drawn_at_once_are_the_same_as_reports_drawn_in_turn(feedback: Feedback, content: bytes) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(feedback_pdf, [feedback] * 8)) == {content}


def test_missing_fonts_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"DejaVuSans\.ttf is missing from .*: run the set-up again"):
        typefaces(tmp_path)


def test_words_go_ahead_of_a_figure_that_must_go_over_the_page() -> None:
    content = build_feedback(a_feedback_evidence())
    overall = next(each for each in content.sections if each.id == "overall")
    opened_by_it: list[str] = []
    for filled in range(2, 12, 2):
        lines = tuple(Paragraph("word " * 40) for _ in range(filled))
        section = replace(overall, blocks=(*lines, *overall.blocks))
        opened = Opened(feedback_pdf(replace(content, sections=(section,))))
        pages = [" ".join(text for mark, text in page.items() if mark >= 0) for page in opened.marked[1:]]
        opened_by_it += [before for before, page in pairwise(pages) if page.startswith("The filled mark")]
    assert any("Adjusted for who observed" in before for before in opened_by_it)


def test_that_letters_could_only_be_named_is_said_once_and_before_the_comments() -> None:
    comments = tuple(ScreenedComment(entry, PARTNER.code, "他们谈到了选择") for entry in ("asks", "names", "well"))
    text = Opened(feedback_pdf(build_feedback(a_feedback_evidence(comments=comments)))).tree.text
    assert text.count("letters this page cannot print") == 1
    assert text.index("letters this page cannot print") < text.index("[Chinese text")


def test_where_all_letters_are_there_nothing_is_said_of_letters(opened: Opened) -> None:
    assert "cannot print" not in opened.tree.text


@pytest.mark.parametrize("observations", [some_sheets(PARTNER, 4, 9) + some_sheets(PEER, 4, 8), (a_sheet(),)])
def test_the_last_page_is_never_the_fingerprint_alone(observations: tuple[ObservedSheet, ...]) -> None:
    built = build_feedback(a_feedback_evidence(observations=observations))
    opened = Opened(feedback_pdf(built))
    assert f"Fingerprint of this report: {built.fingerprint}" in opened.tree.text
    last = [text for mark, text in opened.marked[-1].items() if mark >= 0]
    assert len(last) > 3
