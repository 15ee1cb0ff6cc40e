"""What there is to plan, put together from the round's ratings, its coming sessions and what observers said."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.comparing.asked import Asked
from app.comparing.next_forms import DAYS, MOST_SESSIONS, NextForm, next_form
from app.comparing.remembered import more_of, next_weeks_of
from app.queries.clinics import clinicians_in_team
from app.queries.coming_sessions import ComingRoom, ObserverToAsk, coming_rooms, observers_to_ask
from app.queries.conflicts import WhenTheyCome, availability_in_team, barred_in_team
from app.web.request_database import db
from reports.comparison.next_weeks import NextWeeks
from reports.comparison.plan_names import PlanNames
from reports.comparison.who_observed import meetings_of_clinicians
from reports.statistics.rotation.visits import visits
from reports.statistics.rotation.wishes import Meetings, Observer, Seat, Wishes, Work

FOUR_WEEKS = 28
# Nobody is available at it: somebody who named half-days of which none occurs must not count as always free.
NEVER = "never"


@dataclass(frozen=True)
class ToPlan:
    """The work, what is wished, and names. rooms: by the session's key in the work, none for a plan in numbers."""

    form: NextForm
    has_sessions: bool
    work: Work
    wishes: Wishes
    names: PlanNames
    rooms: Mapping[str, ComingRoom]

    def found(self, ask: Asked) -> NextWeeks:
        """The proposal, worked out once for the same work and wishes."""
        more = more_of(ask.ratings, ask.minimums)
        return next_weeks_of(self.work, self.wishes, self.names, more, ask.ratings.digest)


def plan_asked(ask: Asked, given: Mapping[str, str]) -> ToPlan:
    """What the address asks to plan: from the coming sessions, the first ones when there are very many, or from
    numbers."""
    rooms = tomorrow_on(ask.round.id)[:MOST_SESSIONS]
    return _to_plan(ask, next_form(given, has_sessions=bool(rooms)), rooms, _today())


def tomorrow_on(round_id: uuid.UUID) -> tuple[ComingRoom, ...]:
    """The round's sessions after today."""
    return coming_rooms(db(), round_id, _today())


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class _Calendar:
    """Seats, what each session is called, which half-day of a week each time is, and the last day planned."""

    seats: tuple[Seat, ...]
    when: Mapping[str, str]
    half_days: Mapping[str, str]
    last: date


def _to_plan(ask: Asked, form: NextForm, rooms: Sequence[ComingRoom], today: date) -> ToPlan:
    team_id = ask.round.team.id
    met, watched = _met(ask), _watched(ask)
    clinicians = {str(each.id): each.name for each in clinicians_in_team(db(), team_id)}
    by_name = sorted(clinicians, key=lambda each: (clinicians[each], each))
    from_sessions = form.plan == "sessions"
    calendar = _of_sessions(form, rooms, today) if from_sessions else _of_numbers(form, by_name, watched, today)
    people = observers_to_ask(db(), team_id, today)
    said = availability_in_team(db(), team_id)
    barred: defaultdict[str, set[str]] = defaultdict(set)
    for clinician_id, person_id in barred_in_team(db(), team_id):
        barred[str(person_id)].add(str(clinician_id))
    span = max((calendar.last - today).days, 1)
    observers: list[Observer] = []
    for each in people:
        own = said.get(each.id, WhenTheyCome())
        most = _most(own, form["most"], span) - _elsewhere(each, calendar)
        observers.append(_observer(each, own, calendar.half_days, barred[str(each.id)], most))
    work = Work(calendar.seats, tuple(observers), met, watched)
    kinds = {each.type_code: each.type_name for each in people}
    names = PlanNames(clinicians, _observer_names(ask, people, work), calendar.when, kinds)
    by_key = {key_of(each): each for each in rooms} if from_sessions else {}
    return ToPlan(form, bool(rooms), work, Wishes(same_type=form["same"] / 100, seed=form.seed), names, by_key)


def _of_sessions(form: NextForm, rooms: Sequence[ComingRoom], today: date) -> _Calendar:
    seats = tuple(_seat(each, form["seats"]) for each in rooms)
    return _Calendar(
        seats,
        {key_of(each): _when(each) for each in rooms},
        {seat.time: _half_day(each.on_date, each.half_day) for seat, each in zip(seats, rooms, strict=True)},
        max((each.on_date for each in rooms), default=today),
    )


def _of_numbers(form: NextForm, clinicians: Sequence[str], watched: Mapping[str, int], today: date) -> _Calendar:
    half_days = {f"Week {week}, {half}": half for week in range(1, form["weeks"] + 1) for half in form.half_days}
    seats = visits(clinicians, watched, list(half_days), form["rooms"], form["visits"], form["seats"])
    when = {seat.session: _week_words(seat.time) for seat in seats}
    return _Calendar(seats, when, half_days, today + timedelta(weeks=form["weeks"]))


def key_of(room: ComingRoom) -> str:
    """How one clinician's part of a session is called in the work."""
    return f"{room.session_id}/{room.clinician_id}"


def _seat(room: ComingRoom, seats: int) -> Seat:
    return Seat(
        session=key_of(room),
        clinician=str(room.clinician_id),
        time=f"{room.on_date.isoformat()} {room.half_day}",
        consultations=len(room.slots),
        seats=seats,
        held=tuple(str(each) for each in room.coming),
        without=frozenset(str(each) for each in room.gave_up),
    )


def _when(room: ComingRoom) -> str:
    day = f"{room.on_date:%a} {room.on_date.day} {room.on_date:%b}"
    return f"{day}, {room.half_day}, {room.code}"


def _week_words(time: str) -> str:
    week, _, half = time.partition(", ")
    day, _, part = half.partition("-")
    return f"{week}, {DAYS[day]} {part}"


def _half_day(day: date, half: str) -> str:
    return f"{day:%a}".lower() + f"-{half}"


def _observer(who: ObserverToAsk, said: WhenTheyCome, days: Mapping[str, str], barred: set[str], most: int) -> Observer:
    fit = frozenset(time for time, half in days.items() if half in said.half_days)
    return Observer(
        name=str(who.id),
        type=who.type_code,
        most=max(most, 0),
        times=(fit or frozenset({NEVER})) if said.half_days else frozenset(),
        barred=frozenset(barred),
        busy=frozenset(f"{day.isoformat()} {half}" for day, half in who.elsewhere),
    )


def _most(said: WhenTheyCome, usual: int, span: int) -> int:
    """What somebody can take on in four weeks, for as many days as are planned."""
    return -(-(usual if said.most is None else said.most) * span // FOUR_WEEKS)


def _elsewhere(who: ObserverToAsk, calendar: _Calendar) -> int:
    """Half-days until the last one planned that they are asked for in other rounds."""
    here = {seat.time for seat in calendar.seats if str(who.id) in seat.held}
    return sum(day <= calendar.last and f"{day.isoformat()} {half}" not in here for day, half in who.elsewhere)


def _met(ask: Asked) -> Meetings:
    """Sheets in, by clinician and person; somebody who observed as two kinds is one person here."""
    clinicians = [str(each.id) for each in ask.found.clinicians]
    found: Counter[tuple[str, str]] = Counter()
    for (who, key), sheets in meetings_of_clinicians(ask.ratings).items():
        found[clinicians[int(who)], key.partition("/")[0]] += int(sheets)
    return {pair: float(sheets) for pair, sheets in sorted(found.items())}


def _watched(ask: Asked) -> dict[str, int]:
    visits_of: list[int] = ask.ratings.unit_clinician.tolist()
    return {str(each.id): visits_of.count(at) for at, each in enumerate(ask.found.clinicians)}


def _observer_names(ask: Asked, people: Sequence[ObserverToAsk], work: Work) -> dict[str, str]:
    """Also of those who observed or are asked already and are not in the team any more."""
    known = {each.key.partition("/")[0]: each.name for each in ask.ratings.observers}
    known |= {str(each.id): each.name for each in people}
    return {each: known.get(each, "Somebody who has left the team") for each in work.people}
