"""The whole profile of a table says what each coefficient says alone."""

import numpy as np
import pytest

from reports.statistics.agreement import conger_kappa, gwet_ac, percent_agreement
from reports.statistics.agreement_profile import agreement_profile
from reports.statistics.krippendorff import krippendorff_alpha
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Interval, Reach


@pytest.mark.parametrize("interval", ["analytic", "jackknife", "bootstrap"])
def test_the_profile_is_each_coefficient_alone(interval: Interval):
    values = np.random.default_rng(5).integers(0, 4, (40, 3)).astype(float)
    values[3, 1] = np.nan
    table = RatingsTable.from_wide(values, (0, 1, 2, 3, 4), clusters=np.arange(40) // 4)
    reach = Reach(interval, replicates=100)
    profile = agreement_profile(table, "quadratic", reach)
    assert profile["gwet_ac"] == gwet_ac(table, "quadratic", reach)
    assert profile["conger_kappa"] == conger_kappa(table, "quadratic", reach)
    assert profile["percent_agreement"] == percent_agreement(table, "quadratic", reach)
    assert profile["krippendorff_alpha.ordinal"] == krippendorff_alpha(table, "ordinal", reach)


def test_a_scale_below_nought_has_no_ratio_alpha():
    table = RatingsTable.from_wide([[-1, 1], [0, 0]], (-1, 0, 1))
    assert "krippendorff_alpha.ratio" not in agreement_profile(table)
