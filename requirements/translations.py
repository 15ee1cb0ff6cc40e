"""Brings every catalogue under app/translations up to date with the sentences in the sources.

    .venv/bin/python requirements/translations.py          writes new sentences in, takes out what nobody says any more
    .venv/bin/python requirements/translations.py cy       the same, and makes the catalogue when there is none

A new sentence has an empty `msgstr`; the tests name it until somebody has translated it.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app/translations"
METHODS = [
    ("app/**/templates/**.html", "jinja2"),
    ("app/templates/**.html", "jinja2"),
    ("app/static/js/**.js", "javascript"),
    ("app/**.py", "python"),
    ("instruments/**.py", "python"),
]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "later", "say", "noted", "speak")),
    # `about(entry, "…")`: the sentence stands second.
    "about": (2,),
}
HEADER = "# The sentences of Levelfield. `requirements/translations.py` writes this file; fill in what is empty."
# No date, so that the file changes only when a sentence does.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LEFT_OUT = {"node_modules", "build", ".venv", "tests", "migrations", "commands"}


def gathered() -> dict[str, list[str]]:
    """Every sentence that is wrapped, with the files it stands in."""
    found: dict[str, set[str]] = {}
    for path, _, message, *_ in extract_from_dir(
        ROOT, METHODS, keywords=KEYWORDS, directory_filter=lambda folder: Path(folder).name not in LEFT_OUT
    ):
        found.setdefault(str(message), set()).add(Path(path).as_posix())
    return {message: sorted(found[message]) for message in sorted(found)}


def updated(file: Path, code: str) -> Catalog:
    """The file's translations of the sentences that are said today."""
    known = Catalog(locale=code)
    if file.exists():
        with file.open("rb") as stream:
            known = read_po(stream, locale=code)
    fresh = Catalog(locale=code, fuzzy=False, header_comment=HEADER, creation_date=LONG_AGO)
    fresh.revision_date = LONG_AGO
    for sentence, places in gathered().items():
        old = known.get(sentence)
        fresh.add(sentence, old.string if old else "", locations=[(place, 0) for place in places])
    return fresh


def main(codes: list[str]) -> None:
    present = {file.parent.parent.name for file in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")}
    for code in sorted({*present, *codes}):
        file = TRANSLATIONS / code / "LC_MESSAGES/messages.po"
        catalog = updated(file, code)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, catalog, width=0, include_lineno=False, sort_output=True, omit_header=False)
        missing = [message.id for message in catalog if message.id and not message.string]
        print(f"{file.relative_to(ROOT)}: {len(catalog)} sentences, {len(missing)} to translate")


if __name__ == "__main__":
    main(sys.argv[1:])
