"""Which reports are made anew when a patient withdraws, and what each says of it."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.feedback import IssuedReport
from app.operations.consent import withdraw_consent
from app.releasing import reissue_after_withdrawal
from tests.app.builders import Builder
from tests.app.reviewing.linked_round import Linked, a_linked_round, another_round, report_of


def withdrawn(build: Builder, session: Session, of: Linked, consultation: uuid.UUID) -> None:
    lead = build.actor(of.lead)
    concerned = withdraw_consent(session, lead, consultation, "after")
    reissue_after_withdrawal(session, lead.id, "the programme team", concerned)


def notes(session: Session, clinician: uuid.UUID, of_round: uuid.UUID) -> list[str]:
    """The notes of a clinician's reports, oldest first."""
    return list(
        session.scalars(
            select(IssuedReport.note)
            .where(IssuedReport.clinician_id == clinician, IssuedReport.round_id == of_round)
            .order_by(IssuedReport.number)
        )
    )


def test_a_colleagues_withdrawn_visit_makes_anew_every_report_that_was_adjusted_with_it(
    build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first, second, third = of.clinicians
    report_of(build, of, first)
    report_of(build, of, second)
    withdrawn(build, session, of, of.visits[third][0])
    assert notes(session, third, of.round) == []
    for clinician in (first, second):
        (_, note) = notes(session, clinician, of.round)
        assert note.startswith("A patient of a colleague withdrew consent.")


def test_the_report_of_the_clinician_says_that_the_visit_was_theirs(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    first, second, _ = of.clinicians
    for clinician in (first, second):
        report_of(build, of, clinician)
    withdrawn(build, session, of, of.visits[first][0])
    assert "Their consultation is not in it" in notes(session, first, of.round)[-1]
    assert "A patient of a colleague" in notes(session, second, of.round)[-1]
    kept = session.scalars(select(IssuedReport.removed_at).order_by(IssuedReport.number)).all()
    assert [each is None for each in kept] == [False, False, True, True]


def test_a_visit_that_came_after_a_report_makes_it_not_anew(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    first, second, _ = of.clinicians
    report_of(build, of, first)
    clinic_session = build.a_session(of.round, of.clinic)
    late = build.a_consultation(clinic_session, second, 9)
    build.a_sheet(build.an_assignment(late, of.observers[0][0]))
    build.keep()
    withdrawn(build, session, of, late)
    assert notes(session, first, of.round) == [""]


def test_a_later_report_that_stands_beside_the_earlier_result_is_made_anew_with_it(
    build: Builder, session: Session
) -> None:
    of = a_linked_round(build)
    first = of.clinicians[0]
    report_of(build, of, first)
    later = another_round(build, of, date(2027, 3, 1))
    report = report_of(build, of, first, later)
    assert session.get_one(IssuedReport, report).previous_id is not None
    withdrawn(build, session, of, of.visits[first][0])
    assert notes(session, first, later)[-1].startswith(
        "A patient withdrew consent to an observation of an earlier round."
    )


def test_nothing_released_is_made_anew(build: Builder, session: Session) -> None:
    of = a_linked_round(build)
    withdrawn(build, session, of, of.visits[of.clinicians[0]][0])
    assert session.scalars(select(IssuedReport)).all() == []
