"""Tables printed in the literature give the reliabilities and differences printed with them."""

import numpy as np
import pytest

from reports.statistics.differences import limits_of_agreement
from reports.statistics.intraclass_forms import Form
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import intraclass_correlation

# Shrout, P. E. & Fleiss, J. L. (1979). Psychological Bulletin 86, 420-428, table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("ICC(1)", 0.17),
        ("ICC(A,1)", 0.29),
        ("ICC(C,1)", 0.71),
        ("ICC(k)", 0.44),
        ("ICC(A,k)", 0.62),
        ("ICC(C,k)", 0.91),
    ],
)
def test_shrout_and_fleiss_six_targets_give_their_six_coefficients(form: Form, printed: float):
    found = intraclass_correlation(RatingsTable.from_wide(SHROUT_FLEISS), form)
    assert found.value == pytest.approx(printed, abs=0.005)


def test_shrout_and_fleiss_interval_for_one_judge_is_met():
    found = intraclass_correlation(RatingsTable.from_wide(SHROUT_FLEISS), "ICC(A,1)")
    assert (found.low, found.high) == pytest.approx((0.0188, 0.7611), abs=0.0001)


# Bland, J. M. & Altman, D. G. (1986). Lancet i, 307-310, table: peak flow by two meters, first readings, l/min.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_bland_and_altman_peak_flow_gives_their_limits():
    found = limits_of_agreement(WRIGHT, MINI)
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    # They print the mean plus and minus two standard deviations.
    assert found.bias.number - 2 * 38.8 == pytest.approx(-79.7, abs=0.1)


def test_bland_and_altman_standard_error_of_a_limit_is_theirs():
    # "The standard error of d - 2s is root (3 s squared / n)", printed as 16.3.
    found = limits_of_agreement(WRIGHT, MINI, interval="1986")
    assert found.lower.standard_error == pytest.approx(16.3, abs=0.05)


def test_removing_a_judges_constant_severity_changes_agreement_but_not_consistency():
    shifted = np.array(SHROUT_FLEISS, dtype=float)
    shifted[:, 1] += 3
    consistent = [
        intraclass_correlation(RatingsTable.from_wide(t), "ICC(C,1)").number for t in (SHROUT_FLEISS, shifted)
    ]
    agreeing = [intraclass_correlation(RatingsTable.from_wide(t), "ICC(A,1)").number for t in (SHROUT_FLEISS, shifted)]
    assert consistent[0] == pytest.approx(consistent[1])
    assert agreeing[1] > agreeing[0]
