"""Every coefficient of agreement of one table, on one tally and one set of replicates."""

from __future__ import annotations

from reports.statistics.agreement import chance_corrected
from reports.statistics.agreement_interval import Coefficient, agreement_estimate
from reports.statistics.chance import BRENNAN_PREDIGER, CONGER, FLEISS, GWET, PERCENT
from reports.statistics.estimate import Estimate
from reports.statistics.krippendorff import LEVELS, alpha_coefficient
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.tally import tallied
from reports.statistics.weights import Weights, agreement_weights

DEFAULT = Reach()


def agreement_profile(
    table: RatingsTable, weights: Weights = "quadratic", reach: Reach = DEFAULT
) -> dict[str, Estimate]:
    """Name → estimate: percent_agreement, brennan_prediger, fleiss_kappa, conger_kappa, gwet_ac with `weights`, and
    krippendorff_alpha.nominal, .ordinal, .interval (and .ratio on a scale from nought up).

    Much cheaper than asking for each: patterns, clusters and bootstrap replicates are shared.
    """
    ready = agreement_weights(weights, table.points)
    chances = (PERCENT, BRENNAN_PREDIGER, FLEISS, CONGER, GWET)
    coefficients: dict[str, Coefficient] = {chance.name: chance_corrected(chance, ready) for chance in chances}
    from_nought = min(table.points, default=0.0) >= 0
    for level in LEVELS:
        if level != "ratio" or from_nought:
            coefficients[f"krippendorff_alpha.{level}"] = alpha_coefficient(level, table.points)
    tally = tallied(table)
    return {name: agreement_estimate(table, tally, one, reach) for name, one in coefficients.items()}
