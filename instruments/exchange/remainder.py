"""What a format has no place for, kept beside it in a place that other programs pass over.

A format is written, read back as any other program's file would be, and compared with the instrument key by key.
Each key that differs is kept with a mark of what the file itself says there. When the file comes back, a kept
value is used only where the file still says the same: what somebody changed elsewhere always wins, and is named.
The same comparison names every loss, so a key that is new in the definition can be neither lost nor unnamed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from instruments.tree import Tree

Branch: TypeAlias = dict[str, Tree]

# Not part of what an instrument measures, or compared part by part.
_APART = {"format", "status", "scales", "sections"}


@dataclass(slots=True)
class Remainder:
    """`form`: about the whole; `entries`: by the entry's id in the file. Plain trees, so that any format holds them."""

    form: Branch = field(default_factory=dict[str, Tree])
    entries: dict[str, Branch] = field(default_factory=dict[str, Branch])

    @property
    def parts(self) -> Mapping[str, str]:
        """Fields of the file that only help another one (a note, a count): their name to the entry's."""
        return cast("Mapping[str, str]", branch(self.form.get("parts")))


def branch(value: Tree | None) -> Branch:
    """The value as a mapping; an empty one when it is none."""
    return value if isinstance(value, dict) else {}


def branches(value: Tree | None) -> list[Branch]:
    """The mappings of a list."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def entries_of(tree: Branch) -> list[Branch]:
    """Items and questions, top to bottom."""
    return [entry for section in branches(tree.get("sections")) for entry in branches(section.get("items"))]


def mark(value: Tree | None) -> str:
    """A short fingerprint of one value, the same for the same words."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:12]


def remainder(whole: Branch, native: Branch, fingerprint: str, parts: Mapping[str, str]) -> Remainder:
    """What `native`, the file as read back, lacks of `whole`. Both hold the same entries in the same order."""
    pairs = list(zip(entries_of(native), entries_of(whole), strict=True))
    ids = {str(there["id"]): str(here["id"]) for there, here in pairs}
    scales = _same_scales(pairs)
    kept = Remainder(
        {
            "fingerprint": fingerprint,
            "parts": dict(parts),
            "keys": _keys(native, whole),
            "scales": _scales(whole, native, scales),
            "sections": _sections(whole, native),
        }
    )
    for there, here in pairs:
        keys = _keys(_renamed(there, ids, scales), here)
        if keys or there["id"] != here["id"]:
            kept.entries[str(there["id"])] = {"id": here["id"], "keys": keys}
    return kept


def _same_scales(pairs: list[tuple[Branch, Branch]]) -> dict[str, str]:
    """Which scale of the file is which of ours, by the items that use them."""
    same: dict[str, str] = {}
    for there, here in pairs:
        if "scale" in there and "scale" in here:
            same.setdefault(str(there["scale"]), str(here["scale"]))
    return same


def _keys(native: Branch, whole: Branch) -> Branch:
    differing = [key for key in (*whole, *native) if key not in _APART and native.get(key) != whole.get(key)]
    return {key: _kept(native.get(key), whole.get(key)) for key in differing}


def _kept(was: Tree | None, value: Tree | None) -> Branch:
    return {"was": mark(was)} if value is None else {"was": mark(was), "is": value}


def _scales(whole: Branch, native: Branch, same: Mapping[str, str]) -> Branch:
    ours, theirs = branch(whole.get("scales")), branch(native.get("scales"))
    known: Branch = {there: {"id": here, **_kept(theirs[there], ours[here])} for there, here in same.items()}
    more: Branch = {scale_id: ours[scale_id] for scale_id in ours if scale_id not in same.values()}
    return {"known": known, "more": more}


def _sections(whole: Branch, native: Branch) -> list[Tree]:
    theirs = iter(branches(native.get("sections")))
    kept: list[Tree] = []
    for section in branches(whole.get("sections")):
        attributes = without_items(section)
        # A section without entries has no place in other files.
        there = next(theirs) if section.get("items") else None
        kept.append(
            {"is": attributes}
            if there is None
            else {"at": there["id"], "was": mark(without_items(there)), "is": attributes}
        )
    return kept


def without_items(section: Branch) -> Branch:
    """What is said of a section apart from its entries."""
    return {key: value for key, value in section.items() if key != "items"}


def _renamed(entry: Branch, ids: Mapping[str, str], scales: Mapping[str, str]) -> Branch:
    renamed = {**entry, "id": ids.get(str(entry["id"]), entry["id"])}
    if "scale" in entry:
        renamed["scale"] = scales.get(str(entry["scale"]), entry["scale"])
    if "show_if" in entry:
        renamed["show_if"] = _renamed_condition(entry["show_if"], ids)
    return renamed


def _renamed_condition(condition: Tree, ids: Mapping[str, str]) -> Tree:
    if isinstance(condition, list):
        return [_renamed_condition(part, ids) for part in condition]
    if not isinstance(condition, dict):
        return condition
    return {
        key: ids.get(str(value), value)
        if key == "item"
        else value
        if key in ("in", "not_in")
        else _renamed_condition(value, ids)
        for key, value in condition.items()
    }


@dataclass(frozen=True, slots=True)
class Restored:
    """A file's tree with what was kept put back. `changed`: entry id ("" for the whole) and key changed elsewhere."""

    tree: Branch
    changed: tuple[tuple[str, str], ...]


def restored(native: Branch, kept: Remainder) -> Restored:
    """The tree with everything kept that still fits. Never raises on any tree."""
    changed: list[tuple[str, str]] = []
    ids = _ids(native, kept)
    scales, same = _restored_scales(native, kept)
    tree = _put_back("", native, branch(kept.form.get("keys")), changed)
    sections: list[Tree] = []
    for section in branches(native.get("sections")):
        entries: list[Tree] = []
        for entry in branches(section.get("items")):
            aside = kept.entries.get(str(entry.get("id")), {})
            renamed = _renamed(entry, ids, same)
            entries.append(_put_back(str(renamed["id"]), renamed, branch(aside.get("keys")), changed))
        sections.append({**section, "items": entries})
    ours = {*branch(branch(kept.form.get("scales")).get("more")), *_ids_of_known(kept)}
    used = {str(entry.get("scale")) for section in sections for entry in branches(branch(section).get("items"))}
    # A question that only looked rated there leaves a scale that nothing uses.
    scales = {name: scale for name, scale in scales.items() if name in used | ours}
    return Restored({**tree, "scales": scales, "sections": _restored_sections(sections, kept)}, tuple(changed))


def _ids(native: Branch, kept: Remainder) -> dict[str, str]:
    there = [str(entry.get("id")) for entry in entries_of(native)]
    ids = {name: str(kept.entries.get(name, {}).get("id") or name) for name in there}
    return ids if len(set(ids.values())) == len(there) else {name: name for name in there}


def _put_back(place: str, there: Branch, keys: Branch, changed: list[tuple[str, str]]) -> Branch:
    tree = dict(there)
    for key, aside in keys.items():
        if key in _APART:
            continue
        said = branch(aside)
        if said.get("was") != mark(there.get(key)):
            changed.append((place, key))
        elif "is" in said:
            tree[key] = said["is"]
        else:
            tree.pop(key, None)
    return tree


def _restored_scales(native: Branch, kept: Remainder) -> tuple[Branch, dict[str, str]]:
    aside = branch(kept.form.get("scales"))
    known, scales = branch(aside.get("known")), dict(branch(aside.get("more")))
    same: dict[str, str] = {}
    for there, scale in branch(native.get("scales")).items():
        said = branch(known.get(there))
        if "is" in said and said.get("was") == mark(scale):
            same[there] = str(said.get("id"))
            scales[same[there]] = said["is"]
    for there, scale in branch(native.get("scales")).items():
        if there not in same:
            name = next(_free(there, scales))
            scales[name], same[there] = scale, name
    return scales, same


def _ids_of_known(kept: Remainder) -> set[str]:
    known = branch(branch(kept.form.get("scales")).get("known"))
    return {str(branch(said).get("id")) for said in known.values()}


def _free(wanted: str, taken: Branch) -> Iterator[str]:
    yield from (name for name in (wanted, *(f"{wanted}_{n}" for n in range(2, 1000))) if name not in taken)


def _restored_sections(sections: list[Tree], kept: Remainder) -> list[Tree]:
    aside = branches(kept.form.get("sections"))
    there = [branch(section) for section in sections]
    whole = [said.get("at") for said in aside if "at" in said] == [section.get("id") for section in there]
    by_id = {str(said.get("at")): said for said in aside if "at" in said}
    again = [_restored_section(section, by_id.get(str(section.get("id")), {})) for section in there]
    if not whole:
        return list(again)
    filled = iter(again)
    # Sections without entries stand between the others as before.
    return [next(filled) if "at" in said else branch(said.get("is")) for said in aside]


def _restored_section(section: Branch, said: Branch) -> Branch:
    if said.get("was") != mark(without_items(section)):
        return section
    return {**branch(said.get("is")), "items": section.get("items", [])}
