"""When an item is shown: chosen from the answers to what stands above it. Pure.

The form knows one level: all of these, or any of these. A rule with rules inside it was written as text, and is
changed there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.studio.part_form import Group, PartField, PartForm, Values, as_tree
from instruments.drafting.draft import Draft, entry_words
from instruments.drafting.places import Definition, at, records_at, text_at
from instruments.tree import Path, Tree

RELATIONS = (
    ("", "Plays no part"),
    ("in", "Has one of the answers below"),
    ("not_in", "Has none of the answers below"),
    ("answered", "Was answered at all"),
)
JOINS = (("all", "Every one of these holds"), ("any", "At least one of these holds"))
Rule: TypeAlias = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ShownWhen:
    """The rules by entry id, and how they are joined."""

    join: str
    rules: Mapping[str, Rule]


def shown_when(condition: Tree | None) -> ShownWhen | None:
    """The rules of a condition of one level, or None for one with rules inside rules."""
    if not isinstance(condition, dict):
        return ShownWhen("all", {})
    join = next((word for word in ("all", "any") if word in condition), "")
    parts = records_at(condition, (join,)) if join else [condition]
    rules: dict[str, Rule] = {}
    for part in parts:
        entry = text_at(part, ("item",))
        relation = next((word for word in ("in", "not_in", "answered") if word in part), "")
        if not entry or not relation or entry in rules:
            return None
        codes = at(part, (relation,))
        rules[entry] = (
            relation,
            tuple(each for each in codes if isinstance(each, str)) if isinstance(codes, list) else (),
        )
    return ShownWhen(join or "all", rules)


def condition_form(draft: Draft, entry_id: str) -> PartForm | None:
    """The form for this entry; None when it is not there or its condition has rules inside rules."""
    base = draft.entry_path(entry_id)
    known = shown_when(at(draft.definition, (*base, "show_if"))) if base is not None else None
    if base is None or known is None:
        return None
    path: Path = (*base, "show_if")
    join = PartField("join", "Show it when", path, known.join, kind="radio", options=JOINS)
    groups = [Group("", (join,)), *_rule_groups(draft, _before(draft, entry_id), known)]

    def write(changed: Draft, values: Values) -> Draft:
        here = changed.entry_path(entry_id)
        return changed if here is None else changed.with_values({(*here, "show_if"): _condition(values)})

    return PartForm(base, tuple(groups), write)


def standard_form(draft: Draft) -> PartForm | None:
    """The minimum standard: a name and what must hold of the ratings; None when it has rules inside rules."""
    path: Path = ("standard", "met_when")
    known = shown_when(at(draft.definition, path))
    if known is None:
        return None
    title = PartField(
        "title",
        "What the standard is called",
        ("standard", "title"),
        draft.text("standard", "title", "en"),
        hint="Such as: every person is asked what matters. Empty means: there is no minimum standard.",
    )
    join = PartField("join", "It is met when", path, known.join, kind="radio", options=JOINS)
    groups = [Group("", (title, join)), *_rule_groups(draft, list(draft.entries()), known)]

    def write(changed: Draft, values: Values) -> Draft:
        condition = _condition(values)
        if not condition and not values.get("title"):
            return changed.with_values({("standard",): {}})
        title = as_tree(values.get("title", ""))
        return changed.with_values({("standard", "title", "en"): title, path: condition})

    return PartForm(("standard",), tuple(groups), write)


def _rule_groups(draft: Draft, entries: list[tuple[Path, Definition]], known: ShownWhen) -> list[Group]:
    """For each entry: whether it plays a part, and which of its answers. Folded unless it does."""
    groups: list[Group] = []
    for _, entry in entries:
        entry_id = str(entry.get("id"))
        relation, codes = known.rules.get(entry_id, ("", ()))
        fields = [PartField(f"how-{entry_id}", "Its answer", (), relation, kind="select", options=RELATIONS)]
        if answers := _answers(draft, entry):
            fields.append(PartField(f"codes-{entry_id}", "Answers", (), codes, kind="checks", options=answers))
        groups.append(Group(entry_words(entry) or entry_id, tuple(fields), folded=not relation))
    return groups


def _before(draft: Draft, entry_id: str) -> list[tuple[Path, Definition]]:
    entries = list(draft.entries())
    place = next(n for n, (_, entry) in enumerate(entries) if entry.get("id") == entry_id)
    return entries[:place]


def _answers(draft: Draft, entry: Definition) -> tuple[tuple[str, str], ...]:
    if "kind" in entry:
        options = records_at(entry, ("options",))
    else:
        scale = draft.scales.get(text_at(entry, ("scale",)), {})
        options = [*records_at(scale, ("points",)), *records_at(scale, ("non_scoring",))]
    return tuple((text_at(each, ("code",)), text_at(each, ("label", "en"))) for each in options)


def _condition(values: Values) -> Definition:
    parts: list[Definition] = []
    for name, relation in values.items():
        if not name.startswith("how-") or not relation:
            continue
        entry = name.removeprefix("how-")
        codes = values.get(f"codes-{entry}", ())
        told: Tree = "true" if relation == "answered" else list[Tree](codes if isinstance(codes, tuple) else ())
        parts.append({"item": entry, str(relation): told})
    if len(parts) < 2:
        return parts[0] if parts else {}
    return {"any" if values.get("join") == "any" else "all": list[Tree](parts)}
