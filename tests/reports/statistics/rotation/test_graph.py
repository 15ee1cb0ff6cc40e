"""How firmly the graph of who observed whom holds together, and which meeting carries it."""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.rotation.graph import connectedness, islands, links, mean_variance, weakest_link

BRIDGED = {
    ("C0", "a"): 5.0, ("C0", "b"): 5.0, ("C1", "a"): 5.0, ("C1", "b"): 1.0,
    ("C2", "c"): 5.0, ("C2", "d"): 5.0, ("C3", "c"): 5.0, ("C3", "d"): 5.0, ("C1", "c"): 1.0,
}  # fmt: skip


def test_the_bridge_between_two_groups_is_the_weakest_link():
    found = weakest_link(BRIDGED)
    assert found is not None
    assert (found.clinician, found.observer) == ("C1", "c")
    assert found.alone
    assert found.cut_off in (("C0", "C1"), ("C2", "C3"))


def test_a_bridge_to_many_comes_before_a_bridge_to_one():
    found = weakest_link({**BRIDGED, ("C9", "a"): 4.0})
    assert found is not None
    assert (found.clinician, found.observer) == ("C1", "c")


def test_without_the_bridge_the_graph_has_no_connectedness():
    left = {pair: sheets for pair, sheets in BRIDGED.items() if pair != ("C1", "c")}
    assert connectedness(["C0", "C1", "C2", "C3"], list("abcd"), left) == pytest.approx(0, abs=1e-9)
    assert connectedness(["C0", "C1", "C2", "C3"], list("abcd"), BRIDGED) > 0.1


def test_the_shares_carried_add_up_to_the_people_less_the_islands():
    # Foster's theorem: what the meetings carry sums to the rank of the graph.
    assert sum(link.carries for link in links(BRIDGED)) == pytest.approx(8 - 1)
    assert sum(link.carries for link in links({**BRIDGED, ("C7", "x"): 3.0})) == pytest.approx(10 - 2)


def test_what_a_link_carries_does_not_hang_on_the_names():
    generator = np.random.default_rng(5)
    meetings = {(f"C{c}", f"o{o}"): float(n) for (c, o), n in np.ndenumerate(generator.integers(0, 4, (6, 5))) if n}
    renamed = {(f"X{9 - int(c[1:])}", f"z{o}"): n for (c, o), n in meetings.items()}
    one = sorted(link.carries for link in links(meetings))
    assert one == pytest.approx(sorted(link.carries for link in links(renamed)))


def test_nobody_met_is_not_connected():
    assert connectedness(["C0"], ["a"], {}) == 0
    assert connectedness([], [], {}) == 0
    assert weakest_link({}) is None
    assert islands({("C0", "a"): 0.0}).islands == ()


def test_one_meeting_cuts_nobody_off():
    found = weakest_link({("C0", "a"): 4.0})
    assert found is not None
    assert found.alone
    assert found.cut_off == ()


def test_clinicians_in_parts_that_share_nobody_have_no_common_variance():
    assert mean_variance(["C0", "C2"], {("C0", "a"): 4.0, ("C2", "b"): 4.0}) is None
    assert mean_variance([], BRIDGED) is None


def test_two_clinicians_of_one_observer_are_compared_with_the_variance_of_their_sheets():
    # Their gap has variance 1/4 + 1/12; each beside the mean of the two has a quarter of it.
    assert mean_variance(["C0", "C1"], {("C0", "a"): 4.0, ("C1", "a"): 12.0}) == pytest.approx((1 / 4 + 1 / 12) / 4)
