"""The gap between two observer types in sentences: who, how much, how sure, and never who is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reports.comparison.wording import many, observers_of_type, plural
from reports.figures.scale import number
from reports.statistics.estimate import Estimate


class SideLike(Protocol):
    """One type's people, sheets and mean."""

    @property
    def observers(self) -> int: ...

    @property
    def mean(self) -> float | None: ...


class GapLike(Protocol):
    """What a sentence needs of a gap."""

    @property
    def name(self) -> str: ...

    @property
    def highest(self) -> float: ...

    @property
    def first(self) -> SideLike: ...

    @property
    def second(self) -> SideLike: ...

    @property
    def difference(self) -> Estimate: ...

    @property
    def apart(self) -> Estimate | None: ...

    @property
    def beyond_luck(self) -> bool: ...


def gap_sentences(first: str, second: str, total: GapLike, items: Sequence[GapLike]) -> tuple[str, ...]:
    """The total's gap, then the item that stands out, or that none does."""
    said = [_total(first, second, total)]
    known = [item for item in items if item.difference.value is not None]
    if known:
        said.append(_standing_out(first, second, known))
    return tuple(said)


def difference_parts(found: Estimate, places: int = 1) -> tuple[str, str]:
    """A difference and its interval for the two lines of a table cell; or why there is none, and nothing."""
    if found.value is None:
        return found.undefined or "", ""
    if found.low is None or found.high is None:
        return signed(found.value, places), "no interval"
    return signed(found.value, places), f"{signed(found.low, places)} to {signed(found.high, places)}"


def difference_words(found: Estimate, places: int = 1) -> str:
    """A difference with its interval in one line, or why there is none."""
    value, reach = difference_parts(found, places)
    return f"{value} ({reach})" if reach else value


def apart_words(gap: Estimate) -> str:
    """How far apart and which way, without a sign to be read aloud. Raises ValueError when the gap is undefined."""
    apart = number(abs(gap.number), 1)
    same = float(apart) == 0
    said = "the same on average" if same else f"{apart} points {'lower' if gap.number < 0 else 'higher'} on average"
    if gap.low is None or gap.high is None:
        return said
    ends = [number(abs(end), 1) for end in (gap.low, gap.high)]
    if gap.low < 0 < gap.high:
        return f"{said} (likely between {ends[0]} lower and {ends[1]} higher)"
    return f"{said} (likely {' to '.join(sorted(ends, key=float))} {'lower' if gap.high <= 0 else 'higher'})"


def signed(value: float, places: int = 1) -> str:
    """A difference with its sign."""
    text = number(value, places)
    return text if text.startswith("−") or not float(text) else f"+{text}"


def _total(first: str, second: str, gap: GapLike) -> str:
    if gap.first.mean is None or gap.second.mean is None:
        why = gap.difference.undefined or "One of them has none."
        return f"{plural(first)} and {many(second)} cannot be compared on the total. {why}"
    people = f"{observers_of_type(gap.first.observers, first)} and {observers_of_type(gap.second.observers, second)}"
    found = gap.difference
    means = f"{number(gap.first.mean, 1)} and {number(gap.second.mean, 1)}"
    if found.value is None or found.no_interval:
        reason = found.undefined or found.no_interval or ""
        return (
            f"{people} gave {means} on average out of {number(gap.highest)}. This describes these people only. {reason}"
        )
    apart = number(abs(found.value), 1)
    if float(apart) == 0:
        opening = f"{plural(first)} and {many(second)} scored the same on average"
    else:
        word = "lower" if found.value < 0 else "higher"
        opening = f"{plural(first)} scored {apart} points {word} than {many(second)} on average"
    return f"{opening}, out of {number(gap.highest)}{_reach(found)}. This counts {people}, not their sheets."


def _standing_out(first: str, second: str, items: Sequence[GapLike]) -> str:
    if all(item.apart is None or item.apart.p_value is None for item in items):
        why = next((found.undefined or found.no_interval for item in items if (found := item.difference)), None)
        return f"Whether an item is seen differently cannot be said. {why or 'It takes three items or more.'}"
    beyond = [(item, item.apart) for item in items if item.beyond_luck and item.apart is not None]
    if not beyond:
        return f"No single item stands out: {many(first)} and {many(second)} may see all of them alike."
    item, apart = max(beyond, key=lambda each: abs(each[1].number))
    word = "lower" if apart.number < 0 else "higher"
    more = f" {len(beyond)} items stand out in all." if len(beyond) > 1 else ""
    return (
        f"{plural(first)} saw “{item.name}” most differently: beside the other items they rated it "
        f"{number(abs(apart.number), 1)} points {word} than {many(second)} did{_reach(apart)}.{more} "
        "A gap is worth talking about; it does not say who is right."
    )


def _reach(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return ""
    room = ", which leaves room for no gap at all" if found.low <= 0 <= found.high else ""
    return f" (likely {signed(found.low)} to {signed(found.high)}{room})"
