"""The identity of an instrument version: one byte sequence for one meaning, and its SHA-256.

Canonical JSON has its keys sorted, no white space, text in Unicode normal form C and every scalar a string,
so there are no numbers whose printing could differ. The status is left out: moving from draft to published
to retired is the life of a version, not what it measures.
"""

import hashlib
import json
from functools import lru_cache

from instruments.building import build
from instruments.definition import Instrument, Status
from instruments.json_reading import read_json
from instruments.tree import Source, decoded
from instruments.writing import written


def canonical_json(instrument: Instrument) -> bytes:
    """The instrument as canonical JSON in UTF-8."""
    tree = written(instrument)
    del tree["status"]
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# A published version never changes and is frozen when read, so it is read once, not for every sheet.
@lru_cache(maxsize=128)
def from_canonical_json(content: bytes, status: Status = "published") -> Instrument:
    """The instrument behind its canonical JSON. Raises DefinitionProblems."""
    tree = read_json(decoded(content)).tree
    return build(Source({**tree, "status": status} if isinstance(tree, dict) else tree))


def fingerprint(instrument: Instrument) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(instrument)).hexdigest()
