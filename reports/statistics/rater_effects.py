"""What one observer's ratings look like beside what the model expects of an average observer.

Myford & Wolfe (2003, 2004), J Appl Meas 4:386 and 5:189; Wolfe & McVay (2012), Educ Meas 31(3):31. Every index is
read against the same observer's ratings drawn again and again from the fitted many-facet model, so that it allows for
whom and what the observer happened to see. Indices describe ratings, not people: they are private to the observer and
the lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.estimate import Estimate, undefined
from reports.statistics.facets.adding import added
from reports.statistics.facets.chances import chances, net
from reports.statistics.facets.model import FacetsModel

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LEAST_SHEETS = 8
REPLICATES = 1000


@dataclass(frozen=True, slots=True)
class RaterEffects:
    """One observer.

    severity: logits, high is severe. centrality: slope of what is left of ratings on what was expected, nought where
    neither drawn to the middle (below nought) nor to the ends. spread: standard deviation of the ratings over what is
    expected, one where the scale is used as by others, below one where it is narrowed. halo: differences between the
    items of one sheet over what is expected, below one where one impression colours all items. straight_lines: share of
    sheets with one and the same point throughout, less the share expected.

    Each has the interval in which an observer who rates as the model says would lie 19 times in 20 as `usual`, so that
    an index outside it stands out. Undefined below `LEAST_SHEETS` sheets.
    """

    observer: str
    sheets: int
    severity: Estimate
    centrality: Index
    spread: Index
    halo: Index
    straight_lines: Index

    @property
    def standing_out(self) -> tuple[str, ...]:
        """Names of the indices outside what is usual."""
        named = {
            "centrality": self.centrality,
            "spread": self.spread,
            "halo": self.halo,
            "straight_lines": self.straight_lines,
        }
        return tuple(name for name, index in named.items() if index.stands_out)


@dataclass(frozen=True, slots=True)
class Index:
    """An index, and where it usually lies when the observer rates as the model says. None with the reason."""

    value: float | None
    usual: tuple[float, float] | None = None
    undefined: str | None = None

    @property
    def stands_out(self) -> bool:
        """Whether the value lies outside what is usual."""
        return self.value is not None and self.usual is not None and not self.usual[0] <= self.value <= self.usual[1]


@dataclass(frozen=True, eq=False)
class _Seen:
    """One observer's ratings. given: (ratings,) heights; shares: (ratings, points); sheet: (ratings,) its number."""

    given: Floats
    shares: Floats
    expected: Floats
    variance: Floats
    sheet: Whole
    heights: Floats

    @property
    def sheets(self) -> int:
        return int(self.sheet.max(initial=-1)) + 1


def rater_effects(
    model: FacetsModel, facet: str, sheets: Sequence[object], *, seed: int = 1, share: float = 0.95
) -> tuple[RaterEffects, ...]:
    """Effects of every observer, in the order of the facet's levels.

    facet: the observers'. sheets: for every rating of `model.table`, whose sheet of which consultation it is on.
    share: how much of what is usual the intervals hold. Raises ValueError for another length.
    """
    if len(sheets) != len(model.table.ratings):
        raise ValueError("Every rating needs the sheet it stands on.")
    rows = model.kept_rows
    place = model.table.place(facet)
    steps = np.zeros(int(rows.sum()), dtype=np.int64)
    if model.steps_by is not None:
        steps = model.kept.elements[model.table.place(model.steps_by)]
    heights = model.cells.heights
    shares = chances(net(model.joint.measures, model.kept.elements), model.joint.kappa, heights, steps).shares
    expected = shares @ heights
    variance = shares @ heights**2 - expected**2
    given = (model.kept.ratings - model.cells.lowest).astype(np.float64)
    labels = np.asarray([str(label) for label in sheets])[rows]
    generator = np.random.default_rng(seed)
    found: list[RaterEffects] = []
    for number, name in enumerate(model.table.levels[place]):
        mine = model.kept.elements[place] == number
        sheet = np.unique(labels[mine], return_inverse=True)[1].astype(np.int64)
        seen = _Seen(given[mine], shares[mine], expected[mine], variance[mine], sheet, heights)
        found.append(_effects(name, model.measure(facet, name), seen, generator, share))
    return tuple(found)


def _effects(name: str, severity: Estimate, seen: _Seen, generator: np.random.Generator, share: float) -> RaterEffects:
    if seen.sheets < LEAST_SHEETS:
        reason = f"Not yet: {LEAST_SHEETS - seen.sheets} more sheets needed ({seen.sheets} of {LEAST_SHEETS})."
        none = Index(None, undefined=reason)
        kept = severity if severity.value is None else undefined(reason, method=severity.method)
        return RaterEffects(name, seen.sheets, kept, none, none, none, none)
    drawn = _drawn(seen, generator)
    both = np.concatenate([seen.given[None, :], drawn])
    several = bool((np.bincount(seen.sheet) > 1).any())
    alone = Index(None, undefined="Sheets of a single item say nothing of how items go together.")
    return RaterEffects(
        name,
        seen.sheets,
        severity,
        _index(_centrality(both, seen), share, "Everything this observer saw was expected to get the same rating."),
        _index(_spread(both, seen), share, "Nothing varies in what this observer was expected to give."),
        _index(_halo(both, seen), share, "Nothing varies within the sheets.") if several else alone,
        _index(_straight(both, seen), share, "") if several else alone,
    )


def _drawn(seen: _Seen, generator: np.random.Generator) -> Floats:
    """(replicates, ratings) heights, drawn from the model."""
    reached = np.cumsum(seen.shares, axis=1)
    point = (generator.random((REPLICATES, len(seen.given), 1)) > reached[None, :, :-1]).sum(axis=2)
    return seen.heights[point]


def _index(values: Floats | None, share: float, reason: str) -> Index:
    """The first value is the observer's own, the others those of the model."""
    if values is None or not np.isfinite(values[0]):
        return Index(None, undefined=reason)
    usual = values[1:][np.isfinite(values[1:])]
    low, high = np.quantile(usual, [(1 - share) / 2, (1 + share) / 2])
    return Index(float(values[0]), (float(low), float(high)))


def _centrality(ratings: Floats, seen: _Seen) -> Floats | None:
    away = seen.expected - seen.expected.mean()
    across = float(away @ away)
    return (ratings - seen.expected) @ away / across if across > 1e-9 else None


def _spread(ratings: Floats, seen: _Seen) -> Floats | None:
    number = len(seen.given)
    away = seen.expected - seen.expected.mean()
    wanted = float(seen.variance.sum() * (1 - 1 / number) + away @ away) / number
    return ratings.std(axis=1) / wanted**0.5 if wanted > 1e-9 else None


def _halo(ratings: Floats, seen: _Seen) -> Floats | None:
    size = np.bincount(seen.sheet)
    between = added(seen.sheet, seen.expected, len(size)) / size
    away = seen.expected - between[seen.sheet]
    wanted = float((seen.variance * (1 - 1 / size[seen.sheet])).sum() + away @ away)
    if wanted < 1e-9:
        return None
    order = np.argsort(seen.sheet, kind="stable")
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    sums = np.add.reduceat(ratings[:, order], starts, axis=1)
    return ((ratings**2).sum(axis=1) - (sums**2 / size).sum(axis=1)) / wanted


def _straight(ratings: Floats, seen: _Seen) -> Floats:
    order = np.argsort(seen.sheet, kind="stable")
    size = np.bincount(seen.sheet)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    turned = ratings[:, order]
    flat = np.maximum.reduceat(turned, starts, axis=1) == np.minimum.reduceat(turned, starts, axis=1)
    together = np.log(np.maximum(seen.shares[order], 1e-300))
    alike = np.exp(np.add.reduceat(together, starts, axis=0)).sum(axis=1)
    counted = size > 1
    return flat[:, counted].mean(axis=1) - float(alike[counted].mean())
