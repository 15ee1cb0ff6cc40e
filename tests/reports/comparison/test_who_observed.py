"""Whether everybody can be compared, what carries it and what would mend it, in sentences a lead can act on."""

from __future__ import annotations

import numpy as np
import pytest

from reports.comparison.rating_set import RatingSet
from reports.comparison.who_observed import NOBODY, meetings_of_clinicians, who_observed
from reports.figures.drawing import draw
from reports.statistics.rotation.one_pairing import NOBODY_OBSERVED
from reports.statistics.rotation.round_pairing import EVERYBODY_MET
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed

B = np.nan
NAMES = ("Ada", "Bo", "Cem", "Dot")


def apart() -> RatingSet:
    """Ada and Bo by observers 1 and 2; Cem and Dot by observers 3 and 4."""
    return crossed(
        [[1, 2, B, B], [2, 2, B, B], [1, 3, B, B], [B, B, 2, 4], [B, B, 1, 3]],
        [PARTNER, PEER, PARTNER, PEER],
        clinicians=[0, 0, 1, 2, 3],
    )


def bridged() -> RatingSet:
    return crossed(
        [[1, 2, B, B], [2, 2, B, B], [1, 3, 4, B], [B, B, 2, 4], [B, B, 1, 3]],
        [PARTNER, PEER, PARTNER, PEER],
        clinicians=[0, 0, 1, 2, 3],
    )


def test_a_sheet_without_a_rating_is_no_meeting():
    assert meetings_of_clinicians(apart()) == {
        ("0", "o0"): 2, ("0", "o1"): 2, ("1", "o0"): 1, ("1", "o1"): 1,
        ("2", "o2"): 1, ("2", "o3"): 1, ("3", "o2"): 1, ("3", "o3"): 1,
    }  # fmt: skip


def test_two_groups_that_share_nobody_are_named_with_their_sizes():
    found = who_observed(apart(), NAMES)
    assert (
        "2 groups that share nobody (2 clinicians with 2 observers; 2 clinicians with 2 observers)" in found.comparable
    )


def test_the_one_pairing_that_would_fix_it_says_who_with_whom_and_what_it_buys():
    found = who_observed(apart(), NAMES)
    assert found.mend.startswith("The one pairing that would fix it: let Observer ")
    assert found.mend.endswith("Then 4 clinicians can be compared with one another instead of 2.")


def test_the_bridge_is_the_weakest_link_and_says_who_would_fall_off():
    found = who_observed(bridged(), NAMES)
    assert found.comparable.startswith("Everybody can be compared: 4 clinicians and 4 observers")
    assert found.weakest == (
        "The weakest link is Observer 3 watching Bo (1 visit): it alone joins Ada and Bo to the others."
    )


def test_once_joined_the_pairing_that_helps_most_says_by_how_much():
    found = who_observed(bridged(), NAMES)
    assert found.mend.startswith("The one pairing that would help most: let Observer ")
    assert "% closer on average" in found.mend


def test_a_firm_round_has_no_link_that_carries_it_alone():
    found = who_observed(crossed([[1, 2], [2, 3], [3, 1]], [PARTNER, PEER]), NAMES)
    assert "No single pairing carries the connection" in found.weakest
    assert found.mend == EVERYBODY_MET


@pytest.mark.parametrize(
    ("ratings", "clinicians", "says"),
    [
        ([[B, B]], [0], NOBODY),
        ([[1, 2], [3, 2]], [0, 0], "Only one clinician has been observed"),
        ([[1], [3]], [0, 1], "watched by the same one observer"),
        ([[1, B], [B, 2]], [0, 1], "2 groups that share nobody"),
    ],
)
def test_a_design_that_allows_nothing_is_told_in_a_sentence(
    ratings: list[list[float]], clinicians: list[int], says: str
):
    kinds = [PARTNER, PEER][: len(ratings[0])]
    assert says in who_observed(crossed(ratings, kinds, clinicians=clinicians), NAMES).comparable


def test_one_clinician_has_no_pairing_that_would_help():
    assert who_observed(crossed([[1, 2]], [PARTNER, PEER]), NAMES).mend == NOBODY_OBSERVED


def test_a_conflict_of_interest_is_never_proposed():
    barred = {(0, "o2"), (0, "o3"), (1, "o2"), (1, "o3"), (2, "o0"), (2, "o1"), (3, "o0")}
    pairing = who_observed(apart(), NAMES, barred).pairing
    assert (pairing.clinician, pairing.observer) == ("3", "o1")


def test_the_figure_of_two_groups_tells_them_apart_in_words_and_boxes():
    figure = who_observed(apart(), NAMES).figure
    assert figure is not None
    picture = draw(figure)
    said = {getattr(mark, "text", "") for mark in picture.marks}
    assert {"Group 1 of 2", "Group 2 of 2"} <= said
    assert "Group 1 of 2 shares nobody with the others." in picture.description
    assert "Ada was watched by Observer 1 (2), Observer 2 (2)." in picture.description


def test_a_hundred_clinicians_and_thirty_observers_are_drawn_as_squares_each_once():
    generator = np.random.default_rng(3)
    ratings = np.full((400, 30), np.nan)
    for visit in range(400):
        ratings[visit, generator.choice(30, 2, replace=False)] = generator.integers(0, 5, 2)
    figure = who_observed(
        crossed(ratings, [PARTNER] * 10 + [PEER] * 20, clinicians=[at % 100 for at in range(400)]),
        [f"Clinician {at}" for at in range(100)],
    ).figure
    assert figure is not None
    assert not figure.as_lines
    heads, rows = figure.data()
    assert heads[0] == "clinician"
    assert sum(int(str(row[4])) for row in rows) == 800
    assert draw(figure).width < 1000


def test_three_people_are_drawn_as_lines_with_every_meeting():
    figure = who_observed(crossed([[1, 2], [2, B]], [PARTNER, PEER], clinicians=[0, 1]), NAMES).figure
    assert figure is not None
    assert figure.as_lines
    strokes = [mark for mark in draw(figure).marks if getattr(mark, "role", "") in {"link-1", "weakest-link"}]
    assert len(strokes) >= 3


def test_kinds_that_never_sat_two_of_a_kind_are_named():
    found = who_observed(apart(), NAMES)
    assert found.alike.startswith("5 visits of 5 had two observers or more. No two patient partners and no two peer")


def test_two_of_one_kind_who_sat_together_are_counted():
    both = crossed([[1, 2, B, B], [B, B, 2, 3], [1, B, 2, B]], [PARTNER, PARTNER, PEER, PEER], clinicians=[0, 1, 0])
    assert "in 2 of these two of one kind sat together" in who_observed(both, NAMES).alike


def test_with_one_kind_only_nothing_is_said_of_kinds():
    assert who_observed(crossed([[1, 2]], [PEER, PEER]), NAMES).alike == ""


def test_one_person_of_each_kind_is_told_as_such():
    found = who_observed(crossed([[1, 2], [2, 3]], [PARTNER, PEER]), NAMES)
    assert "there is one person of each kind only" in found.alike


def test_groups_that_are_firm_by_themselves_are_not_said_to_hang_together():
    assert who_observed(apart(), NAMES).weakest.startswith("Within each group no single pairing carries")


def test_visits_watched_by_one_alone_say_nothing_of_agreement():
    assert who_observed(crossed([[1, B], [B, 3]], [PARTNER, PEER]), NAMES).alike.startswith(
        "No visit had two observers"
    )
