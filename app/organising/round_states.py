"""A round in a list, with where it stands today in words."""

from dataclasses import dataclass
from datetime import date

from app.organising.wordings import state_of_round
from app.queries.programmes import RoundInList


@dataclass(frozen=True, slots=True)
class RoundShown:
    """``shape`` is the symbol that goes with the words: done, wait or open."""

    listed: RoundInList
    state: str
    shape: str


def rounds_shown(rounds: tuple[RoundInList, ...], today: date) -> tuple[RoundShown, ...]:
    """Each round with its state on that day."""
    return tuple(
        RoundShown(each, *state_of_round(each.opens_on, each.closes_on, each.closed_at, today)) for each in rounds
    )
