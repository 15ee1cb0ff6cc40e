"""`levelfield migrate`, `backup` and `doctor`: keeping a site's database well."""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.commands.console import (
    DONE,
    FAILED,
    Commands,
    Failed,
    Unusable,
    add_command,
    check_not_newer,
    complain,
    ready_database,
    say,
    say_json,
)
from app.database import open_database
from app.durable_files import make_folder, name
from app.migrations import current_revision, head_revision, upgrade
from app.operations.audit import broken_links
from app.settings import Settings, settings_from_environment

LOWEST_PYTHON = (3, 11)


def add(commands: Commands) -> None:
    """Add the three commands."""
    add_command(commands, "migrate", _migrate, "make the tables, or bring them up to date", "levelfield migrate")
    backup = add_command(
        commands,
        "backup",
        _backup,
        "copy the embedded database while it is in use, and check the copy",
        "levelfield backup backups/2026-11-22.sqlite",
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy to write; must not exist yet")
    doctor = add_command(commands, "doctor", _doctor, "check that this site is in order", "levelfield doctor --json")
    doctor.add_argument("--json", action="store_true", help="print one JSON object")


def _migrate(_: argparse.Namespace) -> int:
    settings = settings_from_environment()
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        make_folder(Path(url.database).parent)
    before = current_revision(settings.database_url)
    check_not_newer(before)
    upgrade(settings.database_url)
    now = current_revision(settings.database_url)
    say(f"The tables are at version {now}." if before == now else f"The tables are now at version {now}.")
    return DONE


def _backup(arguments: argparse.Namespace) -> int:
    settings = settings_from_environment()
    target: Path = arguments.file
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Unusable("This site's database is PostgreSQL: back it up with pg_dump, or with its own base backups.")
    if target.exists():
        raise Unusable(f"{target} is there already: choose another name, so that no backup is overwritten.")
    if not Path(url.database).exists():
        raise Failed(f"There is no database at {url.database}.")
    make_folder(target.parent)
    # Written under another name first: a file that bears the backup's name is a whole and checked one.
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        copy_database(Path(url.database), unfinished)
        found = integrity(unfinished)
        if found != "ok":
            raise Failed(f"The copy is not sound, so it was not kept: {found}")
        name(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    say(f"{target}: {target.stat().st_size} bytes, checked.")
    return DONE


def copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup: a consistent copy although others write meanwhile."""
    with (
        contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=15)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        # One file, complete in itself: a backup must not need a journal beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def integrity(file: Path) -> str:
    with contextlib.closing(sqlite3.connect(file)) as copy:
        found = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")]
        orphans = copy.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        found.append(f"{len(orphans)} rows lost their parent")
    return "; ".join(found) if found != ["ok"] else "ok"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, and what was found."""

    about: str
    in_order: bool
    found: str


def _doctor(arguments: argparse.Namespace) -> int:
    settings = settings_from_environment()
    findings = [_look(about, settings, look) for about, look in LOOKS.items()]
    sound = all(finding.in_order for finding in findings)
    if arguments.json:
        say_json(
            {
                "in_order": sound,
                "findings": [{"about": one.about, "in_order": one.in_order, "found": one.found} for one in findings],
            }
        )
    else:
        for finding in findings:
            mark = "ok     " if finding.in_order else "TROUBLE"
            say(f"{mark}  {finding.about}: {finding.found}")
    if not sound and not arguments.json:
        complain("Not everything is in order.")
    return DONE if sound else FAILED


def _look(about: str, settings: Settings, look: Callable[[Settings], str]) -> Finding:
    try:
        return Finding(about, True, look(settings))  # noqa: FBT003
    except (Failed, SQLAlchemyError, OSError) as trouble:
        return Finding(about, False, str(trouble).partition("\n")[0])  # noqa: FBT003


def _python(_: Settings) -> str:
    if sys.version_info < LOWEST_PYTHON:
        raise Failed("Python is too old: it must be 3.11 or newer.")
    return sys.version.split()[0]


def _data_folder(settings: Settings) -> str:
    if not settings.data.is_dir():
        raise Failed(f"{settings.data} is missing.")
    trial = settings.data / ".doctor"
    trial.write_text("", "ascii")
    trial.unlink()
    return f"{settings.data} can be written to"


def _tables(settings: Settings) -> str:
    found, wanted = current_revision(settings.database_url), head_revision()
    if found != wanted:
        raise Failed(f"at version {found or 'none'}, but the program needs {wanted}: run levelfield migrate")
    return f"version {found}"


def _storage(settings: Settings) -> str:
    database = open_database(settings.database_url)
    try:
        with database.engine.connect() as connection:
            if not database.is_sqlite:
                return _server(connection)
            found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    finally:
        database.close()
    if found != "ok" or orphans:
        raise Failed(f"the database file is damaged ({found}; {len(orphans)} rows without their parent)")
    return "the database file is sound"


def _server(connection: Connection) -> str:
    off = [each for each in ("fsync", "full_page_writes") if connection.scalar(text(f"SHOW {each}")) == "off"]
    if off:
        raise Failed(f"after a power cut PostgreSQL may have lost what it took in: {' and '.join(off)} is off")
    return f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"


def _audit_log(settings: Settings) -> str:
    with ready_database(settings) as database, database.open(readonly=True) as session:
        broken = broken_links(session)
    if broken:
        raise Failed(f"{len(broken)} broken links: run levelfield audit verify")
    return "every link holds"


def _cookies(settings: Settings) -> str:
    if not settings.secure_cookies:
        return "sign-in cookies also travel without HTTPS: for a trial on this machine only"
    return "sign-in cookies need HTTPS"


LOOKS: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "data folder": _data_folder,
    "tables": _tables,
    "storage": _storage,
    "audit log": _audit_log,
    "cookies": _cookies,
}
