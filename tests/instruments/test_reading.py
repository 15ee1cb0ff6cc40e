"""The restricted notations: what is refused, by line, and that no bytes whatever get past with an accident."""

import contextlib
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.catalogue import shipped_text
from instruments.json_reading import read_json
from instruments.loading import DefinitionProblems, load
from instruments.tree import Tree
from instruments.yaml_reading import read_yaml

TEXT = shipped_text("levelfield-sdm", "1")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: no\nb: 1.10\nc: 010\nd: 2026-01-01", {"a": "no", "b": "1.10", "c": "010", "d": "2026-01-01"}),
        ("a:\n- b\n- {c: d}\n- [e]", {"a": ["b", {"c": "d"}, ["e"]]}),
        ("a: >\n  folded\n  text\n", {"a": "folded text"}),
        ("# only a comment", ""),
        ("a:", {"a": ""}),
        ("a: cafe\u0301", {"a": "caf\u00e9"}),
    ],
)  # fmt: skip
def test_every_scalar_is_the_text_that_was_written(text: str, tree: Tree) -> None:
    assert read_yaml(text).tree == tree


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: &x 2", 2, "names with &"),
        ("a: 1\nb: *x", 2, "references with *"),
        ("a: 1\nb: !!int 2", 2, "the tag that starts with !"),
        ("a: 1\n\na: 2", 3, '"a" is written twice here'),
        ("a: 1\n---\nb: 2", 2, "a second document"),
        ("? [a]\n: b", 1, "A key must be plain text"),
        ("a: 1\n  b: 2", 2, "not well-formed YAML"),
        ('a: 1\nb: "\\a"', 2, "invisible control character"),
        ("a: " + "[" * 40 + "]" * 40, 1, "nested too deeply"),
        ("a: \x07", None, "invisible control character"),
        ("a: \ud800", None, "invisible control character"),
        ("x" * 600_000, None, "too large: keep it under 512 kilobytes"),
        (b"a: 1\nb: \xff", 2, "not UTF-8"),
    ],
)
def test_what_could_surprise_the_author_is_refused_by_line(text: str | bytes, line: int | None, words: str) -> None:
    with pytest.raises(DefinitionProblems) as caught:
        load(text)
    assert [problem.line for problem in caught.value.problems] == [line]
    assert words in caught.value.problems[0].sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', '"a" is written twice'),
        ('{"a ": 1, "a": 2}', '"a" is written twice'),
        ('{"a": "\\u0000"}', "invisible control character"),
        ('{"a": "\\ud800"}', "invisible control character"),
        ('{"a":' * 40 + "1" + "}" * 40, "nested too deeply"),
        ('{"a":' * 50_000, "nested too deeply"),
        ('{"a"', "not well-formed JSON"),
    ],
)
def test_json_is_held_to_the_same_rules(text: str, words: str) -> None:
    with pytest.raises(DefinitionProblems) as caught:
        read_json(text)
    assert words in caught.value.problems[0].sentence


def test_json_numbers_stay_as_they_are_spelled() -> None:
    text = '{"a": 1.10, "b": 1e400, "c": true, "d": null, "e": [' + "9" * 5000 + "]}"
    assert read_json(text).tree == {"a": "1.10", "b": "1e400", "c": "true", "d": "", "e": ["9" * 5000]}


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert load("\ufeff" + TEXT) == load(b"\xef\xbb\xbf" + TEXT.encode())


@given(st.binary(max_size=200))
def test_random_bytes_only_ever_give_problems(content: bytes) -> None:
    with pytest.raises(DefinitionProblems):
        load(content)


@given(st.text(max_size=100))
def test_random_text_only_ever_gives_problems(content: str) -> None:
    with pytest.raises(DefinitionProblems):
        load(content)


@given(st.randoms(use_true_random=False))
def test_a_mangled_definition_loads_or_gives_problems_and_nothing_else(chance: random.Random) -> None:
    lines = TEXT.splitlines()
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, chance.choice(lines))
            case 2:
                lines[place] = lines[place][: chance.randint(0, len(lines[place]))]
            case 3:
                lines[place] = lines[place].replace(":", chance.choice(["", ": [", ": {", ": &a", ":\n"]), 1)
            case _:
                lines[place] = chance.choice(["\t", "  ", "- ", '"', "{", "!x "]) + lines[place]
    with contextlib.suppress(DefinitionProblems):
        load("\n".join(lines))


TREES: st.SearchStrategy[Tree] = st.recursive(
    st.sampled_from(["", "true", "1", "x", "plan", "yes", "sum", "presence", "observation-instrument/1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "en"]), inner, max_size=2),
    max_leaves=4,
)


@given(st.data())
def test_a_value_of_any_shape_in_any_place_loads_or_gives_problems(data: st.DataObject) -> None:
    tree = read_yaml(TEXT).tree
    place: Tree = tree
    while True:
        assert isinstance(place, dict | list)
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner: Tree = place[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            place[key] = data.draw(TREES)  # type: ignore[index]
            break
        place = inner
    with contextlib.suppress(DefinitionProblems):
        load(json.dumps(tree))
