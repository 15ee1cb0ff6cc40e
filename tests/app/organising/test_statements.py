"""However much there is, a page asks the database a fixed number of questions."""

import uuid
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.database import Database
from app.operations.training import note_training
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.operations.test_training import a_training


@contextmanager
def statements_counted(database: Database) -> Generator[list[str]]:
    """The statements run inside, in order."""
    seen: list[str] = []

    def note(_: Connection, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


class Filled:
    """A team that can be filled with more of everything."""

    def __init__(self, build: Builder) -> None:
        self.build = build
        self.team = build.a_team()
        self.lead = build.a_person(self.team, "lead")
        self.round = build.a_round(self.team)
        self.session: uuid.UUID = build.a_session(self.round, build.a_clinic(self.team))
        self.slots = 0

    def add(self, count: int) -> None:
        for _ in range(count):
            observer = self.build.a_person(self.team, "observer")
            clinician = self.build.a_clinician(self.team)
            self.slots += 1
            self.build.an_assignment(self.build.a_consultation(self.session, clinician, self.slots), observer)
            another = self.build.a_session(self.round, self.build.a_clinic(self.team))
            self.build.an_assignment(self.build.a_consultation(another, clinician), observer)
            self.build.a_round(self.team)
            done = a_training([observer, self.build.a_person(self.team, "observer")])
            note_training(self.build.session, self.build.actor(self.lead), self.team, done, date(2026, 11, 1))
        self.build.keep()

    def address(self, name: str) -> str:
        home = f"/organise/teams/{self.team}"
        return {
            "start": f"{home}/",
            "people": f"{home}/people/",
            "training": f"{home}/training/",
            "clinics": f"{home}/clinics/",
            "instruments": f"{home}/instruments/",
            "programmes": f"{home}/programmes/",
            "log": f"{home}/audit/",
            "round": f"/organise/rounds/{self.round}/",
            "progress": f"/organise/rounds/{self.round}/progress/",
            "session": f"/organise/sessions/{self.session}/",
        }[name]


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("start", 9),
        ("people", 9),
        ("training", 8),
        ("clinics", 6),
        ("instruments", 5),
        ("programmes", 6),
        ("log", 11),
        ("round", 9),
        ("progress", 6),
        ("session", 10),
    ],
)
def test_a_fuller_team_asks_no_more_of_the_database(
    build: Builder, sign_in: SignIn, database: Database, name: str, most: int
) -> None:
    filled = Filled(build)
    filled.add(2)
    client = sign_in(filled.lead)
    # The first page of a session also keeps the session's form token.
    client.get(filled.address(name))
    with statements_counted(database) as few:
        assert client.get(filled.address(name)).status_code == 200
    filled.add(6)
    with statements_counted(database) as many:
        assert client.get(filled.address(name)).status_code == 200
    reading = [statement for statement in many if statement.lstrip().upper().startswith("SELECT")]
    assert len(many) == len(few)
    assert len(reading) <= most, "\n".join(reading)
