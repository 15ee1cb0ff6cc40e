"""Reports that a worker makes anew after a patient changed their mind: each once, with what it says of itself."""

import uuid
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.feedback import IssuedReport
from app.models.jobs import Job, JobReport
from app.models.people import Clinician
from app.operations.consent import withdraw_consent
from app.operations.jobs import cancel_job
from app.releasing import reissue_after_withdrawal, release_report
from app.rules import Conflict
from tests.app.builders import Builder
from tests.app.jobs.observed_round import do_all
from tests.app.reviewing.linked_round import Linked, a_linked_round, another_round, report_of


def withdrawn(build: Builder, of: Linked, clinician: uuid.UUID) -> None:
    """A patient of this clinician changes their mind."""
    lead = build.actor(of.lead)
    concerned = withdraw_consent(build.session, lead, of.visits[clinician].pop(), "after")
    reissue_after_withdrawal(build.session, lead.id, concerned)
    build.keep()


def reports(session: Session, clinician: uuid.UUID, of_round: uuid.UUID) -> list[tuple[bool, str]]:
    """Each of a clinician's reports: whether it stands, and its note."""
    session.rollback()
    rows = session.scalars(
        select(IssuedReport)
        .where(IssuedReport.clinician_id == clinician, IssuedReport.round_id == of_round)
        .order_by(IssuedReport.number)
    ).all()
    found = [(row.removed_at is None and bool(row.pdf), row.note) for row in rows]
    session.rollback()
    return found


def outcomes(session: Session) -> list[str]:
    session.rollback()
    found = list(session.scalars(select(Job.outcome).order_by(Job.asked_at)))
    session.rollback()
    return found


def test_each_report_is_made_anew_once_and_says_why(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first, second, _ = of.clinicians
    for clinician in (first, second):
        report_of(build, of, clinician)
    later = another_round(build, of, date(2027, 3, 1))
    report_of(build, of, first, later)
    withdrawn(build, of, first)
    do_all(database, database_url)
    for clinician, of_round, note in (
        (first, of.round, "A patient withdrew consent, so this report replaces an earlier one."),
        (second, of.round, "A patient of a colleague withdrew consent."),
        (first, later, "A patient withdrew consent to an observation of an earlier round."),
    ):
        (taken_back, before), (stands, now) = reports(session, clinician, of_round)
        assert (taken_back, before, stands) == (False, "", True)
        assert now.startswith(note)
    order = session.scalars(
        select(IssuedReport.round_id)
        .where(IssuedReport.clinician_id == first, IssuedReport.number == 2)
        .order_by(IssuedReport.issued_at)
    ).all()
    assert order == [of.round, later]
    assert outcomes(session) == ["3 reports made anew."]


def test_a_second_patient_meanwhile_makes_one_report_of_both(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first, _, third = of.clinicians
    report_of(build, of, first)
    withdrawn(build, of, third)
    withdrawn(build, of, first)
    do_all(database, database_url)
    assert [stands for stands, _ in reports(session, first, of.round)] == [False, True]
    assert "Their consultation is not in it" in reports(session, first, of.round)[-1][1]


def test_a_report_that_a_lead_releases_meanwhile_is_not_made_twice(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first = of.clinicians[0]
    report_of(build, of, first)
    withdrawn(build, of, first)
    by_hand = "Without the visit of a patient who said no."
    release_report(session, build.actor(of.lead), first, of.round, by_hand)
    build.keep()
    do_all(database, database_url)
    assert [note for _, note in reports(session, first, of.round)] == [
        "",
        "Without the visit of a patient who said no.",
    ]


def test_a_report_that_cannot_be_made_is_named_and_nothing_stale_comes_back(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first, second, _ = of.clinicians
    for clinician in (first, second):
        report_of(build, of, clinician)
    withdrawn(build, of, first)
    session.get_one(Clinician, second).team_id = build.a_team()
    build.keep()
    do_all(database, database_url)
    assert outcomes(session) == ["1 report made anew. 1 could not be: release each again from its page."]
    assert [stands for stands, _ in reports(session, second, of.round)] == [False]
    assert session.scalars(select(JobReport.clinician_id)).all() == [second]


def test_it_cannot_be_cancelled_since_clinicians_wait_for_it(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    report_of(build, of, of.clinicians[0])
    withdrawn(build, of, of.clinicians[0])
    with pytest.raises(Conflict, match="have no report until"):
        cancel_job(session, build.actor(of.lead), session.scalars(select(Job.id)).one())
