"""PostgreSQL does not answer, or makes somebody wait: nobody waits for ever, and nothing is stored twice."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.database import LINE, Database, is_passing_trouble, open_database
from tests.app.observing.conftest import Clinic, clinic, look
from tests.app.observing.frozen import a_sheet, send

__all__ = ["clinic", "look"]
pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgres"], indirect=True)]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.database.LOCK_WAIT_SECONDS", 0.2)
    monkeypatch.setitem(LINE, "connect_timeout", 2)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Somebody takes the call and says nothing, as a server does whose machine hangs."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


def test_a_sheet_that_another_transaction_keeps_waiting_is_put_off_and_stored_once(
    database: Database, clinic: Clinic
) -> None:
    content = a_sheet(clinic.partners_sheet)
    with database.engine.begin() as other:
        other.execute(text("SELECT 1 FROM assignment WHERE id = :id FOR UPDATE"), {"id": clinic.partners_sheet})
        answer = send(clinic.as_partner, content)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert [send(clinic.as_partner, content).status_code for _ in range(2)] == [201, 200]


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up_soon(database_url: str, silent_port: int) -> None:
    database = open_database(f"postgresql://levelfield@127.0.0.1:{silent_port}/postgres")
    began = time.monotonic()
    with pytest.raises(OperationalError) as trouble, database.reading():
        pass
    assert (is_passing_trouble(trouble.value), time.monotonic() - began < 60) == (True, True)


def test_an_acknowledged_observation_waits_for_the_log_whatever_the_server_is_set_to(database: Database) -> None:
    with database.reading() as looking:
        assert looking.scalar(text("SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'")) == "off"
        assert looking.scalar(text("SHOW synchronous_commit")) == "on"


def test_a_line_that_went_dead_is_noticed_unless_the_address_says_otherwise(database_url: str) -> None:
    for address, idle in ((database_url, "10"), (f"{database_url}?keepalives_idle=77", "77")):
        database = open_database(address)
        with database.reading() as looking:
            line = looking.connection.dbapi_connection
            assert line is not None
            told = line.info.get_parameters()
        database.close()
        assert (told["keepalives_idle"], told["tcp_user_timeout"]) == (idle, "20000")
