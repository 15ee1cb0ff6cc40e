"""The ladder a total stands on: how far apart two totals are when one item differs by one point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from instruments.definition import Instrument, Item, ScoringRule
from instruments.scoring import possible_range

Floats = NDArray[np.float64]
MOST_STEPS = 120


@dataclass(frozen=True, slots=True)
class TotalScale:
    """Where totals can lie. `steps` None: totals have no common ladder, and `why_none` says so in a sentence."""

    lowest: float
    highest: float
    steps: int | None = None
    why_none: str = "Totals of this instrument do not climb in equal steps, so they are compared by ICC only."

    @property
    def step(self) -> float:
        """What one point on one item is worth in the total; raises ValueError without a ladder."""
        if self.steps is None:
            raise ValueError(self.why_none)
        return (self.highest - self.lowest) / self.steps

    @property
    def points(self) -> tuple[float, ...]:
        """The rungs, lowest first; none without a ladder."""
        if self.steps is None:
            return ()
        return tuple(float(rung) for rung in np.linspace(self.lowest, self.highest, self.steps + 1))

    def on_ladder(self, totals: Floats) -> Floats:
        """Each total on its nearest rung; NaN stays. A total with items left out can lie between two."""
        rungs = np.asarray(self.points)
        place = np.rint((totals - self.lowest) / self.step)
        known = ~np.isnan(totals)
        safe = np.clip(np.where(known, place, 0), 0, len(rungs) - 1).astype(np.int64)
        return np.where(known, rungs[safe], np.nan)


def total_scale(instrument: Instrument) -> TotalScale:
    """The ladder of an instrument's total."""
    rule = instrument.scoring
    items = [item for item in instrument.items if not rule.items or item.id in rule.items]
    if rule.rule == "profile" or rule.per_actor or not items:
        return TotalScale(0.0, 1.0, None, "This instrument gives no single total.")
    low, high = (float(end) for end in possible_range(rule, items))
    if high <= low:
        return TotalScale(low, low + 1.0, None, "Every total of this instrument is the same.")
    steps = _steps(rule, items)
    return TotalScale(low, high, steps if steps is not None and steps <= MOST_STEPS else None)


def _steps(rule: ScoringRule, items: list[Item]) -> int | None:
    if rule.rule == "percent_top_box":
        return len(items)
    if rule.rule == "all_top_box":
        return 1
    if rule.weights or len({_spacing(item) for item in items}) != 1 or _spacing(items[0]) is None:
        return None
    climbs = [len(item.scale.points) - 1 for item in items]
    return max(climbs) if rule.rule == "max" else sum(climbs)


def _spacing(item: Item) -> float | None:
    """The distance between neighbouring points, or None when they are not equally far apart."""
    scores = sorted(float(point.score) for point in item.scale.points)
    gaps = {round(after - before, 9) for before, after in pairwise(scores)}
    return gaps.pop() if len(gaps) == 1 else None
