"""How a quantity made of a tally's sums varies: with units or their clusters, with raters, or with both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.estimate import Cause, Estimate, undefined
from reports.statistics.rater_draws import RaterDraws
from reports.statistics.reach import Reach, Variation, added, resampled_estimate
from reports.statistics.resampling import LeftOut, left_out
from reports.statistics.tally import Sums, Tally

Floats = NDArray[np.float64]
OfSums = Callable[[Sums], Floats]
FEWEST_RATERS = 3


def unit_variation(
    tally: Tally, values_of: OfSums, reach: Reach, lowest: float = -np.inf, highest: float = 1.0
) -> Variation:
    """Over units, or the clusters they lie in. values_of: sums to (replicates,), nan where undefined."""
    return Variation(
        tally.groups,
        "unit" if tally.by_cluster is None else "cluster",
        lambda: left_out(tally.drawable, lambda sums: values_of(tally.unpacked(sums))),
        lambda: values_of(tally.resampled(reach.replicates, reach.seed)),
        lowest,
        highest,
    )


def over_raters(
    tally: Tally,
    value: float,
    name: str,
    values_of: OfSums,
    reach: Reach,
    over_units: Callable[[], Estimate],
    lowest: float = -np.inf,
    highest: float = 1.0,
) -> Estimate:
    """The value with its spread between raters, and with `reach.over` at `both` also between units.

    over_units: the same value with its interval over units, asked for only then. Bootstraps over both draw raters and
    units apart and are plain percentiles: acceleration is not known for two ways of drawing at once. Where all rate all
    they hold the truth as often as they say; where two of twelve rate each unit they err on the wide side (98 to 99.9 %
    of 95 % intervals), since leaving a rater out there takes units out too.
    """
    draws = RaterDraws(tally)
    if draws.number < FEWEST_RATERS:
        reason = f"What other raters would do can be judged from {FEWEST_RATERS} raters on."
        return Estimate(value, confidence=reach.confidence, method=name, no_interval=reason)
    both = reach.over == "both"
    variation = Variation(
        draws.number,
        "rater",
        lambda: LeftOut(values_of(draws.without_each()), np.ones(draws.number)),
        lambda: values_of(draws.resampled(reach.replicates, reach.seed, units_too=both)),
        lowest,
        highest,
    )
    if not both:
        return resampled_estimate(value, name, variation, reach)
    if reach.interval in {"bootstrap", "percentile"}:
        drawn = replace(variation, thing="rater and unit")
        return resampled_estimate(value, name, drawn, replace(reach, interval="percentile"))
    of_raters = resampled_estimate(value, name, variation, reach)
    return added(over_units(), of_raters, name, reach, lowest, highest)


def estimate_of_sums(
    tally: Tally,
    name: str,
    values_of: OfSums,
    reach: Reach,
    why: Callable[[], tuple[str, Cause]],
    lowest: float = 0.0,
    highest: float = 1.0,
) -> Estimate:
    """A quantity with a jackknife (default) or bootstrap interval and its counts.

    why: gives the sentence and the table where it is undefined.
    """
    sums = tally.total
    counts = (
        int(sums.paired[0]),
        int((sums.chosen[0].sum(1) > 0).sum()),
        int(tally.times @ (tally.raters_of * (tally.raters_of >= 2))),
    )
    value = float(values_of(sums)[0]) if sums.paired[0] > 0 else float("nan")
    if not np.isfinite(value):
        reason, cause = why()
        return undefined(reason, method=name, confidence=reach.confidence, cause=cause).resting_on(*counts)

    def over_units() -> Estimate:
        return resampled_estimate(value, name, unit_variation(tally, values_of, reach, lowest, highest), reach)

    if reach.over == "units":
        return over_units().resting_on(*counts)
    return over_raters(tally, value, name, values_of, reach, over_units, lowest, highest).resting_on(*counts)
