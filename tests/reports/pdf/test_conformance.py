"""What a machine can decide of PDF/UA-1 (ISO 14289-1), read back by another library than the one that wrote it.

The numbers are the checkpoints of the Matterhorn Protocol 1.1, the PDF Association's list of failure conditions. Every
kind of document goes through all of them. Those that need a person (is the alternative text a good one?) are looked at
when the pages are; 12, 17, 19, 22 and 23 are about things that no document here has, which
`test_no_document_holds_what_has_no_rule_here` sees to.
"""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from pypdf import PdfReader

from instruments.catalogue import shipped
from reports.documents.leaflet import Visit, leaflet, poster
from reports.documents.paper import Paper
from reports.feedback.content import build_feedback
from reports.feedback.evidence import ScreenedComment
from reports.feedback.shape import Bullets, Facts, FigureBlock, Section
from reports.pdf.feedback import feedback_pdf
from reports.pdf.paper import leaflet_pdf, paper_pdf, poster_pdf
from reports.pdf.paper_form import PaperWords, paper_form
from tests.reports.builders import PARTNER, a_feedback_evidence
from tests.reports.pdf.font_program import font_program
from tests.reports.pdf.opened import Node, Opened

DAY = date(2026, 11, 24)
VISIT = Visit("Old Mill Surgery", "Riverside", "Sam Okoro")
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
# RFC 5646: a language, then perhaps a script, then perhaps a region.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
WRITTEN = ("كان القرار مشتركا", "他们谈到了选择", "Было понятно", "Η επιλογή ήταν σαφής", "मरीज़ से पूछा गया")


def a_report() -> bytes:
    comments = tuple(ScreenedComment("asks", PARTNER.code, each) for each in WRITTEN)
    return feedback_pdf(build_feedback(a_feedback_evidence(comments=(*comments, *a_feedback_evidence().comments))))


def a_summary() -> bytes:
    sections = build_feedback(a_feedback_evidence()).sections
    figures = tuple(block for each in sections for block in each.blocks if isinstance(block, FigureBlock))
    facts = Facts((("Team", "Riverside"), ("Period", "2026")))
    found = (Section("said", "What can be said", (Bullets(("One.", "Two.")),)), Section("used", "The points", figures))
    return paper_pdf(Paper("For the team", "First round", "cy", DAY, "Riverside", facts, found))


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "report": a_report,
    "paper": a_summary,
    "leaflet": lambda: leaflet_pdf(leaflet(VISIT, "cy", DAY)),
    "poster": lambda: poster_pdf(poster(VISIT, "en", DAY)),
    "form": lambda: paper_form(shipped()[-1], PaperWords("patient_partner", "Patient partner"), DAY),
    "form in a language without words of its own": lambda: paper_form(
        shipped()[0], PaperWords("any", "All", "fr"), DAY
    ),
}


@pytest.fixture(scope="module", params=list(DOCUMENTS))
def content(request: Any) -> bytes:
    return DOCUMENTS[request.param]()


@pytest.fixture(scope="module")
def opened(content: bytes) -> Opened:
    return Opened(content)


def pairs(node: Node) -> list[tuple[str, str]]:
    return [(node.role, child.role) for child in node.children] + [
        pair for child in node.children for pair in pairs(child)
    ]


def elements(opened: Opened) -> list[Any]:
    return [
        each
        for each in opened.pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
    ]


def test_01_all_content_is_tagged_or_an_artifact_and_none_is_both(opened: Opened) -> None:
    assert opened.unmarked == []
    assert bool(opened.root.MarkInfo.Marked)
    assert "/Suspects" not in opened.root.MarkInfo
    for page in opened.pdf.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            assert depth in (0, 1)


def test_01_the_order_of_reading_is_the_order_of_drawing(opened: Opened) -> None:
    marks = list(_marks(opened, opened.root.StructTreeRoot.K))
    assert marks == sorted(marks)
    assert len(marks) == len(set(marks))


def test_01_every_mark_on_a_page_leads_back_to_its_element(opened: Opened) -> None:
    parents = opened.root.StructTreeRoot.ParentTree.Nums
    by_page = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
    for at, page in enumerate(opened.pdf.pages):
        assert int(page.obj.StructParents) == at
        marked = [mark for mark in opened.marked[at] if mark >= 0]
        assert marked == list(range(len(by_page[at])))
        for mark in marked:
            kids = by_page[at][mark].K
            assert any(kid == mark if isinstance(kid, int) else int(kid.get("/MCID", -1)) == mark for kid in kids)


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
    assert "/RoleMap" not in opened.root.StructTreeRoot


def test_06_the_metadata_name_the_document_and_the_standard(opened: Opened) -> None:
    names = {
        "uaid": "http://www.aiim.org/pdfua/ns/id/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
    packet = ElementTree.fromstring(opened.root.Metadata.read_bytes().decode().split("?>", 1)[1].rsplit("<?", 1)[0])
    assert packet.findtext(".//uaid:part", namespaces=names) == "1"
    assert packet.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=names) == str(opened.pdf.docinfo["/Title"])
    assert packet.findtext(".//dc:language/rdf:Bag/rdf:li", namespaces=names) == str(opened.root.Lang)


def test_07_the_title_and_not_the_file_name_is_shown(opened: Opened) -> None:
    assert bool(opened.root.ViewerPreferences.DisplayDocTitle)
    assert str(opened.pdf.docinfo["/Title"]).strip()


def test_09_lists_and_tables_hold_what_they_may_and_nothing_else(opened: Opened) -> None:
    for parent, child in pairs(opened.tree):
        assert child in MAY_HOLD.get(parent, {child}), (parent, child)
        assert parent in ONLY_IN.get(child, {parent}), (parent, child)


def test_09_every_entry_of_a_list_has_one_body(opened: Opened) -> None:
    for entry in opened.tree.all("LI"):
        assert [child.role for child in entry.children][-1:] == ["LBody"]
        assert len(entry.children) <= 2


def test_09_no_element_is_empty(opened: Opened) -> None:
    assert [node.role for node in opened.tree.in_order() if not node.parts] == []


def test_10_every_code_that_is_shown_leads_back_to_a_character(opened: Opened) -> None:
    for font in {
        str(each.BaseFont): each for page in opened.pdf.pages for each in page.Resources.Font.values()
    }.values():
        targets = re.findall(rb"<[0-9a-f]{4}><([0-9a-f]+)>", font.ToUnicode.read_bytes())
        assert targets
        assert not {b"0000", b"feff", b"fffe"} & set(targets)


def test_11_the_language_is_given_for_all_of_it_and_for_what_is_in_another(opened: Opened) -> None:
    given = [str(opened.root.Lang), *(node.language for node in opened.tree.in_order() if node.language)]
    assert all(LANGUAGE.fullmatch(each) for each in given)


def test_11_words_in_other_letters_are_read_by_their_own_voice() -> None:
    tree = Opened(a_report()).tree
    read = {node.actual_text or node.text: node.language for quote in tree.all("BlockQuote") for node in quote.children}
    assert [read[each] for each in WRITTEN] == ["und-Arab", "zh", "und-Cyrl", "el", "und-Deva"]
    assert read["Patient partner"] == ""


def test_13_figures_have_alternative_text_and_a_place_on_their_page(opened: Opened) -> None:
    for figure in opened.tree.all("Figure"):
        assert figure.alternative
    for element in elements(opened):
        if element.S == "/Figure":
            left, bottom, right, top = (float(each) for each in element.A.BBox)
            assert 0 <= left < right <= 596
            assert 0 <= bottom < top <= 842


def test_14_headings_begin_at_the_first_level_and_skip_none(opened: Opened) -> None:
    levels = [int(node.role[1]) for node in opened.tree.in_order() if re.fullmatch("H[1-6]", node.role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_15_every_head_says_what_it_heads_and_every_row_is_as_wide_as_the_others(opened: Opened) -> None:
    for table in opened.tree.all("Table"):
        heads = table.all("TH")
        assert heads
        assert all(head.scope in ("/Row", "/Column") for head in heads)
        widths: set[int] = set()
        reaching = 0
        for row in table.all("TR"):
            own = [cell for cell in row.children if cell.role == "TH" and cell.scope == "/Row"]
            widths.add(len(row.children) + (reaching > 0))
            reaching = max((cell.rows for cell in own), default=reaching) - 1
        assert len(widths) == 1


def test_16_lists_say_how_they_are_marked(opened: Opened) -> None:
    for element in elements(opened):
        if element.S == "/L":
            labelled = any(part.S == "/Lbl" for entry in element.K for part in entry.K)
            assert str(element.A.ListNumbering) == ("/Disc" if labelled else "/None")


def test_18_running_heads_and_feet_are_known_as_such(opened: Opened) -> None:
    for page in opened.pdf.pages:
        kinds = [
            str(operands[1].get("/Subtype", ""))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
        ]
        assert "/Footer" in kinds


def test_no_document_holds_what_has_no_rule_here(opened: Opened) -> None:
    """20 layers, 21 files inside, 22 threads, 24 and 25 forms, 26 locks, 28 links and notes, 29 scripts, 30 images."""
    assert not opened.pdf.is_encrypted
    assert not {"/OCProperties", "/AcroForm", "/OpenAction", "/AA", "/Names", "/Threads", "/AF"} & set(
        opened.root.keys()
    )
    for page in opened.pdf.pages:
        assert not {"/Annots", "/AA", "/B", "/PresSteps"} & set(page.obj.keys())
        assert set(page.Resources.keys()) <= {"/Font", "/ProcSet"}


def test_27_bookmarks_are_the_title_and_the_headings_of_sections(opened: Opened) -> None:
    with opened.pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    headings = [node.actual_text or node.text for node in opened.tree.in_order() if node.role in ("H1", "H2")]
    assert titles == headings
    assert all(str(page.obj.Tabs) == "/S" for page in opened.pdf.pages)


def test_31_fonts_are_embedded_and_as_wide_as_they_say(opened: Opened) -> None:
    for page in opened.pdf.pages:
        for name, codes_shown in _shown(page).items():
            font = page.Resources.Font[name]
            descendant = font.DescendantFonts[0]
            assert (str(font.Subtype), str(font.Encoding)) == ("/Type0", "/Identity-H")
            assert (str(descendant.Subtype), str(descendant.CIDToGIDMap)) == ("/CIDFontType2", "/Identity")
            assert str(descendant.BaseFont) == str(font.BaseFont)
            first, widths = int(descendant.W[0]), descendant.W[1]
            # Code 0 is the sign for a missing glyph, and no code lies outside the table of widths.
            assert min(codes_shown) >= first > 0
            assert max(codes_shown) < first + len(widths)
            program = font_program(descendant.FontDescriptor.FontFile2.read_bytes())
            for code in codes_shown:
                assert float(widths[code - first]) == pytest.approx(program.widths[code], abs=1)


def test_31_every_letter_that_is_shown_has_a_shape(opened: Opened) -> None:
    for at, page in enumerate(opened.pdf.pages):
        for name, codes_shown in _shown(page).items():
            font = page.Resources.Font[name]
            program = font_program(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes())
            without = {code for code in codes_shown if code not in program.outlined}
            # Only a space leaves no ink.
            assert len(without) <= 1, (at, without)


def _shown(page: Any) -> dict[str, set[int]]:
    """The codes each font shows on a page."""
    shown: dict[str, set[int]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) == "Tj":
            codes = bytes(operands[0])
            found = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
            shown.setdefault(font, set()).update(found)
    return shown


def test_text_taken_out_by_another_program_comes_in_the_order_of_the_tree() -> None:
    content = feedback_pdf(build_feedback(a_feedback_evidence()))
    marked = Opened(content).marked
    for at, page in enumerate(PdfReader(BytesIO(content)).pages):
        told = "".join(text for mark, text in marked[at].items() if mark >= 0)
        assert "".join(told.split()) in "".join(page.extract_text().split())
