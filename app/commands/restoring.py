"""`levelfield restore`: put a backup in the place of the embedded database, and keep what stood there."""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from app.commands.console import DONE, Commands, Failed, Unusable, add_command, check_not_newer, say
from app.commands.upkeep import copy_database, integrity
from app.durable_files import make_folder, name
from app.migrations import head_revision
from app.settings import settings_from_environment

IN_USE_AFTER = 2.0


def add(commands: Commands) -> None:
    """Add `restore`."""
    parser = add_command(
        commands,
        "restore",
        _restore,
        "put a backup in the place of the embedded database; what stood there is kept beside it",
        "levelfield restore backups/2026-11-22.sqlite",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="as `levelfield backup` wrote it")


def _restore(arguments: argparse.Namespace) -> int:
    url = make_url(settings_from_environment().database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Unusable("This site's database is PostgreSQL: restore it with pg_restore, or from its own base backups.")
    source: Path = arguments.file
    if not source.is_file():
        raise Unusable(f"There is no file {source}.")
    here = Path(url.database)
    make_folder(here.parent)
    unfinished = here.with_name(f"{here.name}.restoring")
    unfinished.unlink(missing_ok=True)
    try:
        version = _checked_copy(source, unfinished)
        aside = _set_aside(here) if here.exists() else None
        name(unfinished, here)
    finally:
        unfinished.unlink(missing_ok=True)
    say(f"{here} is now {source}.")
    if aside is not None:
        say(f"What stood there is kept as {aside}.")
    if version != head_revision():
        say("It is of an older version. Bring it up with: levelfield migrate")
    return DONE


def _checked_copy(source: Path, target: Path) -> str:
    """Copy it, if it is a sound database of ours; gives its version."""
    try:
        copy_database(source, target)
        found = integrity(target)
        with contextlib.closing(sqlite3.connect(target)) as copy:
            version = str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as trouble:
        raise Failed(f"{source} is no backup of Levelfield, or it is damaged. Nothing was changed.") from trouble
    if found != "ok":
        raise Failed(f"{source} is not sound, so nothing was changed: {found}")
    check_not_newer(version)
    return version


def _set_aside(here: Path) -> Path:
    """Keep a copy of what stands there, and take up its log: left behind, it would be read into the restored file."""
    try:
        with contextlib.closing(sqlite3.connect(here, timeout=IN_USE_AFTER)) as standing:
            if standing.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
                raise sqlite3.OperationalError("database is locked")
    except sqlite3.OperationalError as in_use:
        raise Failed("The database is in use. Stop the server and its workers first; nothing was changed.") from in_use
    except sqlite3.DatabaseError:
        # It is damaged, which is why somebody restores: keep its files as they are.
        return _moved_aside(here)
    aside = _aside(here)
    copy_database(here, aside)
    return aside


def _moved_aside(here: Path) -> Path:
    aside = _aside(here)
    for end in ("-wal", "-journal", "-shm"):
        rest = here.with_name(here.name + end)
        if rest.exists():
            rest.replace(aside.with_name(aside.name + end))
    name(here, aside)
    return aside


def _aside(here: Path) -> Path:
    return here.with_name(f"{here.name}.before-{datetime.now(UTC):%Y-%m-%dT%H%M%S}")
