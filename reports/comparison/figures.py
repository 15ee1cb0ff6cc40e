"""The comparison's figures, from the same values as its tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reports.comparison.coefficients import AgreementRow
from reports.comparison.groups import groups_of
from reports.comparison.minimums import PRODUCT_MINIMUMS
from reports.comparison.more_observations import MoreObservations
from reports.comparison.observer_pairs import ObserverRow
from reports.comparison.rating_counts import ItemCounts
from reports.comparison.rating_set import ComparedType, RatingSet
from reports.comparison.severity import Severity
from reports.comparison.small_kinds import groups_held_back
from reports.comparison.total_differences import TotalDifferences
from reports.comparison.total_scale import TotalScale
from reports.comparison.wording import Kind, counted, explained, many
from reports.figures.agreement_forest import AgreementForest, ForestRow
from reports.figures.agreement_grid import AgreementGrid, counted_grid
from reports.figures.dependability_curves import Curve, DependabilityCurves
from reports.figures.difference_plot import DifferencePlot, Level
from reports.figures.observer_spread import ObserverSpread, SpreadGroup
from reports.figures.rating_distribution import Distribution, DistributionRow, RatingDistribution
from reports.figures.severity_map import Placed, SeverityMap
from reports.statistics.generalizability.observing_plans import Plan, plan_dependability
from reports.statistics.minimums import Minimums


def coefficient_forest(rows: Sequence[AgreementRow], kind: Kind, group_title: str) -> AgreementForest:
    """One coefficient for every item and the total in one group."""
    what = explained(kind)
    return AgreementForest(
        title=f"{what.name}: {group_title[:1].lower()}{group_title[1:]}",
        coefficient=what.name,
        rows=tuple(_forest_row(row, kind) for row in rows),
        lowest=0.0 if what.share else -0.2,
        highest=1.0,
        reference=None if what.share else 0.0,
    )


def item_distribution(items: Sequence[ItemCounts], title: str) -> RatingDistribution | None:
    """How often each point was given, by type; None when the items do not share one scale."""
    if not items or len({item.labels for item in items}) != 1 or not items[0].types:
        return None
    return RatingDistribution(
        title=title,
        points=items[0].labels,
        groups=tuple(kind.type_name for kind in items[0].types),
        rows=tuple(
            DistributionRow(
                item.name,
                tuple(
                    Distribution(
                        kind.points,
                        not_scored=kind.not_applicable + kind.not_observed + kind.insufficient_evidence,
                        left_blank=kind.left_blank,
                    )
                    for kind in item.types
                ),
            )
            for item in items
        ),
    )


def item_grid(
    ratings: RatingSet, item_id: str, group_key: str, minimums: Minimums = PRODUCT_MINIMUMS
) -> AgreementGrid | None:
    """Two types' ratings of the same consultations, cell by cell; None for a group that is not between two types, and
    when one of them has too few people to be shown apart.
    """
    if group_key in groups_held_back(ratings, minimums):
        return None
    at = ratings.item(item_id)
    group = next((each for each in groups_of(ratings) if each.key == group_key), None)
    if group is None or len(group.columns) != 2 or not group_key.startswith("between-"):
        return None
    item = ratings.items[at]
    table = group.table(ratings.ratings[:, at], item.points, ratings.unit_names)
    size = len(item.points)
    cells = np.bincount(table.codes[:, 0] * size + table.codes[:, 1], minlength=size * size).reshape(size, size)
    counts = tuple(tuple(int(cell) for cell in row) for row in cells)
    title = f"{item.name}: {group.title[:1].lower()}{group.title[1:]}"
    return counted_grid(title, group.columns[0], group.columns[1], item.labels, counts)


def observer_means(rows: Sequence[ObserverRow], scale: TotalScale) -> ObserverSpread:
    """Each observer's own mean total, type by type. Observers with too few sheets are left out."""
    types = tuple(dict.fromkeys(row.type_name for row in rows))
    return ObserverSpread(
        title="Each observer’s mean total",
        groups=tuple(_spread_group(name, [row for row in rows if row.type_name == name]) for name in types[:4]),
        lowest=scale.lowest,
        highest=scale.highest,
    )


def _forest_row(row: AgreementRow, kind: Kind) -> ForestRow:
    found = row.estimate(kind)
    if found.value is None:
        reason = found.undefined or "not known"
        return ForestRow(row.name, basis=row.basis, undefined=reason, stressed=row.is_total)
    return ForestRow(row.name, found.value, found.low, found.high, row.basis, stressed=row.is_total)


def difference_figure(found: TotalDifferences, total: TotalScale) -> DifferencePlot:
    """Differences over means, with the limits where there are any. Of two kinds the mean has no interval here: it
    would count consultations, not people."""
    levels: list[Level] = []
    named = (("Upper limit", found.limits.upper), ("Mean gap", found.limits.bias), ("Lower limit", found.limits.lower))
    for name, each in named:
        if each.value is not None:
            bare = name == "Mean gap" and not found.between_people
            levels.append(Level(name, each.value, None if bare else each.low, None if bare else each.high))
    return DifferencePlot(
        title=f"{found.first} and {found.second[:1].lower()}{found.second[1:]}: differences in the total"
        if not found.between_people
        else f"{found.first} and {found.second}: differences in the total",
        first=found.first,
        second=found.second,
        lowest=total.lowest,
        highest=total.highest,
        points=tuple(zip(found.means.tolist(), found.gaps.tolist(), strict=True)),
        levels=tuple(levels),
    )


def _spread_group(name: str, rows: Sequence[ObserverRow]) -> SpreadGroup:
    means = tuple(row.mean_total.number for row in rows if row.mean_total is not None)
    few = len(rows) - len(means)
    left_out = f"; {counted(few, 'observer')} with too few sheets left out" if few else ""
    if not means:
        return SpreadGroup(name, (), not_yet=f"not yet: too few sheets from each of the {many(name)}")
    return SpreadGroup(name, means, not_yet=f"{counted(len(means), 'observer')} shown{left_out}")


def ruler_figure(found: Severity, types: tuple[ComparedType, ...]) -> SeverityMap | None:
    """Everybody on one ruler, observers and items under the numbers of the table; None when there is no ruler."""
    if found.ruler is None:
        return None
    placed = [
        (each.type_at, Placed(at, each.name, each.measure.value, each.measure.standard_error))
        for at, each in enumerate(found.ruler.observers, start=1)
        if each.measure.value is not None
    ]
    columns = [(kind.name, tuple(one for type_at, one in placed if type_at == at)) for at, kind in enumerate(types)]
    return SeverityMap(
        title="Clinicians, observers and items on one ruler",
        clinicians=found.ruler.clinicians,
        clinician_errors=found.ruler.clinician_errors,
        observers=tuple(column for column in columns if column[1])[:4],
        items=tuple(
            Placed(at, name, measure.number, measure.standard_error)
            for at, (name, measure) in enumerate(found.ruler.items, start=1)
        ),
    )


CURVE_LENGTH = 20


def curves_figure(found: MoreObservations, wanted: float) -> DependabilityCurves | None:
    """One curve for each way of sending one observer or two; None without components."""
    if found.shares is None:
        return None
    ways = (
        ("The same observer", 1, False),
        ("A new observer each time", 1, True),
        ("The same two", 2, False),
        ("Two new ones each time", 2, True),
    )
    curves = tuple(
        Curve(
            name,
            tuple(
                plan_dependability(found.shares, Plan(at, people, rotated)) or 0.0 for at in range(1, CURVE_LENGTH + 1)
            ),
        )
        for name, people, rotated in ways
    )
    return DependabilityCurves("What more consultations would buy", curves, wanted)
