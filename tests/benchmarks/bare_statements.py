"""The statements of stored sheets once more, on SQLite's driver itself: what storing a sheet takes at the very least.

Around them stand only Flask, opening what was sealed, the turn to write and the commit in full. Nobody judges, scores
or hashes, no headers are added, and SQLAlchemy writes no statement and makes no row.
"""

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from flask import Flask, jsonify, request
from sqlalchemy import event

from app.database import LOCK_WAIT_SECONDS, PAGES_IN_LOG, Database
from app.sealing import SealingKeys
from app.writing_turns import QueueingConnection, WritingTurns
from tests.benchmarks.submission import Environ, Wsgi, timed

Statement = tuple[str, Any, bool]


def statements_of(app: Wsgi, database: Database, environs: Sequence[Environ]) -> Mapping[str, list[Statement]]:
    """By address, what storing each of these sheets says to the database: the words, the values, whether many times."""
    said: list[Statement] = []
    by_address: dict[str, list[Statement]] = {}

    def note(_connection: Any, _cursor: Any, words: str, values: Any, _context: Any, many: bool) -> None:
        said.append((words, values, many))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        for each in environs:
            said.clear()
            timed(app, [each], 201)
            by_address[each["PATH_INFO"]] = list(said)
            each["wsgi.input"].seek(0)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return by_address


def copied(database: Database, path: Path) -> QueueingConnection:
    """Today's content of the database in another file, and a line to it like the product's."""
    with closing(sqlite3.connect(str(database.engine.url.database))) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
    line = sqlite3.connect(path, isolation_level=None, factory=QueueingConnection)
    for words in ("journal_mode=WAL", "synchronous=FULL", f"wal_autocheckpoint={PAGES_IN_LOG}", "foreign_keys=ON"):
        line.execute(f"PRAGMA {words}")
    ours = cast("QueueingConnection", line)
    ours.turns = WritingTurns(path.with_suffix(".turn"))
    return ours


def bare(
    line: QueueingConnection, keys: SealingKeys, observer: uuid.UUID, said: Mapping[str, list[Statement]]
) -> Flask:
    """Says for each sheet what `statements_of` noted: the first, who is asking, before the turn to write."""
    app = Flask("bare")

    @app.put("/api/v1/observations/<uuid:observation_id>/revisions/<int:revision>")
    def put(observation_id: uuid.UUID, revision: int) -> Any:
        keys.open("record", observer, request.get_data())
        who, *others = said[request.path]
        line.execute(who[0], who[1]).fetchall()
        line.begin(LOCK_WAIT_SECONDS)
        for words, values, many in others:
            (line.executemany if many else line.execute)(words, values).fetchall()
        line.commit()
        return jsonify(id=str(observation_id), revision=revision), 201

    assert put is not None
    return app
