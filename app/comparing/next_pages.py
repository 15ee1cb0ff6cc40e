"""What the page on the next weeks shows."""

from dataclasses import dataclass
from typing import ClassVar

from app.comparing.next_forms import HALF_DAY_NAMES, PLANS, NextForm
from app.comparing.pages import Cell, ComparingPage, Shown
from reports.comparison.next_weeks import RoomLine


@dataclass(frozen=True)
class RoomShown:
    """One session of the proposal, and what taking it over would send; "" when there is nothing to take over."""

    line: RoomLine
    seat: str


@dataclass(frozen=True)
class NextWeeksPage(ComparingPage):
    """Who should observe whom next. action: where the wishes go, by GET. take: where a proposal is taken over.

    another: the address of another proposal as good as this one. closed: why nothing can be taken over.
    of_round: where that can be changed.
    """

    template: ClassVar[str] = "comparing/next_weeks.html"
    plans: ClassVar[dict[str, str]] = PLANS
    half_day_names: ClassVar[dict[str, str]] = HALF_DAY_NAMES

    form: NextForm
    has_sessions: bool
    action: str
    take: str
    another: str
    closed: str
    of_round: str
    refused: str
    sentences: tuple[str, ...]
    figure: Shown | None
    rooms: tuple[RoomShown, ...]
    clinicians: tuple[tuple[str | Cell, ...], ...]
    workload: tuple[tuple[str, ...], ...]
    conflicts: int
    # Of those proposed: who, and the forms of this round they have no training on.
    untrained: tuple[tuple[str, str], ...]

    @property
    def takes(self) -> tuple[str, ...]:
        """Every session's seats, for one press."""
        return tuple(each.seat for each in self.rooms if each.seat)
