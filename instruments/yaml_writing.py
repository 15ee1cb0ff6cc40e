"""An instrument as the YAML a person edits. Reading it back gives the same instrument."""

import yaml

from instruments.definition import Instrument
from instruments.writing import written


class _WithoutReferences(yaml.SafeDumper):
    """Writes repeated values out, since references are not read."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def to_yaml(instrument: Instrument) -> str:
    """The definition file of this instrument."""
    return yaml.dump(written(instrument), Dumper=_WithoutReferences, sort_keys=False, allow_unicode=True, width=100)
