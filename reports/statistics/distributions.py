"""The few quantiles and tail areas the statistics need, as plain numbers.

They are the functions beneath the distribution objects of scipy: the same numbers, without the seconds it takes to
load several hundred distributions nobody asks for. A tail below the lowest possible value is everything.
"""

from __future__ import annotations

from scipy import special


def normal_quantile(chance: float) -> float:
    """Where the standard normal distribution reaches `chance`."""
    return float(special.ndtri(chance))


def normal_chance(value: float) -> float:
    """Chance of a standard normal value at most this large."""
    return float(special.ndtr(value))


def two_sided_normal(value: float) -> float:
    """Chance of a standard normal value at least this far from nought."""
    return float(2 * special.ndtr(-abs(value)))


def t_quantile(chance: float, freedom: float) -> float:
    """Where Student's t with these degrees of freedom reaches `chance`."""
    return float(special.stdtrit(freedom, chance))


def two_sided_t(value: float, freedom: float) -> float:
    """Chance of a t value at least this far from nought."""
    return float(2 * special.stdtr(freedom, -abs(value)))


def f_quantile(chance: float, above: float, below: float) -> float:
    """Where F with `above` and `below` degrees of freedom reaches `chance`."""
    return float(special.fdtri(above, below, chance))


def f_tail(value: float, above: float, below: float) -> float:
    """Chance of an F value at least this large."""
    return float(special.fdtrc(above, below, max(value, 0.0)))


def chi_squared_quantile(chance: float, freedom: float) -> float:
    """Where chi-squared reaches `chance`."""
    return float(2 * special.gammaincinv(freedom / 2, chance))


def chi_squared_tail(value: float, freedom: float) -> float:
    """Chance of a chi-squared value at least this large."""
    return float(special.chdtrc(freedom, max(value, 0.0)))


def noncentral_t_chance(value: float, freedom: float, shift: float) -> float:
    """Chance of a noncentral t value at most this large."""
    return float(special.nctdtr(freedom, shift, value))


def noncentral_t_quantile(chance: float, freedom: float, shift: float) -> float:
    """Where the noncentral t reaches `chance`."""
    return float(special.nctdtrit(freedom, shift, chance))


def exact_share_limits(hits: int, tries: int, confidence: float = 0.95) -> tuple[float, float]:
    """Clopper and Pearson's limits of a share: the binomial tails turned round through the beta distribution."""
    tail = (1 - confidence) / 2
    low = float(special.betaincinv(hits, tries - hits + 1, tail)) if hits else 0.0
    high = float(special.betaincinv(hits + 1, tries - hits, 1 - tail)) if hits < tries else 1.0
    return low, high


def poisson_quantile(chance: float, mean: float) -> float:
    """The least count that a Poisson count of this mean stays at or below with `chance`."""
    count = 0.0
    while special.pdtr(count, mean) < chance:
        count += 1
    return count
