"""Whatever happens to a file on its way, it becomes a draft or problems, never an error."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange_files.door import FORMS_IN, WAYS_OUT, export_file, import_file
from app.exchange_files.workbook_reading import read_workbook
from app.exchange_files.workbook_writing import workbook
from instruments.catalogue import shipped

FILES = {to: export_file(shipped()[0], to) for to in WAYS_OUT}
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=(HealthCheck.too_slow,))
SEEDS = st.integers(0, 2**32)
PIECES = [
    b"",
    b"\0",
    b"|",
    b",",
    b'"',
    b"\n",
    b"{",
    b"]",
    b"<",
    b"\xff",
    b"[[[[",
    b"999999999999",
    b"null",
    b"levelfield:",
]
JUNK = [None, True, 1.5, "", "x", [], {}, [[]], {"x": {}}, "urn:levelfield:kept"]


def mangled(content: bytes, seed: int) -> bytes:
    """The bytes with a few pieces cut out, doubled or put in."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(content) + 1), chance.choice((0, 1, 5, 200))
        content = content[:at] + chance.choice([*PIECES, content[at : at + 40] * 2]) + content[at + length :]
    return content


def shaken(value: object, chance: random.Random) -> object:
    """A JSON value with some of its parts replaced by others."""
    if chance.random() < 0.01:
        return chance.choice(JUNK)
    if isinstance(value, list):
        return [shaken(part, chance) for part in value]
    if isinstance(value, dict):
        return {key: shaken(part, chance) for key, part in value.items() if chance.random() > 0.005}
    return value


def is_told(name: str, content: bytes, form: str = "") -> bool:
    back = import_file(name, content, form=form)
    return (back.instrument is None) == bool(back.problems)


@pytest.mark.parametrize("to", FILES)
@QUICK
@given(seed=SEEDS)
def test_a_mangled_file_is_a_draft_or_problems(to: str, seed: int) -> None:
    assert is_told(FILES[to].filename, mangled(FILES[to].content, seed))


@QUICK
@given(seed=SEEDS)
def test_a_workbook_with_its_cells_shuffled_is_a_draft_or_problems(seed: int) -> None:
    chance = random.Random(seed)
    book = {
        name: [
            [chance.choice(row) if chance.random() < 0.02 else cell for cell in row]
            for row in rows
            if chance.random() > 0.02
        ]
        for name, rows in read_workbook(FILES["xlsform"].content).book.items()
        if chance.random() > 0.1
    }
    assert is_told("x.xlsx", workbook({**book, "more": []}))


@pytest.mark.parametrize("to", ["fhir-r4", "fhir-r5"])
@QUICK
@given(seed=SEEDS)
def test_a_questionnaire_with_its_parts_exchanged_is_a_draft_or_problems(to: str, seed: int) -> None:
    value = shaken(json.loads(FILES[to].content), random.Random(seed))
    assert is_told("x.json", json.dumps(value).encode(), "fhir")


def spoiled(value: object, chance: random.Random) -> object:
    """A Questionnaire in which only what was kept for us is shaken."""
    if isinstance(value, list):
        return [spoiled(part, chance) for part in value]
    if not isinstance(value, dict):
        return value
    if value.get("url") == "urn:levelfield:kept":
        return {**value, "valueString": json.dumps(shaken(json.loads(value["valueString"]), chance))}
    return {key: spoiled(part, chance) for key, part in value.items()}


@QUICK
@given(seed=SEEDS)
def test_what_was_kept_and_spoiled_elsewhere_never_costs_the_file(seed: int) -> None:
    value = spoiled(json.loads(FILES["fhir-r4"].content), random.Random(seed))
    back = import_file("x.json", json.dumps(value).encode())
    assert back.instrument is not None
    assert len(back.instrument.items) >= 1


@pytest.mark.parametrize("form", FORMS_IN)
@QUICK
@given(content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_taken_for_any_form_are_a_draft_or_problems(form: str, content: bytes) -> None:
    assert is_told("x", content, form)
