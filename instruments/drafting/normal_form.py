"""A definition as its forms expect it: every text said with its language, whatever short way a file was written in."""

from collections.abc import Callable, Mapping

from instruments.drafting.places import Definition
from instruments.tree import Tree

_ENTRY_WORDS = ("short", "guidance")
_POINT_WORDS = ("label", "anchor", "example")


def normal_form(definition: Mapping[str, Tree]) -> Definition:
    """The same definition with bare texts written out as English, and for every observer."""
    found = _with_words(definition, ("title", "introduction"))
    if isinstance(scales := found.get("scales"), dict):
        found["scales"] = {key: _scale(value) if isinstance(value, dict) else value for key, value in scales.items()}
    found["sections"] = _each(found.get("sections"), _section)
    if isinstance(standard := found.get("standard"), dict):
        found["standard"] = _with_words(standard, ("title",))
    if isinstance(published := found.get("published_range"), dict):
        found["published_range"] = _with_words(published, ("who", "caveat"))
    return {key: value for key, value in found.items() if value not in ("", [], {})}


def _with_words(record: Mapping[str, Tree], keys: tuple[str, ...]) -> Definition:
    return {key: _english(value) if key in keys else value for key, value in record.items()}


def _english(value: Tree) -> Tree:
    return {"en": value} if isinstance(value, str) and value else value


def _each(value: Tree | None, change: Callable[[Definition], Tree]) -> Tree:
    if not isinstance(value, list):
        return value if value is not None else []
    return [change(each) if isinstance(each, dict) else each for each in value]


def _scale(scale: Definition) -> Tree:
    return {**scale, **{key: _each(scale[key], _point) for key in _LISTS if key in scale}}


def _point(point: Definition) -> Tree:
    return _with_words(point, _POINT_WORDS)


def _section(section: Definition) -> Tree:
    found = _with_words(section, ("title",))
    if "items" in found:
        found["items"] = _each(found["items"], _entry)
    return found


def _entry(entry: Definition) -> Tree:
    found = _with_words(entry, _ENTRY_WORDS)
    text = found.get("text")
    if isinstance(text, str) and text:
        found["text"] = {"any": {"en": text}}
    elif isinstance(text, dict):
        found["text"] = {observer: _english(words) for observer, words in text.items()}
    return {**found, **{key: _each(found[key], _point) for key in _LISTS if key in found}}


_LISTS = ("points", "non_scoring", "behaviours", "options", "markers")
