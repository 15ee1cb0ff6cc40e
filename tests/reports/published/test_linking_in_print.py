"""Worked examples of linking in print give the numbers printed with them."""

import numpy as np
import pytest

from reports.statistics.equipercentile import equipercentile, percentile_ranks
from reports.statistics.linked_lines import AnchoredLine, Taken, anchored_line, paired_line

# Kolen, M. J. & Brennan, R. L. (2014). Test Equating, Scaling, and Linking, tables 2.3 to 2.5: two forms of four items.
FORM_X = np.array([0.2, 0.3, 0.2, 0.2, 0.1])
FORM_Y = np.array([0.1, 0.2, 0.2, 0.3, 0.2])
SCORES = np.arange(5.0)


def test_percentile_ranks_of_the_small_example_are_theirs():
    found = percentile_ranks(FORM_X, SCORES, SCORES)
    assert found * 100 == pytest.approx([10, 35, 60, 80, 95], abs=0.001)


def test_equipercentile_equivalents_of_the_small_example_are_theirs():
    found = equipercentile(FORM_X, SCORES, FORM_Y, SCORES, SCORES)
    assert found == pytest.approx([0.50, 1.75, 2.8333, 3.50, 4.25], abs=0.0001)


def standardised(generator: np.random.Generator, means: list[float], sds: list[float], product: float) -> np.ndarray:
    """Scores (n, 2) whose means, standard deviations and covariance are exactly these."""
    raw = generator.normal(size=(400, 2))
    raw -= raw.mean(axis=0)
    whole = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T, ddof=0))).T
    wanted = np.array([[sds[0] ** 2, product], [product, sds[1] ** 2]])
    return whole @ np.linalg.cholesky(wanted).T + means


def taken(scores: np.ndarray) -> Taken:
    return Taken(scores[:, 0], scores[:, 1], np.arange(len(scores)))


# The same, chapter 4: 36 items of which 12 are common, 1655 and 1638 examinees, in the population of the first group.
@pytest.mark.parametrize(("kind", "intercept", "slope"), [("tucker", 0.537, 1.0289), ("levine", 0.252, 1.0112)])
def test_tucker_and_levine_of_the_twelve_common_items_are_theirs(kind: AnchoredLine, intercept: float, slope: float):
    generator = np.random.default_rng(4)
    old = standardised(generator, [15.8205, 5.1063], [6.5278, 2.3760], 13.4088)
    new = standardised(generator, [18.6728, 5.8626], [6.8784, 2.4515], 14.7603)
    line = anchored_line(taken(old), taken(new), kind, old_weight=1.0)
    assert line.slope == pytest.approx(slope, abs=0.0002)
    assert line.intercept == pytest.approx(intercept, abs=0.001)


def test_the_linear_error_of_a_single_group_is_the_printed_formula_for_normal_scores():
    # Kolen & Brennan (2014), table 7.2: var = var(Y) (1 - r) {2 + (1 + r) z²} / n.
    generator = np.random.default_rng(7)
    old, new = generator.multivariate_normal([50, 40], [[100, 84], [84, 144]], size=200_000).T
    line = paired_line(Taken(old, new, np.arange(len(old))), "linear")
    z = np.array([-2.0, 0.0, 1.0, 2.0])
    r = 0.7
    printed = np.sqrt(144 * (1 - r) * (2 + (1 + r) * z**2) / len(old))
    assert line.errors_at(50 + 10 * z) == pytest.approx(printed, rel=0.02)
