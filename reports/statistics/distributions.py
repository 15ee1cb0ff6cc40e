"""The few quantiles and tail areas the statistics need, as plain numbers."""

from __future__ import annotations

from typing import cast

from scipy import stats


def normal_quantile(chance: float) -> float:
    """Where the standard normal distribution reaches `chance`."""
    return float(cast("float", stats.norm.ppf(chance)))


def normal_chance(value: float) -> float:
    """Chance of a standard normal value at most this large."""
    return float(cast("float", stats.norm.cdf(value)))


def two_sided_normal(value: float) -> float:
    """Chance of a standard normal value at least this far from nought."""
    return float(cast("float", 2 * stats.norm.sf(abs(value))))


def t_quantile(chance: float, freedom: float) -> float:
    """Where Student's t with these degrees of freedom reaches `chance`."""
    return float(cast("float", stats.t.ppf(chance, freedom)))


def two_sided_t(value: float, freedom: float) -> float:
    """Chance of a t value at least this far from nought."""
    return float(cast("float", 2 * stats.t.sf(abs(value), freedom)))


def f_quantile(chance: float, above: float, below: float) -> float:
    """Where F with `above` and `below` degrees of freedom reaches `chance`."""
    return float(cast("float", stats.f.ppf(chance, above, below)))


def f_tail(value: float, above: float, below: float) -> float:
    """Chance of an F value at least this large."""
    return float(cast("float", stats.f.sf(value, above, below)))


def chi_squared_quantile(chance: float, freedom: float) -> float:
    """Where chi-squared reaches `chance`."""
    return float(cast("float", stats.chi2.ppf(chance, freedom)))


def chi_squared_tail(value: float, freedom: float) -> float:
    """Chance of a chi-squared value at least this large."""
    return float(cast("float", stats.chi2.sf(value, freedom)))


def noncentral_t_quantile(chance: float, freedom: float, shift: float) -> float:
    """Where the noncentral t reaches `chance`."""
    return float(cast("float", stats.nct.ppf(chance, freedom, shift)))
