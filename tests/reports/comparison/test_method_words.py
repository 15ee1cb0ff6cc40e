"""Methods are told once, in words of the field and not of the program."""

from reports.comparison.method_words import method_words


def test_ways_that_differ_in_their_degrees_of_freedom_are_one_way() -> None:
    ways = [f"conger_kappa; delete-one-cluster jackknife, t, {freedom} df" for freedom in (22, 8, 10)]
    assert method_words([*ways, ""]) == (
        "Conger’s kappa; delete-one-cluster jackknife, t with 8 to 22 degrees of freedom",
    )


def test_a_way_without_degrees_of_freedom_stays_as_it_is() -> None:
    assert method_words(["ICC(A,1); analysis of variance", "gwet_ac"]) == (
        "ICC(A,1); analysis of variance",
        "Gwet’s AC",
    )
