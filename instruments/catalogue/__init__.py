"""The instruments that come with the product, one file for each version: <id>/<version>.yaml."""

from functools import cache
from pathlib import Path

from instruments.definition import Instrument
from instruments.loading import load

DEFAULT_ID = "levelfield-sdm"

_FOLDER = Path(__file__).parent


@cache
def shipped() -> tuple[Instrument, ...]:
    """Every shipped version: the default instrument first, then by id, the newest version of each before the older."""
    paths = sorted(_FOLDER.glob("*/*.yaml"), key=lambda path: (path.parent.name, -int(path.stem)))
    return tuple(load(path.read_bytes()) for path in sorted(paths, key=lambda path: path.parent.name != DEFAULT_ID))


def shipped_text(instrument_id: str, version: str) -> str:
    """The definition file of a shipped version, comments included. Raises KeyError when there is none."""
    for path in _FOLDER.glob("*/*.yaml"):
        if (path.parent.name, path.stem) == (instrument_id, version):
            return path.read_text(encoding="utf-8")
    raise KeyError((instrument_id, version))
