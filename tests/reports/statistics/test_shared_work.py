"""What several numbers rest on is computed once, and a number means the same alone as among others."""

import numpy as np
import pytest

from reports.statistics.agreement import percent_agreement
from reports.statistics.intraclass_forms import FORMS
from reports.statistics.kappas import cohen_kappa
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Interval, Reach
from reports.statistics.reliability import every_form, intraclass_correlation

SCALE = (0.0, 1.0, 2.0, 3.0)


@pytest.mark.parametrize("interval", ["default", "bootstrap"])
@pytest.mark.parametrize("gaps", [False, True])
def test_six_forms_together_are_the_forms_one_by_one(interval: Interval, gaps: bool):
    rng = np.random.default_rng(5)
    scores = rng.normal(0, 2, (25, 1)) + rng.normal(0, 1, (25, 4))
    if gaps:
        scores[rng.random(scores.shape) < 0.2] = np.nan
    reach = Reach(interval, replicates=200)
    clusters = np.arange(25) // 2
    table = RatingsTable.from_wide(scores, clusters=clusters)
    assert every_form(table, reach) == {form: intraclass_correlation(table, form, reach) for form in FORMS}


def test_a_share_of_agreement_never_reaches_beyond_nought_or_one():
    unlike = RatingsTable.from_wide([[0, 0], [0, 3], [1, 2], [3, 0], [2, 2]], SCALE, clusters=[0, 0, 1, 1, 2])
    for interval in ("default", "analytic", "jackknife", "bootstrap"):
        found = percent_agreement(unlike, "identity", Reach(interval))
        assert 0 <= (found.low or 0) <= found.number <= (found.high or 1) <= 1


def test_two_raters_who_never_differ_get_a_reason_and_no_interval_of_rounding_errors():
    alike = RatingsTable.from_wide([[0, 0], [3, 3], [3, 3], [2, 2], [3, 3], [0, 0]], SCALE)
    for weights in ("identity", "linear", "quadratic"):
        found = cohen_kappa(alike, weights)
        assert (found.value, found.standard_error, found.low) == (1.0, 0.0, None)
        assert "no spread" in str(found.no_interval)
