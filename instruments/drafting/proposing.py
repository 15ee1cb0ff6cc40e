"""What others propose for a draft: other words for an item, or a new one. Pure: the changed draft comes back."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from instruments.drafting.draft import Draft
from instruments.drafting.places import Definition, record_at, records_at, text_at
from instruments.tree import Tree

LONGEST_ID = 40
ANY = "any"


@dataclass(frozen=True, slots=True)
class ItemOfDraft:
    """A rated item: its section, its words for each observer type ("any" for all), and the mark of those words."""

    id: str
    section_id: str
    section: str
    words: dict[str, str]
    guidance: str
    mark: str

    def read_by(self, wording: str) -> str:
        """The words this observer type reads."""
        return self.words.get(wording) or self.words.get(ANY) or next(iter(self.words.values()), self.id)


def items_of(draft: Draft) -> tuple[ItemOfDraft, ...]:
    """Every rated item of the draft, top to bottom, in English."""
    return tuple(_items(draft))


def draft_fingerprint(draft: Draft) -> str:
    """SHA-256 of everything in the draft: any change, however small, gives another."""
    definition = {key: value for key, value in draft.definition.items() if key != "status"}
    return _mark(definition)


def with_rewording(draft: Draft, item_id: str, wording: str, text: str) -> Draft:
    """The draft with other English words for one item. Raises KeyError when the item is gone."""
    path = draft.entry_path(item_id)
    if path is None:
        raise KeyError(item_id)
    return draft.with_values({(*path, "text", wording, "en"): text})


def with_new_item(draft: Draft, section_id: str, text: str) -> Draft:
    """The draft with one more item at the end of a section, on the scale of the item before it.

    Raises KeyError when the section is gone, or the draft has no scale to rate on.
    """
    path = draft.section_path(section_id)
    if path is None:
        raise KeyError(section_id)
    entries = records_at(draft.definition, (*path, "items"))
    used = [text_at(entry, ("scale",)) for entry in entries if "kind" not in entry]
    scale = next((each for each in [*reversed(used), *draft.scales] if each), None)
    if scale is None:
        raise KeyError("scale")
    item_id = _free_id(draft, text)
    item: Definition = {"id": item_id, "scale": scale, "required": "true", "text": {ANY: {"en": text}}}
    listed: list[Tree] = [*entries, item]
    return draft.with_values({(*path, "items"): listed})


def _items(draft: Draft) -> Iterator[ItemOfDraft]:
    for section in draft.sections:
        for entry in records_at(section, ("items",)):
            if "kind" in entry:
                continue
            yield ItemOfDraft(
                id=text_at(entry, ("id",)),
                section_id=text_at(section, ("id",)),
                section=_english(section.get("title", "")),
                words=_words(entry),
                guidance=_english(entry.get("guidance", "")),
                mark=_mark(entry.get("text", "")),
            )


def _words(entry: Definition) -> dict[str, str]:
    text = entry.get("text", "")
    if isinstance(text, str):
        return {ANY: text} if text else {}
    found = {who: _english(words) for who, words in record_at(entry, ("text",)).items()}
    return {who: words for who, words in found.items() if words}


def _english(words: Tree) -> str:
    return words if isinstance(words, str) else text_at(words, ("en",))


def _mark(tree: Tree) -> str:
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _free_id(draft: Draft, text: str) -> str:
    taken = {str(entry.get("id")) for _, entry in draft.entries()}
    words = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:LONGEST_ID].strip("_")
    base = words if words[:1].isalpha() else f"item_{words}".strip("_")
    if base not in taken:
        return base
    return next(f"{base}_{number}" for number in range(2, len(taken) + 3) if f"{base}_{number}" not in taken)
