"""What one observer's ratings look like beside those of the others, once severity and what each saw are allowed for.

Myford & Wolfe (2003, 2004), J Appl Meas 4:386 and 5:189; Wolfe & McVay (2012), Educ Meas 31(3):31. Every index compares
ratings with what the many-facet model expects of this observer for these clinicians and items. Consultations of one
clinician differ more than the model knows, for everybody; so an observer is held against the other observers and not
against the model alone, and the reach of an index comes from resampling the observer's own sheets. Indices describe
ratings, not people: they are private to the observer and the lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import poisson_quantile, t_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.facets.adding import added
from reports.statistics.facets.chances import chances, net
from reports.statistics.facets.model import FacetsModel

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LEAST_SHEETS = 8
REPLICATES = 1000
NAMES = ("centrality", "spread", "halo", "straight_lines")


@dataclass(frozen=True, slots=True)
class Index:
    """An index of one observer, and where it would lie if this observer rated like the others. None with the reason."""

    value: float | None
    usual: tuple[float, float] | None = None
    undefined: str | None = None

    @property
    def side(self) -> int:
        """-1 below and 1 above what is usual, else 0."""
        if self.value is None or self.usual is None:
            return 0
        return -1 if self.value < self.usual[0] else int(self.value > self.usual[1])


@dataclass(frozen=True, slots=True)
class RaterEffects:
    """One observer.

    severity: logits, high is severe. centrality: slope of what is left of ratings on what was expected, below nought
    when drawn to the middle. spread: variance of the ratings over what is expected, small when the scale is used
    narrowly. halo: differences between the items of one sheet over what is expected, small when one impression colours
    all items. straight_lines: share of sheets with one point throughout. All are undefined below `LEAST_SHEETS` sheets.
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
        return tuple(name for name in NAMES if getattr(self, name).side)


@dataclass(frozen=True, eq=False)
class _Sums:
    """What each index needs of each sheet: index → (sheets, 2), above and below the line of a ratio of sums.

    owner: (sheets,) the observer's number.
    """

    parts: dict[str, Floats]
    owner: Whole


def rater_effects(
    model: FacetsModel, facet: str, sheets: Sequence[object], *, seed: int = 1, share: float = 0.99
) -> tuple[RaterEffects, ...]:
    """Effects of every observer, in the order of the facet's levels.

    facet: the observers'. sheets: for every rating of `model.table`, whose sheet of which consultation it is on.
    share: how often an observer who rates like the others lies within what is usual. Raises ValueError for another
    length.
    """
    if len(sheets) != len(model.table.ratings):
        raise ValueError("Every rating needs the sheet it stands on.")
    sums = _sums(model, model.table.place(facet), np.asarray([str(label) for label in sheets])[model.kept_rows])
    levels = model.table.levels[model.table.place(facet)]
    counts = np.bincount(sums.owner, minlength=len(levels))
    enough = counts >= LEAST_SHEETS
    generator = np.random.default_rng(seed)
    found: list[RaterEffects] = []
    for number, name in enumerate(levels):
        severity, count = model.measure(facet, name), int(counts[number])
        if not enough[number]:
            more = LEAST_SHEETS - count
            reason = f"Not yet: {more} more {'sheet' if more == 1 else 'sheets'} needed ({count} of {LEAST_SHEETS})."
            kept = severity if severity.value is None else undefined(reason, method=severity.method)
            none = Index(None, undefined=reason)
            found.append(RaterEffects(name, count, kept, none, none, none, none))
            continue
        mine, others = sums.owner == number, (sums.owner != number) & enough[sums.owner]
        weights = generator.multinomial(count, np.full(count, 1 / count), size=REPLICATES).astype(np.float64)
        centrality, spread, halo = (
            _index(sums.parts[one][mine], sums.parts[one][others], weights, share) for one in NAMES[:-1]
        )
        straight = _rare(sums.parts["straight_lines"][mine], sums.parts["straight_lines"][others], share)
        found.append(RaterEffects(name, count, severity, centrality, spread, halo, straight))
    return tuple(found)


def _index(mine: Floats, others: Floats, weights: Floats, share: float) -> Index:
    """A ratio of sums; its reach by resampling sheets, laid around the value of the others."""
    if not len(others):
        return Index(None, undefined="Nobody else has enough sheets to compare with.")
    above, below = mine.sum(axis=0)
    theirs = others.sum(axis=0)
    if below < 1e-9 or theirs[1] < 1e-9:
        return Index(None, undefined="Nothing varies in what was expected, so there is nothing to compare.")
    drawn = weights @ mine
    ratios = drawn[:, 0] / np.maximum(drawn[:, 1], 1e-9)
    reach = t_quantile((1 + share) / 2, len(mine) - 1) * float(ratios.std())
    centre = float(theirs[0] / theirs[1])
    return Index(float(above / below), (centre - reach, centre + reach))


def _rare(mine: Floats, others: Floats, share: float) -> Index:
    """Too rare to be resampled: at most what a Poisson count at the others' ratio of found to expected gives."""
    if not len(others):
        return Index(None, undefined="Nobody else has enough sheets to compare with.")
    several = mine[:, 1] >= 0
    if not several.any():
        return Index(None, undefined="Sheets of a single item cannot have one point throughout.")
    seen, hoped = mine[several].sum(axis=0)
    theirs = others[others[:, 1] >= 0].sum(axis=0)
    usual = poisson_quantile(share, float(hoped * max(theirs[0] / max(theirs[1], 1e-9), 1.0)))
    number = int(several.sum())
    return Index(float(seen / number), (0.0, usual / number))


def _sums(model: FacetsModel, place: int, labels: NDArray[np.str_]) -> _Sums:
    steps = model.kept_steps
    heights = model.cells.heights
    shares = chances(net(model.joint.measures, model.kept.elements), model.joint.kappa, heights, steps).shares
    expected = shares @ heights
    variance = shares @ heights**2 - expected**2
    given = (model.kept.ratings - model.cells.lowest).astype(np.float64)
    watcher = model.kept.elements[place]
    names, told = np.unique(labels, return_inverse=True)
    _, first, sheet = np.unique(watcher * len(names) + told, return_index=True, return_inverse=True)
    number = len(first)
    size = np.bincount(sheet, minlength=number)
    mean = _mean_of(watcher, expected)[watcher]
    average = _mean_of(watcher, given)[watcher]
    between = (added(sheet, expected, number) / size)[sheet]
    within = (added(sheet, given, number) / size)[sheet]
    several = (size > 1).astype(np.float64)
    flat = _flat(sheet, given, number) * several
    alike = np.exp(_log_sums(sheet, shares, number)).sum(axis=1) * several

    def by_sheet(above: Floats, below: Floats) -> Floats:
        return np.column_stack([added(sheet, above, number), added(sheet, below, number)])

    return _Sums(
        {
            "centrality": by_sheet((given - expected) * (expected - mean), (expected - mean) ** 2),
            "spread": by_sheet((given - average) ** 2, variance + (expected - mean) ** 2),
            "halo": by_sheet(
                (given - within) ** 2, variance * (1 - 1 / size[sheet]) + (expected - between) ** 2 * several[sheet]
            ),
            # A sheet of one item is marked by -1: it is no straight line, and no sheet that could have been one.
            "straight_lines": np.column_stack([flat, np.where(several > 0, alike, -1.0)]),
        },
        watcher[first],
    )


def _mean_of(watcher: Whole, values: Floats) -> Floats:
    """(observers,) the mean of each observer's ratings."""
    size = int(watcher.max(initial=0)) + 1
    return added(watcher, values, size) / np.maximum(np.bincount(watcher, minlength=size), 1)


def _flat(sheet: Whole, given: Floats, number: int) -> Floats:
    """(sheets,) 1 where every rating is the same point."""
    low, high = np.full(number, np.inf), np.full(number, -np.inf)
    np.minimum.at(low, sheet, given)
    np.maximum.at(high, sheet, given)
    return (low == high).astype(np.float64)


def _log_sums(sheet: Whole, shares: Floats, number: int) -> Floats:
    """(sheets, points) log chance that all of a sheet's ratings are this point."""
    logs = np.log(np.maximum(shares, 1e-300))
    return np.column_stack([added(sheet, logs[:, point], number) for point in range(shares.shape[1])])
