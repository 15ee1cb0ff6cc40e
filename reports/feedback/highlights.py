"""What stood out and what to try, as behaviours: chosen from items that every shown observer type could rate.

An item is ranked by the type that saw least of it (for what went well) or most of it (for what to try), so
neither type can carry an item alone. Ties are not broken by chance or by position: tied items are all named, after
those that the clinician's own question is about.
What to try is told in the instrument's own words for the item at its best, never as a trait of the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from instruments.definition import Instrument, Point, in_language
from reports.feedback.groups import Group
from reports.feedback.profile import Row
from reports.feedback.seen import Counts, Seen, item_name, seen_by
from reports.feedback.shape import Pointer
from reports.feedback.wording import listed

MOST_NAMED = 2
MOST_LISTED = 4
FEWEST_ITEMS = 3
# Couët and others 2015 (routine care: 23 of 100 on OPTION) and the item tables of later studies.
SEEN_MOST = "Of all that was rated, this was seen most. It is a start to build on."
SEEN_AS_OFTEN = "This was seen just as often: a second place to start from."
SEEN_NEXT = "This was seen next most often: a second place to start from."
LOW_IS_COMMON = "That is common: in studies of everyday clinics most ratings lie at the low end."


@dataclass(frozen=True, slots=True)
class Highlights:
    """Behaviours with their counts, the names of those that tie, and why a list is empty."""

    went_well: tuple[Pointer, ...] = ()
    equally_well: tuple[str, ...] = ()
    to_try: tuple[Pointer, ...] = ()
    equally_rare: tuple[Pointer, ...] = ()
    nothing_singled_out: str = ""


@dataclass(frozen=True, slots=True)
class _Top:
    """The items clear of the rest, those tied at the cut, and how far the cut ranks."""

    named: list[Seen]
    tied: list[Seen]
    level: float


def highlights(
    instrument: Instrument,
    rows: tuple[Row, ...],
    groups: tuple[Group, ...],
    language: str,
    asked: frozenset[str] = frozenset(),
) -> Highlights:
    """Up to two behaviours that went well and up to two to try, each with its counts; `asked` are items asked about."""
    shown = sum(group.shown for group in groups)
    if not shown:
        return Highlights(nothing_singled_out="There are not enough observations yet to single anything out.")
    every = [found for row in rows if (found := seen_by(instrument, row, groups))]
    seen = [found for found in every if len(found.counts) == shown]
    if len(seen) < FEWEST_ITEMS:
        return Highlights(nothing_singled_out="Too few items were rated often enough to single any out.")
    if len({found.shares for found in seen}) == 1:
        return Highlights(
            nothing_singled_out="All items were rated alike, so none is singled out."
            " Choose with your supporting colleague what to try first."
        )
    most = _top(seen, {found.item.id: min(found.shares) for found in seen})
    least = _asked_first(_top(seen, {found.item.id: -max(found.shares) for found in seen}), asked)
    well = [found for found in most.named if _seen_at_all(found) and found not in least.named]
    went_well = tuple(_went_well(found, language, _how_far_up(found, at, most.named)) for at, found in enumerate(well))
    to_try = tuple(_to_try(found, language) for found in least.named)
    alike = _few([found for found in most.tied if _seen_at_all(found) and found not in least.tied])
    rare = _few([found for found in least.tied if found not in well])
    equally_well = tuple(item_name(found.item, language) for found in alike)
    equally_rare = tuple(_one_of_several(found, language) for found in rare)
    nothing = "" if went_well or equally_well else _nothing_stands_clear(seen)
    return Highlights(went_well, equally_well, to_try, equally_rare, nothing)


def _seen_at_all(found: Seen) -> bool:
    """Whether at least half of each kind's ratings are above the weakest point: less is nobody's strength."""
    return all(2 * counts.at_or_above(1) >= counts.total for counts in found.counts)


def _nothing_stands_clear(seen: list[Seen]) -> str:
    if any(_seen_at_all(found) for found in seen):
        return "No item stands clear of the rest yet."
    return f"No item was seen in half of the ratings yet. {LOW_IS_COMMON}"


def _top(seen: list[Seen], rank: Mapping[str, float]) -> _Top:
    """The items to name, or those tied at the cut, of which naming only some would be arbitrary."""
    ordered = sorted(seen, key=lambda found: rank[found.item.id], reverse=True)
    level = rank[ordered[MOST_NAMED - 1].item.id]
    above = [found for found in ordered if rank[found.item.id] > level]
    tied = [found for found in ordered if rank[found.item.id] == level]
    if len(above) + len(tied) <= MOST_NAMED:
        return _Top([*above, *tied], [], level)
    return _Top(above, tied, level)


def _asked_first(top: _Top, asked: frozenset[str]) -> _Top:
    """Of items that tie, those asked about are named, if there is room for them; then the others need no list."""
    wanted = [found for found in top.tied if found.item.id in asked]
    if not wanted or len(top.named) + len(wanted) > MOST_NAMED:
        return top
    named = [*top.named, *wanted]
    rest = [found for found in top.tied if found not in wanted] if len(named) < MOST_NAMED else []
    return _Top(named, rest, top.level)


def _how_far_up(found: Seen, at: int, named: list[Seen]) -> str:
    """How an item stands among all that was rated; the second of two is never told in the words of the first."""
    if min(found.shares) < min(named[0].shares):
        return SEEN_NEXT
    return SEEN_MOST if at == 0 else SEEN_AS_OFTEN


def _went_well(found: Seen, language: str, how_far_up: str) -> Pointer:
    """Names the best point that at least half of each type's ratings reach, and what that looks like."""
    reached = [_half(tuple(reversed(counts.points))) for counts in found.counts]
    at = max(1, len(found.points) - 1 - max(reached))
    better = "" if at == len(found.points) - 1 else " or better"
    said = _said([(counts, counts.at_or_above(at)) for counts in found.counts])
    return Pointer(
        item_name(found.item, language),
        how_far_up if at < found.halfway else _what_it_was_like(found, at, language),
        f"Rated “{found.label(at, language)}”{better} by {said} ratings.",
    )


def _what_it_was_like(found: Seen, at: int, language: str) -> str:
    """The anchor that was reached. Below the middle of the scale no anchor tells of a strength."""
    looks = _anchor(found.points[at], language)
    return f"What it looked like{'' if at == len(found.points) - 1 else ' at least'}: {looks}" if looks else ""


def _to_try(found: Seen, language: str) -> Pointer:
    """Names the point that at least half of each type's ratings stay at or below, and shows the item at its best."""
    at = min(len(found.points) - 2, max(_half(counts.points) for counts in found.counts))
    lower = "" if at == 0 else " or lower"
    said = _said([(counts, counts.at_or_below(at)) for counts in found.counts])
    return Pointer(
        item_name(found.item, language),
        _next_time(found.points[-1], found.label(-1, language), language),
        f"Rated “{found.label(at, language)}”{lower} by {said} ratings.",
    )


def _one_of_several(found: Seen, language: str) -> Pointer:
    best = _anchor(found.points[-1], language)
    return Pointer(item_name(found.item, language), f"Try for “{found.label(-1, language)}”: {best}" if best else "")


def _next_time(best: Point, label: str, language: str) -> str:
    """The sheet's own words for the item at its best, under the name the sheet gives them."""
    anchor, example = _anchor(best, language), in_language(best.example, language) if best.example else ""
    if anchor:
        shown = f" For example: {example}" if example else ""
        return f"In your next consultation, try for “{label}”: {anchor}{shown}"
    return f"In your next consultation, try this: {example}" if example else ""


def _anchor(point: Point, language: str) -> str:
    return in_language(point.anchor, language) if point.anchor else ""


def _half(points: tuple[int, ...]) -> int:
    """The first position by which half of the ratings, counted from the start, are reached."""
    running = 0
    for at, count in enumerate(points):
        running += count
        if 2 * running >= sum(points):
            return at
    return len(points) - 1


def _few(tied: list[Seen]) -> list[Seen]:
    """A long list of equals singles nothing out, so it is not given."""
    return tied if len(tied) <= MOST_LISTED else []


def _said(reached: list[tuple[Counts, int]]) -> str:
    return listed(tuple(f"{counts.kind.plural.lower()} in {count} of {counts.total}" for counts, count in reached))
