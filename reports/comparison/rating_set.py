"""The locked first ratings of one round with one instrument, as arrays: all that a comparison may be built from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.comparison.total_scale import TotalScale

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

RATED, NOT_APPLICABLE, NOT_OBSERVED, INSUFFICIENT_EVIDENCE, LEFT_BLANK = range(5)
ANSWERS = ("rated", "not_applicable", "not_observed", "insufficient_evidence", "left_blank")


@dataclass(frozen=True, slots=True)
class ComparedType:
    """An observer type, in the order in which types stand everywhere on the pages."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ComparedObserver:
    """An observer as one type: a person who observed as two types counts as two observers."""

    key: str
    name: str
    type_code: str


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """An item with the scores its points carry, lowest first, and their labels."""

    id: str
    name: str
    points: tuple[float, ...]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.points) != len(self.labels) or list(self.points) != sorted(set(self.points)):
            raise ValueError(f"{self.name}: give each point once, lowest first, with its label.")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not compared, so that the page can say so: sheets of each kind."""

    warm_ups: int = 0
    other_versions: int = 0
    not_open: int = 0


@dataclass(frozen=True, eq=False)
class RatingSet:
    """Sheets in rows. Only consultations open to everybody, first revisions, standing consents, one fingerprint.

    unit_names, unit_clinician: (units,) consultations and the number of the clinician observed.
    sheet_unit, sheet_observer: (sheets,) which consultation, by which observer.
    ratings: (sheets, items) scores, NaN unless `answers` is RATED. answers: (sheets, items) see ANSWERS.
    totals: (sheets,) NaN where the scoring rule gave none.
    Raises ValueError when the shapes do not fit or an observer has two sheets for one consultation.
    """

    title: str
    fingerprint: str
    types: tuple[ComparedType, ...]
    observers: tuple[ComparedObserver, ...]
    items: tuple[ComparedItem, ...]
    total: TotalScale
    unit_names: tuple[str, ...]
    unit_clinician: Whole
    sheet_unit: Whole
    sheet_observer: Whole
    ratings: Floats
    answers: Whole
    totals: Floats
    left_out: LeftOut = LeftOut()

    def __post_init__(self) -> None:
        sheets, items = len(self.sheet_unit), len(self.items)
        fits = (
            self.sheet_observer.shape == (sheets,)
            and self.ratings.shape == (sheets, items)
            and self.answers.shape == (sheets, items)
            and self.totals.shape == (sheets,)
            and self.unit_clinician.shape == (len(self.unit_names),)
        )
        if not fits:
            raise ValueError(f"Every part must fit {sheets} sheets, {items} items and {len(self.unit_names)} units.")
        if not set(self._types_used) <= {each.code for each in self.types}:
            raise ValueError("Every observer needs a type that is listed.")
        cells = self.sheet_unit * max(len(self.observers), 1) + self.sheet_observer
        if len(np.unique(cells)) != sheets:
            raise ValueError("An observer has one sheet for a consultation, never two.")
        if not np.array_equal(np.isnan(self.ratings), self.answers != RATED):
            raise ValueError("A rating stands exactly where the answer is rated.")

    @property
    def _types_used(self) -> tuple[str, ...]:
        return tuple(each.type_code for each in self.observers)

    @cached_property
    def sheet_type(self) -> Whole:
        """(sheets,) the position of the observer's type in `types`."""
        place = {each.code: at for at, each in enumerate(self.types)}
        of_observer = np.array([place[code] for code in self._types_used], dtype=np.int64)
        return of_observer[self.sheet_observer]

    def observers_of(self, type_at: int) -> Whole:
        """Positions of the observers of one type who have a sheet here."""
        return np.unique(self.sheet_observer[self.sheet_type == type_at])

    def item(self, item_id: str) -> int:
        """The position of an item; raises KeyError when there is none of this id."""
        for at, each in enumerate(self.items):
            if each.id == item_id:
                return at
        raise KeyError(item_id)

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything that enters a comparison changes."""
        parts = hashlib.sha256(
            repr((self.title, self.fingerprint, self.types, self.observers, self.items, self.total)).encode()
        )
        parts.update(repr((self.unit_names, self.left_out)).encode())
        for array in (
            self.unit_clinician,
            self.sheet_unit,
            self.sheet_observer,
            self.ratings,
            self.answers,
            self.totals,
        ):
            parts.update(array.tobytes())
        return parts.hexdigest()
