"""How far ratings lie from what the many-facet model expects of these clinicians, observers and items, in points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import SeverityModel
from reports.statistics.facets.chances import chances, moments, net

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class HeldAgainstModel:
    """One entry for each rating that the model uses. sheet: its row in the rating set; item: its column;
    given, expected, variance: in points of the scale, counted from the lowest point used.
    """

    sheet: Whole
    item: Whole
    given: Floats
    expected: Floats
    variance: Floats


def held_against_model(ratings: RatingSet, fitted: SeverityModel, observer: int | None = None) -> HeldAgainstModel:
    """All ratings of the model, or those of one observer (position in `ratings.observers`)."""
    model = fitted.model
    elements = model.kept.elements
    mine = np.ones(elements.shape[1], dtype=np.bool_) if observer is None else elements[1] == observer
    eta = net(model.joint.measures, elements[:, mine])
    shares = chances(eta, model.joint.kappa, model.cells.heights, np.zeros(len(eta), dtype=np.int64)).shares
    found = moments(shares, model.cells.heights)
    columns = np.array([ratings.item(each) for each in model.table.levels[2]], dtype=np.int64)
    given = (model.kept.ratings[mine] - model.cells.lowest).astype(np.float64)
    return HeldAgainstModel(
        np.asarray(fitted.sheets, dtype=np.int64)[model.kept_rows][mine],
        columns[elements[2, mine]],
        given * fitted.step,
        found.expected * fitted.step,
        found.variance * fitted.step**2,
    )


def model_gaps(ratings: RatingSet, fitted: SeverityModel) -> Floats:
    """(sheets, items) rating less expected, in points; NaN where the model uses no rating."""
    held = held_against_model(ratings, fitted)
    gaps = np.full(ratings.ratings.shape, np.nan)
    gaps[held.sheet, held.item] = held.given - held.expected
    return gaps
