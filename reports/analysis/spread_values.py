"""A coefficient's spread by resampling: between clusters, between observers, and by bootstrap, under its own names."""

from __future__ import annotations

from collections.abc import Callable

from reports.analysis.options import Options
from reports.analysis.values import Value, value
from reports.statistics.estimate import Estimate
from reports.statistics.planning import more_needed
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Interval, Over, Reach

Measure = Callable[[Reach], Estimate]


def more_needed_values(prefix: str, estimate: Estimate, options: Options) -> list[Value]:
    """How many units it would take, and how many more, for an interval as narrow as `--width` asks."""
    if options.width is None:
        return []
    plan = more_needed(estimate, options.width, ("unit", "units"))
    more = plan.more(estimate.units)
    return [
        value(f"{prefix}.units_needed", plan.needed, plan.undefined, estimate.cause),
        value(f"{prefix}.units_more", more, plan.undefined, estimate.cause),
    ]


def spread_values(table: RatingsTable, measure: Measure, prefix: str, options: Options) -> list[Value]:
    """`jackknife_se_by_CLUSTER` where units or raters are clusters, and the bootstrap's two intervals where asked."""
    found: list[Value] = []
    over: Over = "raters" if options.by_rater else options.over
    clustered = table.clusters is not None
    if clustered or over != "units":
        left = measure(Reach("jackknife", options.confidence, over=over))
        by = options.cluster if over == "units" or options.by_rater else {"raters": "rater"}.get(over, "rater_and_unit")
        reason = left.no_interval or left.undefined
        found.append(value(f"{prefix}.jackknife_se_by_{by}", left.standard_error, reason, left.cause))
        found.append(value(f"{prefix}.jackknife_ci_low_by_{by}", left.low, reason, left.cause))
        found.append(value(f"{prefix}.jackknife_ci_high_by_{by}", left.high, reason, left.cause))
    if options.bootstrap:
        kinds: tuple[Interval, ...] = ("percentile", "bootstrap")
        drawn, better = (
            measure(Reach(kind, options.confidence, options.bootstrap, options.seed, over)) for kind in kinds
        )
        reason = drawn.no_interval or drawn.undefined
        name = f"{prefix}.{'cluster_' if clustered or over != 'units' else ''}bootstrap"
        found += [
            value(f"{name}_low", drawn.low, reason, drawn.cause),
            value(f"{name}_high", drawn.high, reason, drawn.cause),
            value(f"{name}_se", drawn.standard_error, reason, drawn.cause),
            value(f"{name}_bca_low", better.low, reason, drawn.cause),
            value(f"{name}_bca_high", better.high, reason, drawn.cause),
        ]
    return found
