"""A word for a coefficient, only as sure as its standard error allows.

Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 6. The chance that the true coefficient lies
in a band or above it is accumulated from the best band down; the word is the first that reaches 95 %.
Bands: Landis & Koch (1977) Biometrics 33, 159-174; Altman (1991); Fleiss (1981). Reliability: Koo & Li (2016) J Chiropr
Med 15, 155-163, read on the interval's lower limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.statistics.distributions import normal_chance
from reports.statistics.estimate import Estimate

Scheme = Literal["landis_koch", "altman", "fleiss"]
BANDS: dict[Scheme, tuple[tuple[float, str], ...]] = {
    "landis_koch": (
        (0.8, "Almost Perfect"),
        (0.6, "Substantial"),
        (0.4, "Moderate"),
        (0.2, "Fair"),
        (0.0, "Slight"),
        (-1.0, "Poor"),
    ),
    "altman": ((0.8, "Very Good"), (0.6, "Good"), (0.4, "Moderate"), (0.2, "Fair"), (-1.0, "Poor")),
    "fleiss": ((0.75, "Excellent"), (0.4, "Intermediate to Good"), (-1.0, "Poor")),
}
KOO_LI = ((0.9, "excellent"), (0.75, "good"), (0.5, "moderate"), (float("-inf"), "poor"))


@dataclass(frozen=True)
class Benchmark:
    """cumulative: chance of each band or better, best first. label: the best band surely reached."""

    cumulative: tuple[float, ...]
    label: str


def benchmark(estimate: Estimate, scheme: Scheme, sure: float = 0.95) -> Benchmark | str:
    """The band of an agreement coefficient, or the sentence why none can be named."""
    if estimate.value is None:
        return str(estimate.undefined)
    error = estimate.standard_error
    if error is None or error <= 0:
        return "Without a standard error above nought no band can be named."
    top = normal_chance((estimate.value - 1) / error)
    whole = normal_chance((estimate.value + 1) / error) - top
    chances = tuple((normal_chance((estimate.value - low) / error) - top) / whole for low, _ in BANDS[scheme])
    reached = next(i for i, chance in enumerate(chances) if chance >= sure or i == len(chances) - 1)
    return Benchmark(chances, BANDS[scheme][reached][1])


def koo_li(estimate: Estimate) -> str | None:
    """The word for a reliability whose interval lies wholly at or above that band; None without an interval."""
    if estimate.low is None:
        return None
    return next(word for least, word in KOO_LI if estimate.low >= least)
