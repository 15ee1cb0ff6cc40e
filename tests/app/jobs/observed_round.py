"""A round with several clinicians to draw reports of, and a worker to do it."""

import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.climbing import open_guide, report_in_hand, take_step
from app.database import Database
from app.jobs.worker import work
from app.models.base import now
from app.models.jobs import Job
from app.operations.job_reports import store_draft
from app.operations.jobs import Wanted, start_job
from app.operations.working import finish_job, still_held, take_job
from tests.app.builders import Builder


@dataclass(frozen=True)
class ObservedRound:
    team: uuid.UUID
    lead: uuid.UUID
    round: uuid.UUID
    clinicians: tuple[uuid.UUID, ...]
    consultations: tuple[uuid.UUID, ...]


def an_observed_round(build: Builder, clinicians: int = 3) -> ObservedRound:
    """Each clinician was seen once by two people."""
    team = build.a_team()
    lead = build.a_person(team, "lead", name="Lena Lead")
    people = [build.a_person(team, "observer", kind) for kind in ("patient_partner", "peer_clinician")]
    of_round, clinic = build.a_round(team), build.a_clinic(team)
    observed: list[uuid.UUID] = []
    seen: list[uuid.UUID] = []
    for number in range(clinicians):
        observed.append(build.a_clinician(team, name=f"Clinician {number:03d}"))
        seen.append(build.a_consultation(build.a_session(of_round, clinic), observed[-1]))
        for person in people:
            build.a_sheet(build.an_assignment(seen[-1], person))
    build.keep()
    return ObservedRound(team, lead, of_round, tuple(observed), tuple(seen))


def climb(build: Builder, of: ObservedRound) -> None:
    """Every report has been through all steps: it may be released."""
    session, lead = build.session, build.actor(of.lead)
    for clinician in of.clinicians:
        for step in ("ready", "comments", "lead"):
            take_step(session, lead, report_in_hand(session, lead, clinician, of.round), step, "A small round.")
        in_hand = report_in_hand(session, lead, clinician, of.round)
        open_guide(session, lead, in_hand, datetime.now(UTC).date(), "A small round.")
    build.keep()


def a_job(build: Builder, of: ObservedRound, kind: str = "draft_reports", key: str = "") -> uuid.UUID:
    """All reports of the round, in line."""
    ids = [str(each) for each in of.clinicians]
    wanted = Wanted(kind, f"{len(ids)} reports", key or uuid.uuid4().hex, {"clinicians": ids}, len(ids))
    job = start_job(build.session, build.actor(of.lead), of.round, wanted)
    build.keep()
    return job


def do_all(database: Database, url: str) -> None:
    """A worker that stops when nothing waits."""
    work(database, url, threading.Event(), once=True)


def time_passes(session: Session) -> None:
    """Whoever holds a job has not been heard of for long."""
    session.execute(update(Job).where(Job.state == "running").values(held_until=now() - timedelta(seconds=1)))
    session.commit()


def an_ended_job(build: Builder, lead: uuid.UUID, of_round: uuid.UUID, clinician: uuid.UUID) -> uuid.UUID:
    """Drafts of one report, drawn."""
    wanted = Wanted("draft_reports", "Drafts of 1 report", uuid.uuid4().hex, {"clinicians": [str(clinician)]}, 1)
    job = start_job(build.session, build.actor(lead), of_round, wanted)
    held = take_job(build.session, "a worker")
    assert held is not None
    store_draft(build.session, job, clinician, b"%PDF-1.7 a draft")
    still_held(build.session, held, done=1)
    finish_job(build.session, held, "1 report drawn.")
    build.keep()
    return job
