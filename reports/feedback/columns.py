"""What a column of a table holds, so that figures stand under each other on paper and on screen."""

import re
from typing import Literal

Holds = Literal["words", "counts", "results"]
_NUMBER = re.compile(r"[+−]?\d+(?:\.\d+)?")
# What may follow the number of a result: its interval, or the other end of a range.
_AFTER_RESULT = (" (", " to ")
_LONGEST_ASIDE = 14


def column_holds(cells: tuple[str, ...]) -> Holds:
    """Counts are numbers alone; results are numbers with an interval behind them; all else is words.

    Among counts there may be a dash or two words, among results a reason why there is none.
    """
    leads = [leading_number(cell) for cell in cells]
    rests = [cell[len(lead) :] for lead, cell in zip(leads, cells, strict=True) if lead]
    if not rests or not all(rest == "" or rest.startswith(_AFTER_RESULT) for rest in rests):
        return "words"
    if any(rests):
        return "results"
    return (
        "counts"
        if all(lead or len(cell) <= _LONGEST_ASIDE for lead, cell in zip(leads, cells, strict=True))
        else "words"
    )


def units_of(cell: str) -> str:
    """The number a cell begins with up to its decimal point, by which results are lined up."""
    return leading_number(cell).partition(".")[0]


def leading_number(cell: str) -> str:
    """The number a cell begins with, with its sign; empty when it begins otherwise."""
    found = _NUMBER.match(cell)
    return found.group() if found else ""
