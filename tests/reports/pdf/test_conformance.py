"""What a machine can decide of PDF/UA-1 (ISO 14289-1), read back by another library than the one that wrote it.

The numbers are the checkpoints of the Matterhorn Protocol 1.1, the PDF Association's list of failure conditions.
Those that need a person (is the alternative text a good one?) are looked at when the pages are.
"""

import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from reports.feedback.content import build_feedback
from reports.feedback.evidence import ScreenedComment
from reports.pdf.feedback import feedback_pdf
from tests.reports.builders import PARTNER, a_feedback_evidence
from tests.reports.pdf.opened import Node, Opened

STANDARD = {
    "Document", "Sect", "H1", "H2", "H3", "P", "BlockQuote", "Figure", "Caption",
    "Table", "THead", "TBody", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody",
}  # fmt: skip
MAY_HOLD = {
    "Table": {"Caption", "THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
}
ONLY_IN = {"TR": {"THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}}


@pytest.fixture(scope="module")
def opened() -> Opened:
    comments = (ScreenedComment("asks", PARTNER.code, "كان القرار مشتركا"), *a_feedback_evidence().comments)
    return Opened(feedback_pdf(build_feedback(a_feedback_evidence(comments=comments))))


def pairs(node: Node) -> list[tuple[str, str]]:
    return [(node.role, child.role) for child in node.children] + [
        pair for child in node.children for pair in pairs(child)
    ]


def test_01_all_content_is_tagged_or_an_artifact_and_none_is_both(opened: Opened) -> None:
    assert opened.unmarked == []
    for page in opened.pdf.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth in (0, 1)


def test_01_the_order_of_reading_is_the_order_of_drawing(opened: Opened) -> None:
    marks = list(_marks(opened, opened.root.StructTreeRoot.K))
    assert marks == sorted(marks)
    assert len(marks) == len(set(marks))


def _marks(opened: Opened, element: Any) -> list[tuple[int, int]]:
    pages = {page.obj.objgen: at for at, page in enumerate(opened.pdf.pages)}
    found: list[tuple[int, int]] = []
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            found.append((pages[element.Pg.objgen], kid))
        elif kid.get("/Type") == "/MCR":
            found.append((pages[kid.Pg.objgen], int(kid.MCID)))
        else:
            found.extend(_marks(opened, kid))
    return found


def test_02_only_standard_types_are_used_so_that_no_map_is_needed(opened: Opened) -> None:
    assert {node.role for node in opened.tree.in_order()} <= STANDARD


def test_06_the_metadata_name_the_document_and_the_standard(opened: Opened) -> None:
    metadata = opened.root.Metadata.read_bytes().decode()
    assert "http://www.aiim.org/pdfua/ns/id/" in metadata
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)
    assert re.search(r"<dc:title>.*Rowan Ashby.*</dc:title>", metadata)


def test_07_the_title_and_not_the_file_name_is_shown(opened: Opened) -> None:
    assert bool(opened.root.ViewerPreferences.DisplayDocTitle)


def test_09_lists_and_tables_hold_what_they_may_and_nothing_else(opened: Opened) -> None:
    for parent, child in pairs(opened.tree):
        assert child in MAY_HOLD.get(parent, {child}), (parent, child)
        assert parent in ONLY_IN.get(child, {parent}), (parent, child)


def test_09_no_element_is_empty(opened: Opened) -> None:
    assert [node.role for node in opened.tree.in_order() if not node.parts] == []


def test_10_every_code_that_is_shown_leads_back_to_a_character(opened: Opened) -> None:
    for font in {
        str(each.BaseFont): each for page in opened.pdf.pages for each in page.Resources.Font.values()
    }.values():
        targets = re.findall(rb"<[0-9a-f]{4}><([0-9a-f]+)>", font.ToUnicode.read_bytes())
        assert targets
        assert not {b"0000", b"feff", b"fffe"} & set(targets)


def test_11_the_language_is_given_for_all_of_it(opened: Opened) -> None:
    assert str(opened.root.Lang) == "en"


def test_13_figures_have_alternative_text_and_a_place(opened: Opened) -> None:
    figures = opened.tree.all("Figure")
    assert figures
    assert all(figure.alternative for figure in figures)


def test_17_lists_say_how_they_are_marked(opened: Opened) -> None:
    lists = [each for each in opened.pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/L"]
    assert lists
    assert all(str(each.A.ListNumbering) == "/Disc" for each in lists)


def test_18_running_heads_and_feet_are_known_as_such(opened: Opened) -> None:
    for page in opened.pdf.pages:
        kinds = [
            str(operands[1].get("/Subtype", ""))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
        ]
        assert "/Footer" in kinds


def test_20_25_26_28_nothing_is_hidden_scripted_locked_or_to_be_clicked(opened: Opened) -> None:
    assert not opened.pdf.is_encrypted
    assert not {"/OCProperties", "/AcroForm", "/OpenAction", "/AA", "/Names"} & set(opened.root.keys())
    assert all("/Annots" not in page for page in opened.pdf.pages)


def test_31_fonts_are_embedded_and_as_wide_as_they_say(opened: Opened) -> None:
    for page in opened.pdf.pages:
        shown: dict[str, set[int]] = {}
        font = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) == "Tj":
                codes = bytes(operands[0])
                shown.setdefault(font, set()).update(
                    int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)
                )
        for name, codes_shown in shown.items():
            descendant = page.Resources.Font[name].DescendantFonts[0]
            assert "/FontFile2" in descendant.FontDescriptor
            assert str(descendant.CIDToGIDMap) == "/Identity"
            first, widths = int(descendant.W[0]), descendant.W[1]
            # Code 0 is the sign for a missing glyph, and no code lies outside the table of widths.
            assert min(codes_shown) >= first > 0
            assert max(codes_shown) < first + len(widths)


def test_text_taken_out_by_another_program_comes_in_the_order_of_the_tree() -> None:
    content = feedback_pdf(build_feedback(a_feedback_evidence()))
    marked = Opened(content).marked
    for at, page in enumerate(PdfReader(BytesIO(content)).pages):
        told = "".join(text for mark, text in marked[at].items() if mark >= 0)
        assert "".join(told.split()) in "".join(page.extract_text().split())
