"""The identity of an instrument: same meaning, same bytes; and every way of writing it is read back."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.catalogue import shipped
from instruments.definition import Instrument
from instruments.loading import DefinitionProblems, canonical_json, fingerprint, from_canonical_json, load, to_yaml
from tests.instruments.builders import SHORT_DEFINITION, ordinal

EVERYTHING = SHORT_DEFINITION.replace(
    "\nscoring:\n",
    """
introduction: {en: Watch and listen.}
standard: {title: Enough, met_when: {any: [{item: plan, not_in: ["0"]}, {all: [{item: goals, answered: "true"}]}]}}
linking: {replaces: {id: pilot, version: "0"}, item_map: {plan: same, goals: reworded}}
domain_scoring:
  rule: prorated_sum
  weights: {plan: "1.50"}
  reverse: [goals]
  round: {places: "2"}
  non_scoring: {not_applicable: exclude, not_observed: lowest, blank: exclude}
scoring:
  rescale: {to_min: "-1", to_max: "10.0"}
""",
).replace("source: Written for this test", "source: x, permission_reference: y, permission_expires: 2027-03-31")

PER_ACTOR = ordinal(2, 1, 3, "{rule: sum, per_actor: 'true'}", actors={"i1": "[clinician]", "i2": "[carer]"})
ALL = [*shipped(), load(EVERYTHING), PER_ACTOR]


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.id)
def test_written_as_yaml_and_read_again_an_instrument_is_the_same(instrument: Instrument) -> None:
    again = load(to_yaml(instrument))
    assert again == instrument
    assert fingerprint(again) == fingerprint(instrument)


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.id)
def test_written_as_canonical_json_and_read_again_an_instrument_is_the_same(instrument: Instrument) -> None:
    again = from_canonical_json(canonical_json(instrument), instrument.status)
    assert again == instrument
    assert canonical_json(again) == canonical_json(instrument)


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.id)
def test_the_canonical_form_sorts_its_keys_and_holds_text_only(instrument: Instrument) -> None:
    content = canonical_json(instrument)
    value = json.loads(content)
    assert json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() == content
    stack = [value]
    while stack:
        match stack.pop():
            case dict() as mapping:
                stack += mapping.values()
            case list() as items:
                stack += items
            case scalar:
                assert isinstance(scalar, str)


def test_the_fingerprint_is_the_sha_256_of_the_canonical_form() -> None:
    instrument = shipped()[0]
    assert fingerprint(instrument) == hashlib.sha256(canonical_json(instrument)).hexdigest()


def test_retiring_a_version_does_not_change_what_it_is() -> None:
    instrument = shipped()[0]
    assert fingerprint(replace(instrument, status="retired")) == fingerprint(instrument)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Names goals", "Names aims"), ('score: "2"', 'score: "3"'), ('min_answered: "1"', 'min_answered: "2"')],
)
def test_any_change_of_meaning_changes_the_fingerprint(old: str, new: str) -> None:
    assert fingerprint(load(SHORT_DEFINITION.replace(old, new))) != fingerprint(load(SHORT_DEFINITION))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('score: "2"', 'score: "2.00"'),
        ("title: {en: Pilot}", "# a remark\ntitle: Pilot"),
        ("{en: Did not apply}", "{en: '  Did not apply '}"),
        ('version: "1"', "version: 1"),
    ],
)
def test_another_way_of_writing_the_same_keeps_the_fingerprint(old: str, new: str) -> None:
    assert SHORT_DEFINITION.count(old)
    assert fingerprint(load(SHORT_DEFINITION.replace(old, new))) == fingerprint(load(SHORT_DEFINITION))


def test_composed_and_decomposed_letters_are_the_same_instrument() -> None:
    composed = SHORT_DEFINITION.replace("Names goals", "caf\u00e9")
    decomposed = SHORT_DEFINITION.replace("Names goals", "cafe\u0301")
    assert canonical_json(load(composed)) == canonical_json(load(decomposed))


@given(st.text(min_size=1, max_size=40))
def test_whatever_words_an_author_may_use_survive_both_ways_of_writing(words: str) -> None:
    item = {"id": "i", "scale": "s", "text": words}
    point = [{"code": "0", "score": "0", "label": words}, {"code": "1", "score": "1", "label": "x"}]
    tree = {
        "format": "observation-instrument/1", "id": "words", "version": "1", "title": "T",
        "attribution": {"source": "x"}, "scales": {"s": {"points": point}},
        "sections": [{"id": "d", "title": "D", "items": [item]}], "scoring": {"rule": "sum"},
    }  # fmt: skip
    try:
        instrument = load(json.dumps(tree))
    except DefinitionProblems:
        return
    assert load(to_yaml(instrument)) == instrument
    assert from_canonical_json(canonical_json(instrument), "draft") == instrument


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'"x"', b"\xff", b"{}"])
def test_what_is_no_canonical_instrument_gives_problems(content: bytes) -> None:
    with pytest.raises(DefinitionProblems):
        from_canonical_json(content)
