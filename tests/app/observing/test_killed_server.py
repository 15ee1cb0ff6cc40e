"""The server is killed 200 times between commit and answer, under load: nothing acknowledged is lost or doubled."""

import json
import subprocess
import sys
import uuid
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.observations import Observation, ObservationRevision, QuarantinedSheet
from app.models.people import Person
from app.operations.audit import broken_links
from app.operations.web_sessions import keep_session
from tests.app.builders import Builder
from tests.app.observing.frozen import a_sheet, freeze
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

KILLS, SHEETS = 200, 120


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "levelfield.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


def test_whatever_was_acknowledged_is_stored_once_however_often_the_server_dies(
    database_url: str, build: Builder, session: Session, tmp_path: Path
) -> None:
    team = build.a_team()
    observer = build.a_person(team, "observer")
    around, clinic, clinician = build.a_round(team), build.a_clinic(team), build.a_clinician(team)
    sheets: list[dict[str, str]] = []
    for number in range(SHEETS):
        if number % 40 == 0:
            half_day = build.a_session(around, clinic)
        content = a_sheet(
            build.an_assignment(build.a_consultation(half_day, clinician, number % 40 + 1), observer), uuid.uuid4()
        )
        body = freeze(content)
        address = f"/api/v1/observations/{content['observation_id']}/revisions/1"
        known = {"id": content["observation_id"], "address": address, "body": body.decode()}
        sheets.append({**known, "sha256": sha256(body).hexdigest()})
    keep_session(session, "cookie", {"_user_id": session.get_one(Person, observer).fs_uniquifier}, "a test")
    build.keep()
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"url": database_url, "cookie": "cookie", "sheets": sheets, "kills": KILLS}), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "tests.app.killed_server", str(plan)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["kills"] == KILLS
    statuses = Counter(line.split()[1] for line in told["acknowledged"])
    assert set(statuses) <= {"200", "201"}
    # Some were stored and their answer died with the server: sent again, they were found to be there.
    assert statuses["200"] > statuses["201"]
    stored = session.scalars(select(Observation.id)).all()
    assert {str(each) for each in stored} == {each["id"] for each in sheets}
    assert session.scalar(select(func.count()).select_from(ObservationRevision)) == SHEETS
    assert session.scalar(select(func.count()).select_from(QuarantinedSheet)) == 0
    assert broken_links(session) == []
