"""A site can be brought up to date, copied while in use, and looked over."""

import json
import sqlite3
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield


def test_migrating_twice_changes_nothing(levelfield: Levelfield) -> None:
    first, second = levelfield("migrate"), levelfield("migrate")
    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out


def test_migrating_makes_the_folder_and_the_database(
    levelfield: Levelfield, tmp_path: Path, monkeypatch: object
) -> None:
    new = tmp_path / "deep" / "inside" / "site.sqlite"
    monkeypatch.setenv("LEVELFIELD_DATABASE_URL", f"sqlite:///{new}")  # type: ignore[attr-defined]
    assert levelfield("migrate").code == 0
    assert new.exists()
    assert levelfield("audit", "verify").code == 0


def test_a_backup_holds_what_was_committed_and_needs_no_other_file(
    levelfield: Levelfield, build: Builder, database: Database, tmp_path: Path
) -> None:
    build.a_team("Riverside")
    build.keep()
    copy = tmp_path / "backups" / "one.sqlite"
    ended = levelfield("backup", copy)
    if not database.is_sqlite:
        assert ended.code == 2
        assert "pg_dump" in ended.err
        return
    assert ended.code == 0, ended.err
    assert [file.name for file in copy.parent.iterdir()] == ["one.sqlite"]
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT name FROM team").fetchall() == [("Riverside",)]
    kept.close()
    again = levelfield("backup", copy)
    assert again.code == 2
    assert "is there already" in again.err


def test_the_doctor_finds_a_healthy_site_healthy(levelfield: Levelfield) -> None:
    ended = levelfield("doctor", "--json")
    assert ended.code == 0, ended.out
    assert json.loads(ended.out)["in_order"]


def test_a_changed_audit_log_is_found_by_verify_and_by_the_doctor(
    levelfield: Levelfield, session: Session, build: Builder
) -> None:
    build.a_team("Riverside")
    session.execute(update(AuditEvent).values(event="nothing at all"))
    build.keep()
    verified = levelfield("audit", "verify")
    assert verified.code == 1
    assert "event 1 was changed" in verified.err
    assert levelfield("doctor").code == 1
    assert not json.loads(levelfield("audit", "verify", "--json").out)["whole"]
