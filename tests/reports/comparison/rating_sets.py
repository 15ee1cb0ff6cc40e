"""Rating sets to compare: from a rectangle, and from the simulated programme whose truth is known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from reports.comparison.rating_set import (
    LEFT_BLANK,
    RATED,
    ComparedItem,
    ComparedObserver,
    ComparedType,
    RatingSet,
)
from reports.comparison.total_scale import TotalScale
from reports.statistics.simulation import SimulatedProgramme

PARTNER = ComparedType("patient_partner", "Patient partner")
PEER = ComparedType("peer_clinician", "Peer clinician")
SCALE = (0.0, 1.0, 2.0, 3.0, 4.0)


def crossed(
    ratings: ArrayLike,
    types: Sequence[ComparedType],
    points: tuple[float, ...] = SCALE,
    clinicians: Sequence[int] | None = None,
) -> RatingSet:
    """One item, consultations in rows and observers in columns; NaN is a blank. `types`: one for each column."""
    table = np.asarray(ratings, dtype=np.float64)
    rows, columns = table.shape
    unit, observer = np.divmod(np.arange(table.size), columns)
    values = table.reshape(-1, 1)
    labels = tuple(f"{point:g}" for point in points)
    return RatingSet(
        title="One item",
        fingerprint="one",
        types=tuple(dict.fromkeys(types)),
        observers=tuple(ComparedObserver(f"o{at}", f"Observer {at + 1}", kind.code) for at, kind in enumerate(types)),
        items=(ComparedItem("item", "The item", points, labels),),
        total=TotalScale(points[0], points[-1], len(points) - 1),
        unit_names=tuple(f"S{row + 1} slot 1" for row in range(rows)),
        unit_clinician=np.asarray(clinicians if clinicians is not None else np.arange(rows), dtype=np.int64),
        sheet_unit=unit,
        sheet_observer=observer,
        ratings=values,
        answers=np.where(np.isnan(values), LEFT_BLANK, RATED),
        totals=values[:, 0].copy(),
    )


def from_simulation(programme: SimulatedProgramme) -> RatingSet:
    """What a lead may compare of a simulated programme: usable sheets, warm-ups left out."""
    seats = programme.timetable
    used = programme.usable & ~programme.warm_up[seats.assignment_consultation]
    answers = np.array([0, 1, 2, 4])[programme.answer[used]]
    ratings = np.where(answers == RATED, programme.rating[used], np.nan)
    labels = tuple(f"{point:g}" for point in programme.points)
    return RatingSet(
        title="Simulated",
        fingerprint="simulated",
        types=(PARTNER, PEER),
        observers=tuple(
            ComparedObserver(f"o{at}", f"Observer {at + 1}", (PARTNER, PEER)[int(kind)].code)
            for at, kind in enumerate(seats.observer_type)
        ),
        items=tuple(ComparedItem(f"i{at}", f"Item {at}", programme.points, labels) for at in range(ratings.shape[1])),
        total=TotalScale(0.0, 100.0, 4 * ratings.shape[1]),
        unit_names=tuple(f"consultation {at + 1}" for at in range(len(seats.consultation_session))),
        unit_clinician=seats.session_clinician[seats.consultation_session],
        sheet_unit=seats.assignment_consultation[used],
        sheet_observer=seats.assignment_observer[used],
        ratings=ratings,
        answers=answers,
        totals=programme.score[used],
    )
