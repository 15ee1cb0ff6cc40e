"""The table that carries scores of an old version of an instrument onto the scale of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.equipercentile import points
from reports.statistics.estimate import Estimate, undefined

Floats = NDArray[np.float64]

# Below it one version tells less than half of what the other will say (reduction in uncertainty under 50 %): Dorans,
# N. J. (2004) Applied Psychological Measurement 28, 227-246. The scores then correspond; they are not exchangeable.
EXCHANGEABLE_FROM = 0.866


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """What a version's total can be: from `lowest` to `highest`, one `step` apart."""

    lowest: float
    highest: float
    step: float

    @property
    def points(self) -> Floats:
        """Every score; raises ValueError when the steps do not meet the ends."""
        return points(self.lowest, self.highest, self.step)


@dataclass(frozen=True, slots=True)
class LinkedScore:
    """A score of the old version and what it is worth on the new one, with the error of the linking."""

    score: float
    linked: Estimate


@dataclass(frozen=True, slots=True)
class LinkingTable:
    """A row per score of the old version, rising; no rows and `undefined` when it cannot be made.

    method: in words a methods section can quote. sheets: pairs used, or sheets of both versions for common items.
    correlation: between the versions on the same sheets; for common items undefined.
    """

    method: str
    rows: tuple[LinkedScore, ...]
    sheets: int
    clinicians: int
    correlation: Estimate
    undefined: str | None = None

    def convert(self, score: float) -> Estimate:
        """Any score of the old version, between rows on the straight line between them; its ends beyond them."""
        if not self.rows:
            return undefined(self.undefined or "There is no linking table.", method=self.method)
        at = [row.score for row in self.rows]

        def between(values: Sequence[float | None]) -> float | None:
            known = [value for value in values if value is not None]
            return float(np.interp(score, at, known)) if len(known) == len(at) else None

        each = [row.linked for row in self.rows]
        return Estimate(
            between([linked.value for linked in each]),
            between([linked.standard_error for linked in each]),
            between([linked.low for linked in each]),
            between([linked.high for linked in each]),
            confidence=each[0].confidence,
            method=self.method,
        ).resting_on(self.sheets, 2, 2 * self.sheets)


def linked_row(
    score: float,
    value: float,
    reach: tuple[float, float, float],
    onto: ScoreRange,
    method: str,
    confidence: float,
) -> LinkedScore:
    """One row, cut to what the new version can give. reach: standard error, lower and upper end."""
    error, low, high = reach
    inside = min(max(value, onto.lowest), onto.highest)
    ends = sorted(min(max(end, onto.lowest), onto.highest) for end in (low, high))
    linked = Estimate(
        inside,
        error,
        min(ends[0], inside),
        max(ends[1], inside),
        confidence=confidence,
        method=method,
    )
    return LinkedScore(score, linked)
