"""The analysis bundle as a zip: the same data give the same bytes, whenever it is taken."""

import hashlib
import platform
import shlex
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from app.queries.programmes import RoundOfLead
from app.web.csv_files import csv_text
from app.web.zip_files import zip_bytes
from reports.comparison.analysis_bundle import Bundle
from reports.comparison.rating_set import RatingSet

PACKAGES = ("numpy", "scipy")
README = """\
{programme}, {round}
Instrument: {instrument}
Fingerprint of the instrument's exact version: {fingerprint}
Fingerprint of the ratings: {digest}

What is here
  ratings.csv       every rating of every sheet that was compared, with codes instead of names
  codebook.csv      what the columns, items, points and answers mean
  agreement/        for each group of observers: the total and each item, as agreement was worked out from them
  reliability/      the same for reliability
  types/            the totals from which the gap between two kinds of observer was worked out
  commands.txt      the commands, to be run in this folder
  page-numbers.csv  what each command must give: the numbers of the page
  versions.txt      with what the page's numbers were made
  SHA256SUMS        to check that no file has changed

How to work it out again
  Install Levelfield (no database is needed), go to this folder, and run a line of commands.txt. Each prints one JSON
  object; look up the id that page-numbers.csv names.

Codes: V is a consultation, C a clinician, O an observer. They are dealt out anew whenever the ratings change, and stand
in no order. Only consultations are here whose every sheet was in. Whoever knows the sessions may still recognise
people: keep this as you keep other records of the programme.
"""


def bundle_zip(
    bundle: Bundle, codebook: Iterable[tuple[str, str, str]], ratings: RatingSet, of_round: RoundOfLead
) -> bytes:
    """The whole bundle."""
    files = {sheet.path: csv_text(sheet.heads, sheet.rows) for sheet in bundle.sheets}
    files["codebook.csv"] = csv_text(("column", "code", "meaning"), codebook)
    files["commands.txt"] = "".join(f"{command_line(command)}\n" for command in bundle.commands)
    files["page-numbers.csv"] = csv_text(
        ("on the page", "id", "value", "command"),
        ((each.page, each.id, each.value, command_line(each.command)) for each in bundle.expected),
    )
    files["versions.txt"] = _versions()
    files["README.txt"] = README.format(
        programme=of_round.programme,
        round=of_round.name,
        instrument=of_round.instrument,
        fingerprint=ratings.fingerprint,
        digest=ratings.digest,
    )
    files["SHA256SUMS"] = _sums(files)
    return zip_bytes({name: text.encode() for name, text in sorted(files.items())})


def command_line(command: tuple[str, ...]) -> str:
    """A command as it is typed."""
    return f"levelfield analyse {shlex.join(command)} --json"


def _versions() -> str:
    lines = [f"levelfield {version('levelfield')}", f"python {platform.python_version()}"]
    return "".join(f"{line}\n" for line in [*lines, *(f"{name} {version(name)}" for name in PACKAGES)])


def _sums(files: Mapping[str, str]) -> str:
    return "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(files.items()))
