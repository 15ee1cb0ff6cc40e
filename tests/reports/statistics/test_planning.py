"""How many are needed: as published tables say, as simulation bears out, and never with false promises."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics.agreement import gwet_ac
from reports.statistics.differences import LimitInterval, limits_of_agreement
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.planned_agreement import (
    CHANCES,
    Kind,
    agreement_precision,
    agreement_spread,
    expected_ratings,
)
from reports.statistics.planned_limits import (
    approximate_limits_power,
    limits_power,
    limits_precision,
    limits_width,
    limits_within,
)
from reports.statistics.planned_means import mean_precision, mean_width, type_gap_precision, type_gap_width
from reports.statistics.planned_reliability import (
    approximate_units,
    intraclass_power,
    intraclass_precision,
    intraclass_test,
    intraclass_width,
)
from reports.statistics.planning import Plan, more_needed, no_plan, smallest, with_clusters
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import intraclass_correlation

FLOOR_HEAVY = (0.45, 0.25, 0.15, 0.1, 0.05)


# ---------------------------------------------------------------------------------------- reliability


@pytest.mark.parametrize(
    ("planned", "raters", "wide", "wider"),
    [
        (0.5, 2, 218, 98),
        (0.6, 2, 159, 71),
        (0.7, 2, 105, 49),
        (0.8, 2, 55, 28),
        (0.9, 2, 20, 12),
        (0.5, 3, 130, 58),
        (0.6, 3, 101, 46),
        (0.7, 3, 68, 31),
        (0.8, 3, 36, 17),
        (0.9, 3, 12, 6),
        (0.5, 4, 102, 46),
        (0.6, 4, 82, 37),
        (0.7, 4, 57, 26),
        (0.8, 4, 31, 15),
        (0.9, 4, 10, 5),
    ],
)
def test_an_interval_of_an_icc_needs_what_bonett_s_formula_gives(planned: float, raters: int, wide: int, wider: int):
    assert intraclass_precision(planned, 0.2, raters).needed == wide
    assert intraclass_precision(planned, 0.3, raters).needed == wider


def test_a_lead_reads_how_many_consultations_by_how_many_observers_buy_which_interval():
    assert intraclass_precision(0.7, 0.2).sentence == (
        "105 consultations, each scored by 2 observers, give a 95% interval about 0.20 wide if the ICC is 0.70."
    )


@pytest.mark.parametrize(
    ("least", "planned", "units"),
    [
        (0.4, 0.6, (87, 52, 41)),
        (0.5, 0.7, (63, 40, 33)),
        (0.6, 0.8, (39, 27, 22)),
        (0.7, 0.85, (42, 30, 26)),
        (0.7, 0.9, (18, 13, 12)),
    ],
)
def test_the_approximation_of_walter_eliasziw_and_donner_is_met(least: float, planned: float, units: tuple[int, ...]):
    """Walter, Eliasziw & Donner (1998) Stat Med 17, 101-110: one-sided 5 %, power 80 %, 2, 3 and 4 raters."""
    assert tuple(math.ceil(approximate_units(least, planned, raters)) for raters in (2, 3, 4)) == units


def test_where_the_approximation_falls_short_of_the_power_one_more_consultation_is_asked_for():
    plan = intraclass_test(0.7, 0.85)
    assert plan.needed == 43
    assert intraclass_power(0.7, 0.85, 42) < 0.8 <= (plan.power or 0)


def test_so_many_consultations_really_give_an_interval_that_wide():
    rng = np.random.default_rng(8)
    widths: list[float] = []
    for _ in range(100):
        scores = rng.normal(0, math.sqrt(0.7), (105, 1)) + rng.normal(0, math.sqrt(0.3), (105, 2))
        found = intraclass_correlation(RatingsTable.from_wide(scores), "ICC(C,1)")
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert np.mean(widths) == pytest.approx(0.2, abs=0.01)


def test_a_reliability_study_of_that_size_really_succeeds_that_often():
    plan = intraclass_test(0.6, 0.8, raters=3)
    units = plan.needed or 0
    rng = np.random.default_rng(5)
    scores = rng.normal(0, math.sqrt(0.8), (20_000, units, 1)) + rng.normal(0, math.sqrt(0.2), (20_000, units, 3))
    between = 3 * scores.mean(2).var(1, ddof=1)
    within = scores.var(2, ddof=1).mean(1)
    null = rng.normal(0, math.sqrt(0.6), (20_000, units, 1)) + rng.normal(0, math.sqrt(0.4), (20_000, units, 3))
    critical = np.quantile(3 * null.mean(2).var(1, ddof=1) / null.var(2, ddof=1).mean(1), 0.95)
    assert np.mean(between / within > critical) == pytest.approx(plan.power, abs=0.015)


@given(
    planned=st.floats(0.01, 0.98),
    width=st.floats(0.02, 0.9),
    raters=st.integers(2, 8),
)
def test_the_width_promised_is_never_wider_than_the_width_asked_for(planned: float, width: float, raters: int):
    plan = intraclass_precision(planned, width, raters)
    assert plan.width is not None
    assert plan.width <= width * (1 + 1e-9) or plan.needed == 2


@given(planned=st.floats(0.0, 0.98), width=st.floats(0.05, 0.5), raters=st.integers(2, 6))
def test_a_narrower_interval_never_needs_fewer_consultations(planned: float, width: float, raters: int):
    wide, narrow = intraclass_precision(planned, width, raters), intraclass_precision(planned, width / 2, raters)
    assert (narrow.needed or 0) >= (wide.needed or 0)


def test_a_plan_below_what_an_icc_is_shown_from_says_so():
    assert "plan for at least 10" in intraclass_precision(0.9, 0.3, raters=4).cautions[0]
    assert not any("at least 10" in caution for caution in intraclass_precision(0.7, 0.2).cautions)


def test_hardly_any_consultations_promise_no_more_than_every_possible_value():
    assert intraclass_width(0.5, 1) == 2.0
    assert intraclass_width(0.5, 2, raters=3) == 1.5


@pytest.mark.parametrize(
    ("planned", "width", "raters", "sentence"),
    [
        (1.0, 0.2, 2, "from 0 to below 1"),
        (-0.1, 0.2, 2, "from 0 to below 1"),
        (0.7, 0.0, 2, "width above 0"),
        (0.7, math.nan, 2, "width above 0"),
        (0.7, 0.2, 1, "two observers"),
    ],
)
def test_wishes_that_make_no_sense_are_refused_in_words(planned: float, width: float, raters: int, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        intraclass_precision(planned, width, raters)


def test_the_planned_icc_must_lie_above_the_least_acceptable_one():
    with pytest.raises(ValueError, match="must lie above"):
        intraclass_test(0.8, 0.8)
    with pytest.raises(ValueError, match="Power must lie between"):
        intraclass_test(0.6, 0.8, power=1.0)


def test_a_wish_no_study_can_meet_is_answered_with_the_reason():
    assert "would not be enough" in str(intraclass_precision(0.5, 0.0005).undefined)
    assert "would not be enough" in str(intraclass_test(0.7999, 0.8).undefined)


@pytest.mark.parametrize(
    "plan",
    [
        agreement_precision("gwet_ac", 0.7, 0.0001, FLOOR_HEAVY),
        limits_precision(0.0001, interval="1999"),
        limits_within(5.88, 3.0, interval="1999"),
        mean_precision(0.001, 15),
        type_gap_precision(0.001, 15),
    ],
    ids=["agreement", "limits", "margin", "mean", "types"],
)
def test_no_study_is_planned_that_could_never_be_run(plan: Plan):
    assert plan.needed is None
    assert "would not be enough" in plan.sentence


# ------------------------------------------------------------------------------------------ agreement


@pytest.mark.parametrize("share", [0.5, 0.3, 0.1, 0.02])
@pytest.mark.parametrize("planned", [0.0, 0.4, 0.8])
@pytest.mark.parametrize("kind", ["fleiss_kappa", "weighted_kappa"])
def test_for_two_points_the_variance_is_that_of_the_common_correlation_model(share: float, planned: float, kind: Kind):
    """Bloch & Kraemer (1989) Biometrics 45, 269-287; Donner & Eliasziw (1992) Stat Med 11, 1511-1519."""
    rest = 1 - planned
    variance = rest * (rest * (1 - 2 * planned) + planned * (2 - planned) / (2 * share * (1 - share)))
    spread = agreement_spread(kind, planned, [1 - share, share], weights="identity")
    assert spread == pytest.approx(math.sqrt(variance), abs=1e-7)


@pytest.mark.parametrize("raters", [2, 3])
def test_estimates_of_agreement_really_spread_as_planned(raters: int):
    spread = agreement_spread("gwet_ac", 0.7, FLOOR_HEAVY, raters=raters)
    assert isinstance(spread, float)
    # The correlation at which AC2 is 0.7 is found by trying, independently of the plan.
    codes, chance = _rows_with_ac(0.7, raters)
    rng = np.random.default_rng(3)
    drawn = rng.choice(len(codes), (250, 150), p=chance)
    values = [gwet_ac(RatingsTable.from_wide(codes[rows], range(5)), "quadratic").number for rows in drawn]
    assert np.std(values) * math.sqrt(150) == pytest.approx(spread, rel=0.15)
    assert np.mean(values) == pytest.approx(0.7, abs=0.01)


def _rows_with_ac(wanted: float, raters: int) -> tuple[np.ndarray, np.ndarray]:
    shares = np.array(FLOOR_HEAVY)
    weights = 1 - (np.subtract.outer(np.arange(5), np.arange(5)) / 4) ** 2
    by_chance = weights.sum() * (shares * (1 - shares)).sum() / 20
    best = (math.inf, np.zeros((0, raters)), np.zeros(0))
    for correlation in np.linspace(0.2, 0.9, 141):
        tally = expected_ratings(shares, float(correlation), raters)
        chance = tally.times / tally.times.sum()
        observed = float(chance @ weights[tally.codes[:, 0], tally.codes[:, 1]])
        off = abs((observed - by_chance) / (1 - by_chance) - wanted)
        if off < best[0]:
            best = (off, tally.codes, chance)
    return best[1], best[2]


@given(correlation=st.floats(0.0, 0.99), raters=st.integers(2, 4))
def test_expected_ratings_use_the_points_as_told_whatever_the_raters_share(correlation: float, raters: int):
    tally = expected_ratings(np.array(FLOOR_HEAVY), correlation, raters)
    of_first = np.bincount(tally.codes[:, 0], tally.times, minlength=5) / tally.times.sum()
    np.testing.assert_allclose(of_first, FLOOR_HEAVY, atol=1e-9)


@pytest.mark.parametrize("kind", list(CHANCES))
def test_more_raters_never_need_more_consultations(kind: Kind):
    planned = 0.95 if kind == "percent_agreement" else 0.6
    two, three = (agreement_precision(kind, planned, 0.15, FLOOR_HEAVY, raters=raters) for raters in (2, 3))
    assert two.needed is not None
    assert three.needed is not None
    assert three.needed <= two.needed


def test_a_value_that_chance_alone_exceeds_is_answered_with_what_can_be_planned_for():
    plan = agreement_precision("gwet_ac", 0.2, 0.2, FLOOR_HEAVY)
    assert plan.needed is None
    assert "lies between 0.47 (ratings by chance alone)" in str(plan.undefined)


@pytest.mark.parametrize(
    ("shares", "planned", "weights", "reason"),
    [
        ((1.0, 0.0, 0.0), 0.6, "quadratic", "one point only"),
        ((0.5, 0.3, 0.2), 1.0, "quadratic", "Complete agreement"),
        ((0.5, 0.5, 0.0), 0.6, "within_one", "agreement is certain"),
    ],
)
def test_what_cannot_be_planned_for_has_a_reason(shares: tuple[float, ...], planned: float, weights, reason: str):
    assert reason in str(agreement_spread("weighted_kappa", planned, shares, weights=weights))


def test_a_table_of_patterns_too_large_to_hold_is_declined():
    assert "too many to plan for" in str(agreement_spread("gwet_ac", 0.6, FLOOR_HEAVY, raters=9))


@pytest.mark.parametrize(
    ("shares", "options", "sentence"),
    [
        ((0.5, 0.4), {}, "adding up to 1"),
        ((1.5, -0.5), {}, "adding up to 1"),
        ((0.5, 0.5), {"points": (0, 1, 2)}, "do not fit a scale"),
        ((0.5, 0.5), {"raters": 1}, "two observers"),
    ],
)
def test_shares_that_are_none_are_refused(shares: tuple[float, ...], options: dict, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        agreement_spread("gwet_ac", 0.5, shares, **options)


def test_an_unknown_coefficient_is_refused_by_name():
    with pytest.raises(ValueError, match="no plan for happiness"):
        agreement_spread("happiness", 0.5, (0.5, 0.5))  # type: ignore[arg-type]


def test_a_point_that_will_hardly_be_seen_is_mentioned():
    plan = agreement_precision("gwet_ac", 0.99, 0.1, (0.97, 0.01, 0.01, 0.005, 0.005))
    assert any("rarest point" in caution for caution in plan.cautions)


# --------------------------------------------------------------------------------- limits of agreement


@pytest.mark.parametrize(("pairs", "half"), [(100, 0.34), (200, 0.24)])
def test_the_limits_of_1986_are_as_close_as_their_authors_say(pairs: int, half: float):
    """Bland & Altman: about ±0.34 standard deviations with 100 subjects and ±0.24 with 200."""
    assert limits_width(pairs, interval="1986") / 2 == pytest.approx(half, abs=0.005)


def test_limits_within_a_margin_need_what_is_published_for_lu_s_method():
    """SimplyAgree's documented example of Lu et al. (2016): SD 3.3, margin 8, power 80 % at 145 pairs."""
    assert approximate_limits_power(144, 8, 3.3) < 0.8 <= approximate_limits_power(145, 8, 3.3)


def test_the_exact_power_asks_for_about_as_many_as_lu_s_formula():
    assert limits_within(8, 3.3, interval="1999").needed == pytest.approx(145, abs=2)


@pytest.mark.parametrize("interval", ["exact", "1999", "1986"])
def test_a_study_of_limits_really_succeeds_that_often(interval: LimitInterval):
    pairs, margin = 40, 9.0
    rng = np.random.default_rng(2)
    gaps = rng.normal(0.5, 3, (20_000, pairs))
    mean, sd = gaps.mean(1), gaps.std(1, ddof=1)
    # The interval is a multiple of the standard deviation, so one study tells it for all.
    one = limits_of_agreement(gaps[0], np.zeros(pairs), interval=interval)
    reach = ((one.upper.high or 0) - mean[0]) / sd[0] * sd
    shown = np.mean((mean + reach < margin) & (mean - reach > -margin))
    assert limits_power(pairs, margin, 3, 0.5, interval=interval) == pytest.approx(shown, abs=0.012)


def test_the_exact_interval_of_a_limit_is_as_wide_as_simulation_shows():
    rng = np.random.default_rng(4)
    from_many = rng.normal(0, 3, (4_000, 30)).std(1, ddof=1).mean()
    one = limits_width(30, 3.0)
    assert one == pytest.approx(limits_width(30, 1.0) * 3)
    assert one / limits_width(30, 1.0, interval="1999") == pytest.approx(3.0, rel=0.03)
    assert from_many == pytest.approx(3 * 0.9914, abs=0.03)


@given(pairs=st.integers(3, 300), margin=st.floats(2.5, 8))
def test_more_pairs_never_widen_limits_nor_lose_power(pairs: int, margin: float):
    assert limits_width(pairs + 1, interval="1999") < limits_width(pairs, interval="1999")
    more, fewer = (limits_power(each, margin, 1.0, interval="1999") for each in (pairs + 1, pairs))
    assert more >= fewer - 1e-9
    assert 0 <= approximate_limits_power(pairs, margin, 1.0) <= 1


def test_limits_that_reach_the_margin_can_never_be_shown_to_lie_within_it():
    plan = limits_within(5, 3)
    assert plan.needed is None
    assert plan.sentence == (
        "The limits themselves would reach 5.88, which is not within 5, so no number of consultations can show it."
    )


def test_the_number_for_limits_is_the_first_that_suffices():
    plan = limits_precision(0.5)
    assert plan.needed is not None
    assert limits_width(plan.needed) <= 0.5 < limits_width(plan.needed - 1)


def test_limits_refuse_what_is_no_spread_or_no_pair():
    with pytest.raises(ValueError, match="standard deviation"):
        limits_precision(1.0, 0.0)
    with pytest.raises(ValueError, match="two pairs"):
        limits_width(1)


# ------------------------------------------------------------------------------------- means and people


@pytest.mark.parametrize(("units", "half"), [(4, 23.9), (6, 15.7), (8, 12.5), (10, 10.7), (12, 9.5), (16, 8.0)])
def test_a_clinician_s_mean_is_as_sure_as_the_evidence_says(units: int, half: float):
    assert mean_width(units, 15) / 2 == pytest.approx(half, abs=0.05)
    assert mean_precision(mean_width(units, 15) + 1e-9, 15).needed == units


@pytest.mark.parametrize(("side", "low", "high"), [(4, 6.9, 10.4), (9, 4.0, 6.0), (20, 2.6, 3.8)])
def test_the_gap_between_types_is_limited_by_people(side: int, low: float, high: float):
    assert type_gap_width(side, 4) / 2 == pytest.approx(low, abs=0.05)
    assert type_gap_width(side, 6) / 2 == pytest.approx(high, abs=0.05)


def test_comparing_types_never_plans_with_fewer_people_than_inference_needs():
    plan = type_gap_precision(100, 5)
    assert plan.needed == 4
    assert plan.counted[1] == "observers of each type"
    assert "only more observers do" in plan.cautions[0]


def test_a_spread_of_nought_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        type_gap_precision(5, 0)
    with pytest.raises(ValueError, match="above 0"):
        mean_precision(5, -1)


# ------------------------------------------------------------------------------------------- more needed


def test_half_the_width_takes_four_times_as_many():
    so_far = Estimate(0.6, low=0.4, high=0.8, units=30, raters=2, ratings=60)
    plan = more_needed(so_far, 0.2)
    assert plan.needed == 120
    assert plan.more(30) == 90
    assert plan.sentence == (
        "90 more consultations should bring the 95% interval from 0.40 down to 0.20 wide (30 so far)."
    )
    assert plan.still_needed(30) == "Not yet: 90 more consultations needed (30 of 120)."


def test_an_interval_narrow_enough_needs_no_more():
    plan = more_needed(Estimate(0.6, low=0.55, high=0.65, units=30), 0.2)
    assert plan.more(30) == 0
    assert plan.still_needed(30) is None
    assert "no more are needed" in plan.sentence


def test_a_limit_cut_off_at_one_does_not_hide_how_wide_the_interval_is():
    cut = Estimate(0.95, standard_error=0.1, low=0.75, high=1.0, units=20)
    assert (more_needed(cut, 0.2).needed or 0) == math.ceil(20 * (2 * 1.959964 * 0.1 / 0.2) ** 2)


@pytest.mark.parametrize(
    ("estimate", "reason"),
    [
        (undefined("There are no ratings."), "no ratings"),
        (Estimate(0.5, no_interval="One unit only."), "One unit only"),
        (Estimate(0.5), "no interval yet"),
        (Estimate(1.0, low=1.0, high=1.0, units=4), "no width"),
        (Estimate(0.5, low=0.0, high=1.0, units=1000), "would not be enough"),
    ],
)
def test_without_an_interval_to_go_by_there_is_a_reason(estimate: Estimate, reason: str):
    plan = more_needed(estimate, 0.001)
    assert plan.needed is None
    assert plan.more(5) is None
    assert plan.still_needed(5) is None
    assert reason in plan.sentence


def test_consultations_of_one_clinician_that_are_alike_count_for_less():
    plan = with_clusters(intraclass_precision(0.7, 0.2), each=8, likeness=0.1)
    assert plan.needed == math.ceil(105 * 1.7)
    assert "it takes 179 consultations" in plan.sentence


def test_a_plan_without_a_number_stays_without_one_in_clusters():
    reason = no_plan("It cannot be done.", "none")
    assert with_clusters(reason, 8, 0.1) is reason
    with pytest.raises(ValueError, match="likeness between 0 and 1"):
        with_clusters(reason, 8, 1.1)


def test_a_plan_has_a_number_or_a_reason_never_both():
    with pytest.raises(ValueError, match="either a number or a reason"):
        Plan(3, "", "", undefined="Why not?")


@given(threshold=st.integers(2, 5_000))
def test_the_smallest_number_that_suffices_is_found(threshold: int):
    assert smallest(lambda number: number >= threshold) == threshold


def test_when_no_number_suffices_none_is_named():
    assert smallest(lambda _: False, most=100) is None
