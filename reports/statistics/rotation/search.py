"""The search for a plan: greedy, one seat at a time, then swaps that lower its cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reports.statistics.rotation.wishes import Observer, Seat, Wishes, Work

Plan = dict[str, list[str]]


def search(work: Work, wishes: Wishes) -> Plan:
    """Session → names. Seats nobody can fill stay empty."""
    plan = _greedy(work, wishes)
    _improve(plan, work, wishes)
    return plan


def _greedy(work: Work, wishes: Wishes) -> Plan:
    """The session fewest people can watch comes first; each seat goes to the allowed person who adds most."""
    plan: Plan = {seat.session: [] for seat in work.seats}
    hardest = sorted(work.seats, key=lambda seat: (sum(o.may(seat) for o in work.observers), seat.session))
    same = _same_type_sessions(hardest, wishes)
    known, load = dict(work.met), dict.fromkeys((observer.name for observer in work.observers), 0)
    taken: set[tuple[str, str]] = set()
    for seat in hardest:
        for _ in range(seat.seats):
            free = [
                o for o in work.observers
                if o.may(seat) and load[o.name] < o.most and (seat.time, o.name) not in taken
            ]  # fmt: skip
            if not free:
                break
            sitting = {o.type for o in work.observers if o.name in plan[seat.session]}
            best = min(free, key=lambda o: _cost_of_one(o, seat, sitting, known, load, seat.session in same))
            plan[seat.session].append(best.name)
            taken.add((seat.time, best.name))
            load[best.name] += 1
            known[seat.clinician, best.name] = known.get((seat.clinician, best.name), 0.0) + seat.consultations
    return plan


def _same_type_sessions(seats: Sequence[Seat], wishes: Wishes) -> frozenset[str]:
    """Which sessions are to be watched by one type: as many as wished, spread over all."""
    double = [seat.session for seat in seats if seat.seats > 1]
    number = round(wishes.same_type * len(double))
    return frozenset(double[int(place)] for place in np.linspace(0, len(double) - 1, number)) if number else frozenset()


def _cost_of_one(
    observer: Observer,
    seat: Seat,
    sitting: set[str],
    known: Mapping[tuple[str, str], float],
    load: Mapping[str, int],
    same: bool,
) -> tuple[float, float, float, str]:
    """Types as wished first, then new faces, then even work, then the name, so that ties fall the same way."""
    wrong = bool(sitting) and (observer.type in sitting) != same
    return (
        float(wrong),
        known.get((seat.clinician, observer.name), 0.0),
        load[observer.name] / observer.most,
        observer.name,
    )


def _improve(plan: Plan, work: Work, wishes: Wishes) -> None:
    generator = np.random.default_rng(wishes.seed)
    people = {observer.name: observer for observer in work.observers}
    filled = [seat for seat in work.seats if plan[seat.session]]
    if len(filled) < 2:
        return
    cost = _cost(plan, work, people, wishes)
    for _ in range(wishes.swaps):
        first, second = (filled[int(i)] for i in generator.choice(len(filled), 2, replace=False))
        a, b = int(generator.integers(len(plan[first.session]))), int(generator.integers(len(plan[second.session])))
        one, other = plan[first.session][a], plan[second.session][b]
        if one in plan[second.session] or other in plan[first.session]:
            continue
        plan[first.session][a], plan[second.session][b] = other, one
        allowed = _fits(people[other], first, plan, work) and _fits(people[one], second, plan, work)
        trial = _cost(plan, work, people, wishes) if allowed else float("inf")
        if trial < cost - 1e-12:
            cost = trial
        else:
            plan[first.session][a], plan[second.session][b] = one, other


def _fits(observer: Observer, seat: Seat, plan: Plan, work: Work) -> bool:
    at_once = sum(other.time == seat.time and observer.name in plan[other.session] for other in work.seats)
    return observer.may(seat) and at_once == 1


def _cost(plan: Plan, work: Work, people: Mapping[str, Observer], wishes: Wishes) -> float:
    """How often the same two meet again, and how far the share of one-type sessions is from what was wished."""
    after = work.meetings(plan)
    again = sum(weight**2 for weight in after.values()) / (sum(after.values()) or 1.0)
    double = [names for names in plan.values() if len(names) > 1]
    alike = sum(len({people[name].type for name in names}) == 1 for names in double)
    return again + abs(alike - wishes.same_type * len(double))
