"""What a form on paper leaves to people is named, place by place, for the reader it is printed for."""

from instruments.exchange.paper import lost_on_paper
from instruments.loading import load
from tests.instruments.builders import SHORT_DEFINITION


def lost(text: str = SHORT_DEFINITION, wording: str = "any", language: str = "en") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for loss in lost_on_paper(load(text), wording, language).losses:
        found.setdefault(loss.place, []).append(loss.sentence)
    return found


def test_what_holds_for_the_whole_form_is_said_once() -> None:
    whole = " ".join(lost()[""])
    assert "Nothing is scored on paper" in whole
    assert "Anything may be left empty on paper" in whole
    assert "the key that is typed" in whole


def test_a_condition_is_only_words() -> None:
    text = SHORT_DEFINITION
    conditions = {entry.id for entry in load(text).entries if entry.show_if is not None}
    said = {place for place, sentences in lost().items() if any("When to skip it" in each for each in sentences)}
    assert said == conditions
    assert conditions


def test_the_limits_of_a_number_are_not_printed() -> None:
    assert "Its limits are not printed: they are looked at when the form is copied." in lost()["minutes"]


def test_a_reader_is_told_of_the_wording_of_others_only() -> None:
    text = SHORT_DEFINITION
    types = load(text).observer_types
    for reader in types:
        words = " ".join(sentence for sentences in lost(text, reader).values() for sentence in sentences)
        assert f"its wording for {reader}" not in words
        assert all(f"its wording for {other}" in words for other in types if other != reader)
    assert types


def test_a_section_without_items_is_named_and_confuses_nothing() -> None:
    empty = "  - {id: nothing, title: {en: Nothing yet}, kind: context}\n  - id: talk\n"
    found = lost(SHORT_DEFINITION.replace("  - id: talk\n", empty))
    assert found.pop("nothing") == ["Paper does not show this section: it holds no items."]
    assert found == lost()
