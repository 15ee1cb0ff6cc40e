"""Data leave whole, in a form that a spreadsheet cannot be tricked with, and never before both observers are in."""

import csv
import importlib
import io
import json
import uuid
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Consultation
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield


@dataclass(frozen=True)
class Pair:
    """Two observers of one consultation, of whom the first has locked."""

    team: uuid.UUID
    round: uuid.UUID
    consultation: uuid.UUID
    waiting: uuid.UUID


@pytest.fixture
def pair(build: Builder) -> Pair:
    team = build.a_team("Riverside")
    of_round = build.a_round(team)
    clinician = build.a_clinician(team, name="=Morgan Reyes")
    consultation = build.a_consultation(build.a_session(of_round, build.a_clinic(team)), clinician)
    partner = build.a_person(team, "observer", "patient_partner", name="Ann")
    peer = build.a_person(team, "observer", "peer_clinician", name="Bob")
    build.a_sheet(build.an_assignment(consultation, partner), choices="1", harms="2", note='=1+1;"x",\nnext')
    waiting = build.an_assignment(consultation, peer)
    build.keep()
    return Pair(team, of_round, consultation, waiting)


def complete(pair: Pair, build: Builder) -> None:
    build.a_sheet(pair.waiting, choices="0", harms="0")
    build.keep()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_ratings_stay_inside_until_every_assigned_sheet_is_in(
    levelfield: Levelfield, pair: Pair, build: Builder
) -> None:
    for what in ("ratings", "observations"):
        assert rows_of(levelfield("export", what).out) == []
    complete(pair, build)
    assert len(rows_of(levelfield("export", "ratings").out)) == 4
    assert len(rows_of(levelfield("export", "observations").out)) == 2


def test_a_withdrawn_consultation_is_not_exported(
    levelfield: Levelfield, pair: Pair, build: Builder, session: Session
) -> None:
    complete(pair, build)
    session.get_one(Consultation, pair.consultation).consent = "withdrawn"
    build.keep()
    assert rows_of(levelfield("export", "ratings").out) == []


def test_people_have_no_names_and_no_words_unless_asked_for(levelfield: Levelfield, pair: Pair, build: Builder) -> None:
    complete(pair, build)
    plain = levelfield("export", "ratings").out
    assert "Ann" not in plain
    assert "Morgan" not in plain
    assert "1+1" not in plain
    named = levelfield("export", "ratings", "--names", "--comments").out
    assert "Ann" in named
    assert "1+1" in named


def test_a_cell_that_a_spreadsheet_would_run_is_defused(levelfield: Levelfield, pair: Pair, build: Builder) -> None:
    complete(pair, build)
    rows = rows_of(levelfield("export", "ratings", "--names", "--comments").out)
    assert {row["clinician"] for row in rows} == {"'=Morgan Reyes"}
    assert next(row["note"] for row in rows if row["note"]) == '\'=1+1;"x",\nnext'


def test_the_same_ratings_come_as_json(levelfield: Levelfield, pair: Pair, build: Builder) -> None:
    complete(pair, build)
    table = rows_of(levelfield("export", "ratings").out)
    objects = json.loads(levelfield("export", "ratings", "--format", "json").out)
    assert [row["points"] for row in table] == [each["points"] for each in objects]
    assert [row["observer_type"] for row in table] == [each["observer_type"] for each in objects]
    assert objects[0]["revision"] == 1


def test_an_export_can_be_held_to_one_team_and_one_round(levelfield: Levelfield, pair: Pair, build: Builder) -> None:
    complete(pair, build)
    build.a_team("Hillside")
    build.keep()
    assert len(rows_of(levelfield("export", "ratings", "--round", pair.round).out)) == 4
    assert rows_of(levelfield("export", "ratings", "--round", uuid.uuid4()).out) == []
    assert rows_of(levelfield("export", "ratings", "--team", "Hillside").out) == []
    ended = levelfield("export", "ratings", "--team", "Nowhere")
    assert ended.code == 2
    assert "no team called Nowhere" in ended.err


def test_an_export_never_overwrites_a_file(levelfield: Levelfield, pair: Pair, tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    assert levelfield("export", "ratings", "--out", file).code == 0
    before = file.read_bytes()
    ended = levelfield("export", "ratings", "--out", file)
    assert ended.code == 2
    assert file.read_bytes() == before


def test_that_somebody_exported_is_recorded(levelfield: Levelfield, pair: Pair, session: Session) -> None:
    levelfield("export", "observations", "--team", "Riverside")
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.chain == str(pair.team))).all()
    assert "observations exported" in events


def test_the_audit_log_comes_with_its_hashes(levelfield: Levelfield, pair: Pair) -> None:
    rows = rows_of(levelfield("export", "audit", "--team", "Riverside").out)
    assert [row["sequence"] for row in rows] == [str(number + 1) for number in range(len(rows))]
    assert all(later["previous_hash"] == earlier["hash"] for earlier, later in pairwise(rows))


def responses_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_responses_stay_inside_until_every_assigned_sheet_is_in(
    levelfield: Levelfield, pair: Pair, build: Builder
) -> None:
    assert levelfield("export", "responses").out == ""
    complete(pair, build)
    assert len(responses_of(levelfield("export", "responses").out)) == 2


@pytest.mark.parametrize(
    ("form", "module"),
    [
        ("fhir-r4", "fhir.resources.R4B.questionnaireresponse"),
        ("fhir-r5", "fhir.resources.questionnaireresponse"),
    ],
)
def test_an_independent_reader_accepts_every_response(
    levelfield: Levelfield, pair: Pair, build: Builder, form: str, module: str
) -> None:
    complete(pair, build)
    reader = importlib.import_module(module).QuestionnaireResponse
    for line in levelfield("export", "responses", "--format", form, "--comments").out.splitlines():
        assert reader.model_validate_json(line).status == "completed"


def test_responses_name_no_person_and_hold_written_words_only_when_asked(
    levelfield: Levelfield, pair: Pair, build: Builder
) -> None:
    complete(pair, build)
    plain = levelfield("export", "responses").out
    assert [word for word in ("Ann", "Bob", "Morgan", "next") if word in plain] == []
    assert "=1+1" in levelfield("export", "responses", "--comments").out


def test_exporting_responses_is_recorded(levelfield: Levelfield, pair: Pair, session: Session) -> None:
    levelfield("export", "responses", "--team", "Riverside")
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.chain == str(pair.team))).all()
    assert "responses exported" in events
