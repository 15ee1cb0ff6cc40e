"""How fast sheets are stored, beside the least a Flask application with SQLAlchemy can do in the same run.

Both are called as WSGI applications in this process, on SQLite with full synchronisation, one request at a time.
"""

import json
import statistics
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from app.application import Levelfield
from app.database import open_database
from app.web.pace import PACE, Pace
from app.web.sealing import SEALING
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.frozen import SAME_ORIGIN, a_sheet, freeze, sealed

pytestmark = pytest.mark.benchmark

SINGLE, BATCHES, AT_ONCE = 300, 12, 50


class Base(DeclarativeBase):
    """Tables of the minimal application."""


class Sheet(Base):
    """All it stores."""

    __tablename__ = "sheet"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


def minimal(path: Path) -> Flask:
    """One route, one insert, one commit: nothing is judged, opened, recorded or checked."""
    database = open_database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    app = Flask("minimal")

    @app.put("/sheets/<sheet_id>")
    def put(sheet_id: str) -> Any:
        body = request.get_data()
        json.loads(body)
        with database.short_write() as session:
            session.add(Sheet(id=sheet_id, body=body))
        return jsonify(id=sheet_id), 201

    assert put is not None
    return app


def call(app: Callable[..., Any], environ: dict[str, Any]) -> int:
    said: list[str] = []
    answer = app(environ, lambda status, *_: said.append(status))
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    return int(said[0].split()[0])


@dataclass(frozen=True)
class Timed:
    """Seconds for one request: by the clock on the wall, and of this process's own work."""

    wall: float
    work: float


def timed(app: Callable[..., Any], environs: Sequence[dict[str, Any]], expected: int) -> list[Timed]:
    times: list[Timed] = []
    for environ in environs:
        began, worked = time.perf_counter(), time.process_time()
        assert call(app, environ) == expected
        times.append(Timed(time.perf_counter() - began, time.process_time() - worked))
    return times


def rates(times: Sequence[Timed], each: int = 1) -> tuple[float, float]:
    """How many in a second, by the wall and by the work."""
    return each / statistics.median(one.wall for one in times), each / statistics.median(one.work for one in times)


def environ(method: str, address: str, body: bytes, cookie: str = "", **headers: str) -> dict[str, Any]:
    builder = EnvironBuilder(
        path=address,
        method=method,
        input_stream=BytesIO(body),
        content_length=len(body),
        content_type="application/json",
        headers=Headers({**SAME_ORIGIN, **({"Cookie": cookie} if cookie else {}), **headers}),
    )
    return builder.get_environ()


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "levelfield.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


def assignments(build: Builder, team: uuid.UUID, observer: uuid.UUID, count: int) -> list[uuid.UUID]:
    around, clinic, clinician = build.a_round(team), build.a_clinic(team), build.a_clinician(team)
    made: list[uuid.UUID] = []
    for number in range(count):
        if number % 40 == 0:
            session = build.a_session(around, clinic)
        made.append(build.an_assignment(build.a_consultation(session, clinician, number % 40 + 1), observer))
    build.keep()
    return made


def test_a_sheet_and_a_batch_beside_the_least_possible(
    app: Levelfield, build: Builder, sign_in: SignIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = build.a_team()
    observer = build.a_person(team, "observer")
    places = assignments(build, team, observer, SINGLE + BATCHES * AT_ONCE + 20)
    client: FlaskClient = sign_in(observer)
    app.extensions[PACE] = Pace(10**9)
    assert SEALING in app.extensions
    cookie = f"levelfield={client.get_cookie('levelfield').value}"  # pyright: ignore[reportOptionalMemberAccess]

    def one(place: uuid.UUID) -> dict[str, Any]:
        content = a_sheet(place)
        body = freeze(content)
        address = f"/api/v1/observations/{content['observation_id']}/revisions/1"
        return environ(
            "PUT", address, sealed(client, observer, body), cookie, **{"X-Content-SHA256": sha256(body).hexdigest()}
        )

    def many(some: Sequence[uuid.UUID]) -> dict[str, Any]:
        records = [
            {
                "observation_id": content["observation_id"],
                "revision": 1,
                "sha256": sha256(freeze(content)).hexdigest(),
                "body": b64encode(sealed(client, observer, freeze(content))).decode(),
            }
            for content in (a_sheet(place) for place in some)
        ]
        return environ("POST", "/api/v1/observations/batch", json.dumps({"records": records}).encode(), cookie)

    least = minimal(tmp_path / "minimal.sqlite")
    body = freeze(a_sheet(places[0]))
    timed(app, [one(place) for place in places[-20:]], 201)
    theirs, ours = [], []
    # In turns, so that a busy moment of the machine meets both.
    for start in range(0, SINGLE, 30):
        theirs += timed(least, [environ("PUT", f"/sheets/{uuid.uuid4()}", body) for _ in range(30)], 201)
        ours += timed(app, [one(place) for place in places[start : start + 30]], 201)
    rest = places[SINGLE : SINGLE + BATCHES * AT_ONCE]
    batches = timed(app, [many(rest[at : at + AT_ONCE]) for at in range(0, len(rest), AT_ONCE)], 200)
    (least_wall, least_work), (our_wall, our_work) = rates(theirs), rates(ours)
    batch_wall, batch_work = rates(batches, AT_ONCE)
    walls = sorted(one.wall for one in ours)
    spread = walls[int(len(walls) * 0.99)] / statistics.median(walls)
    lines = [
        "",
        f"{'per second':28}{'by the clock':>14}{'by own work':>14}",
        f"{'minimal insert':28}{least_wall:14.0f}{least_work:14.0f}",
        f"{'one sealed sheet':28}{our_wall:14.0f}{our_work:14.0f}",
        f"{'  of the minimal insert':28}{our_wall / least_wall:14.2f}{our_work / least_work:14.2f}",
        f"{f'sheets in batches of {AT_ONCE}':28}{batch_wall:14.0f}{batch_work:14.0f}",
        f"one sealed sheet: p99 is {spread:.1f} times p50",
    ]
    with capsys.disabled():
        print("\n".join(lines))
    # Nothing fails for being slow, but a batch that is no faster than its sheets alone has lost its point.
    assert batch_work > 2 * our_work
