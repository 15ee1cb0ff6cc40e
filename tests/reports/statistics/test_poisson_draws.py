"""Draws made by counts follow the very law of draws made one by one."""

import numpy as np
import pytest
from scipy import stats

from reports.statistics.poisson_draws import equal_sums, repeated_counts
from reports.statistics.resampling import Drawable, resampled_sums

REPLICATES = 4000
TIMES = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55])


def counts_of(things: int) -> np.ndarray:
    return equal_sums(np.random.default_rng(1), np.eye(things), REPLICATES)


def test_every_replicate_holds_as_many_draws_as_there_are_things():
    assert set(counts_of(250).sum(1)) == {250.0}
    assert set(repeated_counts(np.random.default_rng(1), TIMES, REPLICATES).sum(1)) == {float(TIMES.sum())}


def test_how_often_one_of_many_things_comes_up_is_binomial():
    things, most = 250, 6
    found = np.bincount(counts_of(things).astype(int).ravel(), minlength=most + 1)
    seen = np.append(found[:most], found[most:].sum())
    law = stats.binom(things, 1 / things)
    expected = np.append(law.pmf(np.arange(most)), law.sf(most - 1)) * seen.sum()
    assert ((seen - expected) ** 2 / expected).sum() < stats.chi2(most).ppf(0.9999)


def test_how_often_a_repeated_thing_comes_up_is_binomial():
    number = int(TIMES.sum())
    drawn = repeated_counts(np.random.default_rng(1), TIMES, REPLICATES)
    for thing, times in enumerate(TIMES):
        spread = times * (1 - times / number)
        assert drawn[:, thing].mean() == pytest.approx(times, abs=4.5 * np.sqrt(spread / REPLICATES))
        assert drawn[:, thing].var() == pytest.approx(spread, rel=0.15)


def test_things_take_draws_from_one_another_as_in_a_multinomial():
    number = int(TIMES.sum())
    drawn = repeated_counts(np.random.default_rng(1), TIMES, REPLICATES)
    last_two = np.cov(drawn[:, -2], drawn[:, -1])[0, 1]
    assert last_two == pytest.approx(-TIMES[-1] * TIMES[-2] / number, rel=0.15)


@pytest.mark.parametrize("times", [np.ones(300), np.full(40, 10.0), np.full(60, 2.0), np.full(4, 500.0)])
def test_however_sums_are_drawn_they_vary_about_the_total_as_they_should(times: np.ndarray):
    feature = np.random.default_rng(2).normal(size=(len(times), 1))
    sums = resampled_sums(Drawable(feature, times), REPLICATES, seed=1)[:, 0]
    number = times.sum()
    mean = times @ feature[:, 0] / number
    spread = times @ (feature[:, 0] - mean) ** 2
    assert sums.mean() == pytest.approx(number * mean, abs=4.5 * np.sqrt(spread / REPLICATES))
    assert sums.var() == pytest.approx(spread, rel=0.12)


def test_the_same_seed_draws_the_same():
    assert np.array_equal(counts_of(200), counts_of(200))


def test_a_handful_of_things_is_refused():
    with pytest.raises(ValueError, match="10 draws and more, not 3"):
        equal_sums(np.random.default_rng(1), np.eye(3), 5)
