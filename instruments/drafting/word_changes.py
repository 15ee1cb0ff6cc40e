"""Two versions' texts side by side, with the words that are gone and the words that are new. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from instruments.drafting.draft import Draft, entry_words
from instruments.drafting.places import record_at, text_at
from instruments.drafting.wordings import wording_parts
from instruments.tree import Path

Part: TypeAlias = tuple[Literal["same", "gone", "new"], str]
Key: TypeAlias = tuple[str, ...]

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class WordChange:
    """One text that differs. `about` names the entry, section or scale it belongs to, `what` the text itself.

    `before` or `after` is empty when the text is new or gone.
    """

    about: str
    what: str
    language: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]


def word_changes(earlier: Draft, later: Draft) -> tuple[WordChange, ...]:
    """Every text that differs, in the order of the later version, then those that are gone."""
    old, new = dict(_texts(earlier)), dict(_texts(later))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        WordChange(about, what, key[-1], *_compared(before, after))
        for key in keys
        for about, what, after in [new.get(key) or (*old[key][:2], "")]
        for before in [old[key][2] if key in old else ""]
        if before != after
    )


def _compared(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    one, other = _TOKENS.findall(before), _TOKENS.findall(after)
    left: list[Part] = []
    right: list[Part] = []
    for kind, a, b, c, d in SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes():
        if kind == "equal":
            left.append(("same", "".join(one[a:b])))
            right.append(("same", "".join(other[c:d])))
            continue
        if a < b:
            left.append(("gone", "".join(one[a:b])))
        if c < d:
            right.append(("new", "".join(other[c:d])))
    return tuple(left), tuple(right)


def _texts(draft: Draft) -> Iterator[tuple[Key, tuple[str, str, str]]]:
    """Each text under a key that does not depend on where its part stands."""
    for part in wording_parts(draft):
        for place in part.places:
            key, about = _key(draft, place.path, part.title)
            for language in draft.languages:
                if words := text_at(draft.definition, (*place.path, language)):
                    yield (*key, language), (about, place.label.split(". ", 1)[-1], words)


def _key(draft: Draft, path: Path, title: str) -> tuple[Key, str]:
    if path[0] != "sections":
        return _coded(draft, path), title
    section = record_at(draft.definition, path[:2])
    if len(path) < 4:
        return ("section", text_at(section, ("id",)), *map(str, path[2:])), title
    entry = record_at(draft.definition, path[:4])
    about = entry_words(entry) or text_at(entry, ("id",))
    return ("entry", text_at(entry, ("id",)), *_coded(draft, path)[4:]), about


def _coded(draft: Draft, path: Path) -> Key:
    """The path with the number of a point replaced by its code."""
    steps: list[str] = []
    for n, step in enumerate(path):
        code = text_at(draft.definition, (*path[: n + 1], "code")) if isinstance(step, int) else ""
        steps.append(code or str(step))
    return tuple(steps)
