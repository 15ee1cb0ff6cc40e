"""Engine, session and the one commit rule.

The commit rule: a request (or a command) is one transaction. It commits when the view returns and rolls back when
an exception leaves it. Nothing else in the application calls commit, except a short write of its own for what must
be kept whatever happens to the request (`short_write`): the web session, and the record that someone looked.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection, ExceptionContext, make_url
from sqlalchemy.engine.characteristics import ConnectionCharacteristic
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import immutabledict

from app.writing_turns import QueueingConnection, WritingTurns

LOCK_WAIT_SECONDS = 15
# Of 4 KiB each.
PAGES_IN_LOG = 16_000
# For the line to PostgreSQL: a server that is gone without a word, as when another takes over, is given up within half
# a minute and not when the system does, after a quarter of an hour. An address may say otherwise.
LINE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
READ_ONLY = "25006"
_PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and what makes its sessions."""

    engine: Engine
    sessions: sessionmaker[Session]

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def open(self, *, readonly: bool = False) -> Session:
        """A new session. On SQLite a writing one takes the write lock at its first statement, so no update is lost."""
        session = self.sessions()
        if readonly:
            session.connection(execution_options={"readonly": True})
        return session

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection for a read or two, without a session around it.

        On PostgreSQL without a transaction either: each would cost two more ways to the server and back.
        """
        options: dict[str, Any] = {"readonly": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def short_write(self) -> Generator[Session]:
        """A transaction of its own: commits when the block ends, rolls back when it raises."""
        with self.sessions() as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str, *, enforce_foreign_keys: bool = True) -> Database:
    """Open SQLite or PostgreSQL.

    ``enforce_foreign_keys=False`` is for migrations only: on SQLite altering a table rebuilds it, and with the check
    on, dropping the old table would silently delete every child row.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        arguments = {"timeout": LOCK_WAIT_SECONDS, "check_same_thread": False, "factory": QueueingConnection}
        parsed = parsed.set(drivername="sqlite+queueing")
        engine = create_engine(parsed, connect_args=arguments, json_serializer=_json)
        in_memory = not parsed.database or parsed.database == ":memory:"
        turns = None if in_memory else WritingTurns(Path(f"{parsed.database}.turn"))
        _prepare_sqlite(engine, enforce_foreign_keys, turns)
    else:
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        line = {name: value for name, value in LINE.items() if name not in parsed.query}
        engine = create_engine(parsed, pool_pre_ping=True, connect_args=line, json_serializer=_json)
        # Who migrates may wait long for somebody who is migrating already.
        _prepare_postgres(engine, LOCK_WAIT_SECONDS if enforce_foreign_keys else 0)
    return Database(engine, sessionmaker(engine, expire_on_commit=False))


def plainly(by: Session | Connection) -> Connection:
    """The session's connection, for statements that load and keep no objects: less than half the work of a session's.

    What the session holds unwritten is written first, as the session itself would. A connection stays what it is.
    """
    if isinstance(by, Connection):
        return by
    by.flush()
    return by.connection()


def is_passing_trouble(error: SQLAlchemyError) -> bool:
    """Whether the same work may succeed later: another writer holds the database, the disk is full, or it went away."""
    if isinstance(error, NoFreeConnection):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the kind of trouble, the rest its detail. A missing table, say, is no passing trouble.
        return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in _PASSING
    return error.connection_invalidated or isinstance(error, OperationalError)


def _json(value: object) -> str:
    """A column's JSON: a sheet has dozens, most of them empty, and the standard library takes five times as long."""
    return msgspec.json.encode(value).decode()


def _prepare_postgres(engine: Engine, lock_wait: float) -> None:
    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        # Whatever the server is set to: an observation that was acknowledged must survive its crash.
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, false), set_config('synchronous_commit',"
            " coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)",
            [f"{int(lock_wait * 1000)}ms"],
        )
        cursor.close()
        connection.commit()

    def failed(context: ExceptionContext) -> None:
        # The server we talk to has handed over to another one: ask anew where to write, and let go of every line.
        if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
            context.is_disconnect = True

    event.listen(engine, "connect", connected)
    event.listen(engine, "handle_error", failed)


def _prepare_sqlite(engine: Engine, enforce_foreign_keys: bool, turns: WritingTurns | None) -> None:
    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cast("QueueingConnection", connection).turns = turns
        # The driver's own transaction handling begins late and loses updates; ours begins for real, below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL, not NORMAL: an observation that was acknowledged must survive a power cut.
        cursor.execute("PRAGMA synchronous=FULL")
        # `QueueingConnection` copies the log back when nobody waits for it; this is for programs that only write.
        cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES_IN_LOG}")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if enforce_foreign_keys else 'OFF'}")
        cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.close()

    event.listen(engine, "connect", connected)


class _ReadsOnly(ConnectionCharacteristic):
    """The execution option ``readonly``: on until the connection goes back to the others."""

    transactional = True

    def reset_characteristic(self, dialect: Dialect, dbapi_conn: DBAPIConnection) -> None:
        self.set_characteristic(dialect, dbapi_conn, value=False)

    def set_characteristic(self, dialect: Dialect, dbapi_conn: DBAPIConnection, value: Any) -> None:  # noqa: ARG002 - SQLAlchemy's signature
        cast("QueueingConnection", dbapi_conn).reads_only = value

    def get_characteristic(self, dialect: Dialect, dbapi_conn: DBAPIConnection) -> bool:  # noqa: ARG002 - the same
        return cast("QueueingConnection", dbapi_conn).reads_only


class QueueingSQLite(SQLiteDialect_pysqlite):
    """SQLite whose writing transactions begin in their turn.

    A listener to the engine's "begin" would do the same, but then SQLAlchemy looks for listeners at every statement:
    an eighth of the calls it takes to store a sheet.
    """

    supports_statement_cache = True
    connection_characteristics = immutabledict(
        {**SQLiteDialect_pysqlite.connection_characteristics, "readonly": _ReadsOnly()}
    )

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.dbapi_connection.begin(LOCK_WAIT_SECONDS)


registry.register("sqlite.queueing", __name__, QueueingSQLite.__name__)
