"""Looking into a definition's tree and changing one place of it. Nothing is changed in place."""

from collections.abc import Mapping
from copy import deepcopy
from typing import TypeAlias, cast

from instruments.tree import Path, Tree

Definition: TypeAlias = dict[str, Tree]


def at(tree: Tree, path: Path) -> Tree | None:
    """What stands at this place, or None when there is no such place."""
    here: Tree = tree
    for step in path:
        is_key = isinstance(here, dict) and isinstance(step, str) and step in here
        is_index = isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here)
        if not is_key and not is_index:
            return None
        here = cast("dict[str | int, Tree]", here)[step]
    return here


def text_at(tree: Tree, path: Path) -> str:
    """The text at this place, "" when there is none."""
    found = at(tree, path)
    return found if isinstance(found, str) else ""


def records_at(tree: Tree, path: Path) -> list[Definition]:
    """The mappings of a list at this place; anything else in it is left out."""
    found = at(tree, path)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def record_at(tree: Tree, path: Path) -> Definition:
    """The mapping at this place, empty when there is none."""
    found = at(tree, path)
    return found if isinstance(found, dict) else {}


def with_values(definition: Definition, values: Mapping[Path, Tree]) -> Definition:
    """The definition with these places set. An empty text, list or mapping takes the place away."""
    changed = deepcopy(definition)
    for path, value in values.items():
        _set(changed, path, value)
    return changed


def _set(tree: Tree, path: Path, value: Tree) -> None:
    step, rest = path[0], path[1:]
    if isinstance(tree, list):
        if isinstance(step, int) and 0 <= step < len(tree):
            if rest:
                _set(tree[step], rest, value)
            else:
                tree[step] = deepcopy(value)
        return
    if not isinstance(tree, dict):
        return
    key = cast("str", step)
    if not rest:
        _put(tree, key, value)
        return
    inner = tree.get(key)
    if not isinstance(inner, dict | list):
        # A bare text stands for its English words: it becomes a mapping when another language joins it.
        inner = tree[key] = {"en": inner} if isinstance(inner, str) and inner else {}
    _set(inner, rest, value)
    if not inner:
        del tree[key]


def _put(tree: Definition, key: str, value: Tree) -> None:
    if value in ("", [], {}):
        tree.pop(key, None)
    else:
        tree[key] = deepcopy(value)
