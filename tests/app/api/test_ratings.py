"""The ratings of a round: only what is open, each row once, in pages, and every look is recorded."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.api.cursor import written
from app.api.shapes import Rating, Ratings
from app.database import Database
from app.models.audit import AuditEvent
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.operations.stored_sheets import store_sheet
from app.queries.api_ratings import Position
from instruments.sheet import NotScored, Rated
from tests.app.api.reading import error_of, read_as
from tests.app.builders import SMALL, Builder
from tests.app.conftest import SignIn


class Running:
    """A round of one team with its lead and two observers."""

    def __init__(self, build: Builder) -> None:
        self.build = build
        self.team = build.a_team()
        self.lead = build.a_person(self.team, "lead")
        self.partner = build.a_person(self.team, "observer", "patient_partner")
        self.peer = build.a_person(self.team, "observer", "peer_clinician")
        self.round = build.a_round(self.team)
        self.session = build.a_session(self.round, build.a_clinic(self.team))
        self.clinician = build.a_clinician(self.team)
        self.slots = 0

    def consultation(self, partner: str = "locked", peer: str = "locked", note: str = "") -> uuid.UUID:
        """A consultation both were asked to observe, with the state of each one's sheet."""
        self.slots += 1
        consultation = self.build.a_consultation(self.session, self.clinician, self.slots)
        for person, state in ((self.partner, partner), (self.peer, peer)):
            assignment = self.build.an_assignment(
                consultation, person, "assigned" if state in ("locked", "blank") else state
            )
            if state == "locked":
                self.build.a_sheet(assignment, note=note)
            if state == "blank":
                self.sheet_of(assignment, {})
        return consultation

    def sheet_of(self, assignment: uuid.UUID, answers: dict[str, Any]) -> None:
        store_sheet(
            self.build.session,
            uuid.uuid4(),
            assignment,
            self.build.an_instrument(SMALL),
            self.build.small_instrument(),
            answers,
            datetime(2026, 3, 2, 12, tzinfo=UTC),
        )

    @property
    def address(self) -> str:
        return f"/api/v1/rounds/{self.round}/ratings"


@pytest.fixture
def running(build: Builder) -> Running:
    return Running(build)


def pages(client: FlaskClient, address: str, limit: int) -> Iterator[Ratings]:
    after = ""
    while True:
        page = read_as(Ratings, client.get(f"{address}?limit={limit}{after}"))
        yield page
        if page.next is None:
            return
        after = f"&after={page.next}"


def all_rows(client: FlaskClient, address: str) -> list[Rating]:
    return [row for page in pages(client, address, 1000) for row in page.ratings]


def key(row: Rating) -> tuple[uuid.UUID, str]:
    return row.observation, row.item


def test_a_row_says_who_rated_what_of_whom_with_which_version(running: Running, sign_in: SignIn) -> None:
    consultation = running.consultation()
    rows = all_rows(sign_in(running.lead), running.address)
    assert len(rows) == 4
    row = next(row for row in rows if row.observer == running.peer and row.item == "harms")
    assert (row.consultation, row.slot, row.clinician) == (consultation, 1, running.clinician)
    assert (row.observer_type, row.kind, row.code, row.points) == ("peer_clinician", "rated", "2", 2.0)
    assert (row.instrument, row.version, row.on_date) == ("small", "1", date(2026, 3, 2))


def test_a_consultation_with_a_sheet_still_out_gives_nothing(running: Running, sign_in: SignIn) -> None:
    running.consultation(peer="assigned")
    answer = sign_in(running.lead).get(running.address)
    assert answer.json == {"ratings": [], "next": None}


def test_it_opens_when_the_last_sheet_is_in(running: Running, sign_in: SignIn, session: Session) -> None:
    consultation = running.consultation(peer="assigned")
    client = sign_in(running.lead)
    assert all_rows(client, running.address) == []
    peers = session.scalars(
        select(Assignment.id).where(Assignment.consultation_id == consultation, Assignment.person_id == running.peer)
    ).one()
    running.build.a_sheet(peers)
    running.build.keep()
    assert {row.observer for row in all_rows(client, running.address)} == {running.partner, running.peer}


def test_a_sheet_given_up_keeps_nobody_waiting(running: Running, sign_in: SignIn) -> None:
    running.consultation(peer="given_up")
    assert {row.observer for row in all_rows(sign_in(running.lead), running.address)} == {running.partner}


@pytest.mark.parametrize("said", ["declined", "withdrawn"])
def test_nothing_is_given_of_a_patient_who_said_no(
    running: Running, sign_in: SignIn, session: Session, said: str
) -> None:
    consultation = running.consultation()
    session.get_one(Consultation, consultation).consent = said
    assert all_rows(sign_in(running.lead), running.address) == []


def test_a_page_does_not_show_that_something_is_kept_back(running: Running, sign_in: SignIn) -> None:
    """Not even by a page that is shorter, or by a next that leads to nothing."""
    for at in range(6):
        running.consultation(peer="assigned" if at % 2 else "locked")
    seen = list(pages(sign_in(running.lead), running.address, 4))
    assert [len(page.ratings) for page in seen] == [4, 4, 4]


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 12, 1000])
def test_every_row_comes_exactly_once_however_long_the_pages(running: Running, sign_in: SignIn, limit: int) -> None:
    for _ in range(5):
        running.consultation()
    client = sign_in(running.lead)
    seen = list(pages(client, running.address, limit))
    keys = [key(row) for page in seen for row in page.ratings]
    assert all(len(page.ratings) <= limit for page in seen)
    assert len(keys) == len(set(keys)) == 20


def test_sheets_without_any_mark_do_not_end_the_reading(running: Running, sign_in: SignIn) -> None:
    for _ in range(6):
        running.consultation("blank", "blank")
    running.consultation()
    client = sign_in(running.lead)
    keys = [key(row) for page in pages(client, running.address, 1) for row in page.ratings]
    assert len(keys) == len(set(keys)) == 4


def test_a_session_moved_between_two_pages_neither_hides_a_row_nor_gives_it_twice(
    running: Running, sign_in: SignIn, session: Session
) -> None:
    for _ in range(4):
        running.consultation()
    client = sign_in(running.lead)
    first = read_as(Ratings, client.get(f"{running.address}?limit=7"))
    session.get_one(ClinicSession, running.session).on_date = date(2026, 1, 5)
    session.commit()
    second = read_as(Ratings, client.get(f"{running.address}?after={first.next}"))
    keys = [key(row) for row in (*first.ratings, *second.ratings)]
    assert len(keys) == len(set(keys)) == 16


def test_a_mark_that_is_not_scored_says_why_and_a_blank_has_no_row(
    running: Running, sign_in: SignIn, session: Session
) -> None:
    consultation = running.build.a_consultation(running.session, running.clinician)
    first = running.build.an_assignment(consultation, running.partner)
    second = running.build.an_assignment(consultation, running.peer)
    running.sheet_of(first, {"choices": NotScored("na", "not_applicable", ""), "harms": Rated("0")})
    running.sheet_of(second, {"choices": NotScored("unseen", "not_observed", "")})
    rows = {(row.observer, row.item): row for row in all_rows(sign_in(running.lead), running.address)}
    assert set(rows) == {(running.partner, "choices"), (running.partner, "harms"), (running.peer, "choices")}
    told = rows[running.partner, "choices"]
    assert (told.kind, told.points, told.reason) == ("not_scored", None, "not_applicable")
    assert rows[running.partner, "harms"].points == 0
    assert rows[running.peer, "choices"].reason == "not_observed"


def test_only_the_first_locked_scores_are_given_not_the_corrections(
    running: Running, sign_in: SignIn, session: Session
) -> None:
    consultation = running.build.a_consultation(running.session, running.clinician)
    assignment = running.build.an_assignment(consultation, running.partner)
    observation = running.build.a_sheet(assignment, choices="1")
    store_sheet(
        session,
        observation,
        assignment,
        running.build.an_instrument(),
        running.build.small_instrument(),
        {"choices": Rated("2"), "harms": Rated("2")},
        datetime(2026, 3, 3, tzinfo=UTC),
        number=2,
    )
    rows = all_rows(sign_in(running.lead), running.address)
    assert [row.code for row in rows if row.item == "choices"] == ["1"]


def test_neither_names_nor_what_observers_wrote_leave(running: Running, sign_in: SignIn) -> None:
    running.consultation(note="She cried.")
    said = sign_in(running.lead).get(running.address).text
    assert "cried" not in said
    assert "Person" not in said
    assert "Clinician" not in said


def test_each_look_is_in_the_audit_log(running: Running, sign_in: SignIn, session: Session) -> None:
    running.consultation()
    client = sign_in(running.lead)
    client.get(f"{running.address}?limit=3")
    session.rollback()
    looked = session.scalars(select(AuditEvent).where(AuditEvent.event == "ratings exported")).one()
    assert (looked.actor_id, looked.chain) == (running.lead, str(running.team))
    assert looked.subject == f"round {running.round}"
    assert looked.details["rows"] == 3


def test_who_may_not_look_leaves_no_such_event(
    running: Running, build: Builder, sign_in: SignIn, session: Session
) -> None:
    running.consultation()
    client = sign_in(build.a_person(build.a_team(), "lead"))
    assert client.get(running.address).status_code == 404
    session.rollback()
    assert session.scalars(select(AuditEvent).where(AuditEvent.event == "ratings exported")).all() == []


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "ten", "", "1e3", "٣", "9" * 400])
def test_a_limit_that_cannot_be_used_is_refused_by_name(running: Running, sign_in: SignIn, limit: str) -> None:
    answer = sign_in(running.lead).get(running.address, query_string={"limit": limit})
    assert answer.status_code == 422
    assert [problem.field for problem in error_of(answer).error.problems] == ["limit"]


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "£",
        "AAAA",
        "a" * 5000,
        written(Position(uuid.UUID(int=7), uuid.UUID(int=8), "nul\x00")),
        written(Position(uuid.UUID(int=7), uuid.UUID(int=8), "i" * 81)),
        written(Position(uuid.UUID(int=7), uuid.UUID(int=8), "item")) + "=",
    ],
)
def test_a_word_that_next_never_said_is_refused_by_name(running: Running, sign_in: SignIn, after: str) -> None:
    answer = sign_in(running.lead).get(running.address, query_string={"after": after})
    assert answer.status_code == 422
    assert [problem.field for problem in error_of(answer).error.problems] == ["after"]


def test_more_ratings_ask_no_more_of_the_database(running: Running, sign_in: SignIn, database: Database) -> None:
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    counts: list[int] = []
    for more in (1, 8):
        for _ in range(more):
            running.consultation()
        client = sign_in(running.lead)
        seen.clear()
        client.get(running.address)
        counts.append(len(seen))
    event.remove(database.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1] <= 12
