"""A round for the team meeting: the lead's sentences, and points only where nobody can be picked out."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from reports.comparison.front_page import FrontPage, Said, front_page
from reports.comparison.minimums import PRODUCT_MINIMUMS
from reports.comparison.overview import agreement_overview
from reports.documents.paper import Paper
from reports.documents.round_summary import LEAST_TO_COUNT, RoundOfTeam, round_summary
from reports.pdf.paper import paper_pdf
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import from_simulation

DAY = date(2026, 11, 24)
OF = RoundOfTeam("Riverside", "Deciding together", "First round", DAY, DAY, "Levelfield 1.1", closed=True)
FRONT = FrontPage((Said("What there is", "There are 12 sheets.", "usage"),), ("Two sheets are left out.",))


def text_of(paper: Paper) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper_pdf(paper))).pages)


@pytest.fixture(scope="module")
def whole() -> Paper:
    overview = agreement_overview(from_simulation(simulate_programme(1)))
    front = front_page(overview, (), PRODUCT_MINIMUMS)
    return round_summary(OF, front, overview.counts, overview.basis.clinicians, (), DAY)


def test_it_says_what_the_leads_page_says_and_counts_points_as_a_figure_and_a_table(whole: Paper) -> None:
    words = text_of(whole)
    assert "What can be said" in words
    assert "How often each point was given" in words
    assert "Ratings with each point" in words


def test_every_section_has_something_in_it(whole: Paper) -> None:
    assert all(section.blocks for section in whole.sections)


@pytest.mark.parametrize("clinicians", [3, LEAST_TO_COUNT - 1])
def test_points_of_few_clinicians_are_not_counted(clinicians: int) -> None:
    overview = agreement_overview(from_simulation(simulate_programme(1)))
    paper = round_summary(OF, FRONT, overview.counts, clinicians, (), DAY)
    words = text_of(paper).replace("\n", " ")
    assert "How the points were used" not in words
    assert f"here are {clinicians}" in words
    assert "There are 12 sheets." in words


def test_two_papers_of_an_open_round_do_not_give_a_single_visit_by_subtraction() -> None:
    overview = agreement_overview(from_simulation(simulate_programme(1)))
    paper = round_summary(replace(OF, closed=False), FRONT, overview.counts, overview.basis.clinicians, (), DAY)
    words = text_of(paper).replace("\n", " ")
    assert "How the points were used" not in words
    assert "is told once the round is closed" in words
    assert "There are 12 sheets." in words


def test_of_one_or_two_clinicians_nothing_is_said(whole: Paper) -> None:
    paper = round_summary(OF, FRONT, (), 2, (), DAY)
    assert "There are 12 sheets." not in text_of(paper)
