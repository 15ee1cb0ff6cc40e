"""The form of the scoring: the rule, which items count, what gaps do, and the range it is stretched to. Pure."""

from app.studio.part_form import Group, PartField, PartForm, Values, as_tree
from app.studio.wordings import GAPS, PLACES, RULES, TREATMENTS
from instruments.drafting.draft import Draft, entry_words
from instruments.drafting.places import Definition, at, text_at
from instruments.tree import Path, Tree

TOTAL, PARTS = "total", "parts"
_PLACES: dict[str, Path] = {TOTAL: ("scoring",), PARTS: ("domain_scoring",)}


def scoring_form(draft: Draft, locked: str = "") -> PartForm:
    """How the total and the score of each section are made."""
    total, parts = _PLACES[TOTAL], _PLACES[PARTS]
    every = _rule_fields(draft, TOTAL, total, locked)
    switch = PartField(
        "parts",
        "Each rated section has a score of its own too",
        (),
        "true" if at(draft.definition, parts) else "",
        kind="check",
        locked=locked,
    )
    groups = (
        Group("The total", every),
        Group("Items that count", _item_fields(draft, total, locked), folded=True),
        Group("Each section", (switch,)),
        Group("How each section is scored", _rule_fields(draft, PARTS, parts, locked), folded=True),
    )
    return PartForm((), groups, _written)


def _rule_fields(draft: Draft, prefix: str, base: Path, locked: str) -> tuple[PartField, ...]:
    def text(*path: str) -> str:
        return text_at(draft.definition, (*base, *path))

    rule = PartField(
        f"{prefix}-rule", "Rule", (*base, "rule"), text("rule"), kind="radio", options=RULES, locked=locked
    )
    least = PartField(
        f"{prefix}-least",
        "At least this many items must be rated",
        (*base, "min_answered"),
        text("min_answered"),
        width="3",
        hint="Empty means: all of them.",
        locked=locked,
    )
    gaps = tuple(
        PartField(
            f"{prefix}-gap-{gap}",
            label,
            (*base, "non_scoring", gap),
            text("non_scoring", gap),
            kind="select",
            options=TREATMENTS,
            locked=locked,
        )
        for gap, label in GAPS.items()
    )
    low = PartField(
        f"{prefix}-from",
        "Stretch the result: lowest",
        (*base, "rescale"),
        text("rescale", "to_min"),
        width="3",
        hint="Such as 0. Leave both empty to keep the raw points.",
        locked=locked,
    )
    high = PartField(
        f"{prefix}-to",
        "Stretch the result: highest",
        (*base, "rescale", "to_max"),
        text("rescale", "to_max"),
        width="3",
        hint="Such as 100.",
        locked=locked,
    )
    places = PartField(
        f"{prefix}-places",
        "Rounding",
        (*base, "round", "places"),
        text("round", "places"),
        kind="select",
        options=PLACES,
        locked=locked,
    )
    return rule, least, *gaps, low, high, places


def _item_fields(draft: Draft, base: Path, locked: str) -> tuple[PartField, ...]:
    names = tuple(
        (str(entry.get("id")), entry_words(entry) or str(entry.get("id")))
        for _, entry in draft.entries()
        if "kind" not in entry
    )
    count = PartField(
        "total-items",
        "Only these items count",
        (*base, "items"),
        _listed(draft, (*base, "items")),
        kind="checks",
        options=names,
        hint="Choose none to count every item.",
        locked=locked,
    )
    turned = PartField(
        "total-reverse",
        "Turned round before counting",
        (*base, "reverse"),
        _listed(draft, (*base, "reverse")),
        kind="checks",
        options=names,
        hint="For items where a high level is not what you hope for.",
        locked=locked,
    )
    weights = tuple(
        PartField(
            f"total-weight-{item_id}",
            f"Weight of “{name}”",
            (*base, "weights", item_id),
            text_at(draft.definition, (*base, "weights", item_id)),
            width="3",
            locked=locked,
        )
        for item_id, name in names
    )
    whom = PartField(
        "total-per-actor",
        "A total for each person in the room instead of one total",
        (*base, "per_actor"),
        text_at(draft.definition, (*base, "per_actor")),
        kind="check",
        hint="Each item then says whom it rates.",
        locked=locked,
    )
    return count, turned, whom, *weights


def _listed(draft: Draft, path: Path) -> tuple[str, ...]:
    found = at(draft.definition, path)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _written(draft: Draft, values: Values) -> Draft:
    told: dict[Path, Tree] = dict(_rule_values(draft, TOTAL, values))
    base = _PLACES[TOTAL]
    for name, value in values.items():
        if name in ("total-items", "total-reverse"):
            told[*base, name.removeprefix("total-")] = as_tree(value)
        elif name == "total-per-actor":
            told[*base, "per_actor"] = as_tree(value)
        elif name.startswith("total-weight-"):
            told[*base, "weights", name.removeprefix("total-weight-")] = as_tree(value)
    if "parts" not in values:
        return draft.with_values(told)
    if not values["parts"]:
        return draft.with_values({**told, _PLACES[PARTS]: {}})
    if at(draft.definition, _PLACES[PARTS]) is None:
        # The sections begin with the total's own rule; the next look at the form shows it, to be changed.
        begun = {name.replace(TOTAL, PARTS, 1): value for name, value in values.items() if name.startswith(TOTAL)}
        least = {f"{PARTS}-least": ""}
        return draft.with_values({**told, **_rule_values(draft, PARTS, {**begun, **least})})
    return draft.with_values({**told, **_rule_values(draft, PARTS, values)})


def _rule_values(draft: Draft, prefix: str, values: Values) -> dict[Path, Tree]:
    base = _PLACES[prefix]
    told: dict[Path, Tree] = {}
    for name, path in ((f"{prefix}-rule", "rule"), (f"{prefix}-least", "min_answered")):
        if name in values:
            told[*base, path] = as_tree(values[name])
    if told.get((*base, "rule")) not in (None, text_at(draft.definition, (*base, "rule"))):
        # A rule's version belongs to the rule.
        told[*base, "rule_version"] = ""
    for gap in GAPS:
        if (how := values.get(f"{prefix}-gap-{gap}")) is not None:
            told[*base, "non_scoring", gap] = as_tree(how)
    if f"{prefix}-from" in values:
        ends: Definition = {"to_min": str(values[f"{prefix}-from"]), "to_max": str(values.get(f"{prefix}-to", ""))}
        told[*base, "rescale"] = {key: value for key, value in ends.items() if value}
    if f"{prefix}-places" in values:
        places = str(values[f"{prefix}-places"])
        told[*base, "round"] = {"places": places, "mode": "half_even"} if places else {}
    return told
