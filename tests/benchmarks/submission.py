"""The least a Flask application with SQLAlchemy can do with a sheet, requests for it and for ours, and a clock.

The sheet is the product's own, as an observer fills it in: eight ratings, seven questions and two comments.
"""

import json
import statistics
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, jsonify, request
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, insert
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from app.database import Database
from app.sealing import SealingKeys
from instruments.catalogue import shipped_text
from instruments.loading import fingerprint, load
from tests.app.builders import Builder
from tests.app.observing.frozen import SAME_ORIGIN, a_sheet, freeze, sealed_with

FORM = shipped_text("levelfield-sdm", "3")
MARK = fingerprint(load(FORM))
RATED = ("what_matters", "hopes_worries", "how_to_decide", "ways_forward", "good_and_bad", "understood", "next_steps")
COMMENT = "The clinician asked what mattered to her at home before any choice was named. " * 5
ANSWERS: dict[str, Any] = {
    "decision": {"code": "yes"},
    "decision_kind": {"codes": ["injection", "exercise"]},
    "duration": {"code": "from_20"},
    "visit": {"code": "new"},
    "company": {"code": "no"},
    "meeting": {"code": "in_person"},
    "part_missed": {"code": "none"},
    **{item: {"code": str(place % 5)} for place, item in enumerate(RATED)},
    "fits_the_person": {"code": "unseen"},
    "went_well": {"text": COMMENT},
    "to_try": {"text": COMMENT},
}
_SHEET = Table("least", MetaData(), Column("id", String(36), primary_key=True), Column("body", LargeBinary))

Wsgi = Callable[..., Any]
Environ = dict[str, Any]


def minimal(database: Database) -> Flask:
    """One route, one insert, one commit, in its turn: nothing is signed in, judged, opened, recorded or checked."""
    _SHEET.metadata.create_all(database.engine)
    app = Flask("minimal")
    keep = insert(_SHEET)

    @app.put("/sheets/<sheet_id>")
    def put(sheet_id: str) -> Any:
        body = request.get_data()
        json.loads(body)
        with database.engine.begin() as connection:
            connection.execute(keep, {"id": sheet_id, "body": body})
        return jsonify(id=sheet_id), 201

    assert put is not None
    return app


@dataclass(frozen=True)
class Tablet:
    """An observer's tablet: who is signed in with which cookie, and for whom it seals."""

    observer: uuid.UUID
    cookie: str
    keys: SealingKeys

    def one(self, place: uuid.UUID) -> Environ:
        """A sealed sheet on its own."""
        content = the_sheet(place)
        body = freeze(content)
        address = f"/api/v1/observations/{content['observation_id']}/revisions/1"
        hashed = {"X-Content-SHA256": sha256(body).hexdigest()}
        return environ("PUT", address, sealed_with(self.keys, self.observer, body), self.cookie, **hashed)

    def many(self, places: Sequence[uuid.UUID]) -> Environ:
        """Sealed sheets in one batch."""
        records: list[dict[str, Any]] = []
        for place in places:
            content = the_sheet(place)
            body = freeze(content)
            records.append(
                {
                    "observation_id": content["observation_id"],
                    "revision": 1,
                    "sha256": sha256(body).hexdigest(),
                    "body": b64encode(sealed_with(self.keys, self.observer, body)).decode(),
                }
            )
        batch = json.dumps({"records": records}).encode()
        return environ("POST", "/api/v1/observations/batch", batch, self.cookie)


def the_sheet(place: uuid.UUID) -> dict[str, Any]:
    return a_sheet(place, instrument=MARK, answers=ANSWERS)


def least_one(place: uuid.UUID) -> Environ:
    """The same sheet for the minimal application."""
    return environ("PUT", f"/sheets/{uuid.uuid4()}", freeze(the_sheet(place)))


def environ(method: str, address: str, body: bytes, cookie: str = "", **headers: str) -> Environ:
    builder = EnvironBuilder(
        path=address,
        method=method,
        input_stream=BytesIO(body),
        content_length=len(body),
        content_type="application/json",
        headers=Headers({**SAME_ORIGIN, **({"Cookie": cookie} if cookie else {}), **headers}),
    )
    return builder.get_environ()


def assignments(build: Builder, team: uuid.UUID, observer: uuid.UUID, count: int) -> list[uuid.UUID]:
    around, clinic, clinician = (
        build.a_round(team, build.an_instrument(FORM)),
        build.a_clinic(team),
        build.a_clinician(team),
    )
    made: list[uuid.UUID] = []
    for number in range(count):
        if number % 40 == 0:
            session = build.a_session(around, clinic)
        made.append(build.an_assignment(build.a_consultation(session, clinician, number % 40 + 1), observer))
    build.keep()
    return made


@dataclass(frozen=True)
class Timed:
    """Seconds for one request: by the clock on the wall, and of this process's own work."""

    wall: float
    work: float


def timed(app: Wsgi, environs: Sequence[Environ], expected: int) -> list[Timed]:
    times: list[Timed] = []
    for each in environs:
        began, worked = time.perf_counter(), time.process_time()
        got = _call(app, each)
        assert got == expected, got
        times.append(Timed(time.perf_counter() - began, time.process_time() - worked))
    return times


def _call(app: Wsgi, each: Environ) -> int:
    said: list[str] = []
    answer = app(each, lambda status, *_: said.append(status))
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    return int(said[0].split()[0])


@dataclass(frozen=True)
class Speed:
    """Per second by the wall and by own work, both of the median request; milliseconds by the wall."""

    wall: float
    work: float
    p50: float
    p99: float

    def row(self, name: str) -> str:
        return f"{name:30}{self.wall:10.0f}{self.work:10.0f}{self.p50:10.2f}{self.p99:10.2f}{self.p99 / self.p50:10.1f}"


HEADING = f"{'':30}{'/s wall':>10}{'/s work':>10}{'p50 ms':>10}{'p99 ms':>10}{'p99/p50':>10}"


def speed(times: Sequence[Timed], each: int = 1) -> Speed:
    """How fast, when each request carried so many sheets."""
    walls = sorted(one.wall for one in times)
    middle = statistics.median(walls)
    at_99 = walls[min(len(walls) - 1, int(len(walls) * 0.99))]
    return Speed(each / middle, each / statistics.median(one.work for one in times), middle * 1000, at_99 * 1000)


@contextmanager
def parts_timed(parts: dict[str, list[tuple[Any, str]]]) -> Iterator[dict[str, list[float]]]:
    """Own work, in seconds, spent at each call of the functions of each part (the object that holds it, its name)."""
    spent: dict[str, list[float]] = {name: [] for name in parts}

    def watched(act: Callable[..., Any], kept: list[float]) -> Callable[..., Any]:
        def acting(*given: Any, **named: Any) -> Any:
            worked = time.process_time()
            try:
                return act(*given, **named)
            finally:
                kept.append(time.process_time() - worked)

        return acting

    with pytest.MonkeyPatch.context() as patch:
        for name, places in parts.items():
            for holder, attribute in places:
                patch.setattr(holder, attribute, watched(getattr(holder, attribute), spent[name]))
        yield spent
