"""The rounds of the teams one leads, and how far each has come."""

import uuid
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.api.shapes import Progress, Rounds, Sheets
from app.database import Database
from app.models.audit import AuditEvent
from app.models.consultations import Consultation
from app.operations.accounts import add_membership
from instruments.loading import fingerprint
from tests.app.api.reading import read_as
from tests.app.builders import Builder
from tests.app.conftest import SignIn


def test_a_lead_is_told_the_rounds_of_every_team_they_lead_and_of_no_other(build: Builder, sign_in: SignIn) -> None:
    north, south, elsewhere = build.a_team("North"), build.a_team("South"), build.a_team("Elsewhere")
    lead = build.a_person(north, "lead")
    add_membership(build.session, lead, south, "lead", actor_id=None)
    mine = {build.a_round(north), build.a_round(south)}
    build.a_round(elsewhere)
    told = read_as(Rounds, sign_in(lead).get("/api/v1/rounds")).rounds
    assert {each.id for each in told} == mine
    assert [each.team for each in told] == ["North", "South"]


def test_a_round_names_the_exact_version_of_its_instrument(build: Builder, sign_in: SignIn) -> None:
    team = build.a_team()
    build.a_round(team)
    told = read_as(Rounds, sign_in(build.a_person(team, "lead")).get("/api/v1/rounds")).rounds[0]
    assert (told.instrument, told.version) == ("small", "1")
    assert told.fingerprint == fingerprint(build.small_instrument())
    assert (told.source, told.closed_at) == ("live", None)


def test_an_observer_in_one_team_is_told_nothing_of_it_by_leading_another(build: Builder, sign_in: SignIn) -> None:
    led, observed = build.a_team(), build.a_team()
    person = build.a_person(observed, "observer")
    add_membership(build.session, person, led, "lead", actor_id=None)
    there = build.a_round(observed)
    client = sign_in(person)
    assert read_as(Rounds, client.get("/api/v1/rounds")).rounds == []
    for name in ("ratings", "progress"):
        assert client.get(f"/api/v1/rounds/{there}/{name}").status_code == 404


def a_round_with_sheets(build: Builder) -> tuple[uuid.UUID, uuid.UUID]:
    """Lead and round: one sheet locked, one waiting, one given up, one declined."""
    team = build.a_team()
    observer, round_id, clinician = build.a_person(team, "observer"), build.a_round(team), build.a_clinician(team)
    session = build.a_session(round_id, build.a_clinic(team))
    for slot, state in enumerate(("locked", "assigned", "given_up", "void"), start=1):
        consultation = build.a_consultation(session, clinician, slot)
        assignment = build.an_assignment(consultation, observer, "assigned" if state == "locked" else state)
        if state == "locked":
            build.a_sheet(assignment)
        if state == "void":
            build.session.get_one(Consultation, consultation).consent = "declined"
    return build.a_person(team, "lead"), round_id


def test_progress_counts_sheets_and_what_patients_said(build: Builder, sign_in: SignIn) -> None:
    lead, round_id = a_round_with_sheets(build)
    told = read_as(Progress, sign_in(lead).get(f"/api/v1/rounds/{round_id}/progress"))
    assert told.total == Sheets(expected=4, locked=1, waiting=1, given_up=1, declined=1, withdrawn=0)
    assert [each.sheets for each in told.clinics] == [told.total]
    assert [(each.consultations, each.agreed, each.declined, each.not_asked) for each in told.consents] == [
        (4, 1, 1, 2)
    ]


def test_looking_at_counts_is_not_looking_at_results(build: Builder, sign_in: SignIn, session: Session) -> None:
    lead, round_id = a_round_with_sheets(build)
    client = sign_in(lead)
    before = len(session.scalars(select(AuditEvent.id)).all())
    session.rollback()
    client.get("/api/v1/rounds")
    client.get(f"/api/v1/rounds/{round_id}/progress")
    assert len(session.scalars(select(AuditEvent.id)).all()) == before


def test_more_rounds_and_sheets_ask_no_more_of_the_database(
    build: Builder, sign_in: SignIn, database: Database
) -> None:
    lead, round_id = a_round_with_sheets(build)
    team = build.actor(lead).places[0].team_id
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    counts: list[int] = []
    for more in (0, 5):
        for _ in range(more):
            build.a_session(round_id, build.a_clinic(team))
            build.a_round(team)
        client = sign_in(lead)
        seen.clear()
        client.get("/api/v1/rounds")
        client.get(f"/api/v1/rounds/{round_id}/progress")
        counts.append(len(seen))
    event.remove(database.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1] <= 16
