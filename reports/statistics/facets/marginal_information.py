"""Slope and exact observed information of the marginal likelihood (Louis 1982), object by object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.facets.adding import added
from reports.statistics.facets.cells import Cells
from reports.statistics.facets.marginal_rooms import NODES, Place, Rooms

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def slope_and_information(
    cells: Cells, rooms: Rooms, spots: Whole, here: Place
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Slope over (others, log spread); the complete-data information, and the part of it that is missing."""
    scores = _room_scores(cells, rooms, spots, here)
    abilities = np.exp(here.log_spread) * NODES
    weights = np.asarray(rooms.met.T @ here.posterior)
    complete = _complete(cells, rooms, spots, here, weights, abilities)
    size = int(spots[-1]) + 1
    slope, missing = np.zeros(size), np.zeros((size, size))
    slope[:-1] = np.asarray(rooms.fixed.sum(axis=0)).ravel()
    for one in range(len(rooms.sums)):
        window = slice(rooms.met.indptr[one], rooms.met.indptr[one + 1])
        visited, counts = rooms.met.indices[window], rooms.met.data[window]
        local, place = np.unique(scores.columns[visited], return_inverse=True)
        flat = np.zeros((len(local) + 1, len(NODES)))
        values = scores.values[visited] * counts[:, None, None]
        np.add.at(flat, place.reshape(values.shape[:2]), values)
        expected = counts @ here.expected[visited]
        flat[-1] = abilities * (rooms.sums[one] - expected)
        share = here.posterior[one]
        mean = flat @ share
        where = np.append(local, size - 1)
        slope[where] += mean
        centred = (flat - mean[:, None]) * np.sqrt(share)
        missing[np.ix_(where, where)] += centred @ centred.T
    return slope, (complete, missing)


@dataclass(frozen=True, eq=False)
class _RoomScores:
    """Per room, the parameters its ratings bear on and the model part of the slope at each node.

    columns: (rooms, bearing); values: (rooms, bearing, nodes).
    """

    columns: Whole
    values: Floats


def _room_scores(cells: Cells, rooms: Rooms, spots: Whole, here: Place) -> _RoomScores:
    inner = len(cells.heights) - 2
    facets = [numbers + spots[place] for place, numbers in enumerate(rooms.elements)]
    coefficients = [spots[-2] + rooms.steps * inner + point for point in range(inner)]
    columns = np.stack([*facets, *coefficients], axis=1)
    values = np.stack([here.expected] * len(facets) + [here.shares[:, :, p + 1] for p in range(inner)], axis=1)
    return _RoomScores(columns, values)


def _complete(cells: Cells, rooms: Rooms, spots: Whole, here: Place, weights: Floats, abilities: Floats) -> Floats:
    """The information there would be if every object's ability were known, averaged over what it may be."""
    size = int(spots[-1]) + 1
    inner = len(cells.heights) - 2
    variance = here.shares @ cells.heights**2 - here.expected**2
    scores = _room_scores(cells, rooms, spots, here)
    facets = len(rooms.elements)
    # Per room: how slopes move together, over (facets as one, each inner point, log spread).
    parts = np.empty((len(rooms.steps), inner + 2, inner + 2))
    spread = weights * variance
    parts[:, 0, 0] = spread.sum(1)
    parts[:, 0, -1] = parts[:, -1, 0] = -(spread @ abilities)
    surplus = np.asarray(rooms.sums @ (here.posterior @ abilities)) - ((weights * here.expected) @ abilities).sum()
    parts[:, -1, -1] = spread @ abilities**2
    for point in range(inner):
        share = here.shares[:, :, point + 1]
        lean = weights * share * (cells.heights[point + 1] - here.expected)
        parts[:, 0, point + 1] = parts[:, point + 1, 0] = lean.sum(1)
        parts[:, -1, point + 1] = parts[:, point + 1, -1] = -(lean @ abilities)
        for other in range(inner):
            both = -(weights * share * here.shares[:, :, other + 1]).sum(1)
            parts[:, point + 1, other + 1] = both + ((weights * share).sum(1) if other == point else 0)
    role = [0] * facets + list(range(1, inner + 1)) + [inner + 1]
    columns = np.concatenate([scores.columns, np.full((len(rooms.steps), 1), size - 1)], axis=1)
    whole = np.zeros(size * size)
    for a, row in enumerate(role):
        for b, column in enumerate(role):
            whole += added(columns[:, a] * size + columns[:, b], parts[:, row, column], size * size)
    found = whole.reshape(size, size)
    found[-1, -1] -= float(surplus)
    return found
