"""Figures on the web: what a strict content policy and a screen reader need."""

import xml.etree.ElementTree as ET

import pytest

from reports.figures.agreement_forest import AgreementForest, ForestRow
from reports.figures.agreement_grid import counted_grid
from reports.figures.difference_plot import DifferencePlot, Level
from reports.figures.domain_profile import DomainProfile, ProfilePoint, ProfileRow
from reports.figures.drawing import Figure, draw
from reports.figures.item_dots import DotGroup, DotRow, ItemDots
from reports.figures.linking_curve import LinkedPoint, LinkingCurve
from reports.figures.observer_spread import ObserverSpread, SpreadGroup
from reports.figures.pair_map import MapCell, PairMap
from reports.figures.picture import Picture, Words
from reports.figures.rating_distribution import Distribution, DistributionRow, RatingDistribution
from reports.figures.relevance_votes import RelevanceVotes, VotedShare
from reports.figures.svg import svg

GROUPS = ("Patient partners", "Peer clinicians")

FIGURES: dict[str, Figure] = {
    "domain profile": DomainProfile(
        "Scores by domain",
        GROUPS,
        (
            ProfileRow("What matters", (ProfilePoint(62, 50, 74), ProfilePoint(55, 40, 70)), own=75),
            ProfileRow("Options", (ProfilePoint(31, 20, 42), ProfilePoint(not_yet="Not yet: 1 more needed"))),
        ),
    ),
    "rating distribution": RatingDistribution(
        "Ratings by item",
        ("Not seen", "A little", "Clear"),
        GROUPS,
        (DistributionRow("Asks what matters", (Distribution((1, 2, 3), 1, 1), Distribution(not_yet="Not yet"))),),
    ),
    "observer spread": ObserverSpread(
        "Observers", (SpreadGroup("Patient partners", (20, 22, 22, 60), 31, 10, 52), SpreadGroup("Peers", ()))
    ),
    "linking curve": LinkingCurve(
        "Scores of version 1 on version 2",
        "Score on version 1",
        "Score on version 2",
        (LinkedPoint(0, 4, 2, 6), LinkedPoint(50, 57, 55, 60), LinkedPoint(100, 98, 93, 100)),
        (0, 100),
        (0, 100),
    ),
    "relevance votes": RelevanceVotes(
        "Relevance",
        GROUPS,
        (("Asks what matters", (VotedShare(5, 6, 83.3, 36, 99.6), VotedShare(1, 2, not_yet="Not yet: 1 more"))),),
    ),
    "agreement grid": counted_grid("Two observers", "First", "Second", ("0", "1"), ((3, 1), (0, 2))),
    "agreement forest": AgreementForest(
        "Agreement by item",
        "Weighted kappa",
        (
            ForestRow("Item 1", 0.4, 0.1, 0.7, "20 pairs"),
            ForestRow("Item 2", undefined="Both observers used one point only: 17 of 17 ratings are 0."),
            ForestRow("Total", 0.5, 0.2, 0.8, "20 pairs", stressed=True),
        ),
    ),
}

FIGURES |= {
    "map of pairs": PairMap(
        "Who with whom",
        "share",
        ("Amina", "Beatrix", "Carys"),
        (
            (None, MapCell("78", "3 cons.", "78 of 100", 0.78, 0.78, 0.6, 0.9), MapCell("+2", "1 cons.", "not yet")),
            (MapCell("78", "3 cons.", "78 of 100", 0.78, 0.78, 0.6, 0.9), None, MapCell("", "0", "never met")),
            (MapCell("+2", "1 cons.", "not yet"), MapCell("", "0", "never met"), None),
        ),
        "How to read it.",
        (2,),
    ),
    "item dots": ItemDots(
        "Dots",
        GROUPS,
        (
            DotRow("Item 1", 0, 4, (DotGroup((1.0, 1.0, 2.5), 1.5), DotGroup((), None, "not yet"))),
            DotRow("Item 2", 1, 3, (DotGroup((2.0,), 2.0), DotGroup((1.2, 1.3), 1.25))),
        ),
    ),
    "differences": DifferencePlot(
        "Differences", "Patient partner", "Peer", 0, 100, ((20, -5), (60, 8)), (Level("Mean gap", 1.5, -2, 5),)
    ),
}

every_figure = pytest.mark.parametrize("name", FIGURES)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(name: str, prefix: str = "fig") -> ET.Element:
    return ET.fromstring(svg(draw(FIGURES[name]), prefix))


@every_figure
def test_a_figure_carries_no_style_no_script_and_no_doctype(name: str) -> None:
    text = svg(draw(FIGURES[name]), "fig")
    assert text.startswith("<svg ")
    for element in ET.fromstring(text).iter():
        assert "style" not in element.attrib
        assert not any(attribute.startswith("on") for attribute in element.attrib)
        assert element.tag not in (f"{SVG}script", f"{SVG}style")


@every_figure
def test_a_figure_names_and_describes_itself_to_a_screen_reader(name: str) -> None:
    root = parsed(name)
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert root.get("role") == "img"
    for pointed_at in (root.get("aria-labelledby") or "").split():
        assert ids[pointed_at]


@every_figure
def test_two_figures_on_a_page_share_no_id(name: str) -> None:
    first = {element.get("id") for element in parsed(name, "one").iter() if element.get("id")}
    second = {element.get("id") for element in parsed(name, "two").iter() if element.get("id")}
    assert first
    assert not first & second


@every_figure
def test_every_mark_has_a_class_that_a_dark_theme_can_restyle(name: str) -> None:
    for element in parsed(name).iter():
        if element.tag not in (f"{SVG}svg", f"{SVG}title", f"{SVG}desc"):
            assert (element.get("class") or "").startswith("lf-")


@every_figure
@pytest.mark.parametrize("width", [320.0, 482.0, 720.0])
def test_nothing_is_drawn_outside_the_figure(name: str, width: float) -> None:
    picture = draw(FIGURES[name], width)
    for mark in picture.marks:
        if isinstance(mark, Words):
            assert 0 <= mark.x <= picture.width
            assert 0 < mark.y <= picture.height


def test_words_that_look_like_markup_stay_words() -> None:
    hostile = Picture(9, 9, "a <b>", 'x & "y"', (Words("words", 0, 8, "</text><script>1</script>\x00", 8),))
    root = ET.fromstring(svg(hostile, "p"))
    assert [element.text for element in root.iter(f"{SVG}text")] == ["</text><script>1</script>\ufffd"]


@pytest.mark.parametrize("prefix", ["", "1a", 'a"b', "a b", "-a"])
def test_a_prefix_that_cannot_begin_an_id_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="cannot begin an id"):
        svg(draw(FIGURES["agreement grid"]), prefix)


@every_figure
def test_the_description_says_every_number_that_is_drawn(name: str) -> None:
    description = draw(FIGURES[name]).description
    expected = {
        "domain profile": ["62 (50 to 74)", "55 (40 to 70)", "75", "Not yet: 1 more needed"],
        "rating distribution": [
            "1 Not seen",
            "2 A little",
            "3 Clear",
            "1 not scored",
            "1 left blank",
            "Not yet",
        ],
        "observer spread": ["4 observers from 20.0 to 60.0", "mean 31.0 (10.0 to 52.0)"],
        "linking curve": ["50 is worth 57.0 (55.0 to 60.0)"],
        "relevance votes": ["5 of 6 (36 to 100 %)", "Not yet: 1 more"],
        "agreement grid": ["5 of 6 pairs of ratings are the same"],
        "map of pairs": ["Amina 78 of 100", "Amina not yet"],
        "item dots": ["Patient partners 1.5, 3 people", "Peer clinicians not yet", "2.0, 1 person"],
        "differences": ["2 consultations", "Mean gap 1.5 (−2.0 to 5.0)"],
        "agreement forest": ["0.40 (0.10 to 0.70)", "17 of 17 ratings are 0"],
    }
    for words in expected[name]:
        assert words in description
