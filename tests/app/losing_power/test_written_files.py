"""Files beside the database outlive a cut of the power: keys, reports, exports, backups."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.database import Database
from app.durable_files import make_folder, write_whole
from app.sealing import kept_keys, rotate_keys
from app.settings import settings_from_environment
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield, data_folder, levelfield
from tests.app.losing_power.disk import Disk
from tests.app.losing_power.named_files import NamedFiles
from tests.app.losing_power.watched_sqlite import watching
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import an_observed_clinician

__all__ = ["data_folder", "levelfield"]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> NamedFiles:
    watched = NamedFiles()
    watched.watch(monkeypatch)
    return watched


def secret_in(folder: Path) -> str:
    return settings_from_environment({"LEVELFIELD_DATA": str(folder)}).secret_key


def test_the_key_that_opens_what_tablets_sealed_outlives_a_cut(files: NamedFiles, tmp_path: Path) -> None:
    path = tmp_path / "site" / "data" / "sealing-key.pem"
    first = kept_keys(path)
    assert files.outlives_a_cut(path)
    assert files.waited_for(tmp_path / "site")
    rotate_keys(path)
    assert files.outlives_a_cut(path)
    assert first.private[0].private_numbers() in [each.private_numbers() for each in kept_keys(path).private]


def test_the_secret_outlives_a_cut_and_is_never_empty(files: NamedFiles, tmp_path: Path) -> None:
    first = secret_in(tmp_path)
    assert files.outlives_a_cut(tmp_path / "secret-key")
    assert secret_in(tmp_path) == first
    (tmp_path / "secret-key").write_text("", "ascii")
    assert len(secret_in(tmp_path)) > 40


@pytest.mark.parametrize("ask", [secret_in, lambda folder: kept_keys(folder / "sealing-key.pem").public])
def test_processes_that_start_at_once_agree_on_one_key(ask: Callable[[Path], str], tmp_path: Path) -> None:
    with ThreadPool(8) as starting:
        assert len(set(starting.map(ask, [tmp_path] * 8))) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_reports_and_exports_written_to_files_outlive_a_cut(
    files: NamedFiles, levelfield: Levelfield, build: Builder, tmp_path: Path
) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    folder, one, table = tmp_path / "out" / "reports", tmp_path / "out" / "one.pdf", tmp_path / "out" / "ratings.csv"
    assert levelfield("reports", "--round", of.round, "--out", folder).code == 0
    assert levelfield("feedback", "--round", of.round, "--clinician", of.clinician, "--out", one).code == 0
    assert levelfield("export", "ratings", "--out", table).code == 0
    written = [*folder.iterdir(), one, table]
    assert len(written) == 5
    assert [each.name for each in written if not files.outlives_a_cut(each)] == []


def test_a_backup_is_on_the_disk_before_it_bears_its_name(
    files: NamedFiles, levelfield: Levelfield, build: Builder, session: Session, database: Database, tmp_path: Path
) -> None:
    team = build.a_team("Riverside")
    build.keep()
    session.close()
    database.close()
    copy, disk = tmp_path / "backups" / "one.sqlite", Disk()
    with watching(disk, lambda _: None):
        assert levelfield("backup", copy).code == 0
    assert files.is_named_safely(copy)
    left = tmp_path / "left.sqlite"
    left.write_bytes(disk.files[f"{copy}.unfinished"].safe)
    with closing(sqlite3.connect(left)) as found:
        assert found.execute("SELECT id FROM team").fetchall() == [(team.hex,)]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_that_cannot_be_finished_leaves_what_was_there(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.pdf"
    write_whole(path, b"the one before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"the next")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("report.pdf", b"the one before")]


def test_a_taken_name_is_refused_and_what_bears_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    write_whole(path, b"the first", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(path, b"the second", replace=False)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("ratings.csv", b"the first")]


def test_a_new_folder_is_known_to_every_folder_above_it(files: NamedFiles, tmp_path: Path) -> None:
    make_folder(tmp_path / "one" / "two" / "three")
    assert all(files.waited_for(each) for each in (tmp_path, tmp_path / "one", tmp_path / "one" / "two"))
