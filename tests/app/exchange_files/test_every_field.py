"""Every field of the definition, in every format: carried, or named as a loss. A new field fails here until it is
in the definition below, and then until the formats carry it and `differences.NAMES` has words for it.
"""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from app.exchange_files.door import export_file, import_file
from instruments import conditions, definition
from instruments.exchange.differences import NAMES
from instruments.loading import fingerprint, load
from instruments.tree import Tree
from instruments.writing import written

WHOLE = """
format: observation-instrument/1
id: whole
version: "2"
status: retired
title: {en: Whole, cy: Cyfan}
introduction: {en: Watch., cy: Gwyliwch.}
attribution:
  source: Written for this test
  owner: Us
  licence: All rights reserved
  based_on: Nothing
  validation: Not validated
  permission_reference: Drawer 3
  permission_expires: 2031-02-03
languages: [en, cy]
scales:
  steps:
    type: tally_then_level
    points:
      - code: "0"
        score: "1"
        label: {en: Low, cy: Isel}
        anchor: {en: None., cy: Dim.}
        example: {en: Silence, cy: Tawel}
      - {code: "1", score: "2.5", label: {en: High, cy: Uchel}}
    non_scoring: [{code: na, reason: not_observed, label: {en: Not seen, cy: Heb weld}}]
    behaviours: [{code: ask, label: {en: Asks, cy: Gofyn}}]
sections:
  - id: before
    title: {en: Before, cy: Cyn}
    kind: context
    items:
      - id: gate
        kind: choice
        role: decision_gate
        required: "true"
        text: {any: {en: A choice?, cy: Dewis?}}
        short: {en: Choice, cy: Dewis}
        guidance: {en: Any., cy: Unrhyw.}
        options: [{code: "yes", label: {en: "Yes", cy: Oes}}, {code: "no", label: {en: "No", cy: Na}}]
      - id: minutes
        kind: number
        text: {any: {en: Minutes?, cy: Munudau?}}
        minimum: "1"
        maximum: "90.5"
        show_if: {item: gate, not_in: ["no"]}
  - id: talk
    title: {en: Talk, cy: Sgwrs}
    items:
      - id: plan
        scale: steps
        construct: agreeing
        required: "true"
        evidence_note: required_at_extremes
        text: {patient_partner: {en: Did they plan?, cy: Cynllun?}, peer_clinician: {en: Plans., cy: Cynllunio.}}
        short: {en: Plan, cy: Cynllun}
        guidance: {en: Listen., cy: Gwrando.}
        actors: [clinician, patient]
        markers: [{code: who, label: {en: Says who, cy: Pwy}}, {code: when, label: {en: Says when, cy: Pryd}}]
        show_if:
          all:
            - any: [{item: gate, in: ["yes"]}, {item: minutes, answered: "true"}]
            - {item: gate, answered: "true"}
scoring: &rule
  rule: prorated_sum
  items: [plan]
  min_answered: "1"
  non_scoring: {not_applicable: exclude, not_observed: lowest, insufficient_evidence: undefined, blank: undefined}
  weights: {plan: "2"}
  reverse: [plan]
  rescale: {to_min: "0", to_max: "100"}
  round: {places: "1"}
  per_actor: "true"
domain_scoring: {rule: mean_of_answered, non_scoring: {not_applicable: exclude, not_observed: exclude}}
standard: {title: {en: Enough, cy: Digon}, met_when: {item: plan, in: ["1"]}}
published_range:
  lowest: "0.5"
  highest: "0.9"
  mean: "0.7"
  who: {en: Physiotherapists, cy: Ffisiotherapyddion}
  source: Jones 2014
  caveat: {en: Other visits., cy: Ymweliadau eraill.}
linking: {replaces: {id: whole, version: "1"}, item_map: {plan: reworded}}
""".replace(" &rule", "")


def shapes() -> dict[str, type]:
    """The dataclasses a definition is made of."""
    return {
        name: each
        for module in (definition, conditions)
        for name, each in vars(module).items()
        if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__module__ == module.__name__
    }


def filled(value: Any) -> Iterator[tuple[str, str]]:
    """Every field below a value that holds something, as class and field."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if inner not in (None, "", (), {}, False) or isinstance(inner, Decimal):
                yield type(value).__name__, field.name
            yield from filled(inner)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from filled(part)
    elif isinstance(value, dict):
        yield from filled(list(value.values()))


def keys(tree: Tree) -> Iterator[str]:
    """The keys of ours in a tree; names that people gave are left out."""
    if isinstance(tree, list):
        for part in tree:
            yield from keys(part)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            is_ours = key not in ("text", "scales", "show_if", "scoring", "domain_scoring", "standard", "linking")
            yield key
            named = not is_ours or (isinstance(value, dict) and "en" in value)
            yield from (
                keys(list(value.values()))
                if key == "scales" and isinstance(value, dict)
                else ()
                if named
                else keys(value)
            )


def test_the_definition_below_fills_every_field_there_is() -> None:
    there = {(name, field.name) for name, each in shapes().items() for field in dataclasses.fields(each)}
    assert there - set(filled(load(WHOLE))) == set(), "Give these a value in WHOLE above."


def test_every_key_of_a_definition_has_words_for_the_loss_report() -> None:
    assert set(keys(written(load(WHOLE)))) - NAMES.keys() == set()


@pytest.mark.parametrize("to", ["yaml", "json", "xlsform", "redcap", "fhir-r4", "fhir-r5"])
@pytest.mark.parametrize("wording", ["any", "peer_clinician"])
def test_every_field_comes_back_from_every_format(to: str, wording: str) -> None:
    whole = load(WHOLE)
    left = export_file(whole, to, wording=wording)
    back = import_file(left.filename, left.content)
    assert back.instrument is not None, back.problems
    assert fingerprint(back.instrument) == fingerprint(whole)


def test_a_codebook_holds_every_field_or_names_it() -> None:
    whole = load(WHOLE)
    made = export_file(whole, "codebook")
    told = " ".join(loss.sentence for loss in made.losses)
    content = made.content.decode("utf-8-sig")
    lost = {"title", "introduction", "attribution", "languages", "scoring", "domain_scoring", "standard", "linking"}
    assert [key for key in lost if key != "attribution" and NAMES[key] not in told] == []
    assert "agreeing" in content
    assert "Silence" in content
