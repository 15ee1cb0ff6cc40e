"""Marginal maximum likelihood: objects are a normal sample, so that their number does not bias the rest.

Bock & Aitkin (1981), Psychometrika 46:443-459, for the likelihood; Louis (1982), JRSS B 44:226-233, for its exact
information. The normal distribution is laid on a grid of 161 points over seven standard deviations to either side.
One facet is free (as a rule the items: they carry the mean), the others sum to nought within their groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from reports.statistics.facets.cells import Cells, collapse
from reports.statistics.facets.linking import linking, origin_rows
from reports.statistics.facets.marginal_information import slope_and_information
from reports.statistics.facets.marginal_rooms import NODES, Place, Rooms, place_at, rooms_of
from reports.statistics.facets.table import FacetTable

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
MOST_STEPS = 200
LEAST_GAIN = 1e-9


class DidNotSettle(ValueError):
    """No best value was found; the message says so in one sentence."""


@dataclass(frozen=True, eq=False)
class Marginal:
    """What was found. measures, errors: per facet but the first, (elements,); thresholds: (sets, points - 1).

    variance: of the objects; deviance: -2 log likelihood; expected, expected_errors: (objects,) posterior mean and
    standard deviation; reliability: var(expected) / (var(expected) + mean posterior variance), population variances.
    """

    measures: list[Floats]
    errors: list[Floats]
    thresholds: Floats
    variance: float
    deviance: float
    expected: Floats
    expected_errors: Floats
    reliability: float
    steps: int


def marginal_maximum(table: FacetTable, *, steps_by: str | None = None, free: str | None = None) -> Marginal:
    """Fit. free: the facet without an origin of its own (the last one unless named).

    Objects with only the lowest or only the highest points stay in. Raises DidNotSettle.
    """
    by = None if steps_by is None else table.place(steps_by)
    cells = collapse(table, by)
    groups = linking(cells, table.names).groups
    loose = (len(table.names) - 1 if free is None else table.place(free)) - 1
    spots = np.cumsum([0, *cells.sizes[1:], cells.sets * (len(cells.heights) - 2)])
    origins = origin_rows(cells, groups, int(spots[-1]))
    origins = origins[origins[:, spots[loose] : spots[loose + 1]].sum(1) == 0]
    rooms = rooms_of(cells, int(spots[-1]))
    here = place_at(cells, rooms, spots, np.zeros(int(spots[-1])), 0.0)
    for step in range(MOST_STEPS):
        slope, known = slope_and_information(cells, rooms, spots, here)
        moved = _newton(slope, known, origins)
        there = _best_along(cells, rooms, spots, here, moved)
        gain = there.likelihood - here.likelihood
        here = there
        if abs(gain) < LEAST_GAIN * (1 + abs(here.likelihood)) and np.abs(moved).max() < 1e-6:
            _, known = slope_and_information(cells, rooms, spots, here)
            return _finished(cells, spots, here, known, origins, step)
    raise DidNotSettle("The measures did not settle: too few ratings tell the elements apart.")


def _newton(slope: Floats, known: tuple[Floats, Floats], origins: Floats) -> Floats:
    """The step by the exact information where that has a peak, else by the complete one, which always climbs."""
    complete, missing = known
    border = np.concatenate([origins, np.zeros((len(origins), 1))], axis=1)
    basis = linalg.null_space(border) if len(border) else np.eye(len(slope))
    exact = basis.T @ (complete - missing) @ basis
    try:
        factor = linalg.cho_factor(exact)
    except linalg.LinAlgError:
        inner = basis.T @ complete @ basis
        inner[np.diag_indices_from(inner)] += 1e-8 * np.abs(np.diag(inner)).max()
        moved = basis @ linalg.solve(inner, basis.T @ slope)
        return np.clip(moved, -0.5, 0.5)
    moved = basis @ linalg.cho_solve(factor, basis.T @ slope)
    largest = np.abs(moved).max()
    return moved / largest if largest > 1 else moved


def _best_along(cells: Cells, rooms: Rooms, spots: Whole, here: Place, moved: Floats) -> Place:
    share = 1.0
    while True:
        there = place_at(cells, rooms, spots, here.others + share * moved[:-1], here.log_spread + share * moved[-1])
        if there.likelihood >= here.likelihood - 1e-10 * abs(here.likelihood) or share < 1e-5:
            return there
        share /= 2


def _finished(
    cells: Cells, spots: Whole, here: Place, known: tuple[Floats, Floats], origins: Floats, steps: int
) -> Marginal:
    border = np.concatenate([origins, np.zeros((len(origins), 1))], axis=1)
    basis = linalg.null_space(border) if len(border) else np.eye(len(known[0]))
    covariance = basis @ linalg.inv(basis.T @ (known[0] - known[1]) @ basis) @ basis.T
    spread = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    windows = [slice(start, end) for start, end in pairwise(spots[:-1])]
    kappa = np.zeros((cells.sets, len(cells.heights)))
    kappa[:, 1:-1] = here.others[spots[-2] :].reshape(cells.sets, -1)
    abilities = np.exp(here.log_spread) * NODES
    expected = here.posterior @ abilities
    posterior_variance = here.posterior @ abilities**2 - expected**2
    return Marginal(
        measures=[here.others[window] for window in windows],
        errors=[spread[window] for window in windows],
        thresholds=np.where(np.diff(cells.heights) == 1, np.diff(kappa, axis=1), np.nan),
        variance=float(np.exp(2 * here.log_spread)),
        deviance=-2 * here.likelihood,
        expected=expected,
        expected_errors=np.sqrt(posterior_variance),
        reliability=float(expected.var() / (expected.var() + posterior_variance.mean())),
        steps=steps,
    )
