"""A proposal of who observes whom: it links everybody, brings new observers and shares out the work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.statistics.generalizability.observing_plans import Shares
from reports.statistics.rotation.graph import connectedness, islands
from reports.statistics.rotation.search import search
from reports.statistics.rotation.state import PlanState
from reports.statistics.rotation.wishes import Meetings, Seat, Wishes, Work

NO_SESSIONS = "There is no session to plan for."
NO_OBSERVERS = "There is no observer to ask."
NO_SEATS = "Every seat is taken already: nothing is left to propose."
NOBODY_MAY = (
    "Nobody can be proposed: for every session, each observer has a conflict of interest, cannot come, or has as many "
    "sessions as they can take on."
)


@dataclass(frozen=True)
class Proposal:
    """work: what was asked for. asked: session → names beside those held. unfilled: session → why a seat stays empty.

    parts_before, parts_after: groups of clinicians that share nobody; the second counts what is held too. workload:
    observer → sessions, those held among them. met: sheets after the plan is carried out. refused: why nothing is
    proposed, "" otherwise.
    """

    work: Work
    asked: dict[str, tuple[str, ...]]
    unfilled: dict[str, str]
    parts_before: int
    parts_after: int
    workload: dict[str, int]
    met: dict[tuple[str, str], float]
    refused: str = ""

    @cached_property
    def before(self) -> float:
        """Connectedness today."""
        return connectedness(self.work.clinicians, self.work.people, self.work.met)

    @cached_property
    def after(self) -> float:
        """Connectedness after the plan, with what is held."""
        return connectedness(self.work.clinicians, self.work.people, self.met)


def propose(work: Work, wishes: Wishes | None = None) -> Proposal:
    """Fill the seats as well as can be. The same work, wishes and seed give the same proposal."""
    state = search(work, wishes or Wishes())
    plan = state.plan
    after = work.meetings(plan)
    short = [seat for seat in work.seats if len(plan[seat.session]) < seat.free]
    return Proposal(
        work=work,
        asked={seat.session: tuple(sorted(plan[seat.session])) for seat in work.seats},
        unfilled={seat.session: _why_short(state, seat) for seat in short},
        parts_before=len(islands(work.met).islands),
        parts_after=len(islands(after).islands),
        workload={each.name: state.load[each.name] for each in work.observers},
        met=after,
        refused=_refused(work, state),
    )


@dataclass(frozen=True, slots=True)
class Watching:
    """Who watched one clinician. sheets: of all; people: their effective number, (sum of sheets)^2 / sum of squares."""

    sheets: float
    people: float


def watching(meetings: Meetings) -> dict[str, Watching]:
    """By clinician; whom nobody watched is not there."""
    sheets: defaultdict[str, list[float]] = defaultdict(list)
    for (clinician, _), weight in meetings.items():
        sheets[clinician].append(weight)
    return {each: Watching(sum(n), sum(n) ** 2 / sum(one**2 for one in n)) for each, n in sheets.items() if any(n)}


def forecast(watched: Watching | None, consultations: float, shares: Shares) -> float | None:
    """phi of a clinician's mean from who will have watched: the same observer again counts as the one person they are.

    None when nobody watched or clinicians do not differ. The observers' part of the error is their variance over the
    effective number of people.
    """
    if watched is None or shares.clinician <= 0:
        return None
    error = (
        shares.consultation / max(consultations, 1.0)
        + (shares.observer + shares.clinician_by_observer) / watched.people
        + shares.residual / watched.sheets
    )
    return shares.clinician / (shares.clinician + error)


def visits_to_come(work: Work, plan: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """By clinician: consultations of these sessions that somebody will watch.

    plan: session → names beside those held.
    """
    coming: Counter[str] = Counter()
    for seat in work.seats:
        if seat.held or plan.get(seat.session):
            coming[seat.clinician] += seat.consultations
    return dict(coming)


def _refused(work: Work, state: PlanState) -> str:
    if not work.seats:
        return NO_SESSIONS
    if not work.observers:
        return NO_OBSERVERS
    if not any(seat.free for seat in work.seats):
        return NO_SEATS
    return "" if any(state.plan.values()) else NOBODY_MAY


def _why_short(state: PlanState, seat: Seat) -> str:
    others = [each for each in state.work.observers if each.name not in state.sitting(seat)]
    free = [each for each in others if each.may(seat)]
    if not free:
        if others and all(seat.clinician in each.barred for each in others):
            return "Everybody else has a conflict of interest with this clinician."
        return "Nobody else is available then and free of a conflict of interest."
    if all(state.load[each.name] >= each.most for each in free):
        return "Everybody who could come has as many sessions as they can take on."
    return "Everybody who could come is in another room at that time."
