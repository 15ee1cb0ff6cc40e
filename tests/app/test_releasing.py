"""Which reports are taken back when a patient withdraws, at once, and why each is made anew."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.feedback import IssuedReport
from app.models.jobs import Job
from app.operations.consent import withdraw_consent
from app.releasing import reissue_after_withdrawal
from tests.app.builders import Builder
from tests.app.reviewing.linked_round import Linked, a_linked_round, another_round, report_of


def withdrawn(build: Builder, session: Session, of: Linked, consultation: uuid.UUID) -> None:
    lead = build.actor(of.lead)
    concerned = withdraw_consent(session, lead, consultation, "after")
    reissue_after_withdrawal(session, lead.id, concerned)


def reasons(session: Session, clinician: uuid.UUID, of_round: uuid.UUID) -> list[str]:
    """Why each of a clinician's reports waits to be made anew, oldest first; "" for one that stands."""
    rows = session.scalars(
        select(IssuedReport)
        .where(IssuedReport.clinician_id == clinician, IssuedReport.round_id == of_round)
        .order_by(IssuedReport.number)
        .execution_options(populate_existing=True)
    ).all()
    assert all((row.removed_at is None) == (row.anew == "") == bool(row.pdf) == bool(row.content) for row in rows)
    return [row.anew for row in rows]


def test_a_colleagues_withdrawn_visit_takes_back_every_report_that_was_adjusted_with_it(
    build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first, second, third = of.clinicians
    report_of(build, of, first)
    report_of(build, of, second)
    withdrawn(build, session, of, of.visits[third][0])
    assert reasons(session, third, of.round) == []
    for clinician in (first, second):
        assert reasons(session, clinician, of.round) == ["colleague"]


def test_the_report_of_the_clinician_says_that_the_visit_was_theirs(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    first, second, _ = of.clinicians
    for clinician in (first, second):
        report_of(build, of, clinician)
    withdrawn(build, session, of, of.visits[first][0])
    assert reasons(session, first, of.round) == ["own"]
    assert reasons(session, second, of.round) == ["colleague"]


def test_of_two_reasons_the_one_nearer_to_the_clinician_stays(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    first, _, third = of.clinicians
    report_of(build, of, first)
    for clinician in (third, first, third):
        withdrawn(build, session, of, of.visits[clinician].pop())
    assert reasons(session, first, of.round) == ["own"]


def test_a_visit_that_came_after_a_report_takes_it_not_back(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    first, second, _ = of.clinicians
    report_of(build, of, first)
    clinic_session = build.a_session(of.round, of.clinic)
    late = build.a_consultation(clinic_session, second, 9)
    build.a_sheet(build.an_assignment(late, of.observers[0][0]))
    build.keep()
    withdrawn(build, session, of, late)
    assert reasons(session, first, of.round) == [""]


def test_a_later_report_that_stands_beside_the_earlier_result_waits_for_it(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    first = of.clinicians[0]
    report_of(build, of, first)
    later = another_round(build, of, date(2027, 3, 1))
    report = report_of(build, of, first, later)
    assert session.get_one(IssuedReport, report).previous_id is not None
    withdrawn(build, session, of, of.visits[first][0])
    assert reasons(session, first, later) == ["earlier"]
    waves = session.scalars(select(Job.options)).one()["waves"]
    assert waves == [[[str(first), str(of.round)]], [[str(first), str(later)]]]


def test_nothing_released_puts_nothing_in_line(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    withdrawn(build, session, of, of.visits[of.clinicians[0]][0])
    assert session.scalars(select(IssuedReport)).all() == []
    assert session.scalars(select(Job)).all() == []
