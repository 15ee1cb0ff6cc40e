"""What is said to have gone well, and what to try."""

from dataclasses import replace

from instruments.definition import Instrument, Item, Point
from reports.feedback.content import build_feedback
from reports.feedback.evidence import ObservedSheet, ObserverType, Preparation
from reports.feedback.shape import Bullets, Feedback, Paragraph, Pointers
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_sheet, an_instrument


def sheets(kind: ObserverType, ratings: tuple[int, ...]) -> tuple[ObservedSheet, ...]:
    return tuple(a_sheet(at, f"{kind.code}-{at % 4}", kind, ratings) for at in range(8))


def told(feedback: Feedback, id: str) -> list[str]:
    blocks = next(each.blocks for each in feedback.front if each.id == id)
    lists = [block.items for block in blocks if isinstance(block, Pointers)]
    tied = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    return (
        [f"{item.name}. {item.text} {item.rests_on}".strip(". ") for items in lists for item in items]
        + tied
        + [block.text for block in blocks if isinstance(block, Paragraph)]
    )


def feedback_on(partners: tuple[int, ...], peers: tuple[int, ...]) -> Feedback:
    return build_feedback(a_feedback_evidence(observations=sheets(PARTNER, partners) + sheets(PEER, peers)))


def test_what_both_kinds_saw_most_is_named_first() -> None:
    well = told(feedback_on((4, 2, 2, 2, 2, 2, 2, 1), (4, 1, 1, 1, 1, 1, 1, 0)), "went-well")
    assert well[0].startswith("Asks what matters most to the person.")
    assert "Rated “Clear and fitted” by patient partners in 8 of 8 and peer clinicians in 8 of 8 ratings" in well[0]


def test_what_one_kind_saw_and_the_other_did_not_is_no_strength() -> None:
    well = told(feedback_on((4, 3, 2, 2, 2, 2, 2, 2), (0, 3, 2, 2, 2, 2, 2, 2)), "went-well")
    assert not any("Asks what matters" in sentence for sentence in well)


def test_what_to_try_is_a_behaviour_from_the_best_point_of_the_item() -> None:
    to_try = told(feedback_on((3, 3, 3, 3, 1, 3, 3, 2), (3, 3, 3, 3, 1, 3, 3, 2)), "to-try")
    assert to_try[0].startswith("Includes waiting, or doing nothing for now.")
    assert "In your next consultation, try this: An example of “clear and fitted”, step 4." in to_try[0]
    assert "Rated “A little” or lower by" in to_try[0]


def test_an_anchor_and_its_example_are_both_told() -> None:
    instrument = an_instrument()
    points = instrument.item("asks").scale.points
    best = replace(points[-1], anchor={"en": "Asked, and said it back."}, example={"en": "“So it is the garden?”"})
    turned = _with_points(instrument, (*points[:-1], best))
    low = sheets(PARTNER, (0, 3, 3, 3, 3, 3, 3, 3)) + sheets(PEER, (0, 3, 3, 3, 3, 3, 3, 3))
    to_try = told(build_feedback(a_feedback_evidence(instrument=turned, observations=low)), "to-try")
    assert "try for “Clear and fitted”: Asked, and said it back. For example: “So it is the garden?”" in to_try[0]


def test_a_strength_below_the_middle_of_the_scale_is_called_a_start() -> None:
    well = told(feedback_on((1, 0, 0, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0, 0, 1)), "went-well")
    assert "It is a start to build on." in well[0]


def test_the_lowest_point_is_named_without_or_lower() -> None:
    to_try = told(feedback_on((3, 3, 3, 3, 0, 3, 3, 2), (3, 3, 3, 3, 0, 3, 3, 2)), "to-try")
    assert "Rated “Not seen” by" in to_try[0]


def test_items_that_tie_are_all_named_rather_than_one_by_chance() -> None:
    to_try = told(feedback_on((1, 1, 1, 3, 3, 3, 3, 3), (1, 1, 1, 3, 3, 3, 3, 3)), "to-try")
    assert to_try == [
        "Asks what matters most to the person",
        "Picks up what the person says and comes back to it",
        "Says that there is more than one way forward",
        "Seen least, and equally rarely. Pick one of these to try:",
    ]


def test_of_items_that_tie_the_one_asked_about_is_named_first() -> None:
    sheets_of_both = sheets(PARTNER, (1, 1, 1, 3, 3, 3, 3, 3)) + sheets(PEER, (1, 1, 1, 3, 3, 3, 3, 3))
    asked = a_feedback_evidence(
        observations=sheets_of_both, preparation=Preparation("Do I listen?", about=("listens",))
    )
    to_try = told(build_feedback(asked), "to-try")
    assert to_try[0].startswith("Picks up what the person says and comes back to it. In your next consultation")
    assert to_try[1:3] == ["Asks what matters most to the person", "Says that there is more than one way forward"]


def test_many_equal_items_are_not_a_list_of_strengths() -> None:
    well = told(feedback_on((3, 3, 3, 3, 3, 3, 1, 2), (3, 3, 3, 3, 3, 3, 1, 2)), "went-well")
    assert well[0] == "No item stands clear of the rest yet."


def test_all_rated_alike_singles_nothing_out_and_turns_to_the_own_question() -> None:
    alike = feedback_on((2,) * 8, (2,) * 8)
    assert "All items were rated alike" in told(alike, "went-well")[0]
    assert told(alike, "to-try")[0].startswith("Start from your own question.")


def test_nothing_never_seen_is_called_a_strength() -> None:
    well = told(feedback_on((0, 0, 0, 0, 0, 0, 0, 1), (0,) * 8), "went-well")
    assert well[0].startswith("No item was seen in half of the ratings yet. That is common")


def test_what_fewer_than_half_of_one_kinds_ratings_saw_is_no_strength() -> None:
    rarely = tuple(a_sheet(at, f"{PARTNER.code}-{at % 4}", PARTNER, (at % 4 // 3, *(0,) * 7)) for at in range(8))
    well = told(
        build_feedback(a_feedback_evidence(observations=rarely + sheets(PEER, (1, 0, 0, 0, 0, 0, 0, 0)))), "went-well"
    )
    assert not any("Asks what matters" in sentence for sentence in well)


def test_where_ratings_single_nothing_out_what_was_written_as_going_well_is_told() -> None:
    well = told(feedback_on((0,) * 8, (0, 0, 0, 0, 0, 0, 0, 1)), "went-well")
    assert "A peer clinician wrote: “Warm start; the plan was in the person’s own words.”" in well


def test_a_reversed_item_counts_the_other_way_round() -> None:
    instrument = an_instrument()
    rule = instrument.scoring
    turned = an_instrument(scoring=type(rule)(**{**_fields(rule), "reverse": ("asks",)}))
    observations = sheets(PARTNER, (0, 1, 2, 2, 2, 2, 2, 2)) + sheets(PEER, (0, 1, 2, 2, 2, 2, 2, 2))
    well = told(build_feedback(a_feedback_evidence(instrument=turned, observations=observations)), "went-well")
    assert well[0].startswith("Asks what matters most to the person.")
    assert "Rated “Not seen” by" in well[0]


def test_one_kind_alone_can_carry_the_summary_when_the_other_is_not_shown() -> None:
    few = tuple(a_sheet(at, "one-partner", PARTNER, (0,) * 8) for at in range(8))
    well = told(
        build_feedback(a_feedback_evidence(observations=few + sheets(PEER, (4, 2, 2, 2, 2, 2, 2, 1)))), "went-well"
    )
    assert "by peer clinicians in 8 of 8 ratings" in well[0]
    assert "patient partners" not in well[0]


def _with_points(instrument: Instrument, points: tuple[Point, ...]) -> Instrument:
    """The instrument with other points for its first item."""
    sections = tuple(
        replace(
            section,
            entries=tuple(
                replace(entry, scale=replace(entry.scale, points=points))
                if isinstance(entry, Item) and entry.id == "asks"
                else entry
                for entry in section.entries
            ),
        )
        for section in instrument.sections
    )
    return replace(instrument, sections=sections)


def _fields(rule: object) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.__dataclass_fields__}  # type: ignore[attr-defined]


def test_two_starts_to_build_on_are_not_told_in_the_same_words() -> None:
    well = told(feedback_on((1, 1, 0, 0, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0, 0, 0)), "went-well")
    assert "Of all that was rated, this was seen most." in well[0]
    assert "This was seen just as often" in well[1]
    assert "seen most" not in well[1]


def test_the_lesser_of_two_starts_does_not_claim_to_be_seen_most() -> None:
    partners = sheets(PARTNER, (1, 1, 0, 0, 0, 0, 0, 0))
    mixed = tuple(a_sheet(at, f"peer-{at % 4}", PEER, (1, int(at < 6), 0, 0, 0, 0, 0, 0)) for at in range(8))
    well = told(build_feedback(a_feedback_evidence(observations=partners + mixed)), "went-well")
    assert "seen most" in well[0]
    assert "This was seen next most often" in well[1]


def test_what_ties_for_second_place_does_not_claim_the_first() -> None:
    # The first item is seen least, the next two tie behind it.
    rare = (0, 1, 1, 3, 3, 3, 3, 4)
    to_try = told(feedback_on(rare, rare), "to-try")
    assert "Next come these, equally rarely seen. Add one of them if you like:" in to_try
    assert not any(each.startswith("Seen least") for each in to_try)
