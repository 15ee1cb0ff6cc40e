"""What a simulation of coverage is made of: a way to draw a study, what is true, and the intervals to be judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from reports.statistics.estimate import Estimate


@dataclass(frozen=True)
class Design:
    """One kind of study. study: draws one and gives its estimates by name; truths: what each of them is about.

    expected: share of 95 % intervals that theory, or the best method known, lets us hope for, by name where it is not
    0.93 to 0.97.
    """

    name: str
    study: Callable[[np.random.Generator], Mapping[str, Estimate]]
    truths: Callable[[], Mapping[str, float]]


@dataclass(frozen=True)
class Coverage:
    """Of one quantity in one design: its mean value, the share of intervals that hold the truth, their mean width,
    studies without one.
    """

    design: str
    quantity: str
    truth: float
    mean: float
    held: float
    width: float
    without: float
    method: str


def coverage(design: Design, studies: int, seed: int = 1) -> list[Coverage]:
    """Draw so many studies and count. A study without an interval does not count as holding or missing."""
    generator = np.random.default_rng(seed)
    truths = design.truths()
    drawn: dict[str, list[Estimate]] = {name: [] for name in truths}
    for _ in range(studies):
        found = design.study(generator)
        for name in truths:
            drawn[name].append(found[name])
    return [_counted(design.name, name, truths[name], drawn[name]) for name in truths]


def _counted(design: str, quantity: str, truth: float, drawn: list[Estimate]) -> Coverage:
    ends = np.array([(one.low, one.high) for one in drawn if one.low is not None], dtype=float).reshape(-1, 2)
    held = float(((ends[:, 0] <= truth) & (truth <= ends[:, 1])).mean()) if len(ends) else float("nan")
    width = float((ends[:, 1] - ends[:, 0]).mean()) if len(ends) else float("nan")
    mean = float(np.mean([one.value for one in drawn if one.value is not None] or [float("nan")]))
    method = next((one.method for one in drawn if one.low is not None), "")
    return Coverage(design, quantity, truth, mean, held, width, 1 - len(ends) / len(drawn), method)
