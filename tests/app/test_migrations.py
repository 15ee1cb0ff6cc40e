"""The tables a migration makes are the tables the program uses, and every step can be taken back."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

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
