"""Which scripts a script needs, so that a page can ask for all of them at once and not one behind the other."""

import re
from functools import cache
from pathlib import Path

_IMPORT = re.compile(r'^(?:import|export)\b[^"]*"(\.{1,2}/[^"]+\.js)"', re.MULTILINE)


@cache
def scripts_needed_by(name: str, root: Path) -> tuple[str, ...]:
    """The files below `root` that this one imports, and those that they import, nearest first; without itself."""
    found = [name]
    # The list grows while it is walked.
    for each in found:
        folder = (root / each).parent
        for address in _IMPORT.findall((root / each).read_text("utf-8")):
            needed = str((folder / address).resolve().relative_to(root.resolve()))
            if needed not in found:
                found.append(needed)
    return tuple(found[1:])
