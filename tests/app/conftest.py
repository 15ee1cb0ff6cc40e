"""The application on its own database for each test: on SQLite always, on PostgreSQL where it can be started."""

import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.application import Levelfield, create_app
from app.database import Database, open_database
from app.migrations import upgrade
from app.models.every import metadata
from app.models.people import Person
from app.settings import Settings
from tests.app.builders import Builder
from tests.app.page_inspector import InspectingClient
from tests.empty_database import empty_database


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with today's tables, made once and copied for each test."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite"
    upgrade(f"sqlite:///{path}")
    database = open_database(f"sqlite:///{path}")
    with database.engine.connect() as connection:
        # So that the file alone, without its log, is the whole database.
        connection.execution_options(isolation_level="AUTOCOMMIT", readonly=True)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database with today's tables, emptied for each test."""
    with empty_database(postgres_server) as url:
        upgrade(url)
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "levelfield.sqlite"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_postgres")
    database = open_database(url)
    tables = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables}"))
    database.close()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session to arrange and look with. Commit what a request should see: `build.keep()` does it too."""
    with database.open() as session:
        yield session


@pytest.fixture
def build(session: Session) -> Builder:
    """Makes rows with sensible defaults; say only what matters to the test."""
    return Builder(session)


@pytest.fixture
def app(database: Database, database_url: str, tmp_path: Path) -> Levelfield:
    settings = Settings(
        data=tmp_path, database_url=database_url, secret_key="for tests only " * 4, secure_cookies=False, testing=True
    )
    app = create_app(settings, database)
    app.test_client_class = InspectingClient
    # Tokens are tested on their own; a test of a form should not have to fetch one.
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app: Levelfield) -> FlaskClient:
    """Nobody is signed in."""
    return app.test_client()


class SignIn:
    """Gives a client on which somebody is signed in, without going through the form."""

    def __init__(self, app: Levelfield, session: Session) -> None:
        self.app = app
        self.session = session

    def __call__(self, person_id: uuid.UUID) -> FlaskClient:
        self.session.commit()
        client = self.app.test_client()
        uniquifier = self.session.get_one(Person, person_id).fs_uniquifier
        self.session.rollback()
        with client.session_transaction() as kept:
            kept["_user_id"] = uniquifier
            kept["_fresh"] = True
            # As after giving the password just now.
            kept["fs_paa"] = time.time()
        return client


@pytest.fixture
def sign_in(app: Levelfield, session: Session) -> SignIn:
    return SignIn(app, session)
