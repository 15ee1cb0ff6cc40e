"""Whatever lies in the two files: a study, or problems in words; never a crash."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from app.studies.mapping import KEYS, read_mapping
from app.studies.problems import StudyProblems
from app.studies.reading import read_study
from app.studies.table import read_table

WORDS = st.sampled_from(
    ["", "ann", "bob", "1", "2", "9", "NA", "1,5", "2026-03-02", "=1+1", "“é”", '"', "\x00", "a\nb"]
)
VALUES = st.recursive(
    st.sampled_from(["wide", "long", "ann", "bob", "visit", "1..6", "0..9999", "mean", "{", "[", ""]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(st.sampled_from(["ann", "name", "columns", "id", "1"]), inner, max_size=3).map(
            lambda parts: "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"
        )
    ),
    max_leaves=4,
)


@given(st.binary(max_size=200))
def test_any_bytes_as_the_file_of_ratings(content: bytes) -> None:
    with contextlib.suppress(StudyProblems):
        read_table(content)


@given(st.binary(max_size=200))
def test_any_bytes_as_the_mapping(content: bytes) -> None:
    with contextlib.suppress(StudyProblems):
        read_mapping(content)


@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=5),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8)
    | st.just({"scale": "0..9", "observers": "[ann, bob]"})
    | st.just({"scale": "0..9", "observer": "ann", "consultation": "visit", "rating": "bob", "date": "visit"}),
)
def test_any_table_with_any_mapping(rows: list[list[str]], keys: dict[str, str]) -> None:
    table = "visit,ann,bob\n" + "\n".join(",".join(row) for row in rows)
    with contextlib.suppress(StudyProblems):
        mapping = read_mapping("".join(f"{key}: {value}\n" for key, value in keys.items()).encode())
        read_study(read_table(table.encode()), mapping, programme="A study", team="A team")
