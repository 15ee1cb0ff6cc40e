"""Fast fits equal a slow and literal maximisation of the likelihood as the textbook prints it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize

from reports.statistics.facets.marginal import marginal_maximum
from reports.statistics.facets.model import fit_facets
from reports.statistics.facets.table import FacetTable
from tests.reports.statistics.facets.simulated import a_truth, ratings_of

Floats = NDArray[np.float64]


def chance(point: int, eta: float, thresholds: Floats) -> float:
    """Linacre's formula, one rating at a time."""
    steps = [sum(eta - thresholds[j] for j in range(k)) for k in range(len(thresholds) + 1)]
    weights = np.exp(steps)
    return float(weights[point] / weights.sum())


def unpacked(x: Floats, table: FacetTable) -> tuple[Floats, Floats, Floats, Floats]:
    """Free parameters to measures: observers, items and thresholds each sum to nought."""
    clinicians, observers, items = (len(levels) for levels in table.levels)
    parts = np.split(x, np.cumsum([clinicians, observers - 1, items - 1]))
    return parts[0], *(np.append(part, -part.sum()) for part in parts[1:])  # type: ignore[return-value]


def literal_loss(x: Floats, table: FacetTable) -> float:
    clinicians, observers, items, thresholds = unpacked(x, table)
    total = 0.0
    for (c, o, i), point in zip(table.elements.T, table.ratings, strict=True):
        total -= np.log(chance(int(point), float(clinicians[c] - observers[o] - items[i]), thresholds))
    return total


def a_small_table() -> FacetTable:
    generator = np.random.default_rng(8)
    return ratings_of(generator, a_truth(generator, 4, 3, 3), consultations=3, watching=3)


def test_joint_measures_are_those_of_the_literal_likelihood():
    table = a_small_table()
    found = fit_facets(table)
    size = sum(len(levels) for levels in table.levels) - 2 + 3
    slow = optimize.minimize(literal_loss, np.zeros(size), args=(table,), method="BFGS", options={"gtol": 1e-5})
    measures = unpacked(slow.x, table)
    for facet, expected in zip(found.facets, measures, strict=False):
        assert facet.measures == pytest.approx(expected, abs=1e-3)
    assert found.thresholds[0] == pytest.approx(measures[3], abs=1e-3)
    assert found.joint.log_likelihood == pytest.approx(-slow.fun, abs=1e-6)


def test_full_standard_errors_are_those_of_a_numerical_hessian():
    table = a_small_table()
    found = fit_facets(table)
    free = np.concatenate([
        found.facets[0].measures, found.facets[1].measures[:-1], found.facets[2].measures[:-1], found.thresholds[0][:-1]
    ])  # fmt: skip
    size, step = len(free), 1e-3
    hessian = np.empty((size, size))
    around = np.eye(size) * step
    for a in range(size):
        for b in range(a + 1):
            corners = [
                literal_loss(free + s * around[a] + t * around[b], table) * s * t for s in (1, -1) for t in (1, -1)
            ]
            hessian[a, b] = hessian[b, a] = sum(corners) / (4 * step**2)
    errors = np.sqrt(np.diag(np.linalg.inv(hessian)))
    assert found.facets[0].errors == pytest.approx(errors[: len(table.levels[0])], rel=1e-3)


def test_the_marginal_deviance_is_that_of_the_literal_integral():
    table = a_small_table()
    found = marginal_maximum(table)
    nodes = np.linspace(-7, 7, 161)
    weights = np.exp(-(nodes**2) / 2)
    weights /= weights.sum()
    total = 0.0
    for c in range(len(table.levels[0])):
        rows = np.flatnonzero(table.elements[0] == c)
        integral = 0.0
        for node, weight in zip(nodes * np.sqrt(found.variance), weights, strict=True):
            product = 1.0
            for row in rows:
                _, o, i = table.elements[:, row]
                eta = float(node - found.measures[0][o] - found.measures[1][i])
                product *= chance(int(table.ratings[row]), eta, found.thresholds[0])
            integral += weight * product
        total -= 2 * np.log(integral)
    assert found.deviance == pytest.approx(total, abs=1e-8)
