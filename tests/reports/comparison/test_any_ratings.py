"""Whatever observers send, the comparison gives numbers or reasons in words, and never falls over."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.comparison.equivalence import equivalence, margin_of
from reports.comparison.figures import (
    coefficient_forest,
    difference_figure,
    item_distribution,
    item_grid,
    observer_means,
)
from reports.comparison.front_page import front_page
from reports.comparison.groups import groups_of
from reports.comparison.item_pairs import item_pair_sentences, item_pairs
from reports.comparison.observer_item_means import item_dots_of
from reports.comparison.observer_pairs import observer_rows
from reports.comparison.overview import agreement_overview, item_rows, rows_of_item
from reports.comparison.pair_maps import item_map, observer_map
from reports.comparison.rating_set import LEFT_BLANK, RATED, ComparedItem, ComparedObserver, ComparedType, RatingSet
from reports.comparison.small_kinds import groups_held_back
from reports.comparison.total_differences import between_two_types
from reports.comparison.total_scale import TotalScale
from reports.comparison.wording import KINDS
from reports.figures.drawing import draw
from reports.figures.svg import svg
from reports.statistics.minimums import Minimums
from tests.reports.comparison.rating_sets import PARTNER, PEER

CARER = ComparedType("carer", "Carer")


@st.composite
def rating_sets(draw: st.DrawFn) -> RatingSet:
    """Up to 25 consultations, 9 observers of three types, three items of different scales, many gaps."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    units, observers = draw(st.sampled_from([1, 4, 12, 25])), draw(st.integers(1, 9))
    items = tuple(
        ComparedItem(f"i{at}", f"Item {at}", tuple(map(float, range(size))), tuple(map(str, range(size))))
        for at, size in enumerate(draw(st.lists(st.integers(1, 5), min_size=1, max_size=3)))
    )
    there = np.flatnonzero(generator.random(units * observers) < draw(st.sampled_from([0.2, 0.6, 1.0])))
    unit, observer = np.divmod(there, observers)
    spread = draw(st.sampled_from([0.0, 1.0]))
    ratings = np.column_stack([np.floor(generator.random(len(there)) * len(item.points) * spread) for item in items])
    ratings[generator.random(ratings.shape) < draw(st.sampled_from([0.0, 0.3, 1.0]))] = np.nan
    kinds = (PARTNER, PEER, CARER)
    highest = float(sum(len(item.points) - 1 for item in items))
    steps = int(highest) if highest and draw(st.booleans()) else None
    return RatingSet(
        title="Anything",
        fingerprint="anything",
        types=kinds,
        observers=tuple(
            ComparedObserver(f"o{at}", "Same Name", kinds[int(generator.integers(3))].code) for at in range(observers)
        ),
        items=items,
        total=TotalScale(0.0, highest or 1.0, steps),
        unit_names=tuple(f"u{at}" for at in range(units)),
        unit_clinician=generator.integers(0, 4, units),
        sheet_unit=unit,
        sheet_observer=observer,
        ratings=ratings,
        answers=np.where(np.isnan(ratings), LEFT_BLANK, RATED),
        totals=ratings.sum(1),
    )


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(rating_sets())
def test_any_ratings_give_numbers_or_reasons(ratings: RatingSet) -> None:
    overview = agreement_overview(ratings)
    assert all(sentence.strip().endswith(".") for sentence in overview.sentences)
    for group in groups_of(ratings):
        rows = item_rows(ratings, group.key)
        for row in (*rows, overview.groups[0].total):
            for each in KINDS:
                assert row.words(each.kind)
                assert "nan" not in row.reading(each.kind).split()
        svg(draw(coefficient_forest(rows, "icc", group.title)), "a")
        grid = item_grid(ratings, "i0", group.key)
        held = group.key in groups_held_back(ratings, Minimums())
        assert (grid is None) == (held or not group.key.startswith("between"))
    assert len(rows_of_item(ratings, "i0")) == len(groups_of(ratings))
    observers = observer_rows(ratings, Minimums())
    if observers:
        svg(draw(observer_map(observers)), "b")
        svg(draw(observer_means(observers, ratings.total)), "c")
    figure = item_distribution(overview.counts[:1], "Points")
    if figure is not None and figure.groups:
        svg(draw(figure), "d")
    svg(draw(item_dots_of(ratings, Minimums())), "e")
    pairs = item_pairs(ratings, Minimums())
    assert all(sentence.endswith(".") for sentence in item_pair_sentences(ratings, pairs))
    if len(ratings.items) > 1:
        svg(draw(item_map(ratings.items, pairs, two_observers=True)), "f")
    for one, other in ((0, 1), (1, 2)):
        found = between_two_types(ratings, one, other, Minimums())
        assert all(sentence.endswith(".") for sentence in found.sentences)
        svg(draw(difference_figure(found, ratings.total)), "g")
    margin = margin_of(ratings.total, 2.0)
    assert margin is not None
    answers = [equivalence(gap.total.difference, margin, gap.first, gap.second, agreed=True) for gap in overview.gaps]
    for said in front_page(overview, answers, Minimums()).said:
        assert said.sentence.endswith(".")
        assert "nan" not in said.sentence.split()
