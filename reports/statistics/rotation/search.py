"""The search for a plan: greedy, one seat at a time, then exchanges that lower its cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reports.statistics.rotation.state import Parts, PlanState
from reports.statistics.rotation.wishes import Observer, Seat, Wishes, Work

# A small plan is as good as it gets after few exchanges.
TRIED_FOR_EACH = 80


def search(work: Work, wishes: Wishes) -> PlanState:
    """The best plan found. Seats nobody can fill stay empty."""
    state = PlanState(work, wishes)
    _greedy(state, wishes)
    _improve(state, wishes)
    return state


def _greedy(state: PlanState, wishes: Wishes) -> None:
    """The session fewest people can watch comes first; each seat goes to the allowed person who adds most."""
    work = state.work
    hardest = sorted(work.seats, key=lambda seat: (sum(o.may(seat) for o in work.observers), seat.session))
    same = _same_type_sessions(hardest, wishes, state.pairable)
    for seat in hardest:
        for _ in range(seat.free):
            able = [each for each in work.observers if state.may_take(each, seat)]
            if not able:
                break
            parts = state.parts()
            best = min(able, key=lambda each: _cost_of_one(state, each, seat, parts, same.get(seat.session, "")))
            state.take(best.name, seat)


def _same_type_sessions(seats: Sequence[Seat], wishes: Wishes, types: Sequence[str]) -> dict[str, str]:
    """Session → the one type that is to watch it: as many as wished, spread over all and over the types in turn."""
    double = [seat.session for seat in seats if seat.seats > 1]
    number = round(wishes.same_type * len(double)) if types else 0
    places = np.linspace(0, len(double) - 1, number) if number else ()
    return {double[int(place)]: types[turn % len(types)] for turn, place in enumerate(places)}


def _cost_of_one(
    state: PlanState, observer: Observer, seat: Seat, parts: Parts, one_type: str
) -> tuple[bool, float, float, float, str]:
    """Who joins two parts first, then types as wished, then new faces, then even work, then the name.

    one_type: the type that is to watch this session alone, "" for a mixed one.
    """
    row, column = state.row[seat.clinician], state.column[observer.name]
    known = bool(state.sheets[row].any()) and bool(state.sheets[:, column].any())
    joins = known and parts[row] != parts[len(state.row) + column]
    sitting = {state.people[name].type for name in state.sitting(seat) if name in state.people}
    wrong = observer.type != one_type if one_type else observer.type in sitting
    return (
        not joins,
        float(wrong),
        float(state.sheets[row, column]),
        state.load[observer.name] / max(observer.most, 1),
        observer.name,
    )


def _improve(state: PlanState, wishes: Wishes) -> None:
    """Two people change places, or somebody who is free takes a seat: kept only where the cost falls."""
    generator = np.random.default_rng(wishes.seed)
    filled = [seat for seat in state.work.seats if state.plan[seat.session]]
    if not filled:
        return
    cost = state.cost()
    for _ in range(min(wishes.swaps, TRIED_FOR_EACH * len(filled))):
        first = filled[int(generator.integers(len(filled)))]
        one = _somebody(state, first, generator)
        if generator.random() < 0.5:
            other = state.work.observers[int(generator.integers(len(state.work.observers)))].name
            cost = _kept_if_better(state, cost, [(one, first)], [(other, first)])
        else:
            second = filled[int(generator.integers(len(filled)))]
            other = _somebody(state, second, generator)
            cost = _kept_if_better(state, cost, [(one, first), (other, second)], [(other, first), (one, second)])


def _somebody(state: PlanState, seat: Seat, generator: np.random.Generator) -> str:
    names = state.plan[seat.session]
    return names[int(generator.integers(len(names)))]


def _kept_if_better(
    state: PlanState, cost: float, leaving: list[tuple[str, Seat]], taking: list[tuple[str, Seat]]
) -> float:
    """The cost after trying it; where it is not lower, or not allowed, everything is as before."""
    if len({name for name, _ in taking}) < len(taking):
        return cost
    for name, seat in leaving:
        state.leave(name, seat)
    sat: list[tuple[str, Seat]] = []
    for name, seat in taking:
        if not state.may_take(state.people[name], seat):
            break
        state.take(name, seat)
        sat.append((name, seat))
    trial = state.cost() if len(sat) == len(taking) else float("inf")
    if trial < cost - 1e-12:
        return trial
    for name, seat in sat:
        state.leave(name, seat)
    for name, seat in leaving:
        state.take(name, seat)
    return cost
