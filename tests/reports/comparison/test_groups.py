"""Who is set beside whom, checked against a slow and obvious count."""

from itertools import combinations

import numpy as np
import pytest

from reports.comparison.groups import groups_of
from reports.comparison.observer_pairs import observer_rows
from reports.comparison.rating_counts import item_counts
from reports.comparison.rating_set import LeftOut, RatingSet
from reports.comparison.sentences import basis_sentences
from reports.statistics.minimums import Minimums
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation


@pytest.fixture(scope="module")
def programme() -> RatingSet:
    return from_simulation(simulate_programme(2, consultations=80, items=3))


def pairs_by_hand(ratings: RatingSet, item: int) -> list[tuple[int, int, float, float]]:
    """Every two sheets of one consultation that both rated the item: their observers and ratings."""
    found: list[tuple[int, int, float, float]] = []
    for one, other in combinations(range(len(ratings.sheet_unit)), 2):
        first, second = ratings.ratings[one, item], ratings.ratings[other, item]
        together = ratings.sheet_unit[one] == ratings.sheet_unit[other]
        if together and not np.isnan(first) and not np.isnan(second):
            found.append((int(ratings.sheet_observer[one]), int(ratings.sheet_observer[other]), first, second))
    return found


def test_between_types_every_meeting_of_the_two_types_is_a_row_and_no_other(programme: RatingSet) -> None:
    partners = {at for at, each in enumerate(programme.observers) if each.type_code == PARTNER.code}
    between = next(group for group in groups_of(programme) if group.key.startswith("between"))
    for item in range(3):
        table = between.table(programme.ratings[:, item], programme.items[item].points, programme.unit_names)
        expected = sorted(
            (first, second) if one in partners else (second, first)
            for one, other, first, second in pairs_by_hand(programme, item)
            if (one in partners) != (other in partners)
        )
        assert sorted(map(tuple, table.values.tolist())) == expected
        assert table.rater_names == ("Patient partner", "Peer clinician")


def test_within_a_type_only_consultations_two_of_them_watched_count(programme: RatingSet) -> None:
    peers = {at for at, each in enumerate(programme.observers) if each.type_code == PEER.code}
    within = next(group for group in groups_of(programme) if group.key == "within-peer_clinician")
    table = within.table(programme.ratings[:, 0], programme.items[0].points, programme.unit_names)
    by_hand = [pair for pair in pairs_by_hand(programme, 0) if {pair[0], pair[1]} <= peers]
    assert int(((~np.isnan(table.values)).sum(1) >= 2).sum()) == table.values.shape[0]
    assert table.ratings >= table.values.shape[0] * 2
    assert len(by_hand) >= table.values.shape[0]


def test_each_two_observers_are_counted_as_by_hand(programme: RatingSet) -> None:
    rows = observer_rows(programme, Minimums())
    place = {row.key: at for at, row in enumerate(rows)}
    same = np.zeros((len(rows), len(rows)))
    near = np.zeros_like(same)
    pairs = np.zeros_like(same)
    for item in range(3):
        for one, other, first, second in pairs_by_hand(programme, item):
            at, to = place[programme.observers[one].key], place[programme.observers[other].key]
            for row, column in ((at, to), (to, at)):
                pairs[row, column] += 1
                same[row, column] += first == second
                near[row, column] += abs(first - second) <= 1
    for at, row in enumerate(rows):
        for to, pair in enumerate(row.with_each):
            if pair is None:
                assert at == to
                continue
            assert (pair.pairs, pair.same, pair.within_one) == (pairs[at, to], same[at, to], near[at, to])
        assert row.with_everybody.pairs == pairs[at].sum()


def test_nothing_is_said_of_an_observer_with_too_few_sheets() -> None:
    ratings = crossed(np.array([[1, 2]] * 7, dtype=float), [PARTNER, PEER])
    row = observer_rows(ratings, Minimums())[0]
    assert row.mean_total is None
    assert row.with_everybody.share_same is None
    assert row.with_everybody.pairs == 7


def test_observers_stand_type_by_type_then_by_name(programme: RatingSet) -> None:
    rows = observer_rows(programme, Minimums())
    assert [row.type_code for row in rows] == sorted(row.type_code for row in rows)


def test_how_the_points_were_used_adds_up_to_the_sheets(programme: RatingSet) -> None:
    for at, item in enumerate(item_counts(programme)):
        assert sum(kind.sheets for kind in item.types) == len(programme.sheet_unit)
        rated = programme.ratings[~np.isnan(programme.ratings[:, at]), at]
        assert sum(kind.points[0] for kind in item.types) == int((rated == 0).sum())
        assert sum(kind.rated for kind in item.types) == len(rated)


def test_a_floor_is_the_share_on_the_lowest_point_and_absent_without_ratings() -> None:
    kinds = [PARTNER] * 3 + [PEER] * 3
    table = np.repeat([[0, 4], [0, 4], [2, np.nan]], 3, axis=1)
    used = item_counts(crossed(table, kinds))[0].types
    assert used[0].floor == pytest.approx(2 / 3)
    assert used[1].ceiling == 1
    blank = item_counts(crossed([[np.nan] * 3 + [1] * 3], kinds))[0].types[0]
    assert (blank.floor, blank.ceiling, blank.mean, blank.left_blank) == (None, None, None, 3)


def test_points_of_kinds_with_too_few_people_are_counted_together_or_not_at_all() -> None:
    both_small = item_counts(crossed(np.zeros((5, 4)), [PARTNER] * 2 + [PEER] * 2))[0].types
    assert [(kind.type_name, kind.sheets) for kind in both_small] == [("All observers", 20)]
    one_small = item_counts(crossed(np.zeros((5, 5)), [PARTNER] * 2 + [PEER] * 3))[0].types
    assert [kind.type_name for kind in one_small] == [PEER.name]


def test_relabelling_observers_changes_no_pair() -> None:
    table = np.random.default_rng(8).integers(0, 5, (20, 4)).astype(float)
    kinds = [PARTNER, PARTNER, PEER, PEER]
    turned = [1, 0, 3, 2]
    one = groups_of(crossed(table, kinds))[1]
    other = groups_of(crossed(table[:, turned], kinds))[1]
    values = [
        group.table(t.ravel(), (), tuple(map(str, range(20)))).values
        for group, t in ((one, table), (other, table[:, turned]))
    ]
    assert sorted(map(tuple, values[0].tolist())) == sorted(map(tuple, values[1].tolist()))


def test_what_was_left_out_is_said_with_its_reason() -> None:
    said = basis_sentences(2, 1, 3, (("Carer", 1),), LeftOut(warm_ups=1, other_versions=2, not_open=3))
    assert said == (
        "1 carer sent 3 sheets on 2 consultations.",
        "1 consultation was seen by two observers or more; only those show agreement.",
        "Left out: 1 sheet from warm-up consultations.",
        "Not counted yet: 3 sheets on consultations where a sheet is still to come.",
        "Left out: 2 sheets made with another version of the instrument.",
    )


def test_a_sheet_cannot_stand_twice_and_a_rating_not_without_its_answer() -> None:
    good = crossed([[1, 2]], [PARTNER, PEER])
    parts = {name: getattr(good, name) for name in RatingSet.__dataclass_fields__}
    with pytest.raises(ValueError, match="one sheet for a consultation"):
        RatingSet(**{**parts, "sheet_observer": np.array([0, 0])})
    with pytest.raises(ValueError, match="exactly where the answer is rated"):
        RatingSet(**{**parts, "answers": np.array([[0], [4]])})
    with pytest.raises(ValueError, match="must fit"):
        RatingSet(**{**parts, "totals": np.array([1.0])})


def test_any_change_of_what_enters_changes_the_digest() -> None:
    good = crossed([[1, 2], [3, 4]], [PARTNER, PEER])
    assert good.digest == crossed([[1, 2], [3, 4]], [PARTNER, PEER]).digest
    assert good.digest != crossed([[1, 2], [3, 3]], [PARTNER, PEER]).digest
    assert good.digest != crossed([[1, 2], [3, 4]], [PARTNER, PEER], clinicians=[0, 0]).digest


def test_what_is_said_of_one_observer_has_its_interval_within_the_score(programme: RatingSet) -> None:
    said = [row.mean_total for row in observer_rows(programme, Minimums()) if row.mean_total is not None]
    assert said
    for mean in said:
        assert mean.low is not None
        assert mean.high is not None
        assert programme.total.lowest <= mean.low < mean.number < mean.high <= programme.total.highest
