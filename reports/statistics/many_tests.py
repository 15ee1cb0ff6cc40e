"""Many tests at once: p-values adjusted so that among so many one is seldom named by luck.

Holm (1979), Scand J Stat 6, 65-70: step-down, holds whatever the tests have to do with each other.
"""

from __future__ import annotations

from collections.abc import Sequence

# How often at least one of all tests may name something by luck.
FAMILY_ERROR = 0.05


def holm(chances: Sequence[float | None]) -> tuple[float | None, ...]:
    """Each p-value adjusted for the number of tests, in their order; None stays None and does not count."""
    order = sorted((chance, at) for at, chance in enumerate(chances) if chance is not None)
    adjusted: list[float | None] = [None] * len(chances)
    worst = 0.0
    for rank, (chance, at) in enumerate(order):
        worst = max(worst, min(1.0, chance * (len(order) - rank)))
        adjusted[at] = worst
    return tuple(adjusted)
