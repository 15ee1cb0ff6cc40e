"""Papers beside the report: tagged, the same bytes each time, on one page where that is promised."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from reports.documents.activity import Activity, HalfDay
from reports.documents.leaflet import LANGUAGES, Visit, leaflet, poster
from reports.documents.paper import Paper
from reports.feedback.shape import DataTable, Facts, FigureBlock, Paragraph, Section
from reports.figures.rating_distribution import Distribution, DistributionRow, RatingDistribution
from reports.pdf.paper import leaflet_pdf, paper_pdf, poster_pdf
from tests.reports.pdf.opened import Opened

DAY = date(2026, 11, 24)
LONG = "Quayside Health Centre and the Community Musculoskeletal Physiotherapy Service of the Northern Valleys"


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def a_paper(rows: int = 3) -> Paper:
    table = DataTable("days", "Half-days", ("Day", "Clinic"), tuple((str(at), "Quayside") for at in range(rows)))
    sections = (Section("one", "First", (Paragraph("Some words."), table)),)
    return Paper("Record of observing", "Zoë Ŵyn-Łukasz", "en", DAY, "Made on a day", Facts((("Team", "A"),)), sections)


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("contact", ["", "Sam Okoro, 01632 960 123, weekdays 9 to 4. " * 3])
def test_leaflet_and_poster_are_one_page_each_in_every_language(language: str, contact: str):
    visit = Visit(LONG, "Riverside MSK partnership", contact)
    for made in (leaflet_pdf(leaflet(visit, language, DAY)), poster_pdf(poster(visit, language, DAY))):
        assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1
        assert contact[:10] in text_of(made)


def test_every_language_says_everything_the_others_say():
    whole = [leaflet(Visit("A", "B"), language, DAY) for language in LANGUAGES]
    assert len({tuple(section.id for section in paper.sections) for paper in whole}) == 1
    assert len({paper.title for paper in whole}) == len(LANGUAGES)


def test_a_patient_reads_that_they_may_say_no_and_change_their_mind():
    words = text_of(leaflet_pdf(leaflet(Visit("Quayside", "Riverside"), "en", DAY)))
    words = " ".join(words.split())
    assert "You can say no. You need not say why." in words
    assert "You can change your mind at any time, also afterwards." in words


def test_the_same_paper_gives_the_same_bytes():
    assert paper_pdf(a_paper()) == paper_pdf(a_paper())


def test_a_paper_is_tagged_with_title_language_headings_and_table_heads():
    made = pikepdf.open(io.BytesIO(paper_pdf(a_paper())))
    assert bool(made.Root.MarkInfo.Marked)
    assert str(made.Root.Lang) == "en"
    written = repr(b"".join(page.Contents.read_bytes() for page in made.pages))
    assert "/H1" in written
    assert "/TH" in written
    assert str(made.docinfo["/Title"]) == "Record of observing: Zoë Ŵyn-Łukasz"


def test_a_long_paper_goes_over_pages_and_keeps_every_row():
    words = text_of(paper_pdf(a_paper(150)))
    assert "149" in words
    assert "Page 4 of" in words


def test_two_sheets_in_one_half_day_are_half_a_day_of_hours_once():
    same = [HalfDay(DAY, "morning", "Quayside", programme, "Patient partner", 2) for programme in ("A", "B")]
    activity = Activity("Pat", "Riverside", tuple(same))
    assert activity.hours == 3.5
    assert activity.visits == 4


def test_years_stand_newest_first():
    days = (date(2024, 5, 1), date(2026, 5, 1))
    half_days = tuple(HalfDay(day, "morning", "Quayside", "A", "Patient partner", 1) for day in days)
    assert list(Activity("Pat", "Riverside", half_days).by_year()) == [2026, 2024]


def test_a_welsh_paper_counts_its_pages_and_names_its_figures_in_welsh():
    words = text_of(paper_pdf(replace(a_paper(150), language="cy")))
    assert "Tudalen 4 o" in words
    assert "Page" not in words


def test_what_is_on_one_page_by_promise_does_not_say_that_it_is_page_one():
    visit = Visit("Quayside", "Riverside")
    assert "Page" not in text_of(leaflet_pdf(leaflet(visit, "en", DAY)))
    assert "Tudalen" not in text_of(poster_pdf(poster(visit, "cy", DAY)))


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_leaflet_keeps_the_size_of_letters_that_patients_are_promised(language: str):
    visit = Visit("Old Mill Surgery", "Riverside", "Sam Okoro, 01632 960 123, weekdays 9 to 4")
    made = pikepdf.open(io.BytesIO(leaflet_pdf(leaflet(visit, language, DAY))))
    sizes = [
        float(operands[1])
        for operands, operator in pikepdf.parse_content_stream(made.pages[0])
        if str(operator) == "Tf"
    ]
    assert min(size for size in sizes if size != 7.5) >= 13


def test_the_tables_of_figures_stand_under_a_heading_of_their_own():
    counts = DataTable("points", "Ratings with each point", ("Item", "Missing"), (("Asks", "3"),))
    figure = RatingDistribution(
        "Ratings", ("Missing",), ("Partners",), (DistributionRow("Asks", (Distribution((3,)),)),)
    )
    block = FigureBlock("figure", "How often", "Each bar is all ratings.", figure, counts)
    paper = replace(
        a_paper(), sections=(Section("one", "First", (block,)), Section("two", "Second", (Paragraph("End."),)))
    )
    opened = Opened(paper_pdf(paper))
    assert [node.text for node in opened.tree.all("H2")] == ["First", "Second", "The figures as tables"]
