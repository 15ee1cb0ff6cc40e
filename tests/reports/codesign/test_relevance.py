"""A vote of relevance in words that can be read aloud, each kind of voter for itself."""

from math import nan

from reports.codesign.relevance import relevance_result

PARTNERS, PEERS = "Patient partner", "Peer clinician"


def test_each_kind_has_its_own_sentence_and_its_own_place_in_the_figure():
    votes = [[4, 4], [3, 1], [4, 4], [1, nan], [2, 4], [4, 4]]
    found = relevance_result(["Choices", "Harms"], [PARTNERS, PEERS], [PARTNERS] * 3 + [PEERS] * 3, votes)
    assert found.items[0].sentences == (
        "Patient partner: 3 of 3 find it relevant (I-CVI 1.00, kappa 1.00: excellent). That is enough.",
        "Peer clinician: 1 of 3 find it relevant (I-CVI 0.33, kappa −0.07: poor). "
        "That is not enough yet: talk about it.",
    )
    assert found.items[1].sentences[1] == "Peer clinician: Not yet: 1 more vote needed (2 of 3)."
    assert found.figure is not None
    assert found.figure.groups == (PARTNERS, PEERS)


def test_the_scale_is_summed_up_with_its_reach():
    votes = [[4, 4, 4, 1], [3, 4, 4, 4], [4, 3, 4, 4], [4, 4, 4, 4]]
    (sentence,) = relevance_result(["a", "b", "c", "d"], [PARTNERS], [PARTNERS] * 4, votes).scale
    assert sentence.startswith(
        "Patient partner: on average 94 of 100 votes on an item say relevant (S-CVI/Ave, between"
    )
    assert "All 4 agree on 75 of 100 items (S-CVI/UA)." in sentence


def test_below_ninety_in_a_hundred_the_wanted_number_is_named():
    (sentence,) = relevance_result(["a"], [PARTNERS], [PARTNERS] * 3, [[4], [1], [4]]).scale
    assert "90 is wanted" in sentence


def test_nobody_voted_yet():
    found = relevance_result(["a"], [PARTNERS, PEERS], [], [])
    assert found.items[0].sentences == (
        "Patient partner: Not yet: 3 more votes needed (0 of 3).",
        "Peer clinician: Not yet: 3 more votes needed (0 of 3).",
    )


def test_without_items_there_is_no_figure():
    assert relevance_result([], [PARTNERS], [], []).figure is None
