"""A definition file, YAML or JSON, to an instrument: `load` is the one way in."""

from instruments.building import build
from instruments.canonical import canonical_json, fingerprint, from_canonical_json
from instruments.definition import Instrument, Status
from instruments.json_reading import read_json
from instruments.problems import DefinitionProblems, Problem
from instruments.tree import Source, decoded
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


def load(text: str | bytes, status: Status | None = None) -> Instrument:
    """The instrument a definition file describes; with a `status`, as if the file said so.

    With "published" it is held to what publishing asks for. Raises DefinitionProblems with everything that is wrong:
    line, key and a sentence for each.
    """
    content = decoded(text)
    if not content.lstrip().startswith("{"):
        return _built(read_yaml(content), status)
    # A brace opens JSON, but also YAML's short style; what is not JSON may still be that.
    try:
        return _built(read_json(content), status)
    except DefinitionProblems as problems:
        try:
            return _built(read_yaml(content), status)
        except DefinitionProblems as as_yaml:
            raise as_yaml if as_yaml.problems[0].line else problems from None


def _built(source: Source, status: Status | None) -> Instrument:
    if status is None or not isinstance(source.tree, dict):
        return build(source)
    return build(Source({**source.tree, "status": status}, source.lines))
