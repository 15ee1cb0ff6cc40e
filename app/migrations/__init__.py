"""Bring a database to the current tables, or say which version it is at."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.database import open_database

HERE = Path(__file__).resolve().parent
# A number of our own for PostgreSQL's advisory locks; any will do that nothing else in the database uses.
MIGRATING = 5_640_233_129


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, made here so that no ini file with an address lies about."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` up to ``revision``, all or nothing."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Bring it back down, for tests and for a release that must be undone."""
    _run(url, lambda config: command.downgrade(config, revision))


def current_revision(url: str) -> str | None:
    """The version the database is at; None when it is empty."""
    database = open_database(url)
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        database.close()


def is_known(revision: str) -> bool:
    """Whether this program has ever made a database of this version; a newer program's it does not know."""
    steps = ScriptDirectory.from_config(configuration()).walk_revisions()
    return revision in {each.revision for each in steps}


def head_revision() -> str:
    """The version this program needs."""
    return str(ScriptDirectory.from_config(configuration()).get_current_head())


def _run(url: str, step: Callable[[Config], None]) -> None:
    # Foreign keys off: on SQLite a rebuilt parent table would take its children with it. They are checked at the end.
    database = open_database(url, enforce_foreign_keys=False)
    try:
        with database.engine.begin() as connection:
            if not database.is_sqlite:
                # Two workers that start at once: the second waits, and finds nothing left to do.
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            step(configuration(connection))
            if database.is_sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"The migration left rows without their parent: {broken[:5]}")
    finally:
        database.close()
