"""A proposal for the next weeks in words: who goes where and why, and what it would buy. It names people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reports.comparison.more_observations import MoreObservations
from reports.comparison.next_weeks_words import plan_sentences
from reports.comparison.plan_names import PlanNames
from reports.comparison.wording import counted
from reports.figures.observing_plan import ObservingPlan, PlanRow, Seated
from reports.figures.rating_graph import Watcher
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.rotation.graph import islands
from reports.statistics.rotation.proposal import (
    NO_SEATS,
    Proposal,
    Watching,
    forecast,
    propose,
    visits_to_come,
    watching,
)
from reports.statistics.rotation.wishes import Meetings, Observer, Seat, Wishes, Work

NOT_WATCHED = "Nobody has watched this clinician yet."
MOST_KINDS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody proposed for a session, by key and name, and why they."""

    key: str
    name: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class RoomLine:
    """One session. held: names of who is asked already. together: what kinds sit there. short: why a seat is empty."""

    session: str
    when: str
    clinician: str
    visits: int
    held: tuple[str, ...]
    asked: tuple[Asked, ...]
    together: str
    short: str


@dataclass(frozen=True, slots=True)
class ClinicianLine:
    """What the plan buys for one clinician. now, then: how far their mean can be relied on."""

    name: str
    visits: tuple[int, int]
    observers: tuple[int, int]
    now: Estimate
    then: Estimate


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One observer's sessions in the plan, of how many they can take on; barred: clinicians in conflict."""

    name: str
    kind: str
    sessions: int
    most: int
    barred: int


@dataclass(frozen=True, eq=False)
class NextWeeks:
    """refused: why nothing is proposed, "" otherwise. sentences: what the plan does and buys, first."""

    refused: str
    sentences: tuple[str, ...]
    rooms: tuple[RoomLine, ...]
    clinicians: tuple[ClinicianLine, ...]
    workload: tuple[WorkLine, ...]
    figure: ObservingPlan | None


def next_weeks(work: Work, wishes: Wishes, names: PlanNames, more: MoreObservations) -> NextWeeks:
    """Propose, and say what it would buy. more: the components of one sheet's total, which the forecast rests on."""
    found = propose(work, wishes)
    people = {each.name: each for each in work.observers}
    groups = _Groups.of(work.met)
    clinicians = _clinicians(work, found, names, more)
    now, then = [each.now for each in clinicians], [each.then for each in clinicians]
    worth_saying = found.refused in ("", NO_SEATS)
    sentences = plan_sentences(work, found, now, then, more, names) if worth_saying else ()
    return NextWeeks(
        refused=found.refused,
        sentences=sentences,
        rooms=tuple(_room(seat, work, found, names, people, groups) for seat in work.seats),
        clinicians=tuple(sorted(clinicians, key=lambda each: each.name)),
        workload=tuple(
            WorkLine(
                names.observers[each.name],
                names.kinds[each.type],
                found.workload[each.name],
                each.most,
                len(each.barred & set(work.clinicians)),
            )
            for each in sorted(work.observers, key=lambda one: (names.kinds[one.type], names.observers[one.name]))
        ),
        figure=_figure(work, found, names) if work.seats and work.observers else None,
    )


@dataclass(frozen=True, slots=True)
class _Groups:
    """Which group each clinician and each observer stands in today, groups sharing nobody; who met nobody in none."""

    clinicians: Mapping[str, int]
    observers: Mapping[str, int]

    @classmethod
    def of(cls, met: Meetings) -> _Groups:
        parts = islands(met).islands
        return cls(
            {name: at for at, part in enumerate(parts) for name in part.clinicians},
            {name: at for at, part in enumerate(parts) for name in part.observers},
        )


def _room(
    seat: Seat, work: Work, found: Proposal, names: PlanNames, people: Mapping[str, Observer], groups: _Groups
) -> RoomLine:
    asked = found.asked[seat.session]
    kinds = [people[name].type for name in (*seat.held, *asked) if name in people]
    together = ""
    if len(kinds) > 1:
        together = (
            "Two of one kind, so that kind and person can be told apart."
            if len(set(kinds)) == 1
            else "Different kinds side by side."
        )
    return RoomLine(
        session=seat.session,
        when=names.rooms[seat.session],
        clinician=names.clinicians[seat.clinician],
        visits=seat.consultations,
        held=tuple(names.observers[name] for name in seat.held),
        asked=tuple(
            Asked(name, names.observers[name], names.kinds[people[name].type], _why(seat, name, work.met, groups))
            for name in asked
        ),
        together=together,
        short=found.unfilled.get(seat.session, ""),
    )


def _why(seat: Seat, observer: str, met: Meetings, groups: _Groups) -> str:
    here, there = groups.clinicians.get(seat.clinician), groups.observers.get(observer)
    if here is not None and there is not None and here != there:
        return "joins two groups that share nobody"
    times = met.get((seat.clinician, observer), 0.0)
    if times:
        return f"has watched them in {counted(int(times), 'visit')}; nobody newer fits"
    if here is None:
        return "nobody has watched this clinician yet"
    return "has not watched this clinician before"


def _clinicians(work: Work, found: Proposal, names: PlanNames, more: MoreObservations) -> tuple[ClinicianLine, ...]:
    relied = _Relied(more)
    today, after = watching(work.met), watching(found.met)
    met_now, met_then = Counter(who for who, _ in work.met), Counter(who for who, _ in found.met)
    coming = visits_to_come(work, found.asked)
    lines: list[ClinicianLine] = []
    for key in work.clinicians:
        now = work.watched.get(key, 0)
        then = now + coming.get(key, 0)
        lines.append(
            ClinicianLine(
                name=names.clinicians[key],
                visits=(now, then),
                observers=(met_now[key], met_then[key]),
                now=relied.on(today.get(key), now),
                then=relied.on(after.get(key), then),
            )
        )
    return tuple(lines)


class _Relied:
    """How far a mean can be relied on, worked out once for all who were watched alike."""

    def __init__(self, more: MoreObservations) -> None:
        self.more = more
        self.known: dict[tuple[Watching | None, int], Estimate] = {}

    def on(self, watched: Watching | None, visits: int) -> Estimate:
        """watched: None when nobody watched. visits: so many consultations."""
        key = (watched, visits)
        if key not in self.known:
            self.known[key] = self._of(watched, visits)
        return self.known[key]

    def _of(self, watched: Watching | None, visits: int) -> Estimate:
        if watched is None:
            return undefined(NOT_WATCHED)
        return self.more.reach_of(lambda shares: forecast(watched, visits, shares) if shares.clinician > 0 else 0.0)


def _figure(work: Work, found: Proposal, names: PlanNames) -> ObservingPlan:
    kinds = tuple(sorted({each.type for each in work.observers}, key=lambda each: names.kinds[each]))
    place = {kind: min(at, MOST_KINDS - 1) for at, kind in enumerate(kinds)}
    columns = sorted(work.observers, key=lambda each: (place[each.type], names.observers[each.name]))
    return ObservingPlan(
        title="Who would observe which session",
        kinds=tuple(names.kinds[each] for each in kinds[:MOST_KINDS]),
        observers=tuple(
            Watcher(at, names.observers[each.name], place[each.type]) for at, each in enumerate(columns, start=1)
        ),
        rows=tuple(
            PlanRow(
                names.rooms[seat.session],
                names.clinicians[seat.clinician],
                tuple(_seated(each, seat, found) for each in columns),
            )
            for seat in work.seats
        ),
    )


def _seated(observer: Observer, seat: Seat, found: Proposal) -> Seated:
    if observer.name in seat.held:
        return "asked"
    if observer.name in found.asked[seat.session]:
        return "proposed"
    if seat.clinician in observer.barred:
        return "barred"
    return "" if observer.comes(seat.time) else "away"
