"""The tablet's line or the database's breaks while a sheet is on its way: it is stored whole and once, or not."""

import socket
import threading
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, make_server

from app.application import Levelfield
from app.database import Database
from app.models.observations import ObservationRevision, Rating
from app.models.people import Person
from app.operations.web_sessions import keep_session
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, freeze, send


def stored(look: Session) -> tuple[int, int]:
    """How many sheets and how many ratings there are."""
    found = [look.scalar(select(func.count()).select_from(table)) or 0 for table in (ObservationRevision, Rating)]
    look.rollback()
    return found[0], found[1]


@pytest.fixture
def served(app: Levelfield) -> Iterator[BaseWSGIServer]:
    """The application behind a real socket."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Line:
    """A tablet's line to the server, on which a sheet is sent piece by piece."""

    def __init__(
        self,
        server: BaseWSGIServer,
        clinic: Clinic,
        session: Session,
        content: dict[str, Any],
        length: str = "",
    ) -> None:
        person = session.get_one(Person, clinic.partner)
        keep_session(session, "cookie", {"_user_id": person.fs_uniquifier, "_fresh": True}, "a test")
        session.commit()
        self.body = freeze(content)
        self.socket = socket.create_connection(("127.0.0.1", server.server_port), timeout=120)
        length = length or str(len(self.body))
        self.say(
            f"PUT /api/v1/observations/{content['observation_id']}/revisions/1 HTTP/1.0\r\nHost: localhost\r\n"
            f"Cookie: levelfield=cookie\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n"
            f"X-Content-SHA256: {sha256(self.body).hexdigest()}\r\nContent-Length: {length}\r\n\r\n".encode()
        )

    def say(self, piece: bytes) -> None:
        self.socket.sendall(piece)

    def hang_up(self, *, listen: bool) -> bytes:
        """End our side; what the server said until it had ended its own, or nothing when we do not listen."""
        with self.socket:
            self.socket.shutdown(socket.SHUT_WR)
            return self.socket.makefile("rb").read() if listen else b""


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_body_cut_on_the_way_stores_nothing_and_the_whole_one_is_stored_once(
    served: BaseWSGIServer, clinic: Clinic, session: Session, look: Session, share: float
) -> None:
    content = a_sheet(clinic.partners_sheet)
    line = Line(served, clinic, session, content)
    line.say(line.body[: int(len(line.body) * share)])
    status = line.hang_up(listen=True).split(b" ", 2)[1]
    assert (status in (b"400", b"422"), stored(look)) == (True, (0, 0))
    assert [send(clinic.as_partner, content).status_code for _ in range(2)] == [201, 200]
    assert stored(look) == (1, 2)


@pytest.mark.parametrize("length", ["100", "0", "many", "1000000000"])
def test_a_length_that_is_not_the_bodys_stores_nothing(
    served: BaseWSGIServer, clinic: Clinic, session: Session, look: Session, length: str
) -> None:
    line = Line(served, clinic, session, a_sheet(clinic.partners_sheet), length)
    line.say(line.body)
    status = line.hang_up(listen=True).split(b" ", 2)[1]
    assert (status in (b"400", b"413", b"422"), stored(look)) == (True, (0, 0))


def test_a_body_that_comes_slowly_is_stored_whole_and_holds_up_nobody(
    served: BaseWSGIServer, clinic: Clinic, session: Session, look: Session
) -> None:
    line = Line(served, clinic, session, a_sheet(clinic.partners_sheet))
    line.say(line.body[:40])
    assert send(clinic.as_peer, a_sheet(clinic.peers_sheet)).status_code == 201
    line.say(line.body[40:])
    assert line.hang_up(listen=True).split(b" ", 2)[1] == b"201"
    assert stored(look) == (2, 4)


def test_a_tablet_that_hangs_up_before_the_answer_finds_its_sheet_stored_once(
    served: BaseWSGIServer, clinic: Clinic, session: Session, look: Session
) -> None:
    content = a_sheet(clinic.partners_sheet)
    line = Line(served, clinic, session, content)
    line.say(line.body)
    line.hang_up(listen=False)
    assert send(clinic.as_partner, content).status_code in (200, 201)
    assert send(clinic.as_partner, content).status_code == 200
    assert stored(look) == (1, 2)


def test_a_database_that_goes_away_before_the_commit_stores_nothing_and_is_asked_again(
    database: Database, clinic: Clinic, look: Session
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no line that could break")

    def cut(session: Session) -> None:
        event.remove(database.sessions, "before_commit", cut)
        session.flush()
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        with database.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    content = a_sheet(clinic.partners_sheet)
    event.listen(database.sessions, "before_commit", cut)
    answer = send(clinic.as_partner, content)
    assert (answer.status_code, answer.headers["Retry-After"], stored(look)) == (503, "20", (0, 0))
    assert [send(clinic.as_partner, content).status_code for _ in range(2)] == [201, 200]
    assert stored(look) == (1, 2)
