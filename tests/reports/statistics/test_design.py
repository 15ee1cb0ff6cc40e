"""Who met whom: islands, pairs, and what cannot be told apart."""

import pytest

from reports.statistics.design import connection, double_observation, pairings


def test_two_islands_are_found_and_the_bridge_is_named():
    found = connection(["K", "K", "L", "M"], ["Ann", "Bo", "Bo", "Cy"])
    assert not found.connected
    assert [island.observers for island in found.islands] == [("Ann", "Bo"), ("Cy",)]
    assert "Let Ann observe M" in found.sentence


def test_one_shared_clinician_joins_everybody():
    found = connection(["K", "K", "L"], ["Ann", "Bo", "Bo"])
    assert found.connected
    assert found.sentence.startswith("Everybody can be compared")


def test_nobody_observed_is_said_so():
    assert connection([], []).sentence == "Nobody has been observed yet."


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="a clinician and an observer"):
        connection(["K"], [])


def test_pairs_are_counted_however_they_are_ordered():
    found = pairings(["c1", "c1", "c2", "c2", "c3"], ["Ann", "Bo", "Bo", "Ann", "Ann"])
    assert [(pair.first, pair.second, pair.together) for pair in found] == [("Ann", "Bo", 2)]


def test_types_that_never_paired_with_their_own_are_named():
    found = double_observation(
        ["c1", "c1", "c2", "c2", "c3"],
        ["P1", "D1", "P1", "P2", "D1"],
        ["partner", "peer", "partner", "partner", "peer"],
    )
    assert (found.single, found.double, found.mixed) == (1, 2, 1)
    assert found.same_type == {"partner": 1, "peer": 0}
    assert found.without_same_type == ("peer",)
