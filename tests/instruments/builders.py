"""Small instruments for tests, in neutral made-up words: only their shape stands for anything."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from instruments.definition import Instrument
from instruments.loading import load
from instruments.scoresheet import NotScored, Rated, Sheet

SHORT_DEFINITION = """
format: observation-instrument/1
id: pilot
version: "1"
status: draft
title: {en: Pilot}
attribution: {source: Written for this test}
scales:
  steps:
    points:
      - {code: "0", score: "0", label: {en: Missing}}
      - {code: "1", score: "1", label: {en: Partly}}
      - {code: "2", score: "2", label: {en: Fully}}
    non_scoring:
      - {code: na, reason: not_applicable, label: {en: Did not apply}}
      - {code: unseen, reason: not_observed, label: {en: Could not see}}
sections:
  - id: context
    title: {en: Context}
    kind: context
    items:
      - id: gate
        kind: choice
        role: decision_gate
        required: "true"
        text: {any: {en: Was there a choice?}}
        options:
          - {code: "yes", label: {en: "Yes"}}
          - {code: "no", label: {en: "No"}}
      - id: topics
        kind: choices
        text: {any: {en: Which topics?}}
        options:
          - {code: rest, label: {en: Rest}}
          - {code: work, label: {en: Work}}
        show_if: {item: gate, in: ["yes"]}
      - id: minutes
        kind: number
        text: {any: {en: How many minutes?}}
        minimum: "0"
        maximum: "180"
  - id: talk
    title: {en: The talk}
    items:
      - id: plan
        scale: steps
        required: "true"
        evidence_note: required_at_extremes
        short: {en: Agrees a plan}
        text:
          patient_partner: {en: Did they agree a plan?}
          peer_clinician: {en: Agrees a plan with the person.}
      - id: goals
        scale: steps
        required: "true"
        text: {any: {en: Names goals}}
        show_if: {item: gate, in: ["yes"]}
  - id: comments
    title: {en: Comments}
    kind: comments
    items:
      - {id: more, kind: text, text: {any: {en: Anything else}}}
scoring:
  rule: mean_of_answered
  min_answered: "1"
  non_scoring: {not_applicable: exclude, not_observed: exclude}
"""


def a_short_instrument() -> Instrument:
    """A gate, a list, a number, two items and a comment."""
    return load(SHORT_DEFINITION)


def ordinal(
    items: int,
    lowest: int,
    highest: int,
    scoring: str,
    *,
    non_scoring: Iterable[str] = (),
    extra: str = "",
    actors: Mapping[str, str] | None = None,
) -> Instrument:
    """One domain of `items` like items i1, i2 ... on one scale, scored by the YAML given."""
    points = [f'{{code: "{n}", score: "{n}", label: Step {n}}}' for n in range(lowest, highest + 1)]
    gaps = [f"{{code: {reason}, reason: {reason}, label: {reason}}}" for reason in non_scoring]
    rows = [
        f"{{id: i{n}, scale: s, text: Thing {n}, actors: {(actors or {}).get(f'i{n}', '[]')}}}"
        for n in range(1, items + 1)
    ]
    return load(f"""
format: observation-instrument/1
id: shape
version: "1"
title: Shape
attribution: {{source: Written for this test}}
scales: {{s: {{points: [{", ".join(points)}], non_scoring: [{", ".join(gaps)}]}}}}
sections: [{{id: d, title: Domain, items: [{", ".join(rows)}]}}]
scoring: {scoring}
{extra}
""")


def rated(*scores: int | None) -> Sheet:
    """Ratings of i1, i2 ... in order; None marks an item not applicable."""
    return {
        f"i{n}": NotScored("not_applicable", "not_applicable") if score is None else Rated(str(score))
        for n, score in enumerate(scores, start=1)
    }


def summing_to(total: int, items: int, highest: int) -> Sheet:
    """Ratings from 0 to `highest` that add up to `total`."""
    full, rest = divmod(total, highest)
    scores = [highest] * full + ([rest] if full < items else [])
    return rated(*(scores + [0] * items)[:items])


def number(text: str) -> Decimal:
    """A decimal, spelled."""
    return Decimal(text)
