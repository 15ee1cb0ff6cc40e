"""Observers against observers, and items against items, as maps of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reports.comparison.item_pairs import ItemPair, correlation_words
from reports.comparison.observer_pairs import ObserverRow, PairCount
from reports.comparison.rating_set import ComparedItem
from reports.comparison.wording import counted
from reports.figures.pair_map import MapCell, PairMap
from reports.figures.scale import number
from reports.statistics.estimate import Estimate


def observer_map(rows: Sequence[ObserverRow]) -> PairMap:
    """Who agrees with whom. rows: type by type, then by name."""
    ends = tuple(at for at, (one, other) in enumerate(pairwise(rows), start=1) if one.type_code != other.type_code)
    return PairMap(
        title="How often each two observers were at most one step apart",
        what="share at most one step apart",
        names=tuple(row.name for row in rows),
        cells=tuple(tuple(None if pair is None else observer_cell(pair) for pair in row.with_each) for row in rows),
        reading=(
            "The large number is how many of every 100 pairs of ratings were the same or one step apart; below it, "
            "from how many consultations. Hatched squares have too few: a plus says how many more are needed. A thick "
            "line parts the kinds of observer."
        ),
        group_ends=ends,
    )


def observer_cell(pair: PairCount) -> MapCell:
    """One pair of observers. Who never met has a bare hatched square: a number would only clutter the map."""
    seen = f"{pair.consultations} cons."
    if pair.missing or pair.reach is None or pair.reach.value is None:
        waits = f"not yet, {pair.missing} more needed ({counted(pair.consultations, 'consultation')})"
        if not pair.consultations:
            return MapCell("", "0", f"never met, {pair.missing} needed")
        return MapCell(f"+{pair.missing}", seen, waits)
    found = pair.reach
    share = found.number
    ends = " (no range: every shared consultation gave the same)"
    if found.low is not None and found.high is not None:
        ends = f" (likely {round(found.low * 100)} to {round(found.high * 100)})"
    words = f"{round(share * 100)} of 100{ends}, {counted(pair.consultations, 'consultation')}"
    return MapCell(f"{round(share * 100)}", seen, words, share, share, found.low, found.high)


def item_map(items: Sequence[ComparedItem], pairs: Sequence[ItemPair], *, two_observers: bool) -> PairMap:
    """Which items move together: on one sheet, or between two observers of one consultation."""
    cells: list[list[MapCell | None]] = [[None] * len(items) for _ in items]
    for pair in pairs:
        cell = _item_cell(pair.two_observers if two_observers else pair.same_sheet)
        cells[pair.first][pair.second] = cells[pair.second][pair.first] = cell
    where = "when two different people rate them" if two_observers else "on one sheet"
    return PairMap(
        title=f"Which items move together {where}",
        what="rank correlation",
        names=tuple(item.name for item in items),
        cells=tuple(tuple(row) for row in cells),
        reading=(
            "1 means that the two items always rise and fall together, 0 that they have nothing to do with each other. "
            "Below the number, its likely range. Hatched squares have too little to say."
        ),
    )


def _item_cell(found: Estimate) -> MapCell:
    if found.value is None:
        return MapCell("–", "", found.undefined or "not known")
    ends = "no range"
    if found.low is not None and found.high is not None:
        ends = f"{_short(found.low)} to {_short(found.high)}"
    shade = max(found.value, 0.0)
    return MapCell(number(found.value, 2), ends, correlation_words(found), shade, found.value, found.low, found.high)


def _short(value: float) -> str:
    """A correlation without the nought in front: .45."""
    text = number(value, 2)
    return text.replace("0.", ".", 1) if abs(value) < 1 else number(value, 0)
