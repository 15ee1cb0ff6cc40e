"""Long work on the lead's desk: started, watched, cancelled, taken away, and by nobody else."""

import io
import time
import uuid
import zipfile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from app.models.jobs import Job
from app.models.people import Clinician
from app.operations.working import still_held, take_job
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.jobs.observed_round import ObservedRound, a_job, an_ended_job, an_observed_round, climb


@pytest.fixture
def of(build: Builder) -> ObservedRound:
    return an_observed_round(build, 2)


@pytest.fixture
def lead(of: ObservedRound, sign_in: SignIn) -> FlaskClient:
    return sign_in(of.lead)


def signed_in_minutes_ago(client: FlaskClient, minutes: int) -> None:
    with client.session_transaction() as kept:
        kept["fs_paa"] = time.time() - 60 * minutes


def begun(database: Database, done: int) -> None:
    with database.short_write() as session:
        held = take_job(session, "a worker")
        assert held is not None
        still_held(session, held, done=done)


def test_a_lead_starts_drafts_and_lands_on_their_progress(lead: FlaskClient, of: ObservedRound) -> None:
    answer = lead.post(f"/organise/rounds/{of.round}/reports/", data={"what": "drafts"}, follow_redirects=True)
    assert "Drafts of 2 reports" in answer.text
    assert "It begins in a moment." in answer.text


def test_the_bar_moves_without_any_script(
    lead: FlaskClient, of: ObservedRound, build: Builder, database: Database
) -> None:
    job = a_job(build, of)
    begun(database, 1)
    page = lead.get(f"/organise/work/{job}/").text
    assert 'value="50"' in page
    assert "1 of 2" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page


def test_a_release_needs_the_decision_and_the_password(
    lead: FlaskClient, of: ObservedRound, build: Builder, session: Session
) -> None:
    climb(build, of)
    where = f"/organise/rounds/{of.round}/reports/"
    undecided = lead.post(where, data={"what": "release"})
    assert undecided.status_code == 422
    assert "Tick the box to release these reports" in undecided.text
    signed_in_minutes_ago(lead, 45)
    stale = lead.post(where, data={"what": "release", "decided": "yes"})
    assert "/account/verify" in (stale.location or "")
    assert session.scalars(select(Job.id)).all() == []
    session.rollback()
    signed_in_minutes_ago(lead, 1)
    assert lead.post(where, data={"what": "release", "decided": "yes"}).status_code == 302
    assert session.scalars(select(Job.kind)).all() == ["release_reports"]


def test_cancelling_work_that_waits_ends_it(lead: FlaskClient, of: ObservedRound, build: Builder) -> None:
    job = a_job(build, of)
    assert "Cancelled before it began." in lead.post(f"/organise/work/{job}/cancel", follow_redirects=True).text
    again = lead.post(f"/organise/work/{job}/cancel", follow_redirects=True)
    assert "This work has ended already." in again.text


def test_the_zip_holds_an_index_and_files_without_results_in_their_names(
    lead: FlaskClient, of: ObservedRound, build: Builder, session: Session
) -> None:
    job = an_ended_job(build, of.lead, of.round, of.clinicians[0])
    signed_in_minutes_ago(lead, 45)
    assert "/account/verify" in (lead.get(f"/organise/work/{job}/reports.zip").location or "")
    signed_in_minutes_ago(lead, 1)
    got = lead.get(f"/organise/work/{job}/reports.zip")
    archive = zipfile.ZipFile(io.BytesIO(got.data))
    assert archive.namelist() == ["1-clinician-000.pdf", "index.html", "index.csv"]
    assert "Draft, not released" in archive.read("index.csv").decode()
    assert archive.read("1-clinician-000.pdf") == b"%PDF-1.7 a draft"
    looked = session.scalars(select(AuditEvent).where(AuditEvent.event == "reports of a job downloaded")).one()
    assert (looked.actor_id, looked.details) == (of.lead, {"reports": 1})


def test_nobody_but_the_team_s_leads_sees_its_work(
    of: ObservedRound, build: Builder, sign_in: SignIn, database: Database
) -> None:
    job = an_ended_job(build, of.lead, of.round, of.clinicians[0])
    stranger = sign_in(build.a_person(build.a_team(), "lead"))
    addresses = (f"/organise/work/{job}/", f"/organise/work/{job}/reports.zip", f"/organise/teams/{of.team}/work/")
    assert [stranger.get(each).status_code for each in addresses] == [404, 404, 404]
    assert stranger.post(f"/organise/work/{job}/cancel").status_code == 404
    facilitator = sign_in(build.a_person(of.team, "facilitator"))
    assert facilitator.get(f"/organise/work/{job}/").status_code == 403


def test_a_long_list_takes_as_many_statements_as_a_short_one(
    lead: FlaskClient, of: ObservedRound, build: Builder, database: Database
) -> None:
    def statements() -> int:
        said: list[object] = []
        note = lambda *args: said.append(args)  # noqa: E731 - the same object is taken off again
        event.listen(database.engine, "before_cursor_execute", note)
        assert lead.get(f"/organise/teams/{of.team}/work/").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(said)

    a_job(build, of)
    # The first page also notes that the session is in use.
    assert statements()
    few = statements()
    for _ in range(12):
        a_job(build, of, key=uuid.uuid4().hex)
    assert statements() == few


def test_a_lead_who_is_observed_too_does_not_find_the_draft_about_themselves(
    lead: FlaskClient, of: ObservedRound, build: Builder, session: Session
) -> None:
    job = an_ended_job(build, of.lead, of.round, of.clinicians[0])
    session.get_one(Clinician, of.clinicians[0]).person_id = of.lead
    session.commit()
    assert "clinician-000" not in lead.get(f"/organise/work/{job}/").text.lower()
    archive = zipfile.ZipFile(io.BytesIO(lead.get(f"/organise/work/{job}/reports.zip").data))
    assert archive.namelist() == ["index.html", "index.csv"]
