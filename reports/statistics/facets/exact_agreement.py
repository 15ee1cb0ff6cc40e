"""How often two observers gave the very same point, and how often the model expects it (Linacre 2002).

Observed agreement near what is expected says observers judge independently, as experts; far above it, that they
copied or were trained to agree; far below, that something besides severity tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reports.statistics.facets.adding import added
from reports.statistics.facets.chances import chances, net
from reports.statistics.facets.model import FacetsModel


@dataclass(frozen=True, slots=True)
class ExactAgreement:
    """pairs: of ratings of the same thing by two observers; observed, expected: shares of them."""

    pairs: int
    observed: float
    expected: float


def exact_agreement(model: FacetsModel, same: Sequence[object]) -> ExactAgreement | None:
    """same: for every rating of `model.table`, what was rated (such as consultation and item); None without a pair.

    Each observer must rate a thing once. Raises ValueError for another length.
    """
    if len(same) != len(model.table.ratings):
        raise ValueError("Every rating needs the thing that was rated.")
    rows = model.kept_rows
    _, thing = np.unique(np.asarray([str(label) for label in same])[rows], return_inverse=True)
    steps = model.kept_steps
    heights = model.cells.heights
    shares = chances(net(model.joint.measures, model.kept.elements), model.joint.kappa, heights, steps).shares
    things = int(thing.max()) + 1
    size = np.bincount(thing, minlength=things)
    pairs = int((size * (size - 1)).sum() // 2)
    if not pairs:
        return None
    agreed = expected = 0.0
    given = np.searchsorted(heights, model.kept.ratings - model.cells.lowest)
    for point in range(len(heights)):
        alike = np.bincount(thing[given == point], minlength=things)
        agreed += float((alike * (alike - 1)).sum()) / 2
        hoped = added(thing, shares[:, point], things)
        expected += float((hoped**2).sum() - (shares[:, point] ** 2).sum()) / 2
    return ExactAgreement(pairs, agreed / pairs, expected / pairs)
