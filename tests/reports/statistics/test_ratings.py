"""Ratings come in as a rectangle or a list, and nonsense is refused in words."""

from collections.abc import Callable

import numpy as np
import pytest

from reports.statistics.ratings import RatingsTable

SCALE = (0, 1, 2, 3, 4)


def test_a_list_of_ratings_becomes_units_by_raters_with_gaps():
    table = RatingsTable.from_long(["c1", "c1", "c2"], ["Ann", "Bo", "Bo"], [3, 4, 0], SCALE)
    assert table.unit_names == ("c1", "c2")
    assert table.rater_names == ("Ann", "Bo")
    np.testing.assert_array_equal(table.values, [[3, 4], [np.nan, 0]])
    assert table.ratings == 3
    assert not table.complete


def test_the_clinician_of_each_consultation_is_kept():
    table = RatingsTable.from_long(["c1", "c1", "c2"], ["Ann", "Bo", "Ann"], [1, 2, 3], SCALE, clusters=["K", "K", "L"])
    np.testing.assert_array_equal(table.clusters, [0, 1])


def test_a_consultation_of_two_clinicians_is_refused():
    with pytest.raises(ValueError, match="c1 lies in two clusters"):
        RatingsTable.from_long(["c1", "c1"], ["Ann", "Bo"], [1, 2], SCALE, clusters=["K", "L"])


def test_rating_the_same_thing_twice_is_refused_by_name():
    with pytest.raises(ValueError, match="Ann rated c1 more than once"):
        RatingsTable.from_long(["c1", "c1"], ["Ann", "Ann"], [1, 2], SCALE)


def test_a_rating_off_the_scale_is_refused_with_who_gave_what_to_whom():
    with pytest.raises(ValueError, match="Bo gave 5 to c1, which is not a point of the scale 0, 1, 2, 3, 4"):
        RatingsTable.from_long(["c1"], ["Bo"], [5], SCALE)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        RatingsTable.from_long(["c1"], ["Bo", "Ann"], [5], SCALE)


def test_clusters_of_the_wrong_length_are_refused():
    with pytest.raises(ValueError, match="as long as the ratings"):
        RatingsTable.from_long(["c1"], ["Bo"], [1], SCALE, clusters=["K", "L"])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([[1.0, np.inf]], "finite"),
        ([1.0, 2.0], "units in rows"),
    ],
)
def test_values_that_are_no_table_of_numbers_are_refused(values: list[object], sentence: str):
    with pytest.raises(ValueError, match=sentence):
        RatingsTable(np.array(values), (), ("u",), ("a", "b"))


def test_names_that_do_not_fit_the_table_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        RatingsTable.from_wide([[1, 2]], SCALE, rater_names=("Ann",))


def test_a_scale_with_a_point_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        RatingsTable.from_wide([[1, 2]], (1, 2, 2))


def test_one_cluster_number_for_each_unit_is_needed():
    with pytest.raises(ValueError, match="one cluster"):
        RatingsTable.from_wide([[1, 2]], SCALE, clusters=[1, 2])


def test_a_table_cannot_be_changed_once_made():
    with pytest.raises(ValueError, match="read-only"):
        RatingsTable.from_wide([[1, 2]], SCALE).values[0, 0] = 4


def test_a_pair_keeps_only_the_units_both_rated():
    table = RatingsTable.from_wide([[1, 2, 3], [1, None, 2], [4, 4, None]], SCALE, clusters=[0, 0, 1])
    pair = table.pairs("rater 1", "rater 2")
    np.testing.assert_array_equal(pair.values, [[1, 2], [4, 4]])
    np.testing.assert_array_equal(pair.clusters, [0, 1])


def test_asking_for_somebody_unknown_is_refused_by_name():
    with pytest.raises(ValueError, match="no rater called Cy"):
        RatingsTable.from_wide([[1, 2]], SCALE).pairs("rater 1", "Cy")


def test_counts_of_anonymous_raters_become_columns():
    table = RatingsTable.from_counts([[2, 0, 1], [0, 0, 2]], (1, 2, 3))
    np.testing.assert_array_equal(table.values, [[1, 1, 3], [3, 3, np.nan]])


def test_a_contingency_table_becomes_one_row_for_each_thing_rated():
    table = RatingsTable.from_contingency([[2, 1], [0, 1]], (0, 1), ("A", "B"))
    np.testing.assert_array_equal(table.values, [[0, 0], [0, 0], [0, 1], [1, 1]])


@pytest.mark.parametrize("make", [RatingsTable.from_counts, RatingsTable.from_contingency])
def test_counts_that_cannot_be_counts_are_refused(make: Callable[..., RatingsTable]):
    with pytest.raises(ValueError, match="whole"):
        make([[1, -1], [0, 1]], (0, 1))


def test_codes_are_positions_on_the_scale_whatever_its_order():
    table = RatingsTable.from_wide([[10, 5], [None, 7]], (10, 7, 5))
    np.testing.assert_array_equal(table.codes, [[0, 2], [-1, 1]])


def test_continuous_scores_have_no_codes():
    with pytest.raises(ValueError, match="continuous"):
        _ = RatingsTable.from_wide([[1.5, 2.25]]).codes


def test_no_ratings_at_all_is_a_table_too():
    assert RatingsTable.from_wide([], SCALE).ratings == 0


def test_units_without_names_are_numbered_and_keep_their_number_when_others_leave():
    table = RatingsTable.from_wide([[0, 1], [1, 1], [2, 1]], SCALE)
    assert list(table.unit_names) == ["unit 1", "unit 2", "unit 3"]
    kept = table.rows([True, False, True])
    assert (list(kept.unit_names), kept.unit_names[-1]) == (["unit 1", "unit 3"], "unit 3")
    assert list(kept.unit_names[1:]) == ["unit 3"]
    assert "unit 2" not in kept.unit_names


def test_a_table_of_which_all_is_kept_is_not_copied():
    table = RatingsTable.from_wide([[0, 1], [1, 1]], SCALE)
    assert table.rows([True, True]) is table
    assert table.columns([0, 1]) is table
    assert table.columns([1, 0]).values.tolist() == [[1, 0], [1, 1]]


@pytest.mark.parametrize("points", [(0, 1, 2, 3), (2, 3, 4), (-1, 0, 1), (3, 2, 1), (0, 1, 4), (0.5, 1.5)])
def test_every_point_is_found_in_its_place_however_the_scale_steps(points: tuple[float, ...]):
    values = np.array([[*points], [*points[::-1]]], dtype=float)
    values[0, 0] = np.nan
    table = RatingsTable.from_wide(values, points)
    literal = [[-1 if np.isnan(one) else points.index(one) for one in row] for row in values.tolist()]
    assert table.codes.tolist() == literal


@pytest.mark.parametrize("wrong", [1.5, -1, 4, 1e300])
def test_a_rating_between_or_beyond_the_points_is_refused(wrong: float):
    with pytest.raises(ValueError, match="not a point of the scale"):
        RatingsTable.from_wide([[0, wrong]], (0, 1, 2, 3))
