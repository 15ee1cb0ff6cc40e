"""Places, ticks, numbers, labels and inks of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.agreement_forest import AgreementForest, ForestRow
from reports.figures.agreement_grid import AgreementGrid, GridCell, counted_grid
from reports.figures.domain_profile import DomainProfile, ProfilePoint, ProfileRow
from reports.figures.drawing import draw
from reports.figures.legend import group_key, legend
from reports.figures.lettering import lines, width_of
from reports.figures.observer_spread import ObserverSpread, SpreadGroup
from reports.figures.picture import Box, Picture, Spot, Words
from reports.figures.rating_distribution import Distribution, DistributionRow, RatingDistribution
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import INKS, RAMP_ROLES, TYPE_ROLES, ramp_step, words_on


@given(st.floats(-1e3, 1e3), st.floats(0.1, 1e3), st.floats(-1e4, 1e4))
def test_every_score_lands_on_the_axis(lowest: float, reach: float, score: float) -> None:
    scale = HorizontalScale(lowest, lowest + reach, 10, 200)
    assert 10 <= scale.at(score) <= 200


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [(0, 100, (0, 25, 50, 75, 100)), (0, 4, (0, 1, 2, 3, 4)), (0, 48, (0, 10, 20, 30, 40)), (1, 5, (1, 2, 3, 4, 5))],
)
def test_ticks_are_round_numbers_within_the_scale(lowest: float, highest: float, expected: tuple[float, ...]) -> None:
    assert HorizontalScale(lowest, highest, 0, 1).ticks() == pytest.approx(expected)


@given(st.floats(-100, 100), st.floats(0.5, 500))
def test_a_scale_never_has_too_few_or_too_many_ticks(lowest: float, reach: float) -> None:
    assert 3 <= len(HorizontalScale(lowest, lowest + reach, 0, 1).ticks()) <= 11


def test_a_scale_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="lowest score below"):
        HorizontalScale(1, 1, 0, 1)


def test_numbers_have_a_true_minus_and_no_minus_nought() -> None:
    assert (number(-1.5), number(2.0), number(-0.001, 1), number(12.34, 1)) == ("−1.5", "2", "0.0", "12.3")


@given(st.text(alphabet="abc def", max_size=200), st.floats(20, 200))
def test_labels_fit_their_room(text: str, width: float) -> None:
    for line in lines(text, width, 8.5, most=3):
        assert width_of(line, 8.5) <= max(width, width_of("abcd", 8.5)) + 0.01


def test_a_label_that_does_not_fit_ends_in_an_ellipsis() -> None:
    assert lines("one two three four five six", 60, 8.5, most=2)[-1].endswith("…")


def test_the_key_wraps_where_it_is_narrow() -> None:
    _, wide = legend(group_key(("Patient partners", "Peer clinicians"), "You"), 480)
    _, narrow = legend(group_key(("Patient partners", "Peer clinicians"), "You"), 120)
    assert narrow > wide


@pytest.mark.parametrize("points", [2, 3, 5, 7, 11])
def test_a_ramp_never_goes_back(points: int) -> None:
    steps = [ramp_step(at, points) for at in range(points)]
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert steps[-1] == 9


def _lightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_lightness(one), _lightness(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_number_on_a_bar_can_be_read() -> None:
    for step, role in enumerate(RAMP_ROLES):
        behind, ink = INKS[role].fill, INKS[words_on(step)].fill
        assert behind
        assert ink
        assert _contrast(behind, ink) >= 4.5, role


def test_words_and_symbols_stand_out_from_the_paper() -> None:
    for role in ("words", "quiet-words"):
        assert _contrast(INKS[role].fill or "", "#ffffff") >= 4.5
    for role in TYPE_ROLES:
        assert _contrast(INKS[role].fill or "", "#ffffff") >= 3


def test_the_ramp_grows_darker_step_by_step() -> None:
    shades = [_lightness(INKS[role].fill or "") for role in RAMP_ROLES]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == len(shades)


def test_types_differ_by_shape_as_well_as_by_colour() -> None:
    key = group_key(("One", "Two", "Three", "Four"))
    assert len({entry.shape for entry in key}) == 4


def test_a_picture_without_words_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="title and a description"):
        Picture(1, 1, "Title", "", ())


def test_a_point_has_a_score_or_a_reason_never_both() -> None:
    with pytest.raises(ValueError, match="either a score or a reason"):
        ProfilePoint()
    with pytest.raises(ValueError, match="either a score or a reason"):
        ProfilePoint(1.0, not_yet="Not yet")


def test_a_coefficient_has_a_value_or_the_reason_why_not() -> None:
    with pytest.raises(ValueError, match="Item 1"):
        ForestRow("Item 1")


def test_a_grid_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        AgreementGrid("T", "R", "C", ("a",), ("x", "y"), ((GridCell("1"),),), "How to read.")


def test_an_empty_grid_of_counts_still_draws() -> None:
    picture = draw(counted_grid("T", "R", "C", ("0", "1"), ((0, 0), (0, 0))))
    assert "0 of 0 pairs" in picture.description


def test_bars_of_a_row_are_cut_by_shares_of_all_sheets() -> None:
    figure = RatingDistribution("T", ("a", "b"), ("One",), (DistributionRow("Item", (Distribution((1, 2), 1, 0),)),))
    boxes = [mark for mark in draw(figure).marks if isinstance(mark, Box) and mark.height > 10]
    widths = [box.width for box in boxes]
    assert widths[1] == pytest.approx(2 * widths[0])
    assert widths[2] == pytest.approx(widths[0])
    assert [box.role for box in boxes] == ["ramp-0", "ramp-9", "not-scored"]


def test_a_group_that_is_not_shown_has_words_and_no_bar() -> None:
    figure = RatingDistribution(
        "T", ("a", "b"), ("One",), (DistributionRow("Item", (Distribution(not_yet="Not yet"),)),)
    )
    marks = draw(figure).marks
    assert not [mark for mark in marks if isinstance(mark, Box) and mark.height > 10]
    assert "Not yet" in [mark.text for mark in marks if isinstance(mark, Words)]


def test_symbols_of_one_size_cover_about_the_same_area() -> None:
    def area(spot: Spot) -> float:
        corners = spot.corners()
        pairs = zip(corners, corners[1:] + corners[:1], strict=True)
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2

    circle = 3.1416 * 5**2
    for shape in ("diamond", "square", "triangle"):
        assert area(Spot("type-1", shape, 50, 50, 10)) == pytest.approx(circle, rel=0.35)


def test_the_table_of_a_figure_holds_what_is_drawn() -> None:
    profile = DomainProfile(
        "T", ("One", "Two"), (ProfileRow("Domain", (ProfilePoint(5, 4, 6), ProfilePoint(not_yet="Not yet")), own=7),)
    )
    assert profile.table() == (
        ("Domain", "One", "Two", "Your own rating"),
        (("Domain", "5 (4 to 6)", "Not yet", "7"),),
    )
    spread = ObserverSpread("T", (SpreadGroup("One", (20.0, 10.0), 15.0), SpreadGroup("Two", (), not_yet="Too few")))
    assert spread.table()[1] == (("One", "2", "10.0, 20.0", "mean 15.0"), ("Two", "0", "none", "Too few"))
    grid = counted_grid("T", "First", "Second", ("0", "1"), ((3, 0), (1, 2)))
    assert grid.table() == (("First / Second", "0", "1"), (("0", "3", "0"), ("1", "1", "2")))
    forest = AgreementForest(
        "T", "Kappa", (ForestRow("Item", 0.5, basis="9 pairs"), ForestRow("Other", undefined="All alike."))
    )
    assert forest.table()[1] == (("Item", "0.50 (no interval)", "9 pairs"), ("Other", "All alike.", ""))


def test_a_scale_of_one_point_still_has_a_colour() -> None:
    assert ramp_step(0, 1) == 5


def test_an_item_nobody_rated_says_so() -> None:
    figure = RatingDistribution("T", ("a",), ("One",), (DistributionRow("Item", (Distribution((0,)),)),))
    assert "No ratings" in [mark.text for mark in draw(figure).marks if isinstance(mark, Words)]
    assert "One: no ratings" in figure.description
