"""A site of its own on SQLite, whose files are looked at; PostgreSQL looks after its own."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "site" / "levelfield.sqlite"
    path.parent.mkdir()
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    made = tmp_path / "after the cut"
    made.mkdir()
    return made
