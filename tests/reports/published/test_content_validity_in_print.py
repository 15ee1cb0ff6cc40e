"""The printed table of chance-corrected content validity is met."""

import pytest

from reports.statistics.content_validity import content_validity, item_validity, kappa_word

# Polit, D. F., Beck, C. T. & Owen, S. V. (2007). Research in Nursing & Health 30, 459-467, table 4: raters, those who
# agree, I-CVI, chance, kappa*, word. They computed from rounded numbers, so the last digit can differ by one.
POLIT_BECK_OWEN_2007 = [
    (3, 3, 1.00, 0.125, 1.00, "excellent"),
    (3, 2, 0.67, 0.375, 0.47, "fair"),
    (4, 4, 1.00, 0.063, 1.00, "excellent"),
    (4, 3, 0.75, 0.250, 0.67, "good"),
    (5, 4, 0.80, 0.156, 0.76, "excellent"),
    (6, 6, 1.00, 0.016, 1.00, "excellent"),
    (6, 5, 0.83, 0.094, 0.81, "excellent"),
    (6, 4, 0.67, 0.234, 0.57, "fair"),
    (7, 7, 1.00, 0.008, 1.00, "excellent"),
    (7, 6, 0.86, 0.055, 0.85, "excellent"),
    (7, 5, 0.71, 0.164, 0.65, "good"),
    (8, 8, 1.00, 0.004, 1.00, "excellent"),
    (8, 7, 0.88, 0.031, 0.88, "excellent"),
    (8, 6, 0.75, 0.109, 0.72, "good"),
    (9, 9, 1.00, 0.002, 1.00, "excellent"),
    (9, 8, 0.89, 0.018, 0.89, "excellent"),
    (9, 7, 0.78, 0.070, 0.76, "excellent"),
]


@pytest.mark.parametrize(("raters", "agreeing", "share", "chance", "kappa", "word"), POLIT_BECK_OWEN_2007)
def test_the_table_of_modified_kappa_is_met(
    raters: int, agreeing: int, share: float, chance: float, kappa: float, word: str
):
    found = item_validity(agreeing, raters)
    assert found.share.value == pytest.approx(share, abs=0.0051)
    assert found.kappa.expected == pytest.approx(chance, abs=0.00051)
    assert found.kappa.value == pytest.approx(kappa, abs=0.0101)
    assert kappa_word(found.kappa.number) == word


def test_the_two_averages_over_a_scale_are_those_of_the_worked_example():
    # Polit, D. F. & Beck, C. T. (2006). Research in Nursing & Health 29, 489-497: ten items, of which two raters call
    # nine each relevant, and agree on eight: the universal index is .80 and the average .90.
    first = [4] * 9 + [1]
    second = [1] + [4] * 9
    shares = [first, second, [4] * 10]
    found = content_validity(shares)
    assert found.universal.value == pytest.approx(0.80)
    assert found.average.value == pytest.approx((0.9 + 0.9 + 1) / 3)
