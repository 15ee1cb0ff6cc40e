"""Parts of a draft are added, moved, taken out and brought back, and what names them follows."""

from instruments.drafting.beginning import blank_definition, next_version
from instruments.drafting.draft import Draft, instrument_of, problems_of
from instruments.drafting.parts import (
    add_entries,
    add_section,
    bring_back,
    move_entry,
    move_section,
    new_item,
    pasted_lines,
    remove_entry,
    remove_scale,
    use_scale_for_all,
)
from instruments.drafting.scale_making import STARTS, add_scale, scale_from
from instruments.drafting.wordings import wording_parts
from instruments.drafting.worked_example import worked_example
from instruments.loading import load
from instruments.tree import Tree
from tests.instruments.builders import SHORT_DEFINITION


def a_draft(*words: str) -> Draft:
    draft, scale = add_scale(Draft(blank_definition("Deciding", "Here")), "Levels", scale_from("0-4"))
    draft, section = add_section(draft, "Talk")
    return add_entries(draft, section, [new_item(each, scale) for each in words])[0]


def ids(draft: Draft) -> list[str]:
    return [str(entry["id"]) for _, entry in draft.entries()]


def test_numbers_and_bullets_before_a_pasted_line_are_left_out() -> None:
    assert pasted_lines("1. One\n(2) Two\n• Three\n\n- Four\n  3-way talk") == (
        "One",
        "Two",
        "Three",
        "Four",
        "3-way talk",
    )


def test_items_with_the_same_words_have_ids_of_their_own() -> None:
    assert ids(a_draft("Listens", "Listens")) == ["listens", "listens_2"]


def test_an_id_that_may_come_back_is_not_given_again() -> None:
    draft = remove_entry(a_draft("Listens", "Asks"), "listens")
    assert ids(add_entries(draft, "talk", [new_item("Listens", "levels")])[0]) == ["asks", "listens_2"]


def test_an_item_moves_past_the_end_of_its_section_into_the_next() -> None:
    draft, section = add_section(a_draft("One", "Two"), "More")
    draft, _ = add_entries(draft, section, [new_item("Three", "levels")])
    moved = move_entry(draft, "two", "down")
    assert [[str(e["id"]) for e in s["items"]] for s in moved.sections] == [["one"], ["two", "three"]]  # type: ignore[index,union-attr]
    assert move_entry(moved, "two", "up") == draft


def test_the_first_item_cannot_move_up() -> None:
    draft = a_draft("One", "Two")
    assert move_entry(draft, "one", "up") == draft


def test_sections_change_places() -> None:
    draft, _ = add_section(a_draft("One"), "More")
    assert [section["id"] for section in move_section(draft, "more", "up").sections] == ["more", "talk"]


def test_a_removed_item_leaves_the_scoring_and_returns_to_it() -> None:
    listed: Tree = {"rule": "sum", "items": ["one", "two"]}
    draft = a_draft("One", "Two").with_values({("scoring",): listed})
    removed = remove_entry(draft, "one")
    assert removed.definition["scoring"] == {"rule": "sum", "items": ["two"]}
    back = bring_back(removed, "entry", "one")
    assert ids(back) == ["one", "two"]
    assert back.definition["scoring"] == {"rule": "sum", "items": ["two", "one"]}


def test_an_item_whose_section_is_gone_comes_back_in_one_of_the_same_name() -> None:
    draft = remove_entry(a_draft("One"), "one").with_values({("sections",): []})
    assert ids(bring_back(draft, "entry", "one")) == ["one"]


def test_a_removed_scale_comes_back() -> None:
    draft = a_draft("One")
    assert bring_back(remove_scale(draft, "levels"), "scale", "levels").scales == draft.scales


def test_one_scale_for_all_leaves_out_own_words_for_levels_it_lacks() -> None:
    draft, yes_no = add_scale(a_draft("One"), "Yes or no", scale_from("yes-no"))
    own: Tree = [{"code": "4", "anchor": {"en": "Best"}}]
    draft = draft.with_values({("sections", 0, "items", 0, "points"): own})
    changed = use_scale_for_all(draft, yes_no)
    assert instrument_of(changed.definition) is not None
    assert changed.sections[0]["items"] == [{**new_item("One", yes_no), "id": "one"}]


def test_every_ready_scale_makes_a_sound_instrument() -> None:
    for start in STARTS:
        draft, scale = add_scale(Draft(blank_definition("Deciding", "Here")), "Levels", scale_from(start))
        draft, section = add_section(draft, "Talk")
        entry = new_item("One", scale)
        if start == "tally":
            entry["behaviours"] = [{"code": "a", "label": {"en": "A pause"}}]
        assert instrument_of(add_entries(draft, section, [entry])[0].definition) is not None, start


def test_every_text_of_an_instrument_can_be_translated() -> None:
    draft = Draft(next_version(load(SHORT_DEFINITION)))
    for part in wording_parts(draft):
        draft = draft.with_values({(*place.path, "cy"): f"cy {place.english}" for place in part.places})
    draft = draft.with_values({("languages",): ["en", "cy"]})
    missing = [each.sentence for each in problems_of(draft.definition, "published") if "cy" in each.sentence]
    assert missing == []


def test_the_worked_example_adds_up_and_stretches() -> None:
    draft = a_draft("One", "Two")
    scoring: Tree = {"rule": "sum", "rescale": {"to_min": "0", "to_max": "100"}}
    instrument = instrument_of(draft.with_values({("scoring",): scoring}).definition)
    assert instrument is not None
    example = worked_example(instrument, {"one": "1", "two": "4"})
    assert example.outcome == "62.5 of 100"
    assert example.steps == (
        "2 of 2 items have a rating; their points add up to 5.",
        "The result can go from 0 to 8, and is stretched to 0 to 100.",
    )


def test_a_worked_example_without_a_score_says_why() -> None:
    instrument = instrument_of(a_draft("One").with_values({("scoring",): {"rule": "sum"}}).definition)
    assert instrument is not None
    assert worked_example(instrument, {"one": "blank"}).outcome.startswith("No score")
