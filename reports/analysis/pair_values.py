"""What `analyse agreement` says of two raters: Cohen's kappas, habits, and tests of their table."""

from __future__ import annotations

from reports.analysis.layouts import Scale
from reports.analysis.options import Options
from reports.analysis.spread_values import more_needed_values, spread_values
from reports.analysis.values import Value, reached, value, values_of
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import cohen_kappa, contingency
from reports.statistics.pair_estimates import largest_kappa, pair_habits
from reports.statistics.pair_tables import SymmetryTest, bowker_symmetry, stuart_maxwell
from reports.statistics.point_agreement import pair_point_kappas
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.weights import Weights


def pair_values(table: RatingsTable, scale: Scale, weights: dict[str, Weights], options: Options) -> list[Value]:
    """Cohen's kappas of two raters, with what the pair's table shows beside them."""
    found: list[Value] = []
    alone = table.without_clusters()
    for name, weight in weights.items():
        prefix = f"cohen_kappa.{name}"

        def kappa(reach: Reach, weight: Weights = weight) -> Estimate:
            return cohen_kappa(table, weight, reach)

        plain = cohen_kappa(alone, weight, Reach("analytic", options.confidence))
        fields = ("estimate", "ase", "ase0", "z", "p", "ci_low", "ci_high", "po", "pe")
        found += values_of(prefix, plain, fields)
        found += spread_values(table, kappa, prefix, options)
        if options.width is not None:
            found += more_needed_values(prefix, kappa(Reach(confidence=options.confidence)), options)
    reach = Reach(confidence=options.confidence)
    found += reached("cohen_kappa.identity.kappa_max", largest_kappa(table, reach))
    if len(scale.points) > 2:
        for label, one in zip(scale.names, pair_point_kappas(table, reach), strict=True):
            found += reached(f"cohen_kappa.category.{label}.estimate", one)
    counts = contingency(table)
    found += _symmetry("bowker_symmetry", bowker_symmetry(counts))
    found += _symmetry("stuart_maxwell", stuart_maxwell(counts))
    if len(scale.points) == 2:
        for name, habit in pair_habits(table, reach).items():
            found += reached(name, habit)
    return found


def _symmetry(name: str, test: SymmetryTest) -> list[Value]:
    return [
        value(f"{name}.chi2", test.chi_squared, test.undefined),
        value(f"{name}.df", test.degrees_of_freedom),
        value(f"{name}.p", test.p_value, test.undefined),
    ]
