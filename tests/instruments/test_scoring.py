"""Scores, on the published arithmetic of the instruments whose shapes the product must carry.

Sources of the worked numbers: OPTION-12 sums and rescaled scores, PMC11412785 table 2; OPTION-5 as sum times
five; CARE with up to two gaps filled by the mean of the rest, its scoring guide; CollaboRATE top score,
glynelwyn.com scoring page; the informed decision making scale 0 to 18 with its minimum, PMC2657309.
"""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.catalogue import shipped_text
from instruments.definition import Instrument
from instruments.loading import load
from instruments.scoresheet import Chosen, NotScored, Rated, Tallied, Written
from instruments.scoring import score
from tests.instruments.builders import SHORT_DEFINITION, ordinal, rated, summing_to

PERCENT = "rescale: {to_min: '0', to_max: '100'}, round: {places: '0'}"


@pytest.mark.parametrize(("total", "percent"), [(8, 17), (32, 67), (26, 54), (19, 40), (0, 0), (48, 100)])
def test_twelve_items_from_0_to_4_become_the_published_percentages(total: int, percent: int) -> None:
    twelve = ordinal(12, 0, 4, f"{{rule: sum, {PERCENT}}}")
    assert score(twelve, summing_to(total, 12, 4)).total.value == percent


@pytest.mark.parametrize("total", range(21))
def test_five_items_from_0_to_4_score_five_times_their_sum(total: int) -> None:
    five = ordinal(5, 0, 4, f"{{rule: sum, {PERCENT}}}")
    assert score(five, summing_to(total, 5, 4)).total.value == 5 * total


def test_a_sum_stands_on_the_scale_from_all_lowest_to_all_highest() -> None:
    total = score(ordinal(10, 1, 5, "{rule: sum}"), rated(*[3] * 10)).total
    assert (total.value, total.possible_min, total.possible_max) == (30, 10, 50)


CARE = "{rule: prorated_sum, min_answered: '8', non_scoring: {not_applicable: exclude, blank: exclude}}"


def ten_items() -> Instrument:
    return ordinal(10, 1, 5, CARE, non_scoring=["not_applicable"])


@pytest.mark.parametrize(
    ("ratings", "value"),
    [
        ([4] * 10, "40"),
        ([4] * 9 + [None], "40"),
        ([5, 4, 4, 4, 4, 4, 4, 4, None, None], "41.25"),
        ([1, 2, 3, 4, 5, 1, 2, 3, 4, None], "27.777777777778"),
    ],
)
def test_up_to_two_gaps_are_replaced_by_the_mean_of_the_rest(ratings: list[int | None], value: str) -> None:
    assert score(ten_items(), rated(*ratings)).total.value == Decimal(value)


def test_three_gaps_make_the_form_unusable_and_say_so() -> None:
    total = score(ten_items(), rated(*[4] * 7, None, None, None)).total
    assert total.value is None
    assert total.reason == "No score: 7 of 10 items can count and at least 8 must."
    assert (total.answered, total.of) == (7, 10)


def test_a_blank_is_filled_in_only_where_the_rule_declares_it() -> None:
    blank = {key: answer for key, answer in rated(*[4] * 10).items() if key != "i3"}
    assert score(ten_items(), blank).total.value == 40
    undeclared = CARE.replace(", blank: exclude", "")
    total = score(ordinal(10, 1, 5, undeclared, non_scoring=["not_applicable"]), blank).total
    assert total.reason == "No score: of 10 items, 1 was left blank, and this rule needs a rating there."


def test_not_applicable_not_observed_and_blank_are_counted_apart() -> None:
    instrument = ordinal(
        5,
        0,
        2,
        "{rule: sum, non_scoring: {not_applicable: undefined, not_observed: undefined}}",
        non_scoring=["not_applicable", "not_observed"],
    )
    sheet = {"i1": Rated("1"), "i2": NotScored("not_applicable", "not_applicable"), "i3": Rated("2")}
    sheet["i4"] = NotScored("not_observed", "not_observed")
    assert score(instrument, sheet).total.reason == (
        "No score: of 5 items, 1 was left blank, 1 was not applicable and 1 was not observed, "
        "and this rule needs a rating there."
    )


@pytest.mark.parametrize(("ratings", "value"), [((9, 9, 9), 100), ((9, 9, 8), 0), ((0, 0, 0), 0)])
def test_the_top_score_is_reached_only_when_every_item_is_at_the_top(ratings: tuple[int, ...], value: int) -> None:
    assert score(ordinal(3, 0, 9, "{rule: all_top_box}"), rated(*ratings)).total.value == value


def test_a_sheet_with_a_blank_has_no_top_score() -> None:
    assert score(ordinal(3, 0, 9, "{rule: all_top_box}"), {"i1": Rated("9")}).total.value is None


def test_the_share_of_items_at_the_top_is_a_percentage() -> None:
    instrument = ordinal(4, 0, 2, "{rule: percent_top_box, round: {places: '1'}}")
    assert score(instrument, rated(2, 1, 2, 2)).total.value == 75


MINIMUM = """
standard:
  title: The minimum
  met_when:
    all:
      - any: [{item: i2, in: ["1", "2"]}, {item: i8, in: ["1", "2"]}]
      - {item: i1, in: ["1", "2"]}
"""


@pytest.mark.parametrize(
    ("ratings", "total", "met"),
    [
        ((2, 2, 2, 2, 2, 2, 2, 2, 2), 18, True),
        ((1, 0, 0, 0, 0, 0, 0, 1, 0), 2, True),
        ((0, 2, 2, 2, 2, 2, 2, 2, 2), 16, False),
        ((2, 0, 2, 2, 2, 2, 2, 0, 2), 14, False),
    ],
)
def test_nine_elements_give_0_to_18_and_a_minimum_standard(ratings: tuple[int, ...], total: int, *, met: bool) -> None:
    scores = score(ordinal(9, 0, 2, "{rule: sum}", extra=MINIMUM), rated(*ratings))
    assert scores.total.value == total
    assert scores.standard is not None
    assert (scores.standard.met, scores.standard.reason) == (met, None)


def test_a_minimum_standard_that_hangs_on_a_missing_rating_is_left_open() -> None:
    instrument = ordinal(
        9, 0, 2, "{rule: mean_of_answered, non_scoring: {not_applicable: exclude}}",
        non_scoring=["not_applicable"], extra=MINIMUM,
    )  # fmt: skip
    scores = score(instrument, rated(None, 1, 0, 0, 0, 0, 0, 0, 0))
    assert scores.standard is not None
    assert scores.standard.met is None
    assert scores.standard.reason == "Not known: some of the ratings it depends on are missing."


def test_an_instrument_for_three_people_gives_three_totals_and_no_single_one() -> None:
    actors = {"i1": "[clinician]", "i2": "[clinician, patient]", "i3": "[patient]", "i4": "[carer]"}
    instrument = ordinal(4, 0, 4, "{rule: sum, per_actor: 'true'}", actors=actors)
    scores = score(instrument, rated(4, 3, 2, 1))
    assert [(actor, part.value) for actor, part in scores.actors] == [
        ("clinician", 7),
        ("patient", 5),
        ("carer", 1),
    ]
    assert scores.total.reason == "This instrument gives one score for each person taking part, not one total."
    assert (scores.total.value, scores.total.answered) == (None, 4)


def test_a_carer_who_was_absent_has_no_score_while_the_others_have_theirs() -> None:
    actors = {"i1": "[clinician]", "i2": "[carer]"}
    rule = "{rule: sum, per_actor: 'true', non_scoring: {not_applicable: undefined}}"
    instrument = ordinal(2, 0, 4, rule, actors=actors, non_scoring=["not_applicable"])
    parts = dict(score(instrument, rated(4, None)).actors)
    assert parts["clinician"].value == 4
    assert parts["carer"].reason == ("No score: of 1 item, 1 was not applicable, and this rule needs a rating there.")


def test_a_reversed_item_counts_from_the_other_end_of_its_scale() -> None:
    instrument = ordinal(2, 1, 5, "{rule: sum, reverse: [i2]}")
    assert score(instrument, rated(5, 1)).total.value == 10


def test_weights_count_an_item_more_than_once() -> None:
    instrument = ordinal(2, 0, 4, "{rule: mean_of_answered, weights: {i1: '3'}}")
    assert score(instrument, rated(4, 0)).total.value == 3


def test_weights_stretch_the_range_of_a_sum() -> None:
    total = score(ordinal(2, 0, 4, "{rule: sum, weights: {i1: '1.5'}}"), rated(4, 4)).total
    assert (total.value, total.possible_max) == (10, 10)


def test_a_gap_can_be_declared_to_count_as_the_lowest_score() -> None:
    rule = "{rule: sum, non_scoring: {not_applicable: lowest}}"
    instrument = ordinal(2, 1, 5, rule, non_scoring=["not_applicable"])
    assert score(instrument, rated(4, None)).total.value == 5


def test_the_highest_score_given_can_be_the_score() -> None:
    assert score(ordinal(3, 0, 4, "{rule: max}"), rated(1, 3, 2)).total.value == 3


@pytest.mark.parametrize(("ratings", "rounded"), [((0, 1), "0"), ((1, 2), "2"), ((2, 3), "2")])
def test_halves_are_rounded_to_the_even_neighbour(ratings: tuple[int, int], rounded: str) -> None:
    instrument = ordinal(2, 0, 4, "{rule: mean_of_answered, round: {places: '0'}}")
    assert score(instrument, rated(*ratings)).total.value == Decimal(rounded)


def test_a_score_keeps_the_decimal_places_its_rule_promises() -> None:
    instrument = ordinal(2, 0, 4, "{rule: mean_of_answered, round: {places: '1'}}")
    assert str(score(instrument, rated(4, 4)).total.value) == "4.0"


def test_an_unrounded_hundred_is_printed_as_a_hundred() -> None:
    instrument = ordinal(2, 0, 4, "{rule: sum, rescale: {to_min: '0', to_max: '100'}}")
    assert str(score(instrument, rated(4, 4)).total.value) == "100"


def test_only_the_named_items_count() -> None:
    total = score(ordinal(3, 0, 4, "{rule: sum, items: [i1, i3]}"), rated(1, 4, 2)).total
    assert (total.value, total.of) == (3, 2)


def test_a_score_names_the_rule_and_the_version_of_the_rule() -> None:
    total = score(ordinal(1, 0, 4, "{rule: sum}"), rated(1)).total
    assert (total.rule, total.rule_version) == ("sum", "1")


def test_a_rule_that_may_leave_everything_out_still_needs_one_rating() -> None:
    rule = "{rule: mean_of_answered, min_answered: '0', non_scoring: {not_applicable: exclude}}"
    total = score(ordinal(2, 0, 4, rule, non_scoring=["not_applicable"]), rated(None, None)).total
    assert total.reason == "No score: 0 of 2 items can count and at least 1 must."


def test_an_item_hidden_by_the_gate_counts_as_not_applicable_even_if_it_was_rated_before() -> None:
    instrument = load(SHORT_DEFINITION)
    sheet = {"gate": Chosen(("no",)), "plan": Rated("2", "Said so."), "goals": Rated("0")}
    total = score(instrument, sheet).total
    assert (total.value, total.answered, total.of) == (2, 1, 2)


def test_a_domain_is_scored_over_its_own_items() -> None:
    instrument = ordinal(3, 0, 4, "{rule: profile}", extra="domain_scoring: {rule: sum}")
    scores = score(instrument, rated(1, 2, 3))
    assert [(domain, part.value) for domain, part in scores.domains] == [("d", 6)]
    assert scores.total.reason == "This instrument gives a profile of ratings, not one score."


def test_a_tallied_item_scores_the_level_that_was_chosen() -> None:
    gaps = "{not_observed: undefined, insufficient_evidence: undefined}"
    level = load(shipped_text("example-tally", "1").replace("profile", f"sum\n  non_scoring: {gaps}"))
    counted = {"opening": Tallied({"open": 4}, "b"), "inviting": Tallied({}, "c"), "overall": Rated("sound")}
    assert score(level, counted).total.value == 6


@given(st.lists(st.integers(0, 4), min_size=8, max_size=8))
def test_the_exact_mean_and_the_exact_sum_agree(ratings: list[int]) -> None:
    mean = ordinal(8, 0, 4, "{rule: mean_of_answered, rescale: {to_min: '0', to_max: '100'}}")
    total = ordinal(8, 0, 4, "{rule: sum, rescale: {to_min: '0', to_max: '100'}}")
    sheet = rated(*ratings)
    value = score(mean, sheet).total.value
    assert value == score(total, sheet).total.value
    assert value is not None
    assert Fraction(value) == Fraction(sum(ratings) * 100, 32)


def test_an_answer_of_the_wrong_kind_counts_as_a_blank() -> None:
    assert score(ordinal(1, 0, 4, "{rule: sum}"), {"i1": Written("four")}).total.value is None


def test_a_score_does_not_depend_on_the_precision_the_caller_works_with() -> None:
    instrument = ordinal(3, 0, 4, "{rule: mean_of_answered, weights: {i1: '1.25'}, round: {places: '4'}}")
    with localcontext(prec=2):
        coarse = score(instrument, rated(4, 3, 1)).total.value
    assert coarse == Decimal("2.7692")
