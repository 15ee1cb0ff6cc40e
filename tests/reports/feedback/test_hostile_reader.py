"""A reader who knows who sat in where, keeps every report ever released, and subtracts.

Three attacks. Dealing out anew: ratings that change hands among the people of one history change no published word, so
no calculation of any kind can tell who gave which. Exact algebra over whole numbers: no sum of published counts touches
the ratings of one or two people alone. Linear programmes: a score beside the counts of its items leaves open what one
or two people gave, also where they could not rate everything.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, linprog

from instruments.scoring import score
from reports.feedback.colleagues import RoundScore, RoundScores, colleagues
from reports.feedback.content import build_feedback
from reports.feedback.evidence import EarlierRelease, FeedbackEvidence, FeedbackMinimums, ObservedSheet
from reports.feedback.groups import groups
from reports.feedback.profile import Profile, profile
from reports.feedback.readings import Part, domain_parts
from reports.feedback.resting import earlier_release, resting
from reports.feedback.shape import DataTable, Feedback
from reports.pdf.feedback import feedback_pdf
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_sheet, an_instrument, some_sheets

PEERS = some_sheets(PEER, 5, 8, 2)
INSTRUMENT = an_instrument()
ITEMS = [part for parts in domain_parts(INSTRUMENT, "en") for part in parts.items]
ITEMS_OF = {each.domain.id: {item.id for item in each.items} for each in domain_parts(INSTRUMENT, "en") if each.domain}
ITEMS_OF["whole"] = {item.id for item in ITEMS}
FEW = 3


@dataclass(frozen=True)
class Released:
    """What one report was made from and what it says."""

    evidence: FeedbackEvidence
    feedback: Feedback


def release_each(moments: Sequence[Sequence[ObservedSheet]]) -> list[Released]:
    """A report at every moment, each knowing what the earlier ones used."""
    found: list[Released] = []
    earlier: list[EarlierRelease] = []
    for sheets in moments:
        evidence = a_feedback_evidence(observations=(*sheets, *PEERS), comments=(), earlier_releases=tuple(earlier))
        found.append(Released(evidence, build_feedback(evidence)))
        earlier += [earlier_release(kind, used) for kind, used in resting(evidence).used.items()]
    return found


RATING = st.one_of(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.sampled_from(["na", "unseen", None]))


@st.composite
def histories(draw: st.DrawFn, *, whole_sheets: bool) -> list[list[ObservedSheet]]:
    """Three moments: sheets come in, and patients take some back for good."""
    rating = st.integers(0, 4) if whole_sheets else RATING
    people = draw(st.integers(4, 7))
    moments: list[list[ObservedSheet]] = []
    here: list[ObservedSheet] = []
    number = 0
    for coming in (draw(st.integers(5, 9)), draw(st.integers(0, 5)), draw(st.integers(0, 5))):
        here = [sheet for sheet in here if not draw(st.sampled_from([True, False, False, False, False, False]))]
        for _ in range(coming):
            number += 1
            who = f"partner-{draw(st.integers(0, people - 1))}"
            ratings = draw(st.lists(rating, min_size=8, max_size=8))
            # Every third consultation is seen by two of a kind.
            seat = number - 1 if number % 3 == 0 and here and here[-1].observer != who else number
            here.append(a_sheet(seat, who, PARTNER, tuple(ratings)))
        moments.append(list(here))
    return moments


def pair(sheet: ObservedSheet) -> tuple[str, str]:
    return sheet.consultation, sheet.observer


def _words(feedback: Feedback) -> str:
    """All that is said. The data's fingerprint stays out: it mixes in random keys that no reader has."""
    fingerprint = next(
        row[1]
        for section in feedback.sections
        for block in section.blocks
        if isinstance(block, DataTable) and block.id == "checking"
        for row in block.rows
        if row[0] == "Fingerprint of the data"
    )
    return repr(replace(feedback, fingerprint="")).replace(fingerprint, "")


def used_at(released: Sequence[Released]) -> list[frozenset[tuple[str, str]]]:
    """Which patient partners' sheets each report used; empty when it did not show them."""
    found: list[frozenset[tuple[str, str]]] = []
    for each in released:
        (group,) = (group for group in groups(each.evidence) if group.type == PARTNER)
        found.append(group.pairs if group.shown else frozenset())
    return found


# ------------------------------------------------------------------------------------------- dealing out anew


@settings(max_examples=30, deadline=None)
@given(histories(whole_sheets=True), st.randoms(use_true_random=False))
def test_no_word_of_any_report_changes_when_people_of_one_history_swap_their_sheets(
    moments: list[list[ObservedSheet]], chance: Random
) -> None:
    released = release_each(moments)
    used = used_at(released)
    every = {pair(sheet): sheet for sheets in moments for sheet in sheets}
    by_history: defaultdict[tuple[bool, ...], list[tuple[str, str]]] = defaultdict(list)
    for seat in sorted(every):
        history = tuple(seat in each for each in used)
        if any(history):
            by_history[history].append(seat)
    anew = dict(every)
    for seats in by_history.values():
        assert len({observer for _, observer in seats}) >= FEW
        dealt = chance.sample(seats, len(seats))
        anew |= {
            seat: replace(every[seat], sheet=every[other].sheet, scores=every[other].scores)
            for seat, other in zip(seats, dealt, strict=True)
        }
    again = release_each([[anew[pair(sheet)] for sheet in sheets] for sheets in moments])
    assert [_words(each.feedback) for each in again] == [_words(each.feedback) for each in released]


@settings(max_examples=20, deadline=None)
@given(histories(whole_sheets=False), st.randoms(use_true_random=False))
def test_the_order_in_which_sheets_come_changes_no_word(moments: list[list[ObservedSheet]], chance: Random) -> None:
    mixed = [chance.sample(sheets, len(sheets)) for sheets in moments]
    assert [each.feedback for each in release_each(mixed)] == [each.feedback for each in release_each(moments)]


# -------------------------------------------------------------------------------------- exact algebra on counts


@settings(max_examples=25, deadline=None)
@given(histories(whole_sheets=False))
def test_no_sum_of_published_counts_over_all_releases_touches_one_or_two_people(
    moments: list[list[ObservedSheet]],
) -> None:
    """Per item and release, every count adds up the ratings of the sheets used; so one row of ones stands for all."""
    released = release_each(moments)
    every = sorted({pair(sheet): sheet for sheets in moments for sheet in sheets}.items())
    owners = [observer for (_, observer), _ in every]
    for part in ITEMS:
        rows = [
            [int(seat in used and part.read(sheet) is not None) for seat, sheet in every]
            for each, used in zip(released, used_at(released), strict=True)
            if _shown(_profile(each.evidence), part)
        ]
        for few in _small_sets(owners):
            others = [[cell for cell, owner in zip(row, owners, strict=True) if owner not in few] for row in rows]
            assert exact_rank(others) == exact_rank(rows), (part.id, few)


def exact_rank(rows: Sequence[Sequence[int]]) -> int:
    """By elimination without fractions, in whole numbers (Bareiss 1968, Math Comp 22:565)."""
    matrix = [list(row) for row in rows if any(row)]
    rank, before = 0, 1
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((at for at in range(rank, len(matrix)) if matrix[at][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        top = matrix[rank]
        for at in range(rank + 1, len(matrix)):
            factor = matrix[at][column]
            matrix[at] = [(top[column] * cell - factor * top[j]) // before for j, cell in enumerate(matrix[at])]
        rank, before = rank + 1, top[column]
    return rank


def test_the_exact_rank_is_the_rank() -> None:
    generator = np.random.default_rng(2)
    for _ in range(50):
        matrix = generator.integers(0, 2, (5, 7))
        assert exact_rank(matrix.tolist()) == np.linalg.matrix_rank(matrix)


def _profile(evidence: FeedbackEvidence) -> Profile:
    return profile(evidence.instrument, groups(evidence), evidence.minimums, "en")


def _shown(found: Profile, part: Part) -> bool:
    return next(row for row in found.items if row.part.id == part.id).cells[0].estimate.defined


def _small_sets(people: Sequence[str]) -> list[tuple[str, ...]]:
    return [few for size in (1, 2) for few in combinations(sorted(set(people)), size)]


# --------------------------------------------------------------------------- scores beside counts, linear programmes


@st.composite
def part_sheets(draw: st.DrawFn) -> tuple[ObservedSheet, ...]:
    """Four to seven sheets of three to five people, most of them whole, a few with items that could not be rated."""
    people = draw(st.integers(3, 5))
    sheets: list[ObservedSheet] = []
    for at in range(draw(st.integers(4, 7))):
        ratings: list[int | str | None] = [*draw(st.lists(st.integers(0, 4), min_size=8, max_size=8))]
        for item in draw(st.lists(st.integers(0, 7), max_size=2)) if draw(st.integers(0, 3)) == 0 else ():
            ratings[item] = "unseen"
        sheets.append(a_sheet(at, f"partner-{at % people}", PARTNER, tuple(ratings)))
    return tuple(sheets)


@settings(max_examples=8, deadline=None)
@given(part_sheets())
def test_a_score_beside_the_counts_of_its_items_leaves_open_what_one_or_two_people_gave(
    sheets: tuple[ObservedSheet, ...],
) -> None:
    """With the scores, the range of what they gave must stay at least an eighth of what it is for a reader who knows
    every sum of ratings, item by item and domain by domain, as if all had rated everything.
    """
    evidence = a_feedback_evidence(observations=(*sheets, *PEERS), comments=())
    found = _profile(evidence)
    (group,) = (group for group in groups(evidence) if group.type == PARTNER)
    ratings = [(sheet, part) for sheet in group.sheets for part in ITEMS if part.read(sheet) is not None]
    place = {(pair(sheet), part.id): at for at, (sheet, part) in enumerate(ratings)}
    given = np.array([part.read(sheet) or 0.0 for sheet, part in ratings])
    counts = [{row.part.id} for row in found.items if row.cells[0].estimate.defined]
    scored = [ITEMS_OF[row.part.id] for row in (found.whole, *found.domains) if row.cells[0].estimate.defined]
    equal, even = (
        np.array([[float(part.id in each) for _, part in ratings] for each in sets]).reshape(-1, len(ratings))
        for sets in (counts, counts + scored)
    )
    weights, means = _rounded_scores(found, group.sheets, place)
    for few in _small_sets([sheet.observer for sheet in group.sheets]):
        goal = np.array([float(sheet.observer in few) for sheet, _ in ratings])
        alone = _reach(goal, even, even @ given, np.zeros((0, len(ratings))), np.zeros(0))
        together = _reach(goal, equal, equal @ given, weights, means)
        assert together >= alone / 8 - 1e-6, (few, alone, together)


def _rounded_scores(
    found: Profile, sheets: Sequence[ObservedSheet], place: dict[tuple[tuple[str, str], str], int]
) -> tuple[np.ndarray, np.ndarray]:
    """Each shown mean as a weighted sum of ratings, and what was printed."""
    rows: list[np.ndarray] = []
    printed: list[float] = []
    for row in (found.whole, *found.domains):
        if row.cells[0].estimate.value is None:
            continue
        weights = np.zeros(len(place))
        scored = [sheet for sheet in sheets if row.part.read(sheet) is not None]
        for sheet in scored:
            rated = [item for item in sorted(ITEMS_OF[row.part.id]) if (pair(sheet), item) in place]
            for item in rated:
                weights[place[pair(sheet), item]] = 25.0 / len(rated) / len(scored)
        rows.append(weights)
        printed.append(round(row.cells[0].estimate.value, row.part.places))
    return np.array(rows).reshape(-1, len(place)), np.array(printed)


def _reach(goal: np.ndarray, equal: np.ndarray, sums: np.ndarray, weights: np.ndarray, means: np.ndarray) -> float:
    """How far apart the least and the most are that the reader must reckon with. Scores are exact to half a point, and
    to the instrument's own rounding of each sheet."""
    slack = 0.5 + 0.05
    above = np.vstack([weights, -weights]) if len(weights) else None
    limits = np.concatenate([means + slack, slack - means]) if len(weights) else None
    ends: list[float] = []
    for sign in (1.0, -1.0):
        solved = linprog(sign * goal, above, limits, equal if len(sums) else None, sums if len(sums) else None, (0, 4))
        assert solved.status == 0, solved.message
        ends.append(sign * float(solved.fun or 0.0))
    return ends[1] - ends[0]


# ----------------------------------------------------------------------------------------------- adjusted scores


def _round(own: dict[str, float], shift: float) -> RoundScores:
    """Six visits to "me" by three people, who also see four colleagues; `shift` moves what one of them gave there."""
    rows = [
        RoundScore("patient_partner", "me", f"me-{at}", name, own[name] + 3.0 * (at % 2))
        for at, name in enumerate(("a", "b", "c", "a", "b", "c"))
    ]
    for who in range(4):
        for visit, name in enumerate(("a", "b", "c", "d", "a", "b", "c", "d")):
            moved = shift if name == "a" else 0.0
            value = 40.0 + 5 * who + 4 * (visit % 3) + moved
            rows.append(RoundScore("patient_partner", f"colleague {who}", f"{who}-{visit}", name, value))
    return RoundScores(tuple(rows), 0.0, 100.0)


def _adjusted(scores: RoundScores) -> float:
    (standing,) = colleagues(scores, FeedbackMinimums()).beside("me")
    return standing.fair.estimate.number


def test_whatever_one_person_gave_there_are_ratings_of_colleagues_that_explain_the_same_adjusted_score() -> None:
    """Raw and adjusted score together do not tell what one person gave: the reader has not seen colleagues’ sheets."""
    wanted = _adjusted(_round({"a": 40.0, "b": 50.0, "c": 60.0}, 0.0))
    for a, c in ((55.0, 45.0), (60.0, 40.0), (30.0, 70.0)):
        swapped = {"a": a, "b": 50.0, "c": c}
        shift = brentq(lambda by, own=swapped: _adjusted(_round(own, by)) - wanted, -60.0, 60.0, xtol=1e-3)
        assert _adjusted(_round(swapped, shift)) == pytest.approx(wanted, abs=0.01)


def test_an_adjusted_score_needs_three_observers_who_have_seen_somebody_else() -> None:
    rows = tuple(
        row
        for row in _round({"a": 40.0, "b": 50.0, "c": 60.0}, 0.0).rows
        if row.clinician == "me" or row.observer != "c"
    )
    (standing,) = colleagues(RoundScores(rows, 0.0, 100.0), FeedbackMinimums()).beside("me")
    assert standing.fair.refusal in {"few_shared", "few_observers"}


# -------------------------------------------------------------------------------------------------- raw ratings


def test_visits_without_a_decision_count_in_no_figure() -> None:
    """Else the counts of an item less the scores of the others would be theirs."""
    rule = replace(INSTRUMENT.scoring, min_answered=8)
    strict = an_instrument(scoring=rule)
    sheets = [replace(sheet, scores=score(strict, sheet.sheet)) for sheet in some_sheets(PARTNER, 4, 9)]
    odd = a_sheet(30, "partner-9", PARTNER, (4, 4, 4, 4, 4, 4, 4, "na"), instrument=strict)
    with_it = a_feedback_evidence(instrument=strict, observations=(*sheets, odd, *PEERS), comments=())
    (group,) = (group for group in groups(with_it) if group.type == PARTNER)
    assert group.unscored == 1
    assert odd not in group.sheets


# ------------------------------------------------------------------------------------------ same input, same bytes


@settings(max_examples=4, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_not_one_byte_of_the_pdf(chance: Random) -> None:
    evidence = a_feedback_evidence()
    mixed = replace(
        evidence,
        observations=tuple(chance.sample(evidence.observations, len(evidence.observations))),
        comments=tuple(chance.sample(evidence.comments, len(evidence.comments))),
    )
    assert feedback_pdf(build_feedback(mixed)) == feedback_pdf(build_feedback(evidence))
