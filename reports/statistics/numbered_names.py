"""Names for things that were given none: made when somebody asks, as hardly anybody ever does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


class NumberedNames(Sequence[str]):
    """`unit 1`, `unit 2` and so on, or some of them.

    places: (things,) counted from 0, in the order the names stand in.
    """

    def __init__(self, word: str, places: Whole) -> None:
        self._word, self._places = word, places

    @classmethod
    def up_to(cls, word: str, number: int) -> NumberedNames:
        """The first so many."""
        return cls(word, np.arange(number))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> NumberedNames: ...
    def __getitem__(self, index: int | slice) -> str | NumberedNames:
        if isinstance(index, slice):
            return NumberedNames(self._word, self._places[index])
        return f"{self._word} {self._places[index] + 1}"

    def at(self, positions: Whole) -> NumberedNames:
        """The names at these positions, in this order."""
        return NumberedNames(self._word, self._places[positions])
