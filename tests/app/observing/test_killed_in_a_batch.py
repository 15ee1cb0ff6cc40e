"""The server dies, or the power goes, at any point of a batch: every sheet of it is stored whole, or none is."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.database import Database
from app.writing_turns import QueueingConnection
from tests.app.builders import Builder
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet
from tests.app.observing.test_batches import post, record, statuses

SHEETS = 6


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "levelfield.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


class Moments:
    """Copies of the database's files as a process that dies at that moment would leave them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.file, self.folder = Path(str(database.engine.url.database)), folder
        self.kept: list[Path] = []

    def keep(self, *_: Any) -> None:
        place = self.folder / str(len(self.kept))
        place.mkdir(parents=True)
        for name in (self.file.name, f"{self.file.name}-wal"):
            if (self.file.parent / name).exists():
                shutil.copyfile(self.file.parent / name, place / name)
        self.kept.append(place / self.file.name)


def found_in(file: Path) -> tuple[str, int, int, int]:
    """Whether the file is sound, and how many sheets, ratings and audit events of sheets it holds."""
    with closing(sqlite3.connect(file)) as copy:
        counts = [
            copy.execute(f"SELECT count(*) FROM {of}").fetchone()[0]
            for of in ("observation_revision", "rating", "audit_event WHERE event = 'observation submitted'")
        ]
        return copy.execute("PRAGMA integrity_check").fetchone()[0], counts[0], counts[1], counts[2]


def test_at_every_point_of_a_batch_the_files_hold_all_of_it_or_nothing(
    clinic: Clinic, build: Builder, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_day = build.a_session(build.a_round(clinic.team), build.a_clinic(clinic.team))
    clinician = build.a_clinician(clinic.team)
    places = [
        build.an_assignment(build.a_consultation(half_day, clinician, slot), clinic.partner)
        for slot in range(1, SHEETS + 1)
    ]
    build.keep()
    records = [record(a_sheet(each)) for each in places]
    moments, commit = Moments(database, tmp_path / "moments"), QueueingConnection.commit

    def committing(connection: QueueingConnection) -> None:
        moments.keep()
        commit(connection)
        moments.keep()

    monkeypatch.setattr(QueueingConnection, "commit", committing)
    event.listen(database.engine, "after_cursor_execute", moments.keep)
    assert statuses(post(clinic.as_partner, *records)) == [201] * SHEETS
    event.remove(database.engine, "after_cursor_execute", moments.keep)
    nothing, everything = ("ok", 0, 0, 0), ("ok", SHEETS, 2 * SHEETS, SHEETS)
    assert len(moments.kept) > 10
    assert [found_in(each) for each in moments.kept] == [nothing] * (len(moments.kept) - 1) + [everything]


def test_a_batch_whose_answer_was_lost_is_sent_again_and_stored_once(clinic: Clinic, database: Database) -> None:
    records = [record(a_sheet(clinic.partners_sheet))]
    post(clinic.as_partner, *records)
    assert statuses(post(clinic.as_partner, *records)) == [200]
    assert found_in(Path(str(database.engine.url.database)))[1:] == (1, 2, 1)
