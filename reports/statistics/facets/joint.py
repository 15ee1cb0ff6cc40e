"""Joint maximum likelihood for the many-facet Rasch model, by Newton steps with the objects eliminated.

Linacre, J. M. (1989). Many-Facet Rasch Measurement. Wright & Masters (1982), Rating Scale Analysis, for partial
credit. Joint estimates are biased away from the centre by about n / (n - 1), n the ratings of an object; marginal
estimates (`marginal.py`) are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from reports.statistics.facets.cells import Cells
from reports.statistics.facets.chances import Chances, Moments, chances, log_likelihood, moments, net
from reports.statistics.facets.information import Information, information, meetings, slopes
from reports.statistics.facets.linking import origin_rows

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LEAST_SLOPE = 1e-7
MOST_STEPS = 100
CHUNK = 2_000_000


class CannotSeparate(ValueError):
    """The design, or too few ratings, leaves some measures without a single best value. The message says which."""


@dataclass(frozen=True, eq=False)
class Joint:
    """What was found. measures: per facet (elements,); kappa: (sets, points); errors: per facet, standard errors from
    the whole information. covariance: (others, others) of all parameters but the objects'. steps: Newton steps taken.
    """

    measures: list[Floats]
    kappa: Floats
    log_likelihood: float
    errors: list[Floats]
    covariance: Floats
    shares: Floats
    moments: Moments
    steps: int


@dataclass(frozen=True, eq=False)
class _Point:
    """Where the search stands."""

    measures: list[Floats]
    kappa: Floats
    found: Chances
    likelihood: float


def joint_maximum(cells: Cells, groups: tuple[Whole, ...], names: tuple[str, ...]) -> Joint:
    """Fit. No element may have only the lowest or only the highest points (see `extremes.py`).

    groups: per facet but the first, which elements sum to nought together. Raises CannotSeparate.
    """
    meeting = meetings(cells)
    here = _start(cells)
    others = sum(cells.sizes[1:]) + cells.sets * max(len(cells.heights) - 2, 0)
    origins = origin_rows(cells, groups, others)
    used = [np.bincount(numbers, minlength=size) > 0 for numbers, size in zip(cells.elements, cells.sizes, strict=True)]
    idle = np.concatenate([~np.concatenate(used[1:]), np.zeros(others - sum(cells.sizes[1:]), dtype=bool)])
    for step in range(MOST_STEPS):
        shares = here.found.shares
        expected = shares @ cells.heights
        variance = shares @ cells.heights**2 - expected**2
        known = information(cells, shares, expected, variance, meeting)
        border = _border(known, origins, idle)
        if step == 0:
            _check_rank(border, known, names)
        first, second = slopes(cells, shares, expected)
        by_object = _divided(first, known.objects)
        wanted = second - known.crossing.T @ by_object
        moved = linalg.solve(border, np.concatenate([wanted, np.zeros(len(origins))]), assume_a="sym")[:others]
        own = by_object - _divided(known.crossing @ moved, known.objects)
        if max(np.abs(first).max(), np.abs(border[:others, :others] @ moved).max()) < LEAST_SLOPE * (
            1 + cells.total**0.5
        ):
            return _finished(cells, here, known, border, others, step)
        here = _moved(cells, here, own, moved)
    raise CannotSeparate("The measures did not settle: too few ratings tell the elements apart.")


def _start(cells: Cells) -> _Point:
    measures = [np.zeros(size) for size in cells.sizes]
    kappa = np.zeros((cells.sets, len(cells.heights)))
    return _point(cells, measures, kappa)


def _point(cells: Cells, measures: list[Floats], kappa: Floats) -> _Point:
    eta = net(measures, cells.elements)
    found = chances(eta, kappa, cells.heights, cells.steps)
    return _Point(measures, kappa, found, log_likelihood(cells, eta, kappa, found.log_weights))


def _moved(cells: Cells, here: _Point, own: Floats, moved: Floats) -> _Point:
    """A Newton step, halved until the likelihood does not fall."""
    bounds = np.cumsum([0, *cells.sizes[1:]])
    share = 1.0
    while True:
        measures = [here.measures[0] + share * own]
        measures += [
            measure + share * moved[start : start + len(measure)]
            for measure, start in zip(here.measures[1:], bounds[:-1], strict=True)
        ]
        kappa = here.kappa.copy()
        kappa[:, 1:-1] += share * moved[bounds[-1] :].reshape(cells.sets, -1)
        there = _point(cells, measures, kappa)
        if there.likelihood >= here.likelihood - 1e-9 * abs(here.likelihood) or share < 1e-4:
            return there
        share /= 2


def _border(known: Information, origins: Floats, idle: NDArray[np.bool_]) -> Floats:
    """The reduced information with the rows that fix the origins; elements without ratings stay where they are."""
    reduced = known.reduced.copy()
    reduced[idle, idle] = 1.0
    corner = np.zeros((len(origins), len(origins)))
    kept = origins * ~idle
    return np.block([[reduced, kept.T], [kept, corner + np.diag((kept.sum(1) == 0).astype(np.float64))]])


def _check_rank(border: Floats, known: Information, names: tuple[str, ...]) -> None:
    values, vectors = linalg.eigh(border)
    weak = np.abs(values) < 1e-9 * np.abs(values).max()
    if not weak.any():
        return
    direction = np.abs(vectors[:, weak]).max(axis=1)
    spots = known.spots
    guilty = [
        name
        for name, start, end in zip(names[1:], spots[:-2], spots[1:-1], strict=True)
        if direction[start:end].max(initial=0.0) > 1e-3
    ]
    who = " and ".join(guilty) or "The thresholds"
    raise CannotSeparate(f"{who} cannot be told apart in this design: whenever one changes, so does the other.")


def _divided(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _finished(cells: Cells, here: _Point, known: Information, border: Floats, others: int, steps: int) -> Joint:
    covariance = linalg.inv(border)[:others, :others]
    spread = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    bounds = np.cumsum([0, *cells.sizes[1:]])
    errors = [_object_errors(known, covariance)]
    errors += [spread[start:end] for start, end in pairwise(bounds)]
    return Joint(
        measures=here.measures,
        kappa=here.kappa,
        log_likelihood=here.likelihood,
        errors=errors,
        covariance=covariance,
        shares=here.found.shares,
        moments=moments(here.found.shares, cells.heights),
        steps=steps,
    )


def _object_errors(known: Information, covariance: Floats) -> Floats:
    """Own variance, and what the uncertainty of everything else adds; some objects at a time."""
    objects = len(known.objects)
    added = np.empty(objects)
    size = max(1, CHUNK // max(len(covariance), 1))
    for start in range(0, objects, size):
        part = np.asarray(known.crossing[start : start + size].todense())
        added[start : start + size] = np.einsum("ij,ij->i", part @ covariance, part)
    own = _divided(np.ones(objects), known.objects)
    return np.sqrt(own + own**2 * added)
