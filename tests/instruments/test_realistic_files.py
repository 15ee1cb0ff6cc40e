"""Definition files as people send them: oddly written or large, each read whole or refused in words."""

import json
from collections.abc import Callable

import pytest

from instruments.conditions import leaves
from instruments.definition import Instrument
from instruments.loading import canonical_json, fingerprint, load
from instruments.problems import DefinitionProblems
from instruments.yaml_reading import read_yaml
from tests.instruments.builders import SHORT_DEFINITION

LONG = "What was said, who said it, and what the other then did with it; " * 20


def an_item(number: int, more: str = "") -> str:
    return (
        f"      - id: item_{number}\n        scale: steps\n        short: {{en: Thing {number}}}\n"
        f"        text: {{any: {{en: 'Does thing {number}'}}}}\n{more}"
    )


def with_items(items: str) -> str:
    head = SHORT_DEFINITION[: SHORT_DEFINITION.index("sections:")]
    return (
        f"{head}sections:\n  - id: talk\n    title: {{en: The talk}}\n    items:\n{items}scoring: {{rule: profile}}\n"
    )


def deep() -> str:
    inside = "{item: item_1, in: ['2']}"
    for _ in range(2):
        inside = f"{{all: [{{any: [{inside}, {{item: item_2, answered: 'true'}}]}}]}}"
    return with_items(an_item(1) + an_item(2) + an_item(3, f"        show_if: {inside}\n"))


# What the file is like, its bytes, and what must be true of what is read.
READ: dict[str, tuple[bytes, Callable[[Instrument], bool]]] = {
    "saved by Notepad, with a mark of its encoding": (
        b"\xef\xbb\xbf" + SHORT_DEFINITION.encode(),
        lambda made: fingerprint(made) == fingerprint(load(SHORT_DEFINITION)),
    ),
    "saved on Windows": (
        SHORT_DEFINITION.replace("\n", "\r\n").encode(),
        lambda made: fingerprint(made) == fingerprint(load(SHORT_DEFINITION)),
    ),
    "full of comments": (
        SHORT_DEFINITION.replace("\n", "  # agreed with the partners\n").encode(),
        lambda made: fingerprint(made) == fingerprint(load(SHORT_DEFINITION)),
    ),
    "as JSON": (
        json.dumps(read_yaml(SHORT_DEFINITION).tree, indent=4).encode(),
        lambda made: fingerprint(made) == fingerprint(load(SHORT_DEFINITION)),
    ),
    "as JSON, its own canonical form": (
        canonical_json(load(SHORT_DEFINITION)),
        lambda made: fingerprint(made) == fingerprint(load(SHORT_DEFINITION)),
    ),
    "with a version that looks like a number": (
        SHORT_DEFINITION.replace('version: "1"', "version: 1.10").encode(),
        lambda made: made.version == "1.10",
    ),
    "with two hundred items": (
        with_items("".join(an_item(number) for number in range(200))).encode(),
        lambda made: len(made.items) == 200,
    ),
    "with conditions in conditions": (
        deep().encode(),
        lambda made: {leaf.entry for leaf in leaves(made.items[2].show_if)} == {"item_1", "item_2"},  # type: ignore[arg-type]
    ),
    "in Arabic and English": (
        SHORT_DEFINITION.replace(
            "title: {en: Pilot}", "title: {en: Pilot, ar: 'تجربة (1) أولى'}\nlanguages: [en, ar]"
        ).encode(),
        lambda made: made.title["ar"] == "تجربة (1) أولى",
    ),
    "half translated": (
        SHORT_DEFINITION.replace("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: [en, cy]").encode(),
        lambda made: made.languages == ("en", "cy") and "cy" not in made.title,
    ),
    "with an anchor as long as a page": (
        SHORT_DEFINITION.replace("label: {en: Fully}", f"label: {{en: Fully}}, anchor: {{en: '{LONG}'}}").encode(),
        lambda made: str((made.items[0].scale.points[2].anchor or {})["en"]) == LONG.strip(),
    ),
}
REFUSED = {
    "indented with tabs": (SHORT_DEFINITION.replace("  steps:", "\tsteps:"), "tab"),
    "two files in one": (SHORT_DEFINITION + "---\n" + SHORT_DEFINITION, ""),
    "with a word shared by name": (SHORT_DEFINITION.replace("title: {en: Pilot}", "title: &t {en: Pilot}"), ""),
    "in another encoding": (SHORT_DEFINITION.replace("Pilot", "Pilôt").encode("latin-1"), "UTF-8"),
    "with an item too many": (with_items("".join(an_item(number) for number in range(201))), "200"),
}


@pytest.mark.parametrize("kind", READ)
def test_an_odd_file_is_read_whole(kind: str) -> None:
    content, holds = READ[kind]
    assert holds(load(content))


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_words(kind: str) -> None:
    content, words = REFUSED[kind]
    with pytest.raises(DefinitionProblems) as caught:
        load(content)
    assert words in str(caught.value)
