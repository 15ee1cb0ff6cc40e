"""A site can be brought up to date, copied while in use, and looked over."""

import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from app.database import Database
from app.migrations import downgrade, head_revision
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


def test_the_doctor_finds_a_healthy_site_healthy_and_a_server_that_risks_a_power_cut_not(
    levelfield: Levelfield, database: Database
) -> None:
    ended = levelfield("doctor", "--json")
    troubles = [each["found"] for each in json.loads(ended.out)["findings"] if not each["in_order"]]
    if database.is_sqlite:
        assert (ended.code, troubles) == (0, [])
    else:
        # The tests' own server is in a hurry.
        assert (ended.code, len(troubles)) == (1, 1)
        assert "fsync and full_page_writes is off" in troubles[0]


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


def test_a_database_of_a_newer_program_is_left_alone_in_words(levelfield: Levelfield, session: Session) -> None:
    version = text("UPDATE alembic_version SET version_num = :version")
    session.execute(version, {"version": "9999"})
    session.commit()
    ended = [levelfield(command) for command in ("migrate", "serve")]
    # The next test's database has the tables of today.
    session.execute(version, {"version": head_revision()})
    session.commit()
    assert [each.code for each in ended] == [1, 1]
    assert all("this older program does not know" in each.err for each in ended)


def test_a_restored_backup_of_an_older_version_is_refused_in_words_until_it_is_brought_up_and_keeps_its_sheets(
    levelfield: Levelfield, build: Builder, database: Database, database_url: str, tmp_path: Path
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL is backed up by its own programs")
    team = build.a_team()
    slot = build.a_consultation(build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team))
    build.a_sheet(build.an_assignment(slot, build.a_person(team, "observer")))
    build.keep()
    build.session.close()
    database.close()
    downgrade(database_url, "-4")
    copy = tmp_path / "old.sqlite"
    assert levelfield("backup", copy).code == 0
    file = Path(str(database.engine.url.database))
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    copy.rename(file)
    refused = [levelfield("serve"), levelfield("reminders", "--team", "Team 1")]
    assert [each.code for each in refused] == [1, 1]
    assert all("Bring it up with: levelfield migrate" in each.err for each in refused)
    assert [levelfield(*each).code for each in (("migrate",), ("audit", "verify"), ("doctor",))] == [0, 0, 0]
    with database.reading() as look:
        assert look.scalar(text("SELECT count(*) FROM rating")) == 2


def test_a_backup_made_while_sheets_arrive_holds_each_whole_or_not_at_all(
    levelfield: Levelfield, build: Builder, database: Database, tmp_path: Path
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL is backed up by its own programs")
    team = build.a_team()
    half_day, clinician = build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team)
    observer = build.a_person(team, "observer")
    places = [build.an_assignment(build.a_consultation(half_day, clinician, slot), observer) for slot in range(1, 40)]
    build.keep()
    enough = threading.Event()

    def arrive() -> None:
        while places and not enough.is_set():
            with database.open() as writing:
                Builder(writing).a_sheet(places.pop())
                writing.commit()

    with ThreadPoolExecutor(1) as arriving:
        told = arriving.submit(arrive)
        copies = [tmp_path / f"{number}.sqlite" for number in range(3)]
        assert [levelfield("backup", each).code for each in copies] == [0, 0, 0]
        enough.set()
        told.result(30)
    for each in copies:
        with closing(sqlite3.connect(each)) as copy:
            sheets, ratings = (
                copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("observation", "rating")
            )
            assert ratings == 2 * sheets
