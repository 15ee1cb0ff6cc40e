"""What stood out and what to try, as behaviours: chosen from items that every shown observer type could rate.

An item is ranked by the type that saw least of it (for what went well) or most of it (for what to try), so
neither type can carry an item alone. Ties are not broken by chance or by position: tied items are all named.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from instruments.definition import Instrument, Item, Point, in_language
from reports.feedback.evidence import ObserverType
from reports.feedback.groups import Group
from reports.feedback.profile import Row
from reports.feedback.wording import listed

MOST_NAMED = 2
MOST_LISTED = 4
FEWEST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Highlights:
    """Sentences. `nothing_singled_out` says why a list is empty."""

    went_well: tuple[str, ...] = ()
    to_try: tuple[str, ...] = ()
    nothing_singled_out: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One item with how far up its scale (0 to 1) each shown type placed it, on average."""

    item: Item
    shares: tuple[float, ...]
    counts: tuple[tuple[ObserverType, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Top:
    """The items clear of the rest, those tied at the cut, and how far the cut ranks."""

    named: list[_Seen]
    tied: list[_Seen]
    level: float


def highlights(instrument: Instrument, rows: tuple[Row, ...], groups: tuple[Group, ...], language: str) -> Highlights:
    """Up to two behaviours that went well and up to two to try, each with its counts."""
    shown = [at for at, group in enumerate(groups) if group.shown]
    if not shown:
        return Highlights(nothing_singled_out="There are not enough observations yet to single anything out.")
    seen = [found for row in rows if (found := _seen(instrument, row, groups, shown))]
    if len(seen) < FEWEST_ITEMS:
        return Highlights(nothing_singled_out="Too few items were rated often enough to single any out.")
    if len({found.shares for found in seen}) == 1:
        return Highlights(
            nothing_singled_out="All items were rated alike, so none is singled out."
            " Choose with your supporting colleague what to try first."
        )
    most = _top(seen, {found.item.id: min(found.shares) for found in seen})
    least = _top(seen, {found.item.id: -max(found.shares) for found in seen})
    well = [found for found in most.named if min(found.shares) > 0 and found not in least.named]
    went_well = tuple(_went_well(found, instrument, language) for found in well)
    to_try = tuple(_to_try(found, instrument, language) for found in least.named)
    if most.level > 0 and (alike := _few([found for found in most.tied if found not in least.tied])):
        went_well += (f"Seen most, and equally often: {_names(alike, language)}.",)
    if alike := _few([found for found in least.tied if found not in well]):
        to_try += (f"Seen least, and equally rarely: {_names(alike, language)}. Pick one of these to try.",)
    return Highlights(went_well, to_try, "" if went_well else "No item stands clear of the rest yet.")


def _seen(instrument: Instrument, row: Row, groups: tuple[Group, ...], shown: list[int]) -> _Seen | None:
    item = instrument.item(row.part.id)
    shares: list[float] = []
    counts: list[tuple[ObserverType, tuple[int, ...]]] = []
    for at in shown:
        mean = row.cells[at].estimate.value
        if mean is None or row.part.highest == row.part.lowest:
            return None
        share = (mean - row.part.lowest) / (row.part.highest - row.part.lowest)
        shares.append(round(1 - share if _reversed(item, instrument) else share, 9))
        counts.append((groups[at].type, row.cells[at].distribution.points))
    return _Seen(item, tuple(shares), tuple(counts))


def _top(seen: list[_Seen], rank: Mapping[str, float]) -> _Top:
    """The items to name, or those tied at the cut, of which naming only some would be arbitrary."""
    ordered = sorted(seen, key=lambda found: rank[found.item.id], reverse=True)
    level = rank[ordered[MOST_NAMED - 1].item.id]
    above = [found for found in ordered if rank[found.item.id] > level]
    tied = [found for found in ordered if rank[found.item.id] == level]
    if len(above) + len(tied) <= MOST_NAMED:
        return _Top([*above, *tied], [], level)
    return _Top(above, tied, level)


def _reversed(item: Item, instrument: Instrument) -> bool:
    return item.id in instrument.scoring.reverse


def _went_well(found: _Seen, instrument: Instrument, language: str) -> str:
    """Names the best point that at least half of each type's ratings reach."""
    points = _best_last(found, instrument)
    reached = [_half(tuple(reversed(counts)), len(points)) for _, counts in _counts(found, instrument)]
    at = max(1, len(points) - 1 - max(reached))
    said = [f"{kind.plural} in {sum(counts[at:])} of {sum(counts)}" for kind, counts in _counts(found, instrument)]
    label = in_language(points[at].label, language)
    better = "" if at == len(points) - 1 else " or better"
    return f"“{_name(found.item, language)}” was rated “{label}”{better} by {listed(_lower(said))} ratings."


def _to_try(found: _Seen, instrument: Instrument, language: str) -> str:
    """Names the point that at least half of each type's ratings stay at or below, and shows the one above."""
    points = _best_last(found, instrument)
    at = min(len(points) - 2, max(_half(counts, len(points)) for _, counts in _counts(found, instrument)))
    said = [f"{kind.plural} in {sum(counts[: at + 1])} of {sum(counts)}" for kind, counts in _counts(found, instrument)]
    label = in_language(points[at].label, language)
    lower = "" if at == 0 else " or lower"
    sentence = f"“{_name(found.item, language)}” was rated “{label}”{lower} by {listed(_lower(said))} ratings."
    shows = _what_it_looks_like(points[at + 1], language)
    return f"{sentence} One step up looks like this: {shows}" if shows else sentence


def _what_it_looks_like(point: Point, language: str) -> str:
    wording = point.example or point.anchor
    return in_language(wording, language) if wording else ""


def _best_last(found: _Seen, instrument: Instrument) -> tuple[Point, ...]:
    points = found.item.scale.points
    return tuple(reversed(points)) if _reversed(found.item, instrument) else points


def _counts(found: _Seen, instrument: Instrument) -> list[tuple[ObserverType, tuple[int, ...]]]:
    if not _reversed(found.item, instrument):
        return list(found.counts)
    return [(kind, tuple(reversed(counts))) for kind, counts in found.counts]


def _half(counts: tuple[int, ...], points: int) -> int:
    """The first position by which half of the ratings, counted from the start, are reached."""
    running = 0
    for at, count in enumerate(counts):
        running += count
        if 2 * running >= sum(counts):
            return at
    return points - 1


def _name(item: Item, language: str) -> str:
    return item.name("peer_clinician", language).rstrip(".")


def _few(tied: list[_Seen]) -> list[_Seen]:
    """A long list of equals singles nothing out, so it is not given."""
    return tied if len(tied) <= MOST_LISTED else []


def _names(tied: list[_Seen], language: str) -> str:
    return listed(tuple(f"“{_name(found.item, language)}”" for found in tied))


def _lower(said: list[str]) -> tuple[str, ...]:
    return tuple(text[:1].lower() + text[1:] for text in said)
