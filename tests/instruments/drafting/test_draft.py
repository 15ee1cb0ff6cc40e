"""A draft begins, is changed place by place, and is the same thing as the file a person writes."""

import pytest

from instruments.catalogue import shipped
from instruments.definition import Instrument
from instruments.drafting.beginning import blank_definition, following, identifier, next_version
from instruments.drafting.draft import Draft, instrument_of, problems_of
from instruments.loading import canonical_json, fingerprint, load
from instruments.writing import written
from instruments.yaml_reading import read_yaml
from instruments.yaml_writing import tree_to_yaml


@pytest.mark.parametrize("instrument", shipped(), ids=lambda each: each.id)
def test_a_definition_in_the_editor_is_the_definition_in_the_file(instrument: Instrument) -> None:
    definition = written(instrument)
    assert read_yaml(tree_to_yaml(definition)).tree == definition
    assert fingerprint(load(tree_to_yaml(definition))) == fingerprint(instrument)


@pytest.mark.parametrize("instrument", shipped(), ids=lambda each: each.id)
def test_the_next_version_differs_only_in_its_version_and_its_link(instrument: Instrument) -> None:
    built = instrument_of(next_version(instrument))
    assert built is not None
    assert built.linking is not None
    assert (built.linking.replaces_id, built.linking.replaces_version) == (instrument.id, instrument.version)
    assert [item.text for item in built.items] == [item.text for item in instrument.items]
    assert canonical_json(built) != canonical_json(instrument)


def test_a_blank_definition_lacks_only_something_to_observe() -> None:
    assert [each.key for each in problems_of(blank_definition("Deciding", "Written here"))] == ["sections"]


def test_a_problem_says_its_place_as_steps() -> None:
    definition = {**blank_definition("Deciding", "Written here"), "scoring": {"rule": "magic"}}
    assert ("scoring", "rule") in [each.path for each in problems_of(definition)]


def test_an_emptied_text_is_taken_away() -> None:
    draft = Draft({"title": {"en": "Words", "cy": "Geiriau"}}).with_values({("title", "cy"): ""})
    assert draft.definition == {"title": {"en": "Words"}}


def test_a_bare_text_keeps_its_english_when_another_language_joins() -> None:
    draft = Draft({"title": "Words"}).with_values({("title", "cy"): "Geiriau"})
    assert draft.definition == {"title": {"en": "Words", "cy": "Geiriau"}}


def test_a_change_leaves_the_earlier_draft_as_it_was() -> None:
    before = Draft({"title": {"en": "Words"}})
    before.with_values({("title", "en"): "Other"})
    assert before.definition == {"title": {"en": "Words"}}


@pytest.mark.parametrize(("version", "after"), [("1", "2"), ("1.9", "1.10"), ("beta", "beta-2")])
def test_the_version_after(version: str, after: str) -> None:
    assert following(version) == after


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("What matters to me", "what_matters_to_me"),
        ("Ça va ?", "ca_va"),
        ("12 things", "item_12_things"),
        ("؟", "item"),
    ],
)
def test_an_id_is_made_of_the_first_words(words: str, made: str) -> None:
    assert identifier(words, "item") == made


def test_an_id_is_like_no_other() -> None:
    assert identifier("Risks", "item", {"risks", "risks_2"}) == "risks_3"
