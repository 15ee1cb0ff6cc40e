"""Fair averages: the rating expected when everything but one element is average (Linacre 1989)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.statistics.facets.cells import Cells
from reports.statistics.facets.chances import chances

Floats = NDArray[np.float64]


def fair_averages(net_measures: Floats, kappa: Floats, cells: Cells) -> Floats:
    """(elements,) expected ratings on the scale of the ratings; NaN stays NaN.

    net_measures: (elements,) logits between an object and the average of everything else. kappa: (sets, points).
    With thresholds of their own for some elements the mean over them is taken.
    """
    found = np.zeros(len(net_measures))
    known = np.nan_to_num(net_measures)
    for coefficients in kappa:
        steps = np.zeros(len(known), dtype=np.int64)
        found += chances(known, coefficients[None, :], cells.heights, steps).shares @ cells.heights
    found = found / len(kappa) + cells.lowest
    return np.where(np.isnan(net_measures), np.nan, found)
