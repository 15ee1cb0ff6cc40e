"""Where a marginal fit stands: ratings by object and by room, and what each object may be given them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reports.statistics.facets.adding import added
from reports.statistics.facets.cells import Cells
from reports.statistics.facets.chances import chances

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
NODES = np.linspace(-7, 7, 161)
LOG_WEIGHTS = -(NODES**2) / 2 - np.log(np.exp(-(NODES**2) / 2).sum())


@dataclass(frozen=True, eq=False)
class Rooms:
    """Ratings by object and by room: a room is a combination of all elements but the object's.

    elements: (facets - 1, rooms); steps: (rooms,); met: (objects, rooms) numbers of ratings; fixed: (objects, others)
    sums of heights by element and counts of inner points, both with the signs of their slopes; sums: (objects,).
    """

    elements: Whole
    steps: Whole
    met: sparse.csr_array
    fixed: sparse.csr_array
    sums: Floats


@dataclass(frozen=True, eq=False)
class Place:
    """Where the search stands: parameters, and what the ratings make of them."""

    others: Floats
    log_spread: float
    shares: Floats
    expected: Floats
    likelihood: float
    posterior: Floats


def rooms_of(cells: Cells, others: int) -> Rooms:
    key = np.zeros(cells.elements.shape[1], dtype=np.int64)
    for numbers, size in zip(cells.elements[1:], cells.sizes[1:], strict=True):
        key = key * size + numbers
    _, first, room = np.unique(key, return_index=True, return_inverse=True)
    objects = cells.elements[0]
    met = sparse.csr_array((cells.counts, (objects, room)), shape=(cells.sizes[0], len(first)))
    starts = np.cumsum([0, *cells.sizes[1:-1]])
    rows = np.tile(objects, len(starts))
    columns = np.concatenate([numbers + start for numbers, start in zip(cells.elements[1:], starts, strict=True)])
    # Counts of the inner points enter only as totals, so they are kept with the first object.
    uses = -cells.uses[:, 1:-1].ravel()
    fixed = sparse.csr_array(
        (
            np.concatenate([np.tile(-cells.sums, len(starts)), uses]),
            (
                np.concatenate([rows, np.zeros(len(uses), dtype=np.int64)]),
                np.concatenate([columns, others - len(uses) + np.arange(len(uses))]),
            ),
        ),
        shape=(cells.sizes[0], others),
    )
    sums = added(objects, cells.sums, cells.sizes[0])
    return Rooms(cells.elements[1:, first], cells.steps[first], met, fixed, sums)


def place_at(cells: Cells, rooms: Rooms, spots: Whole, others: Floats, log_spread: float) -> Place:
    hard = np.zeros(rooms.elements.shape[1])
    for place, numbers in enumerate(rooms.elements):
        hard += others[spots[place] : spots[place + 1]][numbers]
    kappa = np.zeros((cells.sets, len(cells.heights)))
    kappa[:, 1:-1] = others[spots[-2] :].reshape(cells.sets, -1)
    abilities = np.exp(log_spread) * NODES
    number = len(hard)
    found = chances(
        (abilities[None, :] - hard[:, None]).ravel(), kappa, cells.heights, np.repeat(rooms.steps, len(NODES))
    )
    shares = found.shares.reshape(number, len(NODES), -1)
    by_object = np.asarray(rooms.fixed @ others)
    joint = rooms.sums[:, None] * abilities[None, :] - np.asarray(rooms.met @ found.log_weights.reshape(number, -1))
    joint += LOG_WEIGHTS
    top = joint.max(axis=1, keepdims=True)
    np.exp(joint - top, out=joint)
    sums = joint.sum(axis=1, keepdims=True)
    likelihood = float((top + np.log(sums)).sum() + by_object.sum())
    return Place(others, log_spread, shares, shares @ cells.heights, likelihood, joint / sums)
