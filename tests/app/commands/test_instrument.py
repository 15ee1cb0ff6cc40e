"""Definition files are checked and published from the command line."""

import json
from pathlib import Path

from sqlalchemy import select

from app.database import Database
from app.models.instruments import PublishedInstrument
from instruments.catalogue import shipped_text
from tests.app.builders import SMALL
from tests.app.commands.conftest import Levelfield


def test_a_definition_that_is_in_order_is_called_so(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(shipped_text("levelfield-sdm", "1"), "utf-8")
    ended = levelfield("instrument", "check", file, "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["items"] == 8


def test_every_problem_of_a_definition_is_told_with_its_line(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL.replace("scale: seen", "scale: heard"), "utf-8")
    ended = levelfield("instrument", "check", file)
    assert ended.code == 2
    lines = ended.err.strip().splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{file}:") for line in lines)
    assert 'No scale is called "heard"' in ended.err


def test_publishing_stores_the_definition_once(levelfield: Levelfield, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL, "utf-8")
    first = levelfield("instrument", "publish", file, "--json")
    assert levelfield("instrument", "publish", file).code == 0
    with database.open(readonly=True) as session:
        (mark,) = session.scalars(select(PublishedInstrument.fingerprint)).all()
    assert json.loads(first.out)["fingerprint"] == mark


def test_a_published_version_cannot_be_published_with_other_content(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL, "utf-8")
    levelfield("instrument", "publish", file)
    file.write_text(SMALL.replace("Names the choices", "Names all choices"), "utf-8")
    ended = levelfield("instrument", "publish", file)
    assert ended.code == 2
    assert "Give this one a new version" in ended.err
