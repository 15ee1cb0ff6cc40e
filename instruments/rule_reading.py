"""Scoring rules, the minimum standard and the link to an earlier version, as a definition file writes them."""

from decimal import Decimal
from typing import get_args

from instruments.condition_reading import read_condition
from instruments.definition import (
    Gap,
    Link,
    Linking,
    MinimumStandard,
    Rescale,
    RuleName,
    ScoringRule,
    Treatment,
)
from instruments.fields import Fields
from instruments.scoring_rules import RULE_VERSIONS

PLACES_LIMIT = 6


def read_rule(fields: Fields | None) -> ScoringRule | None:
    """The rule written here, or None when there is none."""
    if fields is None:
        return None
    name = fields.choice("rule", get_args(RuleName), "profile")
    if not fields.has("rule"):
        fields.report("rule", f"Name the rule: {', '.join(get_args(RuleName))}.")
    rule = ScoringRule(
        rule=name,
        rule_version=_rule_version(fields, name),
        items=fields.texts("items"),
        min_answered=fields.whole("min_answered"),
        non_scoring=_treatments(fields),
        weights=_weights(fields),
        reverse=fields.texts("reverse"),
        rescale=_rescale(fields),
        places=_places(fields),
        per_actor=fields.flag("per_actor"),
    )
    fields.finish()
    return rule


def _rule_version(fields: Fields, name: RuleName) -> str:
    version = fields.text("rule_version") or RULE_VERSIONS[name]
    if version != RULE_VERSIONS[name]:
        fields.report("rule_version", f'This software knows version {RULE_VERSIONS[name]} of "{name}".')
    return version


def _treatments(fields: Fields) -> dict[Gap, Treatment]:
    record = fields.record("non_scoring")
    if record is None:
        return {}
    treatments = {gap: record.choice(gap, get_args(Treatment), "undefined") for gap in get_args(Gap) if record.has(gap)}
    for gap in get_args(Gap):
        record.take(gap)
    record.finish()
    return treatments


def _weights(fields: Fields) -> dict[str, Decimal]:
    record = fields.record("weights")
    if record is None:
        return {}
    weights = {item_id: record.decimal(item_id) or Decimal(0) for item_id in record.names()}
    for item_id, weight in weights.items():
        if weight <= 0:
            record.report(item_id, f'Give "{item_id}" a weight above 0, or leave it out of the rule.')
    return weights


def _rescale(fields: Fields) -> Rescale | None:
    record = fields.record("rescale")
    if record is None:
        return None
    low, high = record.decimal("to_min"), record.decimal("to_max")
    record.finish()
    if low is None or high is None or low >= high:
        record.reading.report(record.path, 'Write "to_min" and a higher "to_max".')
        return None
    return Rescale(low, high)


def _places(fields: Fields) -> int | None:
    record = fields.record("round")
    if record is None:
        return None
    record.choice("mode", ("half_even",), "half_even")
    places = record.whole("places")
    record.finish()
    if places is None or places > PLACES_LIMIT:
        record.report("places", f"Write how many decimal places, from 0 to {PLACES_LIMIT}.")
    return places


def read_standard(fields: Fields | None) -> MinimumStandard | None:
    """The minimum standard written here, or None."""
    if fields is None:
        return None
    title = fields.wording("title", required=True) or {}
    inner = fields.record("met_when")
    if inner is None:
        fields.report("met_when", "Write the condition under which the standard is met.")
    met_when = read_condition(inner)
    fields.finish()
    return MinimumStandard(title, met_when) if met_when else None


def read_linking(fields: Fields | None) -> Linking | None:
    """The link to the version this one replaces, or None."""
    if fields is None:
        return None
    replaces = fields.record("replaces")
    if replaces is None:
        fields.report("replaces", "Write the id and version of the instrument this one replaces.")
        replaced = ("", "")
    else:
        replaced = (replaces.named("id"), replaces.text("version", required=True))
        replaces.finish()
    item_map = _item_map(fields)
    fields.finish()
    return Linking(*replaced, item_map)


def _item_map(fields: Fields) -> dict[str, Link]:
    record = fields.record("item_map")
    if record is None:
        return {}
    for item_id in record.names():
        record.text(item_id, required=True)
    return {item_id: record.choice(item_id, get_args(Link), "reworded") for item_id in record.names()}
