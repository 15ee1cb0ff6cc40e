"""What is said to have gone well, and what to try."""

from reports.feedback.content import build_feedback
from reports.feedback.evidence import ObservedSheet, ObserverType
from reports.feedback.shape import Bullets, Feedback, Paragraph
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_sheet, an_instrument


def sheets(kind: ObserverType, ratings: tuple[int, ...]) -> tuple[ObservedSheet, ...]:
    return tuple(a_sheet(at, f"{kind.code}-{at % 4}", kind, ratings) for at in range(8))


def told(feedback: Feedback, id: str) -> list[str]:
    blocks = next(each.blocks for each in feedback.front if each.id == id)
    lists = [block.items for block in blocks if isinstance(block, Bullets)]
    return [item for items in lists for item in items] + [
        block.text for block in blocks if isinstance(block, Paragraph)
    ]


def feedback_on(partners: tuple[int, ...], peers: tuple[int, ...]) -> Feedback:
    return build_feedback(a_feedback_evidence(observations=sheets(PARTNER, partners) + sheets(PEER, peers)))


def test_what_both_kinds_saw_most_is_named_first() -> None:
    well = told(feedback_on((4, 2, 2, 2, 2, 2, 2, 1), (4, 1, 1, 1, 1, 1, 1, 0)), "went-well")
    assert well[0].startswith("“Asks what matters most to the person” was rated “Clear and fitted” by")
    assert "patient partners in 8 of 8 and peer clinicians in 8 of 8 ratings" in well[0]


def test_what_one_kind_saw_and_the_other_did_not_is_no_strength() -> None:
    well = told(feedback_on((4, 3, 2, 2, 2, 2, 2, 2), (0, 3, 2, 2, 2, 2, 2, 2)), "went-well")
    assert not any("Asks what matters" in sentence for sentence in well)


def test_what_to_try_shows_one_step_up_not_the_top() -> None:
    to_try = told(feedback_on((3, 3, 3, 3, 1, 3, 3, 2), (3, 3, 3, 3, 1, 3, 3, 2)), "to-try")
    assert to_try[0].startswith("“Includes waiting, or doing nothing for now” was rated “A little” or lower by")
    assert "One step up looks like this: An example of “some”, step 2." in to_try[0]


def test_the_lowest_point_is_named_without_or_lower() -> None:
    to_try = told(feedback_on((3, 3, 3, 3, 0, 3, 3, 2), (3, 3, 3, 3, 0, 3, 3, 2)), "to-try")
    assert "was rated “Not seen” by" in to_try[0]


def test_items_that_tie_are_all_named_rather_than_one_by_chance() -> None:
    to_try = told(feedback_on((1, 1, 1, 3, 3, 3, 3, 3), (1, 1, 1, 3, 3, 3, 3, 3)), "to-try")
    assert to_try == [
        "Seen least, and equally rarely: “Asks what matters most to the person”, “Picks up what the person says"
        " and comes back to it” and “Says that there is more than one way forward”. Pick one of these to try."
    ]


def test_many_equal_items_are_not_a_list_of_strengths() -> None:
    well = told(feedback_on((3, 3, 3, 3, 3, 3, 1, 2), (3, 3, 3, 3, 3, 3, 1, 2)), "went-well")
    assert well == ["No item stands clear of the rest yet."]


def test_all_rated_alike_singles_nothing_out_and_turns_to_the_own_question() -> None:
    alike = feedback_on((2,) * 8, (2,) * 8)
    assert "All items were rated alike" in told(alike, "went-well")[0]
    assert told(alike, "to-try")[0].startswith("Start from your own question.")


def test_nothing_never_seen_is_called_a_strength() -> None:
    well = told(feedback_on((0, 0, 0, 0, 0, 0, 0, 1), (0,) * 8), "went-well")
    assert well == ["No item stands clear of the rest yet."]


def test_a_reversed_item_counts_the_other_way_round() -> None:
    instrument = an_instrument()
    rule = instrument.scoring
    turned = an_instrument(scoring=type(rule)(**{**_fields(rule), "reverse": ("asks",)}))
    observations = sheets(PARTNER, (0, 1, 2, 2, 2, 2, 2, 2)) + sheets(PEER, (0, 1, 2, 2, 2, 2, 2, 2))
    well = told(build_feedback(a_feedback_evidence(instrument=turned, observations=observations)), "went-well")
    assert well[0].startswith("“Asks what matters most to the person” was rated “Not seen” by")


def test_one_kind_alone_can_carry_the_summary_when_the_other_is_not_shown() -> None:
    few = tuple(a_sheet(at, "one-partner", PARTNER, (0,) * 8) for at in range(8))
    well = told(
        build_feedback(a_feedback_evidence(observations=few + sheets(PEER, (4, 2, 2, 2, 2, 2, 2, 1)))), "went-well"
    )
    assert "by peer clinicians in 8 of 8 ratings" in well[0]
    assert "patient partners" not in well[0]


def _fields(rule: object) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.__dataclass_fields__}  # type: ignore[attr-defined]
