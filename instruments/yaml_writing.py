"""An instrument as the YAML a person edits. Reading it back gives the same instrument."""

import yaml

from instruments.definition import Instrument
from instruments.tree import Tree
from instruments.writing import written


class _WithoutReferences(yaml.SafeDumper):
    """Writes repeated values out, since references are not read."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def to_yaml(instrument: Instrument) -> str:
    """The definition file of this instrument."""
    return tree_to_yaml(written(instrument))


def tree_to_yaml(tree: Tree) -> str:
    """A definition, finished or not, as YAML. Reading it back gives the same tree."""
    return yaml.dump(tree, Dumper=_WithoutReferences, sort_keys=False, allow_unicode=True, width=100)
