"""Nobody's ratings can be read off a report, nor worked out by taking one number from another."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.feedback.content import build_feedback
from reports.feedback.evidence import EarlierRelease, FeedbackMinimums, ObservedSheet
from reports.feedback.groups import groups
from reports.feedback.profile import Profile, profile
from reports.feedback.readings import domain_parts
from reports.feedback.suppression import withheld
from tests.reports.builders import (
    PARTNER,
    PEER,
    a_feedback_evidence,
    a_sheet,
    an_instrument,
    some_sheets,
)

PEERS = some_sheets(PEER, 4, 8, 2)


def used(sheets: tuple[ObservedSheet, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((sheet.consultation, sheet.observer) for sheet in sheets)


def profile_of(observations: tuple[ObservedSheet, ...], **changes: Any) -> Profile:
    evidence = a_feedback_evidence(observations=observations, **changes)
    return profile(evidence.instrument, groups(evidence), evidence.minimums, "en")


def test_two_observers_of_a_kind_show_no_figure_at_all() -> None:
    found = profile_of(some_sheets(PARTNER, 2, 9) + PEERS)
    for row in (found.whole, *found.domains, *found.items):
        assert not row.cells[0].estimate.defined
        assert not row.cells[0].distribution.sheets
        assert not any(each.estimate.defined for each in row.gaps)


def test_a_report_says_the_same_whatever_a_group_too_small_to_show_has_rated() -> None:
    harsh, kind = some_sheets(PARTNER, 2, 9, level=0), some_sheets(PARTNER, 2, 9, level=4)
    said = [build_feedback(a_feedback_evidence(observations=sheets + PEERS)) for sheets in (harsh, kind)]
    assert said[0] == said[1]


def test_three_observers_of_a_kind_are_enough_for_its_result() -> None:
    found = profile_of(some_sheets(PARTNER, 3, 9) + PEERS)
    assert found.whole.cells[0].estimate.defined


def test_a_programme_may_ask_for_more_observers_but_never_for_fewer() -> None:
    strict = profile_of(some_sheets(PARTNER, 4, 9) + PEERS, minimums=FeedbackMinimums(observers_in_group=5))
    assert not strict.whole.cells[0].estimate.defined
    with pytest.raises(ValueError, match="not lowered"):
        FeedbackMinimums(observers_in_group=2)


def test_an_item_only_two_observers_could_rate_is_held_back_with_a_companion() -> None:
    sheets = [
        a_sheet(at, f"partner-{at % 4}", PARTNER, ratings=(3, 1, 2 if at % 4 < 2 else "na", 2, 3, 2, 1, 2))
        for at in range(8)
    ]
    found = profile_of((*sheets, *PEERS))
    hidden = {row.part.id for row in found.items if not row.cells[0].estimate.defined}
    assert hidden == {"names", "nothing"}
    assert all(row.cells[0].estimate.defined for row in found.domains)
    assert all(row.cells[1].estimate.defined for row in found.items)


def test_a_domain_that_cannot_be_protected_takes_the_total_with_it() -> None:
    parts = {"a": frozenset("xy"), "b": frozenset[str]()}
    found = withheld(
        frozenset("xyz"),
        {"one": frozenset("xyz"), "two": frozenset("xyz")},
        {"one": parts, "two": {"c": frozenset("xyz")}},
        3,
        domains_scored=True,
    )
    assert found.items == {"a"}
    assert found.domains == {"one"}
    assert found.whole


def test_an_item_nobody_could_rate_hides_nothing() -> None:
    found = withheld(frozenset("xyz"), {}, {"": {"a": frozenset(), "b": frozenset("xyz")}}, 3, domains_scored=False)
    assert not found.items
    assert not found.whole


RATING = st.one_of(st.integers(0, 4), st.sampled_from(["na", "unseen", None]))


@st.composite
def observed(draw: st.DrawFn) -> tuple[ObservedSheet, ...]:
    """Up to five observers of a kind who leave out more or fewer items."""
    sheets: list[ObservedSheet] = []
    people = draw(st.integers(3, 5))
    for at in range(draw(st.integers(4, 8))):
        ratings = draw(st.lists(RATING, min_size=8, max_size=8))
        sheets.append(a_sheet(at, f"partner-{at % people}", PARTNER, tuple(ratings)))
    return tuple(sheets)


@settings(max_examples=25, deadline=None)
@given(observed())
def test_no_difference_of_shown_scores_rests_on_fewer_than_three_people(
    sheets: tuple[ObservedSheet, ...],
) -> None:
    """Every shown score is a sum over single ratings. A reader may add and subtract these sums at will.

    If some combination touched the ratings of two people only, the sums restricted to everybody else would
    have a lower rank than the sums themselves.
    """
    shown = _sums(sheets, profile_of(sheets))
    ratings = _ratings(sheets)
    owners = np.array([sheet.observer for sheet, _ in ratings])
    for few in _small_sets({sheet.observer for sheet in sheets}):
        others = ~np.isin(owners, few)
        assert np.linalg.matrix_rank(shown) == np.linalg.matrix_rank(shown[:, others]), few


def _ratings(sheets: tuple[ObservedSheet, ...]) -> list[tuple[ObservedSheet, str]]:
    items = [part for parts in domain_parts(an_instrument(), "en") for part in parts.items]
    return [(sheet, part.id) for sheet in sheets for part in items if part.read(sheet) is not None]


def _sums(sheets: tuple[ObservedSheet, ...], found: Profile) -> np.ndarray:
    ratings = _ratings(sheets)
    by_domain = {
        parts.domain.id: {part.id for part in parts.items}
        for parts in domain_parts(an_instrument(), "en")
        if parts.domain
    }
    rows = [np.zeros(len(ratings))]
    rows += [_row(ratings, {row.part.id}) for row in found.items if row.cells[0].estimate.defined]
    rows += [_row(ratings, by_domain[row.part.id]) for row in found.domains if row.cells[0].estimate.defined]
    if found.whole.cells[0].estimate.defined:
        rows.append(_row(ratings, set().union(*by_domain.values())))
    return np.vstack(rows)


def _row(ratings: list[tuple[ObservedSheet, str]], items: set[str]) -> np.ndarray:
    return np.array([float(item in items) for _, item in ratings])


def _small_sets(people: Iterable[str]) -> list[tuple[str, ...]]:
    return [few for size in (1, 2) for few in combinations(sorted(people), size)]


def test_what_one_person_adds_waits_for_others_and_the_last_result_stands() -> None:
    first = some_sheets(PARTNER, 4, 9)
    grown = (*first, a_sheet(20, "somebody-new", PARTNER, (4,) * 8))
    earlier = (EarlierRelease(PARTNER.code, used(first)),)
    found = profile_of(grown + PEERS, earlier_releases=earlier)
    before = profile_of(first + PEERS, earlier_releases=earlier)
    assert [row.cells for row in (found.whole, *found.items)] == [row.cells for row in (before.whole, *before.items)]
    (group, _) = groups(a_feedback_evidence(observations=grown + PEERS, earlier_releases=earlier))
    assert group.waiting == 1


def test_the_same_sheets_can_be_reported_again() -> None:
    sheets = some_sheets(PARTNER, 4, 9)
    used = frozenset((sheet.consultation, sheet.observer) for sheet in sheets)
    found = profile_of(sheets + PEERS, earlier_releases=(EarlierRelease(PARTNER.code, used),))
    assert found.whole.cells[0].estimate.defined


def test_two_reports_that_differ_by_three_people_can_both_be_shown() -> None:
    first = some_sheets(PARTNER, 4, 9)
    new = tuple(a_sheet(20 + at, f"new-{at}", PARTNER) for at in range(3))
    used = frozenset((sheet.consultation, sheet.observer) for sheet in first)
    found = profile_of(first + new + PEERS, earlier_releases=(EarlierRelease(PARTNER.code, used),))
    assert found.whole.cells[0].estimate.defined


def test_warm_ups_count_for_nothing() -> None:
    warm = tuple(replace(sheet, warm_up=True) for sheet in some_sheets(PARTNER, 4, 9))
    found = profile_of(warm + PEERS)
    assert not found.whole.cells[0].estimate.defined
