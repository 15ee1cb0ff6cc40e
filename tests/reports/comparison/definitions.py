"""Instruments of any size, all items alike."""

from collections.abc import Sequence


def definition(items: int, points: Sequence[int], name: str = "study") -> str:
    """An instrument with so many alike items, its total the sum."""
    steps = "\n".join(
        f'      - {{code: "{point}", score: "{point}", label: {{en: "Point {point}"}}}}' for point in points
    )
    asked = "\n".join(
        f"""      - id: i{at}
        construct: c{at}
        scale: level
        required: "false"
        text: {{any: {{en: "Item {at}"}}}}"""
        for at in range(items)
    )
    gaps = "undefined" if items == 1 else "exclude"
    return f"""
format: observation-instrument/1
id: {name}
version: "1"
status: published
title: {{en: A study}}
languages: [en]
attribution: {{source: Written for the tests, owner: Levelfield, licence: CC BY 4.0, validation: not validated}}
scales:
  level:
    type: ordinal
    points:
{steps}
    non_scoring:
      - {{code: na, reason: not_applicable, label: {{en: Did not apply}}}}
      - {{code: unseen, reason: not_observed, label: {{en: Could not see}}}}
sections:
  - id: all
    kind: domain
    title: {{en: All}}
    items:
{asked}
scoring:
  rule: {"sum" if items == 1 else "mean_of_answered"}
  items: [{", ".join(f"i{at}" for at in range(items))}]
  min_answered: "1"
  non_scoring: {{not_applicable: {gaps}, not_observed: {gaps}, blank: {gaps}}}
"""
