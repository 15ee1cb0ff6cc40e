"""Adding, moving, taking out and bringing back the parts of a draft. Pure: each gives a new draft."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Literal

from instruments.drafting.beginning import identifier
from instruments.drafting.draft import Draft, PartKind, Removed, entry_words
from instruments.drafting.places import Definition, at, record_at, records_at, text_at, with_values
from instruments.tree import Path, Tree

# What stands before an item in a pasted list: a number or a bullet.
_MARK = re.compile(r"^(?:\(?\d{1,3}[.):]\s+|[-–—•*·]\s*)")
# Where a scoring rule or a link names an item.
_MENTIONS: tuple[Path, ...] = (
    ("scoring", "items"),
    ("scoring", "reverse"),
    ("scoring", "weights"),
    ("domain_scoring", "reverse"),
    ("domain_scoring", "weights"),
    ("linking", "item_map"),
)
Direction = Literal["up", "down"]


def pasted_lines(text: str) -> tuple[str, ...]:
    """One item for each line that says something, without its number or bullet."""
    lines = (_MARK.sub("", line.strip()).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def add_section(draft: Draft, title: str, kind: str = "domain", *, first: bool = False) -> tuple[Draft, str]:
    """The draft with a section at its end (or its start), and the section's id."""
    taken = {str(section.get("id")) for section in draft.sections}
    section_id = identifier(title, "section", taken)
    section: Definition = {"id": section_id, "title": {"en": title}, "kind": kind, "items": []}
    sections: list[Tree] = [*draft.sections]
    placed: list[Tree] = [section, *sections] if first else [*sections, section]
    return draft.with_values({("sections",): placed}), section_id


def add_entries(draft: Draft, section_id: str, entries: Iterable[Definition]) -> tuple[Draft, tuple[str, ...]]:
    """The draft with these items or questions at the end of a section, each with an id of its own."""
    path = draft.section_path(section_id)
    if path is None:
        return draft, ()
    taken = used_ids(draft)
    made: list[Tree] = []
    ids: list[str] = []
    for entry in entries:
        entry_id = text_at(entry, ("id",)) or identifier(entry_words(entry), "item", taken)
        taken.add(entry_id)
        ids.append(entry_id)
        made.append({"id": entry_id, **entry})
    section = dict(record_at(draft.definition, path))
    section["items"] = [*records_at(section, ("items",)), *made]
    return draft.with_values({path: section}), tuple(ids)


def new_item(text: str, scale: str) -> Definition:
    """An item in one wording for everybody."""
    item: Definition = {"scale": scale, "text": {"any": {"en": text}}, "required": "true"}
    return {key: value for key, value in item.items() if value}


def used_ids(draft: Draft) -> set[str]:
    """Every item and question id that is used or may come back."""
    ids = {str(entry.get("id")) for _, entry in draft.entries()}
    for each in draft.removed:
        inner = records_at(each.part, ("items",)) if each.kind == "section" else []
        ids |= {each.id, *(str(entry.get("id")) for entry in inner)}
    return ids


def move_entry(draft: Draft, entry_id: str, direction: Direction) -> Draft:
    """One place up or down; past the end of a section into the next one of the same kind."""
    path = draft.entry_path(entry_id)
    if path is None:
        return draft
    s, e = int(path[1]), int(path[3])
    sections = [deepcopy(section) for section in draft.sections]
    here = records_at(sections[s], ("items",))
    step = -1 if direction == "up" else 1
    if 0 <= e + step < len(here):
        here[e], here[e + step] = here[e + step], here[e]
        sections[s]["items"] = list[Tree](here)
    elif 0 <= s + step < len(sections) and sections[s].get("kind") == sections[s + step].get("kind"):
        there = records_at(sections[s + step], ("items",))
        there.insert(len(there) if step < 0 else 0, here.pop(e))
        sections[s]["items"], sections[s + step]["items"] = list[Tree](here), list[Tree](there)
    return draft.with_values({("sections",): list[Tree](sections)})


def move_section(draft: Draft, section_id: str, direction: Direction) -> Draft:
    """One place up or down."""
    path = draft.section_path(section_id)
    sections: list[Tree] = [*draft.sections]
    if path is None:
        return draft
    s = int(path[1])
    other = s + (-1 if direction == "up" else 1)
    if 0 <= other < len(sections):
        sections[s], sections[other] = sections[other], sections[s]
    return draft.with_values({("sections",): sections})


def remove_entry(draft: Draft, entry_id: str) -> Draft:
    """Take an item or question out, and its name out of the scoring. It can be brought back."""
    path = draft.entry_path(entry_id)
    if path is None:
        return draft
    section = record_at(draft.definition, path[:2])
    taken = Removed("entry", entry_id, str(section.get("id")), int(path[3]), at(draft.definition, path) or {})
    kept: list[Tree] = [entry for entry in records_at(section, ("items",)) if entry.get("id") != entry_id]
    left = draft.with_values({path[:2]: {**section, "items": kept}})
    return _unmentioned(replace(left, removed=(*draft.removed, taken)), {entry_id})


def remove_section(draft: Draft, section_id: str) -> Draft:
    """Take a section out with all its items. It can be brought back."""
    path = draft.section_path(section_id)
    if path is None:
        return draft
    section = record_at(draft.definition, path)
    taken = Removed("section", section_id, "", int(path[1]), section)
    kept: list[Tree] = [each for each in draft.sections if each.get("id") != section_id]
    left = draft.with_values({("sections",): kept})
    ids = {str(entry.get("id")) for entry in records_at(section, ("items",))}
    return _unmentioned(replace(left, removed=(*draft.removed, taken)), ids)


def remove_scale(draft: Draft, scale_id: str) -> Draft:
    """Take a scale out. It can be brought back."""
    scale = draft.scales.get(scale_id)
    if scale is None:
        return draft
    taken = Removed("scale", scale_id, "", 0, scale)
    left = draft.with_values({("scales", scale_id): {}})
    return replace(left, removed=(*draft.removed, taken))


def bring_back(draft: Draft, kind: PartKind, part_id: str) -> Draft:
    """Put a part that was taken out back where it stood, or at the end when its place is gone."""
    found = next((each for each in reversed(draft.removed) if (each.kind, each.id) == (kind, part_id)), None)
    if found is None:
        return draft
    left = replace(draft, removed=tuple(each for each in draft.removed if each is not found))
    match found.kind:
        case "scale":
            return left.with_values({("scales", found.id): found.part})
        case "section":
            sections: list[Tree] = [*left.sections]
            sections.insert(found.place, found.part)
            return left.with_values({("sections",): sections})
        case "entry":
            return _entry_back(left, found)


def _entry_back(draft: Draft, found: Removed) -> Draft:
    path = draft.section_path(found.within)
    if path is None:
        draft, section_id = add_section(draft, found.within.replace("_", " ").capitalize())
        path = draft.section_path(section_id) or ("sections", 0)
    section = record_at(draft.definition, path)
    items: list[Tree] = [*records_at(section, ("items",))]
    items.insert(found.place, found.part)
    back = draft.with_values({path: {**section, "items": items}})
    listed = at(back.definition, ("scoring", "items"))
    # A rule that names its items does not know this one any more; what came back should count again.
    if isinstance(listed, list) and listed and isinstance(found.part, dict) and "scale" in found.part:
        return back.with_values({("scoring", "items"): [*listed, found.id]})
    return back


def _unmentioned(draft: Draft, ids: set[str]) -> Draft:
    values: dict[Path, Tree] = {}
    for path in _MENTIONS:
        found = at(draft.definition, path)
        if isinstance(found, list) and ids & {each for each in found if isinstance(each, str)}:
            values[path] = [each for each in found if not (isinstance(each, str) and each in ids)]
        elif isinstance(found, dict) and ids & found.keys():
            values[path] = {key: value for key, value in found.items() if key not in ids}
    return draft.with_values(values) if values else draft


def use_scale_for_all(draft: Draft, scale_id: str) -> Draft:
    """Every item rated on this scale. An item's own words for points this scale lacks are left out."""
    codes = {text_at(point, ("code",)) for point in records_at(draft.definition, ("scales", scale_id, "points"))}
    changed = draft.definition
    for path, entry in draft.entries():
        if "kind" in entry:
            continue
        own: list[Tree] = [point for point in records_at(entry, ("points",)) if text_at(point, ("code",)) in codes]
        values: Mapping[Path, Tree] = {(*path, "scale"): scale_id, (*path, "points"): own}
        changed = with_values(changed, values)
    return replace(draft, definition=changed)
