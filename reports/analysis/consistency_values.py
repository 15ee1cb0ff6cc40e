"""What `analyse reliability` says of items that should hang together: alpha, omega and their company."""

from __future__ import annotations

from collections.abc import Sequence

from reports.analysis.options import Options
from reports.analysis.values import Value, reached, value
from reports.statistics.estimate import Estimate
from reports.statistics.internal_consistency import cronbach_alpha
from reports.statistics.omega import mcdonald_omega
from reports.statistics.ratings import RatingsTable


def consistency_values(table: RatingsTable, options: Options) -> list[Value]:
    """Values of the columns taken for items; sheets with a gap are left out."""
    found = cronbach_alpha(table.values, options.confidence)
    reason = found.alpha.undefined or found.alpha.no_interval
    name = "cronbach_alpha"
    values = [
        value(f"{name}.estimate", found.alpha.value, reason, found.alpha.cause),
        value(f"{name}.feldt_ci_low", found.alpha.low, reason, found.alpha.cause),
        value(f"{name}.feldt_ci_high", found.alpha.high, reason, found.alpha.cause),
        *reached(f"{name}.standardized", found.standardized),
        *reached(f"{name}.mean_interitem_r", found.mean_correlation),
        *_lists(f"{name}.if_item_dropped", found.without_item),
        *_lists(f"{name}.corrected_item_total_r", found.item_rest),
        *reached("guttman_lambda6.standardized", found.guttman_6),
        *reached("sem.total_score_from_alpha", found.total_error),
    ]
    omega = mcdonald_omega(table.values, options.confidence)
    prefix = "mcdonald_omega_total"
    values += reached(f"{prefix}.one_factor_ml_cov", omega.raw)
    values += reached(f"{prefix}.one_factor_ml_std", omega.standardized)
    values += reached(f"{prefix}.one_factor_ml_observed_variance", omega.observed)
    loadings = None if omega.loadings is None else [float(load) for load in omega.loadings]
    return [*values, Value(f"{prefix}.loadings_std", loadings, omega.raw.undefined)]


def _lists(name: str, estimates: Sequence[Estimate]) -> list[Value]:
    ends = {
        name: [one.value for one in estimates],
        f"{name}_ci_low": [one.low for one in estimates],
        f"{name}_ci_high": [one.high for one in estimates],
    }
    reasons = [one.undefined or one.no_interval for one in estimates]
    reason = next((each for each in reasons if each), None)
    found: list[Value] = []
    for label, numbers in ends.items():
        given = [number for number in numbers if number is not None]
        whole = len(given) == len(numbers) and bool(numbers)
        found.append(Value(label, given if whole else None, None if whole else reason or "There are no items."))
    return found
