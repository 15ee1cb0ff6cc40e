"""A proposal keeps to who may come, brings new faces, links everybody and says why a seat stays empty."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics.generalizability.observing_plans import Plan, Shares, plan_dependability
from reports.statistics.rotation.proposal import forecast, propose
from reports.statistics.rotation.wishes import Observer, Seat, Wishes, Work

SHARES = Shares(clinician=100, consultation=60, observer=40, residual=90)


def seats(number: int = 12, clinicians: int = 6) -> list[Seat]:
    return [Seat(f"S{n:02d}", f"C{n % clinicians}", f"day {n // 3}", 4) for n in range(number)]


def observers(partners: int = 4, peers: int = 4, **more: object) -> list[Observer]:
    kinds = ["partner"] * partners + ["peer"] * peers
    return [Observer(f"{kind[:3]}{n}", kind, 6, **more) for n, kind in enumerate(kinds)]  # type: ignore[arg-type]


def types_of(names: tuple[str, ...]) -> set[str]:
    return {name[:3] for name in names}


def test_every_seat_is_filled_and_the_work_is_even():
    found = propose(Work(seats(), observers()))
    assert not found.unfilled
    assert all(len(names) == 2 for names in found.asked.values())
    assert max(found.workload.values()) - min(found.workload.values()) <= 2


def test_a_quarter_of_the_sessions_is_watched_by_one_type():
    found = propose(Work(seats(16), observers()), Wishes(same_type=0.25))
    assert sum(len(types_of(names)) == 1 for names in found.asked.values()) == 4


def test_nobody_observes_a_clinician_they_are_barred_from():
    barred = [Observer("par0", "partner", 9, barred=frozenset({"C0", "C1"})), *observers()[1:]]
    found = propose(Work(seats(), barred))
    for seat in seats():
        if seat.clinician in {"C0", "C1"}:
            assert "par0" not in found.asked[seat.session]


def test_nobody_is_in_two_rooms_at_once():
    found = propose(Work(seats(), observers()))
    for day in {seat.time for seat in seats()}:
        names = [name for seat in seats() if seat.time == day for name in found.asked[seat.session]]
        assert len(names) == len(set(names))


def test_those_who_have_not_met_yet_meet_first():
    met = {("C0", "par0"): 8.0, ("C0", "pee4"): 8.0}
    found = propose(Work([Seat("S1", "C0", "monday", 4)], observers(), met))
    assert not {"par0", "pee4"} & set(found.asked["S1"])


def test_two_islands_are_joined():
    met = {("C0", "par0"): 4.0, ("C1", "pee1"): 4.0}
    work = Work([Seat("S1", "C0", "monday", 4), Seat("S2", "C1", "tuesday", 4)], observers(1, 1), met)
    found = propose(work)
    assert found.before == pytest.approx(0, abs=1e-9)
    assert found.after > 0.1


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([Observer("a", "partner", 3)], "Nobody else is available"),
        ([Observer("a", "partner", 9), Observer("b", "peer", 0)], "as many sessions as they can"),
    ],
)
def test_an_empty_seat_has_its_reason(people: list[Observer], why: str):
    found = propose(Work([Seat("S1", "C0", "monday", 4)], people))
    assert why in found.unfilled["S1"]


def test_the_same_wishes_give_the_same_proposal():
    assert propose(Work(seats(), observers())) == propose(Work(seats(), observers()))


def test_the_forecast_of_all_new_observers_is_that_of_a_rotated_plan():
    meetings = {("C0", f"o{n}"): 1.0 for n in range(8)}
    assert forecast("C0", meetings, 4, SHARES) == pytest.approx(plan_dependability(SHARES, Plan(4, 2, rotated=True)))


def test_the_forecast_of_the_same_two_is_that_of_the_same_two():
    meetings = {("C0", "o1"): 4.0, ("C0", "o2"): 4.0}
    assert forecast("C0", meetings, 4, SHARES) == pytest.approx(plan_dependability(SHARES, Plan(4, 2, rotated=False)))


def test_nobody_who_watched_gives_no_forecast():
    assert forecast("C9", {("C0", "o1"): 4.0}, 4, SHARES) is None


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 14), st.integers(1, 5), st.integers(0, 4), st.integers(0, 4), st.floats(0, 1))
def test_whatever_is_asked_no_rule_is_broken(number: int, clinicians: int, partners: int, peers: int, same: float):
    work = Work(seats(number, clinicians), observers(partners, peers))
    found = propose(work, Wishes(same_type=same, swaps=200))
    for seat in work.seats:
        names = found.asked[seat.session]
        assert len(set(names)) == len(names) <= seat.seats
        assert (seat.session in found.unfilled) == (len(names) < seat.seats)
    assert all(load <= 6 for load in found.workload.values())
    assert found.after >= found.before - 1e-9
