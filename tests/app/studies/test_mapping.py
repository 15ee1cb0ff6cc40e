"""The mapping says what a study's columns are; what it says wrongly is told by line, all of it at once."""

import pytest

from app.studies.mapping import read_mapping
from app.studies.problems import StudyProblems


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(StudyProblems) as refused:
        read_mapping(text.encode())
    return [(problem.line, problem.sentence) for problem in refused.value.problems]


def test_a_wide_study_needs_its_scale_and_its_rating_columns_only() -> None:
    mapping = read_mapping(b"scale: 1..4\nobservers: [ann, bob]\n")
    assert mapping.layout == "wide"
    assert [str(point.value) for point in mapping.scale] == ["1", "2", "3", "4"]
    assert mapping.columns == ("ann", "bob")
    assert mapping.default_type == "Observer"


def test_the_same_mapping_may_be_written_as_json() -> None:
    yaml = read_mapping(b"scale: [0, 1]\nobservers:\n  a: {name: Ann, type: Patient partner}\n  b: Peer clinician\n")
    json = read_mapping(
        b'{"scale": ["0", "1"], "observers": {"a": {"name": "Ann", "type": "Patient partner"}, "b": "Peer clinician"}}'
    )
    assert yaml == json
    assert (yaml.observers["a"].name, yaml.observers["b"].type) == ("Ann", "Peer clinician")


def test_a_scale_with_labels_is_put_in_order() -> None:
    mapping = read_mapping(b"scale: {2: Much, 0: Nothing, 1: A little}\nobservers: [ann]\n")
    assert [point.label for point in mapping.scale] == ["Nothing", "A little", "Much"]


def test_an_unknown_key_is_told_with_its_line_and_the_keys_there_are() -> None:
    (line, sentence), *_ = problems("scale: 1..4\nobservers: [a]\ncolour: red\n")
    assert line == 3
    assert '"colour"' in sentence
    assert "observers" in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a\n- b\n", "list of keys"),
        ("observers: [a]\n", "which ratings are possible"),
        ("scale: 1..4\n", "under observers"),
        ("scale: 1..99\nobservers: [a]\n", "from 2 to 30"),
        ("scale: [one, two]\nobservers: [a]\n", "Points are numbers"),
        ("scale: [1, 1.0]\nobservers: [a]\n", "different points"),
        ("scale: 5\nobservers: [a]\n", "lowest and highest"),
        ("layout: tall\nscale: 1..4\n", "wide or long"),
        ("layout: [wide]\nscale: 1..4\nobservers: [a]\n", "one text after layout"),
        ("scale: 1..4\nobservers: ann\n", "Write observers as a list"),
        ("scale: 1..4\nobservers: {a: {colour: red}}\n", "name, type and columns"),
        ("scale: 1..4\nobservers: {a: {columns: red}}\n", "columns as item: column"),
        ("scale: 1..4\ntotal: most\nobservers: [a]\n", "sum or mean"),
        ("instrument: levelfield-sdm\nobservers: [a]\n", "id and version"),
        ("layout: long\nscale: 1..4\nobserver: who\nitems: [a]\n", "column of the consultation"),
        ("layout: long\nscale: 1..4\nconsultation: c\nobserver: who\n", "hold the ratings"),
        ("layout: long\nscale: 1..4\nconsultation: c\nobserver: who\nitem: q\nitems: [a]\n", "both item and rating"),
        ("layout: long\nscale: 1..4\nconsultation: c\nobserver: who\nitems: 7\n", "Write items as a list"),
        ("scale: 1..4\n\tobservers: [a]\n", "tab"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text: str, words: str) -> None:
    assert any(words in sentence for _, sentence in problems(text))
