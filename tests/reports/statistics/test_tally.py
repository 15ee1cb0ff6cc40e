"""Equal rows of ratings are counted together, in whichever way is quicker, and always alike."""

import numpy as np
import pytest

from reports.statistics.ratings import RatingsTable
from reports.statistics.tally import tallied

SCALE = (0.0, 1.0, 2.0)


@pytest.mark.parametrize("raters", [2, 3, 12, 60], ids=["few rows", "more", "very many", "beyond a whole number"])
@pytest.mark.parametrize("clustered", [False, True])
def test_every_rated_unit_is_counted_once_in_its_cluster(raters: int, clustered: bool):
    rng = np.random.default_rng(raters)
    values = rng.integers(0, 2, (300, raters)).astype(float)
    values[rng.random(values.shape) < 0.3] = np.nan
    values[:5] = np.nan
    clusters = rng.integers(0, 9, 300) if clustered else None
    table = RatingsTable.from_wide(values, SCALE, clusters=clusters)
    found = tallied(table)
    expected: dict[tuple[int, ...], int] = {}
    for row in table.codes.tolist():
        if max(row) >= 0:
            expected[tuple(row)] = expected.get(tuple(row), 0) + 1
    assert {tuple(row): times for row, times in zip(found.codes.tolist(), found.times, strict=True)} == expected
    if found.by_cluster is not None and clusters is not None:
        rated = ~np.isnan(values).all(1)
        assert found.by_cluster.sum(0) == pytest.approx(found.times)
        assert found.by_cluster.sum(1) == pytest.approx(np.bincount(clusters[rated]))


def test_a_table_nobody_filled_in_has_no_rows_to_count():
    empty = tallied(RatingsTable.from_wide(np.full((3, 2), np.nan), SCALE))
    assert empty.codes.shape == (0, 2)


def test_five_hundred_raters_are_no_more_trouble_than_five():
    values = np.random.default_rng(2).integers(0, 5, (6, 500)).astype(float)
    assert tallied(RatingsTable.from_wide(values, (0, 1, 2, 3, 4))).total.rated == 6


def test_without_names_units_with_the_same_ratings_count_as_alike():
    table = RatingsTable.from_wide([[0, 1, 2], [2, 1, 0], [1, np.nan, 0], [0, 0, 1]], SCALE)
    found = tallied(table).anonymous
    rows = {tuple(row): times for row, times in zip(found.codes.tolist(), found.times, strict=True)}
    assert rows == {(0, 1, 2): 2, (-1, 0, 1): 1, (0, 0, 1): 1}
    assert found.total.coincidences == pytest.approx(tallied(table).total.coincidences)
