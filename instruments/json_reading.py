"""JSON text to the same tree that YAML gives: numbers and truth values stay as they are written."""

import json
from typing import cast

from instruments.tree import DEPTH_LIMIT, UNSEEN_CHARACTERS, Source, Tree, refusal, tidied


class _TwiceWritten(Exception):
    """A key stands twice in one object."""


def read_json(text: str, *, depth: int = DEPTH_LIMIT) -> Source:
    """The tree of one JSON document. Raises DefinitionProblems, naming the line where the text breaks off.

    `depth`: how many lists and mappings may stand inside one another.
    """
    try:
        value = json.loads(text, object_pairs_hook=_mapping, parse_int=str, parse_float=str, parse_constant=str)
        return Source(_tree(value, depth))
    except json.JSONDecodeError as error:
        raise refusal(error.lineno, "This is not well-formed JSON: check the quotes and commas here.") from None
    except _TwiceWritten as error:
        raise refusal(None, f'"{error}" is written twice in one place: keep one of them.') from None
    except RecursionError:
        raise _too_deep() from None


def _mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
    mapping: dict[str, object] = {}
    for key, value in pairs:
        if key in mapping:
            raise _TwiceWritten(key)
        mapping[key] = value
    return mapping


def _tree(value: object, depth: int) -> Tree:
    if isinstance(value, str):
        return _text(value)
    if depth == 0:
        raise _too_deep()
    if isinstance(value, list):
        return [_tree(part, depth - 1) for part in cast("list[object]", value)]
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value).items()
        return cast("dict[str, Tree]", _mapping([(_text(key), _tree(part, depth - 1)) for key, part in parts]))
    return "" if value is None else str(value).lower()


def _text(raw: str) -> str:
    text = tidied(raw)
    if text is None:
        raise refusal(None, UNSEEN_CHARACTERS)
    return text


def _too_deep() -> Exception:
    return refusal(None, "This is nested too deeply for an instrument definition.")
