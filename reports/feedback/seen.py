"""How far up its scale each shown kind of observer placed an item, with the best point last whatever its direction."""

from dataclasses import dataclass

from instruments.definition import Instrument, Item, Point, in_language
from reports.feedback.evidence import ObserverType
from reports.feedback.groups import Group
from reports.feedback.profile import Row


@dataclass(frozen=True, slots=True)
class Counts:
    """One kind of observer's ratings of an item, counted from the weakest point to the best."""

    kind: ObserverType
    points: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.points)

    def at_or_above(self, place: int) -> int:
        return sum(self.points[place:])

    def at_or_below(self, place: int) -> int:
        return sum(self.points[: place + 1])


@dataclass(frozen=True, slots=True)
class Seen:
    """An item with, per shown kind, its mean as a share of the scale (0 to 1, 1 is best) and its counts."""

    item: Item
    points: tuple[Point, ...]
    shares: tuple[float, ...]
    counts: tuple[Counts, ...]

    def label(self, place: int, language: str) -> str:
        return in_language(self.points[place].label, language)

    @property
    def halfway(self) -> int:
        """The first point at or above the middle of the scale, never the weakest."""
        return max(1, len(self.points) // 2)


def seen_by(instrument: Instrument, row: Row, groups: tuple[Group, ...]) -> Seen | None:
    """The item as those kinds of observer saw it whose figures for it may be shown; None when there is none."""
    item = instrument.item(row.part.id)
    if row.part.highest == row.part.lowest:
        return None
    turned = item.id in instrument.scoring.reverse
    shares: list[float] = []
    counts: list[Counts] = []
    for group, cell in zip(groups, row.cells, strict=True):
        mean = cell.estimate.value
        if not group.shown or mean is None:
            continue
        share = (mean - row.part.lowest) / (row.part.highest - row.part.lowest)
        shares.append(round(1 - share if turned else share, 9))
        points = cell.distribution.points
        counts.append(Counts(group.type, tuple(reversed(points)) if turned else points))
    scale = item.scale.points
    return Seen(item, tuple(reversed(scale)) if turned else scale, tuple(shares), tuple(counts)) if counts else None


def item_name(item: Item, language: str) -> str:
    """The item's short name, without a full stop."""
    return item.name("peer_clinician", language).rstrip(".")
