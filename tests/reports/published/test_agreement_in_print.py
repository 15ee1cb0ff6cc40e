"""Tables printed in the literature give the coefficients printed with them."""

import numpy as np
import pytest

from reports.statistics.agreement import gwet_ac
from reports.statistics.kappas import cohen_kappa, fleiss_kappa_1971
from reports.statistics.krippendorff import Level, krippendorff_alpha
from reports.statistics.pair_estimates import pair_habits
from reports.statistics.ratings import RatingsTable
from reports.statistics.weights import weights_from_disagreement

NONE = np.nan

# Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, section C: 4 observers, 12 units, with gaps.
KRIPPENDORFF_2011 = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_four_observers_give_his_alphas(level: Level, printed: float):
    table = RatingsTable.from_wide(np.array(KRIPPENDORFF_2011).T, (1, 2, 3, 4, 5))
    assert krippendorff_alpha(table, level).value == pytest.approx(printed, abs=0.0005)


def test_cohens_three_diagnoses_give_his_weighted_kappa():
    # Cohen, J. (1968). Psychological Bulletin 70, 213-220, table 1: percentages of 200 patients, disagreement weights.
    counts = np.array([[88, 10, 2], [14, 40, 6], [18, 10, 12]])
    weights = weights_from_disagreement(np.array([[0.0, 1, 3], [1, 0, 6], [3, 6, 0]]))
    table = RatingsTable.from_contingency(counts, (1, 2, 3))
    assert cohen_kappa(table).value == pytest.approx(0.492, abs=0.0005)
    assert cohen_kappa(table, weights).value == pytest.approx(0.348, abs=0.0005)


# Feinstein, A. R. & Cicchetti, D. V. (1990). J Clin Epidemiol 43, 543-549: the same agreement, another prevalence.
BALANCED = np.array([[40, 9], [6, 45]])
SKEWED = np.array([[80, 10], [5, 5]])


@pytest.mark.parametrize(("counts", "printed"), [(BALANCED, 0.70), (SKEWED, 0.32)])
def test_kappa_falls_when_one_answer_is_common_although_agreement_is_85_percent(counts: np.ndarray, printed: float):
    kappa = cohen_kappa(RatingsTable.from_contingency(counts, (1, 2)))
    assert kappa.observed == pytest.approx(0.85)
    assert kappa.value == pytest.approx(printed, abs=0.005)


def test_prevalence_and_bias_explain_the_fall():
    habits = pair_habits(RatingsTable.from_contingency(SKEWED, (1, 2)))
    assert {name: one.value for name, one in habits.items()} == pytest.approx(
        {"prevalence_index": 0.75, "bias_index": 0.05, "pabak": 0.70}
    )


def test_gwets_coefficient_stays_high_where_kappa_turns_negative():
    # Gwet, K. L. (2008). Br J Math Stat Psychol 61, 29-48: 125 units, 94 % agreement.
    table = RatingsTable.from_contingency(np.array([[118, 5], [2, 0]]), (1, 2))
    assert cohen_kappa(table).value == pytest.approx(-0.0234, abs=0.0001)
    assert gwet_ac(table).value == pytest.approx(0.9408, abs=0.0001)


# Fourteen raters and ten subjects: the
# widely reprinted worked example of Fleiss' kappa (1971), printed as 0.210.
FOURTEEN_RATERS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


def test_fourteen_raters_and_ten_subjects_give_the_printed_kappa():
    found = fleiss_kappa_1971(RatingsTable.from_counts(FOURTEEN_RATERS, (1, 2, 3, 4, 5)))
    assert found.overall.value == pytest.approx(0.210, abs=0.0005)
