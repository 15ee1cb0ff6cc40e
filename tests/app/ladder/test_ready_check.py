"""What a report rests on, and what is missing."""

from dataclasses import replace

from app.ladder.ready_check import Evidence, KindSeen, ready_check

PARTNERS = KindSeen("Patient partner", "Patient partners", 3, 6)
PEERS = KindSeen("Peer clinician", "Peer clinicians", 3, 6)
WHOLE = Evidence(
    consultations=6,
    sheets_out=0,
    set_aside=0,
    wrong_places=0,
    kinds=(PARTNERS, PEERS),
    least_observers=3,
    least_consultations=4,
    alone=False,
    asked=True,
    rated_self=True,
    has_account=True,
)


def codes(of: Evidence) -> list[str]:
    return [finding.code for finding in ready_check(of)]


def test_nothing_is_said_when_everything_is_there() -> None:
    assert ready_check(WHOLE) == ()


def test_a_kind_of_observer_below_the_minimum_says_how_many_more() -> None:
    few = replace(WHOLE, kinds=(replace(PARTNERS, observers=2, consultations=3), PEERS))
    assert [finding.sentence for finding in ready_check(few)] == [
        "Patient partners: 1 more person and 1 more visit needed before their results are shown."
    ]


def test_without_a_complete_visit_nothing_is_said_of_minimums() -> None:
    nothing = replace(WHOLE, consultations=0, kinds=(replace(PARTNERS, observers=0, consultations=0),), alone=True)
    assert codes(nothing) == ["nothing-open"]


def test_only_a_missing_visit_and_a_wrong_place_cannot_be_reasoned_away() -> None:
    worst = replace(
        WHOLE,
        consultations=0,
        sheets_out=1,
        set_aside=1,
        wrong_places=1,
        asked=False,
        rated_self=False,
        has_account=False,
    )
    assert {finding.code for finding in ready_check(worst) if finding.hard} == {"nothing-open", "wrong-place"}


def test_a_clinician_whose_observers_saw_nobody_else_is_named_as_such() -> None:
    assert codes(replace(WHOLE, alone=True)) == ["alone"]


def test_every_finding_but_those_only_time_mends_names_where() -> None:
    worst = replace(WHOLE, sheets_out=1, set_aside=1, wrong_places=1, asked=False, rated_self=False, has_account=False)
    assert all(finding.mend for finding in ready_check(worst))
