"""How a draft begins: from nothing, or as the next version of something."""

import re
import unicodedata

from instruments.definition import FORMAT, Instrument
from instruments.drafting.places import Definition
from instruments.tree import Tree
from instruments.writing import written

ID_LENGTH = 40


def blank_definition(title: str, source: str, code: str = "") -> Definition:
    """A definition with nothing to observe yet. `source` says who writes it."""
    return {
        "format": FORMAT,
        "id": code or identifier(title, "instrument"),
        "version": "1",
        "status": "draft",
        "title": {"en": title},
        "attribution": {"source": source, "validation": "not validated"},
        "languages": ["en"],
        "scoring": {"rule": "profile"},
    }


def next_version(instrument: Instrument, version: str = "") -> Definition:
    """The definition to revise: the same content under the next version, linked to the one it replaces."""
    links: dict[str, Tree] = {item.id: "same" for item in instrument.items}
    return {
        **written(instrument),
        "version": version or following(instrument.version),
        "status": "draft",
        "linking": {"replaces": {"id": instrument.id, "version": instrument.version}, "item_map": links},
    }


def following(version: str) -> str:
    """The version after this one: its last number and one. "2" gives "3", "1.9" gives "1.10", "beta" "beta-2"."""
    found = re.fullmatch(r"(.*?)([0-9]+)", version)
    return f"{found[1]}{int(found[2]) + 1}" if found else f"{version[:17]}-2"


def identifier(words: str, otherwise: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """An id made of the first words of a text: plain small letters, digits and _, unlike any that is taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain)
    made = ""
    for part in parts:
        if made and len(made) + len(part) + 1 > ID_LENGTH // 2:
            break
        made = f"{made}_{part}" if made else part[:ID_LENGTH]
    if not made[:1].isalpha():
        made = f"{otherwise}_{made}" if made else otherwise
    number, found = 2, made
    while found in taken:
        found = f"{made}_{number}"
        number += 1
    return found
