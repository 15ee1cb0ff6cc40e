"""A definition file, YAML or JSON, to an instrument: `load` is the one way in."""

from instruments.building import build
from instruments.canonical import canonical_json, fingerprint, from_canonical_json
from instruments.definition import Instrument
from instruments.json_reading import read_json
from instruments.problems import DefinitionProblems, Problem
from instruments.tree import decoded
from instruments.yaml_reading import read_yaml
from instruments.yaml_writing import to_yaml

__all__ = [
    "DefinitionProblems",
    "Problem",
    "canonical_json",
    "fingerprint",
    "from_canonical_json",
    "load",
    "to_yaml",
]


def load(text: str | bytes) -> Instrument:
    """The instrument a definition file describes.

    Raises DefinitionProblems with everything that is wrong: line, key and a sentence for each.
    """
    content = decoded(text)
    if not content.lstrip().startswith("{"):
        return build(read_yaml(content))
    # A brace opens JSON, but also YAML's short style; what is not JSON may still be that.
    try:
        return build(read_json(content))
    except DefinitionProblems as problems:
        try:
            return build(read_yaml(content))
        except DefinitionProblems as as_yaml:
            raise as_yaml if as_yaml.problems[0].line else problems from None
