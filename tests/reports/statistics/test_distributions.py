"""Quantiles and tails are those of the distributions they are named after."""

import pytest
from scipy import stats

from reports.statistics import distributions as ours

CHANCES = (1e-9, 0.025, 0.5, 0.8, 0.975, 1 - 1e-9)
VALUES = (-8.0, -0.5, 0.0, 0.3, 1.96, 12.0)
FREEDOMS = (0.4, 1.0, 3.7, 29.0, 1e5)


@pytest.mark.parametrize("chance", CHANCES)
def test_quantiles_are_where_the_distributions_reach_a_chance(chance: float):
    assert ours.normal_quantile(chance) == stats.norm.ppf(chance)
    for freedom in FREEDOMS:
        assert ours.t_quantile(chance, freedom) == stats.t.ppf(chance, freedom)
        assert ours.chi_squared_quantile(chance, freedom) == stats.chi2.ppf(chance, freedom)
        assert ours.f_quantile(chance, freedom, 7) == stats.f.ppf(chance, freedom, 7)
        assert ours.noncentral_t_quantile(chance, freedom, 2.0) == stats.nct.ppf(chance, freedom, 2.0)


@pytest.mark.parametrize("value", VALUES)
def test_tails_are_the_chances_beyond_a_value(value: float):
    assert ours.normal_chance(value) == stats.norm.cdf(value)
    assert ours.two_sided_normal(value) == 2 * stats.norm.sf(abs(value))
    for freedom in FREEDOMS:
        assert ours.two_sided_t(value, freedom) == 2 * stats.t.sf(abs(value), freedom)
        assert ours.chi_squared_tail(value, freedom) == stats.chi2.sf(value, freedom)
        assert ours.f_tail(value, freedom, 7) == stats.f.sf(value, freedom, 7)
        assert ours.noncentral_t_chance(value, freedom, 2.0) == stats.nct.cdf(value, freedom, 2.0)
