"""What every command shares: how it says things, how it fails, how it opens the database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.exc import OperationalError

from app.database import Database, open_database
from app.migrations import current_revision, head_revision, is_known
from app.settings import Settings, settings_from_environment

DONE, FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
PROBLEMS_SHOWN = 20

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # pyright: ignore[reportPrivateUsage]
Run: TypeAlias = Callable[[argparse.Namespace], int]


class Failed(Exception):
    """The work could not be done. ``str()`` is the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with what was given: where, and one sentence. No line where there is no file."""

    sentence: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        return f"{place}: {self.sentence}" if place else self.sentence


class Unusable(Exception):
    """Arguments or input that cannot be used, with everything that is wrong with them."""

    def __init__(self, troubles: Sequence[Trouble] | str) -> None:
        self.troubles = (Trouble(troubles),) if isinstance(troubles, str) else tuple(troubles)
        super().__init__("; ".join(map(str, self.troubles)))


def add_command(commands: Commands, name: str, run: Run, does: str, example: str) -> argparse.ArgumentParser:
    """A subcommand with a sentence on what it does and an example in its help."""
    parser = commands.add_parser(
        name,
        help=does,
        description=does[0].upper() + does[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, name: str, does: str) -> Commands:
    """A command that only holds further ones, as in `instrument check`."""
    parser = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".")
    return parser.add_subparsers(metavar="WHAT", required=True)


def say(text: str) -> None:
    """An answer, to standard output."""
    print(text, flush=True)


def say_json(value: object) -> None:
    """An answer for a machine, to standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1), flush=True)


def complain(text: str) -> None:
    """A problem or a note on progress, to standard error."""
    print(text, file=sys.stderr, flush=True)


def complain_of(troubles: Sequence[Trouble]) -> None:
    """At most twenty problems, then how many more there are."""
    for trouble in troubles[:PROBLEMS_SHOWN]:
        complain(str(trouble))
    if len(troubles) > PROBLEMS_SHOWN:
        complain(f"... and {len(troubles) - PROBLEMS_SHOWN} more.")


def check_not_newer(revision: str | None) -> None:
    """Raises Failed when a newer program made the database, as after a release was undone."""
    if revision is not None and not is_known(revision):
        raise Failed(
            f"This database is at version {revision}, which this older program does not know. Use the newer program "
            "again, or restore a backup made before it."
        )


@contextmanager
def ready_database(settings: Settings | None = None) -> Generator[Database]:
    """The site's database, once it is known to have the tables this program needs."""
    settings = settings or settings_from_environment()
    try:
        found = current_revision(settings.database_url)
    except OperationalError as error:
        raise Failed(f"The database cannot be opened: {error.orig}") from error
    if found is None:
        raise Failed("This database has no tables yet. Make them with: levelfield migrate")
    check_not_newer(found)
    if found != head_revision():
        raise Failed("This database is at another version than the program. Bring it up with: levelfield migrate")
    database = open_database(settings.database_url)
    try:
        yield database
    finally:
        database.close()
