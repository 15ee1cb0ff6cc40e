"""A proposal for the next weeks in words: what it does, why each person, what it buys, or why there is none."""

from __future__ import annotations

import pytest

from reports.comparison.more_observations import MoreObservations, more_observations
from reports.comparison.next_weeks import NOT_WATCHED, NextWeeks, next_weeks
from reports.comparison.plan_names import PlanNames
from reports.figures.drawing import draw
from reports.statistics.minimums import Minimums
from reports.statistics.rotation.proposal import NO_SEATS, NO_SESSIONS, NOBODY_MAY
from reports.statistics.rotation.visits import visits
from reports.statistics.rotation.wishes import Observer, Seat, Wishes, Work
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation

KINDS = {"partner": "Patient partner", "peer": "Peer clinician"}
PEOPLE = [Observer(name, "partner" if name in "ab" else "peer", 4) for name in "abcd"]


@pytest.fixture(scope="module")
def more() -> MoreObservations:
    return more_observations(
        from_simulation(simulate_programme(1, consultations=80, clinicians=8, items=3)), Minimums()
    )


NONE = more_observations(crossed([[1, 2]], [PARTNER, PEER]), Minimums())


def weeks(work: Work, more: MoreObservations = NONE, wishes: Wishes | None = None) -> NextWeeks:
    names = PlanNames(
        {each: f"Dr {each}" for each in work.clinicians},
        {each: each.upper() for each in work.people},
        {seat.session: f"{seat.session} on {seat.time}" for seat in work.seats},
        KINDS,
    )
    return next_weeks(work, wishes or Wishes(swaps=200), names, more)


def seats(*clinicians: str, held: tuple[str, ...] = ()) -> list[Seat]:
    return [Seat(f"S{at}", who, f"day {at}", 4, held=held) for at, who in enumerate(clinicians)]


TWO_CLINICS = {("X", "a"): 4.0, ("X", "c"): 4.0, ("Y", "b"): 4.0, ("Y", "d"): 4.0}


def test_two_clinics_that_share_nobody_are_joined_and_it_says_so():
    found = weeks(Work(seats("X", "Y"), PEOPLE, TWO_CLINICS, {"X": 4, "Y": 4}))
    assert "It joins the 2 groups that share nobody today" in " ".join(found.sentences)
    whys = [each.why for room in found.rooms for each in room.asked]
    assert "joins two groups that share nobody" in whys


def test_two_clinics_stay_apart_when_every_crossing_is_a_conflict_of_interest():
    people = [
        *(Observer(name, "partner", 4, barred=frozenset({"Y"})) for name in "ac"),
        *(Observer(name, "peer", 4, barred=frozenset({"X"})) for name in "bd"),
    ]
    found = weeks(Work(seats("X", "Y"), people, TWO_CLINICS, {"X": 4, "Y": 4}))
    assert "there would still be 2 groups that share nobody" in " ".join(found.sentences)


JOINED = {("X", "a"): 4.0, ("Y", "a"): 4.0, ("Y", "b"): 4.0}


def test_it_says_how_much_closer_comparisons_would_be_and_that_nothing_hangs_on_one_pairing():
    found = " ".join(weeks(Work(seats("X", "Y", "X", "Y"), PEOPLE, JOINED, {"X": 4, "Y": 8})).sentences)
    assert "could be compared about" in found
    assert "No single pairing would carry the connection any more." in found


def test_a_link_that_would_still_carry_all_alone_is_named():
    met = {**JOINED, ("Z", "b"): 4.0}
    only_b = [Observer("b", "partner", 4), Observer("c", "peer", 4, barred=frozenset({"X", "Y"}))]
    found = " ".join(weeks(Work(seats("Z"), only_b, met, {"X": 4, "Y": 8, "Z": 4})).sentences)
    assert "The weakest link would be A watching " in found


def test_one_clinician_has_nobody_to_be_compared_with():
    found = weeks(Work(seats("X", "X"), PEOPLE))
    assert "There is only one clinician" in " ".join(found.sentences)


def test_one_observer_of_each_type_still_gives_a_plan():
    found = weeks(Work(seats("X", "Y", "Z"), [Observer("a", "partner", 9), Observer("c", "peer", 9)]))
    assert not found.refused
    assert all(len(room.asked) == 2 for room in found.rooms)
    assert "After it everybody watched can be compared." in found.sentences


def test_every_meeting_seen_once_already_is_repeated_and_said_to_be():
    met = {(who, name): 1.0 for who in "XY" for name in "abcd"}
    found = weeks(Work(seats("X", "Y"), PEOPLE, met, {"X": 2, "Y": 2}))
    assert all(each.why.startswith("has watched them in 1 visit") for room in found.rooms for each in room.asked)


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (Work([], PEOPLE), NO_SESSIONS),
        (Work(seats("X"), [Observer(name, "peer", 4, barred=frozenset({"X"})) for name in "ab"]), NOBODY_MAY),
    ],
)
def test_where_nothing_can_be_proposed_one_sentence_says_why(work: Work, why: str):
    found = weeks(work)
    assert found.refused == why
    assert found.sentences == ()


def test_where_every_seat_is_taken_it_still_says_what_that_buys():
    found = weeks(Work(seats("X", "Y", held=("a", "b")), PEOPLE))
    assert found.refused == NO_SEATS
    assert found.sentences[0] == "After it everybody watched can be compared."


def test_who_is_asked_already_stays_and_is_named():
    found = weeks(Work(seats("X", held=("a",)), PEOPLE))
    assert found.rooms[0].held == ("A",)
    assert len(found.rooms[0].asked) == 1


def test_the_forecast_rises_with_new_observers_and_has_its_reach(more: MoreObservations):
    met = {("X", "a"): 4.0, ("Y", "a"): 4.0}
    found = weeks(Work(seats("X", "Y"), PEOPLE, met, {"X": 4, "Y": 4}), more)
    for line in found.clinicians:
        assert line.then.number > line.now.number
        assert line.then.low is not None
        assert line.visits == (4, 8)
    assert "How far a score can be relied on, for the clinician in the middle:" in " ".join(found.sentences)


def test_without_components_the_forecast_says_what_is_missing():
    found = weeks(Work(seats("X", "Y"), PEOPLE))
    assert "cannot be forecast yet" in " ".join(found.sentences)
    assert found.clinicians[0].now.undefined == NOT_WATCHED


def test_the_figure_tells_proposed_asked_away_and_barred_apart_in_words():
    people = [
        PEOPLE[0],
        Observer("b", "partner", 4, times=frozenset({"another day"})),
        Observer("c", "peer", 4, barred=frozenset({"X"})),
        PEOPLE[3],
    ]
    figure = weeks(Work([Seat("S0", "X", "day 0", 4, held=("a",))], people)).figure
    assert figure is not None
    _, rows = figure.data()
    assert {(str(row[2]), str(row[4])) for row in rows} == {
        ("A", "asked already"), ("B", "cannot come"), ("C", "conflict of interest"), ("D", "proposed"),
    }  # fmt: skip
    assert "A (asked already), D (proposed)" in draw(figure).description


def test_visits_go_to_those_watched_least_and_never_two_rooms_at_once():
    found = visits(["X", "Y", "Z"], {"X": 8}, ["mon", "tue"], rooms=2, consultations=4, seats=2)
    assert [(seat.time, seat.clinician) for seat in found] == [("mon", "Y"), ("mon", "Z"), ("tue", "Y"), ("tue", "Z")]
    assert len({seat.session for seat in found}) == 4


def test_more_rooms_than_clinicians_are_left_empty():
    assert len(visits(["X"], {}, ["mon"], rooms=5, consultations=4, seats=2)) == 1
