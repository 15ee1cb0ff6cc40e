"""The demonstration, made once: making it takes seconds, looking at it does not."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.database import open_database
from app.demonstration.making import Made, Sizes, make_demonstration

NOW = datetime(2026, 5, 13, 10, 40, tzinfo=UTC)
SEED = 5


@dataclass(frozen=True)
class Demonstration:
    """Where it lies and what it says it made."""

    file: Path
    made: Made


@pytest.fixture(scope="session")
def demonstration(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    file = tmp_path_factory.mktemp("demonstration") / "demo.sqlite"
    shutil.copyfile(migrated_sqlite, file)
    database = open_database(f"sqlite:///{file}")
    with database.short_write() as session:
        made = make_demonstration(session, seed=SEED, sizes=Sizes(), now=NOW, password="not a real hash")
    database.close()
    return Demonstration(file, made)


@pytest.fixture
def demo_session(demonstration: Demonstration) -> Iterator[Session]:
    """For looking only: nothing done in it is kept."""
    database = open_database(f"sqlite:///{demonstration.file}")
    with database.open(readonly=True) as session:
        yield session
    database.close()
