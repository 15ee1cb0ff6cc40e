"""A draft as the text of its file: read as far as it is a definition at all, with everything wrong by its line."""

from instruments.building import build
from instruments.drafting.places import Definition
from instruments.problems import DefinitionProblems, Problem
from instruments.tree import Source, decoded
from instruments.yaml_reading import read_yaml


def read_text(text: str) -> tuple[Definition | None, tuple[Problem, ...]]:
    """The definition, or None when the text is none at all; and what is wrong, each with its line."""
    try:
        source = read_yaml(decoded(text))
    except DefinitionProblems as unreadable:
        return None, unreadable.problems
    if not isinstance(source.tree, dict):
        return None, (Problem(1, "", "Write this as a list of keys, each with its value."),)
    return {**source.tree, "status": "draft"}, _problems(source)


def text_problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with this text, each with its line."""
    return read_text(text)[1]


def _problems(source: Source) -> tuple[Problem, ...]:
    try:
        build(source)
    except DefinitionProblems as found:
        return found.problems
    return ()
