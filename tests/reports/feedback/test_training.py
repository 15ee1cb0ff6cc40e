"""How many observers were trained beforehand: an honest line that points at nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from reports.feedback.basis import basis_section
from reports.feedback.evidence import EarlierRelease, FeedbackEvidence
from reports.feedback.groups import groups
from reports.feedback.shape import DataTable
from reports.feedback.training import trained_beforehand
from tests.reports.builders import PARTNER, a_feedback_evidence, some_sheets

LONG_BEFORE = date(2020, 1, 1)


def seen_by(people: Sequence[str], trained: Sequence[str], **more: object) -> FeedbackEvidence:
    """Nine visits or more, shared out among these patient partners."""
    sheets = some_sheets(PARTNER, len(people), max(9, len(people)))
    names = dict(zip(sorted({sheet.observer for sheet in sheets}), people, strict=True))
    return a_feedback_evidence(
        observations=tuple(replace(sheet, observer=names[sheet.observer]) for sheet in sheets),
        first_trained=tuple((name, LONG_BEFORE) for name in (*trained, "somebody else")),
        **more,
    )


def line(evidence: FeedbackEvidence) -> str:
    return trained_beforehand(evidence, groups(evidence))


@pytest.mark.parametrize(
    ("people", "trained", "said"),
    [
        ("abcd", "abcd", "Patient partners: all 4"),
        ("abcd", "", "Patient partners: none of 4"),
        ("abcd", "abc", "Patient partners: some of 4, not all"),
        ("abcd", "a", "Patient partners: some of 4, not all"),
        ("abcde", "abc", "Patient partners: some of 5, not all"),
        ("abcdef", "abc", "Patient partners: 3 of 6"),
        ("ab", "ab", "Patient partners: too few took part to say"),
    ],
)
def test_a_number_is_said_only_where_three_people_stand_on_either_side(people: str, trained: str, said: str) -> None:
    assert line(seen_by(people, trained)) == said


def test_where_no_training_is_recorded_for_anybody_it_says_so() -> None:
    assert line(replace(seen_by("abcd", "abcd"), first_trained=())) == "Not recorded"


def test_training_on_the_first_day_of_observing_came_too_late() -> None:
    evidence = seen_by("abcd", "")
    first = min(sheet.session_date for sheet in evidence.observations)
    same_day = tuple((name, first) for name in "abcd")
    days = {name: min(s.session_date for s in evidence.observations if s.observer == name) for name in "abcd"}
    late = [name for name in "abcd" if days[name] == first]
    assert late
    assert line(replace(evidence, first_trained=same_day)) != "Patient partners: all 4"


def after(evidence: FeedbackEvidence, people: str) -> FeedbackEvidence:
    """With an earlier report that used the sheets of these people, and one old visit of everybody else's gone."""
    used = frozenset((s.consultation, s.observer) for s in evidence.observations if s.observer in people)
    gone = frozenset(("old visit", each) for each in people if each not in {s.observer for s in evidence.observations})
    return replace(evidence, earlier_releases=(EarlierRelease("patient_partner", used | gone, frozenset()),))


def test_one_new_observer_among_those_of_an_earlier_report_is_not_given_away() -> None:
    evidence = after(seen_by("abcd", "abc"), "abc")
    assert line(evidence) == "Patient partners: all 3"


def test_one_observer_with_new_visits_among_old_ones_with_new_visits_is_not_given_away() -> None:
    # Enough people bring something new, but only one of them is new.
    evidence = seen_by("abcd", "abc")
    old = frozenset(
        next((s.consultation, s.observer) for s in evidence.observations if s.observer == name) for name in "abc"
    )
    released = replace(evidence, earlier_releases=(EarlierRelease("patient_partner", old, frozenset()),))
    assert {s.observer for s in groups(released)[0].sheets} == set("abcd")
    assert line(released) == "Patient partners: not said, since too little has changed since an earlier report"


def test_one_observer_who_is_gone_since_an_earlier_report_is_not_given_away() -> None:
    evidence = after(seen_by("abc", "abc"), "abcd")
    assert "all" not in line(evidence)


def test_three_new_observers_may_be_counted_with_the_old_ones() -> None:
    assert line(after(seen_by("abcdef", "abc"), "abc")) == "Patient partners: 3 of 6"


def test_the_line_stands_in_the_table_of_what_the_report_rests_on() -> None:
    evidence = seen_by("abcd", "abcd")
    (table,) = (each for each in basis_section(evidence, groups(evidence)).blocks if isinstance(each, DataTable))
    assert ("Trained on this instrument before they observed", "Patient partners: all 4") in table.rows
