"""How fast sheets are stored, beside the least a Flask application with SQLAlchemy can do in the same run.

What is compared: the minimal application takes the same sheet, unsealed, reads its JSON and stores it in one row of
two columns. It has the product's engine, so on SQLite every commit of both is synchronised in full (WAL) and waits for
the same file lock; PostgreSQL runs where it is. Nobody signs in there; nothing is opened, judged, scored or recorded.

First both are called as WSGI applications in this process, one request at a time and in turns, so that a busy moment of
the machine meets both; this shows the work of each part, and on SQLite what the statements alone take (see
`bare_statements`). Then both stand behind the product's server, with the same
number of processes, threads and tablets, in turns again: that is the rate a site would see.
"""

import statistics
import uuid
from pathlib import Path

import pytest

from app.application import Levelfield
from app.database import Database
from app.observing import sync
from app.operations import observations, stored_sheets
from app.web import database_sessions, sealing
from app.web.pace import PACE, Pace
from app.web.sealing import SEALING
from app.writing_turns import QueueingConnection
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.benchmarks.bare_statements import bare, copied, statements_of
from tests.benchmarks.served import PROCESSES, TABLETS, Load, served, under_load
from tests.benchmarks.submission import (
    HEADING,
    Environ,
    Speed,
    Tablet,
    assignments,
    least_one,
    minimal,
    parts_timed,
    speed,
    timed,
)

pytestmark = pytest.mark.benchmark

WARM, SINGLE, WATCHED, BATCHES, AT_ONCE = 20, 300, 100, 12, 40
SERVED_WARM, SERVED, TURNS, BARE = 100, 200, 8, 150
# What a sheet passes through. Each holds those indented below it; ours is no finer than the functions there are.
PARTS = {
    "who is asking, one read": [(database_sessions, "kept_session")],
    "opening what was sealed (HPKE)": [(sealing, "open_for"), (sync, "open_for")],
    "reading the frozen bytes": [(sync, "read_frozen")],
    "judging": [(sync, "read_sheets")],
    "storing, without the commit": [(sync, "submit_observation")],
    "  place and known sheets": [(observations, "places_of"), (observations, "known_sheets")],
    "  the patient's yes": [(observations, "record_agreements")],
    "  sheet, ratings, answers": [(observations, "store_sheets")],
    "    scoring": [(stored_sheets, "total_score")],
    "  audit chain": [(observations, "record_all")],
    "commit": [(QueueingConnection, "commit")],
}


def test_a_sheet_and_a_batch_beside_the_least_possible(
    app: Levelfield,
    database: Database,
    build: Builder,
    sign_in: SignIn,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    team = build.a_team()
    observer = build.a_person(team, "observer")
    places = assignments(build, team, observer, WARM + SINGLE + WATCHED + BARE + BATCHES * AT_ONCE)
    cookie = sign_in(observer).get_cookie("levelfield")
    assert cookie is not None
    app.extensions[PACE] = Pace(10**9)
    tablet = Tablet(observer, f"levelfield={cookie.value}", app.extensions[SEALING])
    least = minimal(database)

    def taken(count: int) -> list[uuid.UUID]:
        some, places[:] = places[:count], places[count:]
        return some

    timed(app, [tablet.one(each) for each in taken(WARM)], 201)
    theirs, ours, batches = [], [], []
    for _ in range(SINGLE // 30):
        theirs += timed(least, [least_one(places[0]) for _ in range(30)], 201)
        ours += timed(app, [tablet.one(each) for each in taken(30)], 201)
    for _ in range(BATCHES):
        batches += timed(app, [tablet.many(taken(AT_ONCE))], 200)
    with parts_timed(PARTS) as spent:
        watched = timed(app, [tablet.one(each) for each in taken(WATCHED)], 201)
    floor, one, many = speed(theirs), speed(ours), speed(batches, AT_ONCE)
    at_least = (
        _said_barely(app, database, tablet, taken(BARE), tmp_path / "bare.sqlite") if database.is_sqlite else None
    )
    whole = sum(each.work for each in watched)
    lines = [
        "",
        HEADING,
        floor.row("minimal insert, in its turn"),
        one.row("one sealed sheet"),
        many.row(f"sheets in batches of {AT_ONCE}"),
        f"{'one, of the minimal insert':30}{one.wall / floor.wall:10.2f}{one.work / floor.work:10.2f}",
        *([at_least.row("its statements alone")] if at_least else []),
        "",
        f"{'own work of one sealed sheet':34}{'µs':>8}{'share':>8}",
        *(
            f"{name:34}{sum(times) / WATCHED * 1e6:8.0f}{sum(times) / whole:8.0%}"
            for name, times in spent.items()
            if times
        ),
        f"{'the whole request':34}{whole / WATCHED * 1e6:8.0f}",
    ]
    with capsys.disabled():
        print("\n".join(lines))
    # Nothing fails for being slow, but a batch that is no faster than its sheets alone has lost its point.
    assert many.work > 2 * one.work


def _said_barely(app: Levelfield, database: Database, tablet: Tablet, places: list[uuid.UUID], path: Path) -> Speed:
    """How fast the statements of these sheets are on the driver itself."""
    line = copied(database, path)
    environs = [tablet.one(each) for each in places]
    said = statements_of(app, database, environs)
    return speed(timed(bare(line, tablet.keys, tablet.observer, said), environs, 201))


def test_the_same_behind_the_products_server_with_many_tablets_at_once(
    app: Levelfield,
    database_url: str,
    build: Builder,
    sign_in: SignIn,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    team = build.a_team()
    observer = build.a_person(team, "observer")
    places = assignments(build, team, observer, SERVED_WARM + TURNS * SERVED)
    cookie = sign_in(observer).get_cookie("levelfield")
    assert cookie is not None
    tablet = Tablet(observer, f"levelfield={cookie.value}", app.extensions[SEALING])

    def ours_to_send(count: int) -> list[Environ]:
        return [tablet.one(places.pop()) for _ in range(count)]

    def theirs_to_send(count: int) -> list[Environ]:
        return [least_one(places[0]) for _ in range(count)]

    theirs: list[Load] = []
    ours: list[Load] = []
    with served("minimal", database_url, tmp_path) as floor, served("ours", database_url, tmp_path) as product:
        under_load(floor, theirs_to_send(SERVED_WARM))
        under_load(product, ours_to_send(SERVED_WARM - 1))
        for _ in range(TURNS):
            theirs.append(under_load(floor, theirs_to_send(SERVED)))
            ours.append(under_load(product, ours_to_send(SERVED)))
    least, one = _middle(theirs), _middle(ours)
    lines = [
        "",
        f"{f'{PROCESSES} processes, {TABLETS} tablets':30}"
        f"{'/s':>10}{'CPU ms':>10}{'p50 ms':>10}{'p99 ms':>10}{'p99/p50':>10}",
        _row("minimal insert, in its turn", least),
        _row("one sealed sheet", one),
        f"{'of the minimal insert':30}{one.rate / least.rate:10.2f}{least.work / one.work:10.2f}",
    ]
    with capsys.disabled():
        print("\n".join(lines))
    assert len(one.times) == TURNS * SERVED


def _middle(loads: list[Load]) -> Load:
    """All the times; the middle of the rates and of the work, for another program may be busy in one of the turns."""
    times = sorted(each for load in loads for each in load.times)
    return Load(times, statistics.median(each.rate for each in loads), statistics.median(each.work for each in loads))


def _row(name: str, load: Load) -> str:
    p50, p99 = (load.times[int(len(load.times) * part)] * 1000 for part in (0.5, 0.99))
    return f"{name:30}{load.rate:10.0f}{load.work * 1000:10.2f}{p50:10.2f}{p99:10.2f}{p99 / p50:10.1f}"
