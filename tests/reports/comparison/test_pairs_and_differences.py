"""Who agrees with whom, which items move together, how far totals lie apart, and whether kinds count as alike."""

from itertools import pairwise

import numpy as np
import pytest

from reports.comparison.equivalence import equivalence, margin_of
from reports.comparison.item_pairs import item_pairs
from reports.comparison.kinds_of_consultation import Grouping, KindAgreement, by_kind, kinds_held_back
from reports.comparison.meetings import meetings_of
from reports.comparison.observer_item_means import item_dots_of
from reports.comparison.observer_pairs import observer_rows
from reports.comparison.pair_maps import observer_map
from reports.comparison.rating_counts import item_counts, usage_sentences
from reports.comparison.rating_set import RatingSet
from reports.comparison.small_groups import HELD_BACK
from reports.comparison.total_differences import between_two_observers, between_two_types
from reports.comparison.total_scale import TotalScale
from reports.statistics.correlation import spearman_correlation
from reports.statistics.differences import limits_of_agreement
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.minimums import Minimums
from reports.statistics.repeated_differences import limits_of_varying_pairs, limits_with_replicates
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation

LEAST = Minimums()
TYPES = [PARTNER] * 3 + [PEER] * 3


@pytest.fixture(scope="module")
def programme() -> RatingSet:
    return from_simulation(simulate_programme(1, consultations=120, items=4))


def some_totals(rows: int, columns: int = 6, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 5, (rows, columns)).astype(float)


def test_each_two_sheets_of_a_consultation_meet_once(programme: RatingSet) -> None:
    met = {tuple(sorted(pair)) for pair in meetings_of(programme).tolist()}
    unit = programme.sheet_unit
    by_hand = {
        (one, other) for one in range(len(unit)) for other in range(one + 1, len(unit)) if unit[one] == unit[other]
    }
    assert met == by_hand
    assert len(met) == len(meetings_of(programme))


def test_two_observers_with_two_shared_consultations_wait_for_a_third() -> None:
    figure = observer_map(observer_rows(crossed(np.tile([[1.0, 2.0]], (2, 1)), [PARTNER, PEER]), LEAST))
    cell = figure.cells[0][1]
    assert cell is not None
    assert (cell.text, cell.shade) == ("+6", None)
    assert "not yet, 6 more needed" in cell.words


def test_the_map_of_observers_is_symmetric_and_parted_by_kind(programme: RatingSet) -> None:
    figure = observer_map(observer_rows(programme, LEAST))
    for at, row in enumerate(figure.cells):
        assert row[at] is None
        assert all(row[to] == figure.cells[to][at] for to in range(len(row)))
    assert figure.group_ends == (9,)


def test_a_pairs_share_has_an_interval_over_consultations() -> None:
    table = np.array([[0, 0], [0, 4], [1, 2], [3, 3], [4, 0], [2, 2], [1, 1], [0, 1]], dtype=float)
    pair = observer_rows(crossed(table, [PARTNER, PEER]), LEAST)[0].with_each[1]
    assert pair is not None
    assert pair.reach is not None
    assert pair.reach.number == pytest.approx(6 / 8)
    assert pair.reach.units == 8


def test_items_move_together_as_the_ranks_of_their_sheets_do(programme: RatingSet) -> None:
    for pair in item_pairs(programme, LEAST):
        plain = spearman_correlation(programme.ratings[:, pair.first], programme.ratings[:, pair.second])
        assert pair.same_sheet.number == pytest.approx(plain.number)
        assert pair.same_sheet.has_interval


def test_a_constant_item_is_named_instead_of_correlated() -> None:
    ratings = from_simulation(simulate_programme(1, consultations=60, clinicians=8, items=3))
    rated = ratings.ratings.copy()
    rated[~np.isnan(rated[:, 0]), 0] = 0.0
    parts = {name: getattr(ratings, name) for name in RatingSet.__dataclass_fields__}
    found = item_pairs(RatingSet(**{**parts, "ratings": rated}), LEAST)[0].same_sheet
    assert found.undefined is not None
    assert found.undefined == "“Item 0” was always given the same point."


def test_one_pair_for_each_clinician_gets_exact_limits() -> None:
    totals = some_totals(20, 2)
    found = between_two_observers(crossed(totals, [PARTNER, PEER]), 0, 1, LEAST)
    known = limits_of_agreement(totals[:, 0], totals[:, 1])
    assert (found.limits.lower, found.limits.upper) == (known.lower, known.upper)
    assert "exact limits" in found.form


def test_consultations_of_one_clinician_are_kept_together_in_the_limits() -> None:
    totals, clinicians = some_totals(24, 2), [at // 3 for at in range(24)]
    found = between_two_observers(crossed(totals, [PARTNER, PEER], clinicians=clinicians), 0, 1, LEAST)
    known = limits_of_varying_pairs(clinicians, totals[:, 0], totals[:, 1]).limits
    assert found.limits.upper.number == pytest.approx(known.upper.number)


def test_several_observers_of_a_kind_are_replicates_of_one_truth() -> None:
    totals = some_totals(20)
    found = between_two_types(crossed(totals, TYPES), 0, 1, LEAST)
    rows = np.repeat(np.arange(20), 6)
    first = np.where(np.tile([True] * 3 + [False] * 3, 20), totals.ravel(), np.nan)
    second = np.where(np.tile([False] * 3 + [True] * 3, 20), totals.ravel(), np.nan)
    known = limits_with_replicates(rows.tolist(), first, second).limits
    assert found.limits.lower.number == pytest.approx(known.lower.number)
    assert "repeated readings" in found.form


def test_between_kinds_the_mean_gap_is_told_without_an_interval_that_counts_consultations() -> None:
    found = between_two_types(crossed(some_totals(20), TYPES), 0, 1, LEAST)
    assert "judged by people, elsewhere" in found.sentences[0]
    assert "likely" not in found.sentences[0]


def test_two_people_of_a_kind_are_not_shown_as_their_kind() -> None:
    found = between_two_types(crossed(some_totals(20, 4), [PARTNER, PARTNER, PEER, PEER]), 0, 1, LEAST)
    assert len(found.gaps) == 0
    assert found.limits.lower.value is None
    assert found.sentences[0].startswith("Not yet: 1 more patient partner needed (2 of 3).")


def test_a_gap_that_grows_with_the_score_is_said_in_words() -> None:
    level = np.linspace(0, 4, 30)
    wide = crossed(np.column_stack([level, level * 0.5]), [PARTNER, PEER], tuple(sorted({*level, *(level * 0.5)})))
    assert any("The gap depends on the score" in said for said in between_two_observers(wide, 0, 1, LEAST).sentences)


def gap(value: float, error: float) -> Estimate:
    reach = 2.2 * error
    return Estimate(value, error, value - reach, value + reach, degrees_of_freedom=(11.0,))


@pytest.mark.parametrize(
    ("value", "error", "verdict"),
    [(0.5, 1.0, "alike"), (-4.0, 1.5, "open"), (-12.0, 2.0, "different"), (12.0, 2.0, "different")],
)
def test_kinds_count_as_alike_only_when_the_whole_range_lies_within_the_margin(
    value: float, error: float, verdict: str
) -> None:
    assert equivalence(gap(value, error), 5.0, "Patient partner", "Peer clinician", agreed=True).verdict == verdict


def test_too_few_people_leave_the_question_unanswered_with_the_reason() -> None:
    found = equivalence(undefined("Not yet: 1 more peer needed."), 5.0, "Patient partner", "Peer", agreed=True)
    assert found.verdict == "not yet"
    assert found.sentence.endswith("Not yet: 1 more peer needed.")


def test_the_margin_is_one_step_on_one_item_unless_the_round_names_another() -> None:
    assert margin_of(TotalScale(0.0, 100.0, 20), None) == 5.0
    assert margin_of(TotalScale(0.0, 100.0, 20), 7.5) == 7.5
    assert margin_of(TotalScale(0.0, 100.0, None), None) is None


def test_a_dot_needs_ratings_enough_and_a_kind_needs_people_enough() -> None:
    row = item_dots_of(crossed(some_totals(8), TYPES), LEAST).rows[0]
    assert [len(group.observers) for group in row.groups] == [3, 3]
    few = item_dots_of(crossed(some_totals(7), TYPES), LEAST).rows[0]
    assert [group.words for group in few.groups] == ["not yet: it takes 3 people with 8 ratings each"] * 2


def test_crowding_at_an_end_is_said_with_the_item_and_the_count() -> None:
    table = np.zeros((10, 6))
    table[:2, 3:] = 4
    said = usage_sentences(item_counts(crossed(table, [PARTNER] * 3 + [PEER] * 3)))
    assert "“The item”: 100 of 100 of the 30 ratings by patient partners" in said[0]


def kinds(sizes: list[int]) -> Grouping:
    ends = np.cumsum([0, *sizes]).tolist()
    members = tuple(tuple(range(start, end)) for start, end in pairwise(ends))
    return Grouping("decision_kind", "By kind of decision", tuple(f"Kind {at}" for at in range(len(sizes))), members)


def in_kinds(sizes: list[int]) -> tuple[KindAgreement, ...]:
    ratings, grouping = crossed(some_totals(60, 4), [PARTNER] * 4), kinds(sizes)
    return by_kind(ratings, grouping, kinds_held_back(ratings, [grouping], LEAST)[0], LEAST)


def test_a_small_kind_of_consultation_is_held_back_with_another_that_would_give_it_away() -> None:
    found = in_kinds([4, 16, 40])
    assert [each.why for each in found] == [
        "Not yet: 6 more consultations seen by two of them needed (4 of 10).",
        HELD_BACK,
        "",
    ]


def test_two_small_kinds_protect_each_other() -> None:
    found = in_kinds([6, 8, 46])
    assert [each.total is not None for each in found] == [False, False, True]


def test_with_every_kind_large_enough_nothing_is_held_back() -> None:
    found = in_kinds([20, 40, 0])
    assert [(each.label, each.paired, each.why) for each in found] == [("Kind 0", 20, ""), ("Kind 1", 40, "")]
