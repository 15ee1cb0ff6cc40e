"""The power goes at any wait for the disk: whatever was acknowledged is there once, and nothing is half written."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.database import Database
from app.migrations import current_revision, downgrade, head_revision, upgrade
from app.models.consultations import Assignment, Consultation
from app.writing_turns import QueueingConnection, WritingTurns
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.losing_power.cuts import Cuts, Moment, Revision
from tests.app.observing.conftest import Clinic, clinic
from tests.app.observing.frozen import ANSWERS, a_sheet, freeze, put, send
from tests.app.observing.test_batches import post, record
from tests.app.observing.test_drafts import copy
from tests.app.reviewing.climbing import climb_before, released
from tests.app.reviewing.observed import Observed, an_observed_clinician

__all__ = ["clinic"]
OTHER_ANSWERS = {**ANSWERS, "harms": {"code": "0"}}
# A commit waits for the disk once; a copy of the log into the database file waits twice.
FEWEST_WAITS, FEWEST_CUTS = 20, 150


@pytest.fixture
def cuts(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Cuts:
    """Commits are counted, and the log is copied back after every third, so that cuts meet that as well."""
    found = Cuts(Path(database_url.removeprefix("sqlite:///")))

    def written(_: WritingTurns) -> bool:
        found.committed()
        return len(found.states) % 3 == 0

    monkeypatch.setattr(WritingTurns, "is_time_to_copy", written)
    return found


@contextmanager
def power_at_risk(cuts: Cuts, database: Database, session: Session) -> Iterator[None]:
    """From here on cuts count. What was arranged before is safe on the disk."""
    session.commit()
    session.close()
    database.close()
    with cuts.watched():
        try:
            yield
        finally:
            database.close()


def acknowledged(answer: TestResponse, *contents: dict[str, Any]) -> list[Revision]:
    assert answer.status_code in (200, 201), answer.text
    return [(uuid.UUID(each["observation_id"]).hex, each["revision"]) for each in contents]


def said(answer: TestResponse, status: int) -> list[Revision]:
    assert answer.status_code == status, answer.text
    return []


def places_for(build: Builder, clinic: Clinic, count: int) -> list[uuid.UUID]:
    half_day = build.a_session(build.a_round(clinic.team), build.a_clinic(clinic.team))
    clinician = build.a_clinician(clinic.team)
    slots = range(1, count + 1)
    return [build.an_assignment(build.a_consultation(half_day, clinician, slot), clinic.partner) for slot in slots]


def the_no(assignment: uuid.UUID) -> Callable[[FlaskClient], TestResponse]:
    said = freeze({"assignment_id": str(assignment), "outcome": "withdrawn", "stage": "after", "asked_by": ""})
    return lambda client: put(client, f"/api/v1/consents/{uuid.uuid4()}", said)


def test_a_clinics_morning_survives_a_cut_at_every_wait_for_the_disk(
    cuts: Cuts, clinic: Clinic, build: Builder, database: Database, session: Session, scratch: Path
) -> None:
    places = places_for(build, clinic, 9)
    single, other, *batch = [a_sheet(each) for each in places[:8]]
    correction = a_sheet(places[0], uuid.UUID(single["observation_id"]), revision=2, reason="I tapped the wrong card.")
    clash, mine, colleagues = {**single, "answers": OTHER_ANSWERS}, clinic.as_partner, a_sheet(clinic.peers_sheet)
    withdrawn = (uuid.UUID(other["observation_id"]).hex, 1)
    with power_at_risk(cuts, database, session):
        cuts.do("a sheet", lambda: acknowledged(send(mine, single), single))
        cuts.do("the same again", lambda: acknowledged(send(mine, single), single))
        cuts.do("a colleague's sheet", lambda: acknowledged(send(clinic.as_peer, colleagues), colleagues))
        cuts.do("six in a batch", lambda: acknowledged(post(mine, *(record(each) for each in batch)), *batch))
        cuts.do("a correction", lambda: acknowledged(send(mine, correction), correction))
        cuts.do("a sheet that clashes", lambda: said(send(mine, clash), 409))
        cuts.do("another sheet", lambda: acknowledged(send(mine, other), other))
        cuts.do("a draft", lambda: said(copy(mine, clinic.partner, places[8], 1, uuid.uuid4(), text="So far."), 200))
        cuts.do("a patient's no", lambda: said(the_no(places[1])(mine), 200), [withdrawn])
        leave = freeze({"assignment_id": str(places[8])})
        cuts.do("leaving", lambda: said(put(mine, f"/api/v1/given-up/{places[8]}", leave), 200))
    assert cuts.lost(scratch) == []
    assert len(cuts.acknowledged) == 9
    assert cuts.waits >= FEWEST_WAITS
    assert len(cuts.moments) >= FEWEST_CUTS
    contents = {
        "a sheet": single,
        "a correction": correction,
        "another sheet": other,
    }
    for moment in cuts.moments:
        if moment.doing in contents:
            assert sent_again(mine, contents[moment.doing], moment, cuts, database) == 1, moment.doing


def sent_again(client: FlaskClient, content: dict[str, Any], moment: Moment, cuts: Cuts, database: Database) -> int:
    """How often the sheet is there when the power came back and the tablet, which lost its receipt, sent it again."""
    database.close()
    cuts.restore(moment, cuts.file.parent)
    (sent,) = acknowledged(send(client, content), content)
    with database.reading() as look:
        found = "SELECT count(*) FROM observation_revision WHERE observation_id = ? AND number = ?"
        return int(look.exec_driver_sql(found, sent).scalar() or 0)


def test_a_released_report_and_the_one_made_anew_survive_a_cut_at_every_wait_for_the_disk(
    cuts: Cuts, build: Builder, sign_in: SignIn, database: Database, session: Session, scratch: Path
) -> None:
    of = an_observed_clinician(build)
    climb_before("released", build, of)
    lead, observer, sheet = sign_in(of.lead), *an_observer_of(of, sign_in, session)
    with power_at_risk(cuts, database, session):
        release = f"/review/release/{of.round}/{of.clinician}/release"
        cuts.do("a release", lambda: said(lead.post(release), 302))
        cuts.do("a patient's no after the release", lambda: said(the_no(sheet)(observer), 200))
    assert cuts.lost(scratch) == []
    assert cuts.waits >= 8


def an_observer_of(of: Observed, sign_in: SignIn, session: Session) -> tuple[FlaskClient, uuid.UUID]:
    found = select(Assignment).join(Consultation).where(Consultation.clinician_id == of.clinician).limit(1)
    sheet = session.scalars(found).one()
    return sign_in(sheet.person_id), sheet.id


def test_a_migration_survives_a_cut_at_every_wait_for_the_disk(
    cuts: Cuts, build: Builder, database: Database, database_url: str, session: Session, scratch: Path
) -> None:
    released(build, an_observed_clinician(build))
    with power_at_risk(cuts, database, session):
        cuts.doing = "a step back"
        downgrade(database_url, "-3")
        cuts.doing = "the step forward"
        upgrade(database_url)
        cuts.note()
    assert cuts.lost(scratch) == []
    assert len(cuts.states) == 3


def test_a_new_site_survives_a_cut_at_every_wait_for_the_disk(cuts: Cuts, scratch: Path) -> None:
    cuts.file.unlink()
    with cuts.watched():
        upgrade(f"sqlite:///{cuts.file}")
        cuts.note()
    assert cuts.lost(scratch) == []
    again = f"sqlite:///{cuts.restore(cuts.moments[len(cuts.moments) // 2], scratch)}"
    upgrade(again)
    assert current_revision(again) == head_revision()


def test_a_commit_that_does_not_wait_for_the_disk_would_be_found_out(
    cuts: Cuts, clinic: Clinic, database: Database, session: Session, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = a_sheet(clinic.partners_sheet)
    begin = QueueingConnection.begin

    def hastily(connection: QueueingConnection, seconds: float) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")
        begin(connection, seconds)

    monkeypatch.setattr(QueueingConnection, "begin", hastily)
    with power_at_risk(cuts, database, session):
        cuts.do("a sheet", lambda: acknowledged(send(clinic.as_partner, content), content))
    assert any("is there 0 times" in each for each in cuts.lost(scratch))
