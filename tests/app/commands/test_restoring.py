"""A backup is put back in the place of the database: all of it, nothing of what stood there, and nothing lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.database import Database
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "site" / "levelfield.sqlite"
    path.parent.mkdir()
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def backup(levelfield: Levelfield, build: Builder, tmp_path: Path) -> Path:
    """Made when there was one team; since then there are two."""
    build.a_team("Before")
    build.keep()
    copy = tmp_path / "backup.sqlite"
    assert levelfield("backup", copy).code == 0
    build.a_team("Since")
    build.keep()
    build.session.close()
    return copy


def teams(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as found:
        return {row[0] for row in found.execute("SELECT name FROM team")}


def site(tmp_path: Path) -> Path:
    return tmp_path / "site" / "levelfield.sqlite"


def left_aside(tmp_path: Path) -> list[Path]:
    return [each for each in site(tmp_path).parent.glob("*.before-*") if not each.name.endswith(("-wal", "-shm"))]


def test_it_stands_in_the_place_of_the_database_and_what_stood_there_is_kept(
    levelfield: Levelfield, backup: Path, database: Database, tmp_path: Path
) -> None:
    database.close()
    assert levelfield("restore", backup).code == 0
    assert teams(site(tmp_path)) == {"Before"}
    assert [teams(each) for each in left_aside(tmp_path)] == [{"Before", "Since"}]
    assert levelfield("doctor").code == 0


def test_the_log_of_a_killed_server_is_not_read_into_it(
    levelfield: Levelfield, backup: Path, database: Database, tmp_path: Path
) -> None:
    log = site(tmp_path).with_name("levelfield.sqlite-wal")
    killed = {each: each.read_bytes() for each in (site(tmp_path), log)}
    database.close()
    for file, body in killed.items():
        file.write_bytes(body)
    assert levelfield("restore", backup).code == 0
    assert (teams(site(tmp_path)), log.exists()) == ({"Before"}, False)
    assert [teams(each) for each in left_aside(tmp_path)] == [{"Before", "Since"}]


def test_a_database_in_use_is_left_alone(
    levelfield: Levelfield, backup: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.commands.restoring.IN_USE_AFTER", 0.1)
    with database.reading():
        refused = levelfield("restore", backup)
    assert (refused.code, "Stop the server" in refused.err) == (1, True)
    assert teams(site(tmp_path)) == {"Before", "Since"}


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_what_is_no_backup_changes_nothing(
    content: bytes, levelfield: Levelfield, backup: Path, database: Database, tmp_path: Path
) -> None:
    database.close()
    backup.write_bytes(content)
    refused = levelfield("restore", backup)
    assert (refused.code, "Nothing was changed" in refused.err) == (1, True)
    assert teams(site(tmp_path)) == {"Before", "Since"}
    assert left_aside(tmp_path) == []


def test_a_damaged_database_is_set_aside_as_it_is(
    levelfield: Levelfield, backup: Path, database: Database, tmp_path: Path
) -> None:
    database.close()
    site(tmp_path).write_bytes(b"scrambled" * 1000)
    assert levelfield("restore", backup).code == 0
    assert teams(site(tmp_path)) == {"Before"}
    assert [each.read_bytes()[:9] for each in left_aside(tmp_path)] == [b"scrambled"]
