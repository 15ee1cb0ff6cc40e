"""How much there must be before a number is shown. A programme may ask for more, never for less."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import cast


@dataclass(frozen=True, slots=True)
class Minimums:
    """Least numbers behind each kind of statement.

    paired_consultations: for an intraclass correlation. ratings_of_observer: observations behind anything said
    of one observer. observers_to_describe, observers_to_infer: on each side, for describing a difference between
    observer types and for an interval around it. clinicians_in_band: for a band of colleagues' scores.
    observers_in_group: below it a group of observers is not shown apart.
    """

    paired_consultations: int = 10
    ratings_of_observer: int = 8
    observers_to_describe: int = 3
    observers_to_infer: int = 4
    clinicians_in_band: int = 10
    observers_in_group: int = 3

    def __post_init__(self) -> None:
        for field in fields(self):
            least = cast("int", field.default)
            if getattr(self, field.name) < least:
                name = field.name.replace("_", " ")
                raise ValueError(f"The minimum for {name} is {least}; it can be raised, never lowered.")
        if self.observers_to_infer < self.observers_to_describe:
            raise ValueError("Inference needs at least as many observers a side as description.")

    def raised(self, **wanted: int) -> Minimums:
        """These minimums with some of them raised; raises ValueError for one that would fall."""
        for name, number in wanted.items():
            if number < getattr(self, name):
                raise ValueError(f"The minimum for {name.replace('_', ' ')} can be raised, never lowered.")
        return replace(self, **wanted)


def shortfall(have: int, need: int) -> int:
    """How many more are needed; 0 when there are enough."""
    return max(need - have, 0)


def not_yet(have: int, need: int, one: str, many: str) -> str | None:
    """The sentence for too few, else None: not_yet(7, 10, "paired consultation", "paired consultations")."""
    more = shortfall(have, need)
    if not more:
        return None
    return f"Not yet: {more} more {one if more == 1 else many} needed ({have} of {need})."
