"""The tables a migration makes are the tables the program uses, and every step can be taken back."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, event, insert, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from app.database import open_database
from app.migrations import configuration, current_revision, downgrade, head_revision, upgrade
from app.models.every import metadata
from tests.empty_database import empty_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite'}"
        return
    with empty_database(request.getfixturevalue("postgres_server")) as address:
        yield address


def differences(url: str) -> list[object]:
    database = open_database(url)
    try:
        with database.engine.connect() as connection:
            return list(compare_metadata(MigrationContext.configure(connection), metadata))
    finally:
        database.close()


def test_an_upgraded_database_has_exactly_the_tables_of_the_program(url: str) -> None:
    upgrade(url)
    assert differences(url) == []
    assert current_revision(url) == head_revision()


def test_upgrading_twice_changes_nothing(url: str) -> None:
    upgrade(url)
    upgrade(url)
    assert differences(url) == []


def test_every_step_can_be_taken_back(url: str) -> None:
    upgrade(url)
    downgrade(url, "base")
    database = open_database(url)
    left = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    database.close()
    assert left == set()
    upgrade(url)
    assert differences(url) == []


def test_the_steps_are_one_line() -> None:
    steps = ScriptDirectory.from_config(configuration())
    assert len(steps.get_heads()) == 1
    assert all(not step.is_branch_point and not step.is_merge_point for step in steps.walk_revisions())


def test_two_workers_that_migrate_at_once_make_the_tables_once(url: str) -> None:
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(upgrade, [url, url]))
    assert differences(url) == []
    assert current_revision(url) == head_revision()


@contextmanager
def before_each_statement(act: Callable[[Connection], None]) -> Iterator[None]:
    def before(connection: Connection, *_: object) -> None:
        act(connection)

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def test_a_migration_killed_midway_leaves_no_half_and_can_be_run_again(tmp_path: Path) -> None:
    # What a killed process leaves behind are its files as they are at that moment.
    file, moments = tmp_path / "new.sqlite", list[Path]()
    seen = count()

    def keep(_: Connection) -> None:
        if next(seen) % 100 == 50:
            moments.append(tmp_path / f"moment {len(moments)}" / file.name)
            moments[-1].parent.mkdir()
            for each in tmp_path.glob("new.sqlite*"):
                if each.suffix in (".sqlite", ".sqlite-wal"):
                    shutil.copyfile(each, moments[-1].parent / each.name)

    with before_each_statement(keep):
        upgrade(f"sqlite:///{file}")
    assert len(moments) > 2
    assert [current_revision(f"sqlite:///{each}") for each in moments] == [None] * len(moments)
    upgrade(f"sqlite:///{moments[-1]}")
    assert differences(f"sqlite:///{moments[-1]}") == []


@pytest.mark.postgres
def test_a_migration_whose_line_to_the_server_breaks_midway_leaves_no_half(postgres_server: str) -> None:
    with empty_database(postgres_server) as address:
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        seen = count()

        def cut(connection: Connection) -> None:
            if next(seen) == 60:
                pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
                with psycopg.connect(plain) as other:
                    other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

        with before_each_statement(cut), pytest.raises(OperationalError):
            upgrade(address)
        assert current_revision(address) is None
        upgrade(address)
        assert differences(address) == []


def test_practice_that_was_noted_becomes_training_and_back(url: str) -> None:
    upgrade(url, "0026")
    team, lead, observer, entry = (uuid.uuid4() for _ in range(4))
    database = open_database(url)
    with database.engine.begin() as connection:
        before = MetaData()
        before.reflect(connection)
        tables = before.tables
        moment = datetime(2026, 3, 9, tzinfo=UTC)
        shared = {"active": True, "is_administrator": False, "failed_sign_ins": 0, "created_at": moment}
        connection.execute(
            insert(tables["team"]).values(id=team.hex, name="One", partners_sign_off=True, created_at=moment)
        )
        for person in (lead, observer):
            row = {"id": person.hex, "name": "Somebody", "email": person.hex, "fs_uniquifier": person.hex, **shared}
            connection.execute(insert(tables["person"]).values(row))
        connection.execute(
            insert(tables["recalibration"]).values(
                id=entry.hex,
                team_id=team.hex,
                person_id=observer.hex,
                on_date=date(2026, 3, 9),
                what="Three films",
                noted_by=lead.hex,
                noted_at=moment,
            )
        )
    database.close()
    upgrade(url)
    kept = "SELECT kind, what, hours, led_by, on_date FROM training"
    assert said(url, kept) == [("calibration", "Three films", None, "", "2026-03-09")]
    downgrade(url, "0026")
    assert said(url, "SELECT what, on_date FROM recalibration") == [("Three films", "2026-03-09")]


def said(url: str, statement: str) -> list[tuple[object, ...]]:
    """Rows, days as texts."""
    database = open_database(url)
    try:
        with database.engine.connect() as connection:
            rows = connection.execute(text(statement)).all()
    finally:
        database.close()
    return [tuple(str(each) if isinstance(each, date) else each for each in row) for row in rows]
