"""Quantiles that are nobody's own value."""

import numpy as np
import pytest
from scipy.stats.mstats import hdquantiles

from reports.statistics.quantiles import harrell_davis


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.75])
def test_it_agrees_with_scipys(share: float) -> None:
    values = np.random.default_rng(1).normal(50, 10, 17)
    assert harrell_davis(values, share) == pytest.approx(float(hdquantiles(values, [share])[0]))


def test_no_value_of_ten_weighs_more_than_a_third_in_a_quartile() -> None:
    # With the highest k values at one and the others at nought, the quartile is the weight of those k.
    moved = [harrell_davis(np.arange(10) >= 10 - highest, 0.25) for highest in range(11)]
    assert max(np.diff(moved)) < 1 / 3


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.0)])
def test_what_has_no_quantile_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        harrell_davis(values, share)
