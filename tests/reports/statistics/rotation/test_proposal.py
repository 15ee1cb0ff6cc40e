"""A proposal keeps to who may come, brings new faces, links everybody and says why a seat stays empty."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics.generalizability.observing_plans import Plan, Shares, plan_dependability
from reports.statistics.rotation.proposal import (
    NO_OBSERVERS,
    NO_SEATS,
    NO_SESSIONS,
    NOBODY_MAY,
    forecast,
    propose,
    watching,
)
from reports.statistics.rotation.search import search
from reports.statistics.rotation.state import PlanState
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


def test_both_types_have_a_part_in_the_sessions_of_one_type():
    found = propose(Work(seats(16), observers()), Wishes(same_type=0.25))
    alike = [names for names in found.asked.values() if len(types_of(names)) == 1]
    assert sorted(names[0][:3] for names in alike) == ["par", "par", "pee", "pee"]


def test_a_type_of_one_person_is_never_asked_to_sit_in_twos():
    found = propose(Work(seats(8), [*observers(1, 4)]), Wishes(same_type=0.5))
    assert {names[0][:3] for names in found.asked.values() if len(types_of(names)) == 1} == {"pee"}


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
    assert forecast(watching(meetings)["C0"], 4, SHARES) == pytest.approx(
        plan_dependability(SHARES, Plan(4, 2, rotated=True))
    )


def test_the_forecast_of_the_same_two_is_that_of_the_same_two():
    meetings = {("C0", "o1"): 4.0, ("C0", "o2"): 4.0}
    assert forecast(watching(meetings)["C0"], 4, SHARES) == pytest.approx(
        plan_dependability(SHARES, Plan(4, 2, rotated=False))
    )


def test_the_forecast_is_the_reliability_of_simulated_scores():
    # Three consultations watched by a, two of them by b too, one more by c: 4 consultations, 6 sheets.
    watched = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (3, 2)]
    generator, times = np.random.default_rng(7), 40_000
    parts = {name: np.sqrt(getattr(SHARES, name)) for name in ("clinician", "consultation", "observer", "residual")}
    clinician = generator.normal(0, parts["clinician"], times)
    consultation = generator.normal(0, parts["consultation"], (times, 4))
    observer = generator.normal(0, parts["observer"], (times, 3))
    sheets = [
        clinician + consultation[:, visit] + observer[:, who] + generator.normal(0, parts["residual"], times)
        for visit, who in watched
    ]
    seen = np.corrcoef(clinician, np.mean(sheets, axis=0))[0, 1] ** 2
    meetings = {("C0", "a"): 3.0, ("C0", "b"): 2.0, ("C0", "c"): 1.0}
    assert forecast(watching(meetings)["C0"], 4, SHARES) == pytest.approx(seen, abs=0.02)


def test_nobody_who_watched_gives_no_forecast():
    assert forecast(watching({("C0", "o1"): 4.0}).get("C9"), 4, SHARES) is None


def test_who_is_asked_already_keeps_the_seat_and_counts_in_the_work():
    held = Seat("S1", "C0", "monday", 4, held=("par0",))
    found = propose(Work([held], observers()))
    assert "par0" not in found.asked["S1"]
    assert len(found.asked["S1"]) == 1
    assert found.workload["par0"] == 1


def test_who_is_held_elsewhere_at_the_time_is_not_asked():
    seats_at_once = [Seat("S1", "C0", "monday", 4, held=("par0", "par1")), Seat("S2", "C1", "monday", 4)]
    assert not {"par0", "par1"} & set(propose(Work(seats_at_once, observers())).asked["S2"])


def test_who_is_busy_in_another_round_is_not_asked():
    busy = [Observer("par0", "partner", 9, busy=frozenset({"monday"})), *observers()[1:]]
    assert "par0" not in propose(Work([Seat("S1", "C0", "monday", 4)], busy)).asked["S1"]


def test_a_search_never_makes_the_first_plan_worse():
    work = Work(seats(16), observers())
    greedy = PlanState(work, Wishes())
    for session, names in propose(work, Wishes(swaps=0)).asked.items():
        seat = next(each for each in work.seats if each.session == session)
        for name in names:
            greedy.take(name, seat)
    assert search(work, Wishes()).cost() <= greedy.cost()


def test_the_sums_kept_along_are_those_of_the_plan():
    work = Work(seats(16), observers(), {("C0", "par0"): 3.0})
    state = search(work, Wishes(swaps=500))
    after = work.meetings(state.plan)
    for clinician, row in state.row.items():
        for observer, column in state.column.items():
            assert state.sheets[row, column] == after.get((clinician, observer), 0.0)


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (Work([], observers()), NO_SESSIONS),
        (Work(seats(2), []), NO_OBSERVERS),
        (Work([Seat("S1", "C0", "monday", 4, held=("par0", "par1"))], observers()), NO_SEATS),
        (Work(seats(4, 1), observers(2, 2, barred=frozenset({"C0"}))), NOBODY_MAY),
        (Work(seats(4), observers(2, 2, times=frozenset({"sunday"}))), NOBODY_MAY),
    ],
)
def test_where_nothing_can_be_proposed_it_says_why(work: Work, why: str):
    assert propose(work).refused == why


def test_a_clinician_everybody_is_in_conflict_with_is_named_as_such():
    found = propose(Work(seats(4, 2), observers(2, 2, barred=frozenset({"C0"}))))
    assert not found.refused
    assert found.unfilled["S00"] == "Everybody else has a conflict of interest with this clinician."
    assert found.asked["S01"]


def test_one_observer_of_each_type_watches_everybody_and_all_hang_together():
    found = propose(Work(seats(6, 3), [Observer("par", "partner", 9), Observer("pee", "peer", 9)]))
    assert found.parts_after == 1


def test_two_clinics_whose_observers_never_met_become_one():
    met = {("C0", "par0"): 4.0, ("C0", "pee4"): 4.0, ("C1", "par1"): 4.0, ("C1", "pee5"): 4.0}
    found = propose(Work([Seat("S1", "C0", "monday", 4), Seat("S2", "C1", "tuesday", 4)], observers(), met))
    assert (found.parts_before, found.parts_after) == (2, 1)


def test_a_hundred_clinicians_and_thirty_observers_are_planned_within_seconds():
    work = Work(
        [Seat(f"S{n:03d}", f"C{n:02d}", f"day {n // 5}", 4) for n in range(100)],
        [Observer(f"o{n}", "partner" if n < 10 else "peer", 8) for n in range(30)],
    )
    began = time.process_time()
    found = propose(work)
    assert not found.unfilled
    assert found.parts_after == 1
    assert time.process_time() - began < 10


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
