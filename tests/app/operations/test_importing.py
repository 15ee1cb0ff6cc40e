"""An existing study is stored with as many statements for hundreds of sheets as for a handful."""

from datetime import date

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import ObservationRevision
from app.models.people import ObserverType, Person
from app.operations.importing import Study, StudyConsultation, StudyObserver, StudySheet, import_study
from app.rules import Conflict, NotThere
from instruments.loading import load
from instruments.sheet import Rated
from tests.app.builders import SMALL, Builder


def a_study(consultations: int, clinicians: int = 3, name: str = "small") -> Study:
    """Two observers who both saw everything, on the small instrument under this id."""
    mark = {"choices": Rated("1"), "harms": Rated("2")}
    return Study(
        instrument=load(SMALL.replace("id: small", f"id: {name}")),
        consultations=[
            StudyConsultation(f"Clinician {place % clinicians}", date(2026, 3, 2)) for place in range(consultations)
        ],
        observers=[StudyObserver("Ann", "Patient partner"), StudyObserver("Bob", "Carer")],
        sheets=[StudySheet(place, observer, mark) for place in range(consultations) for observer in (0, 1)],
        source="study.csv",
    )


def test_the_number_of_statements_does_not_grow_with_the_study(session: Session, build: Builder) -> None:
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    counts: list[int] = []
    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        for size, name in ((6, "small"), (120, "large")):
            team = build.a_team()
            sent.clear()
            import_study(session, a_study(size, name=name), team_id=team, programme="A study", actor_id=None)
            counts.append(len(sent))
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)
    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_every_sheet_is_locked_by_the_observer_who_made_it(session: Session, build: Builder) -> None:
    import_study(session, a_study(2), team_id=build.a_team(), programme="A study", actor_id=None)
    rows = session.execute(
        select(Person.name, ObserverType.name, Assignment.state)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .order_by(Person.name)
    ).all()
    assert [tuple(row) for row in rows] == [("Ann", "Patient partner", "locked")] * 2 + [("Bob", "Carer", "locked")] * 2
    totals = session.scalars(select(ObservationRevision.total)).all()
    assert [float(total or 0) for total in totals] == [75.0] * 4


def test_sessions_and_slots_name_the_consultations_and_nothing_else_does(session: Session, build: Builder) -> None:
    import_study(session, a_study(5, clinicians=2), team_id=build.a_team(), programme="A study", actor_id=None)
    rows = session.execute(
        select(ClinicSession.code, Consultation.slot, Consultation.warm_up)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .order_by(ClinicSession.code, Consultation.slot)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("IMPORT-001", 1, False),
        ("IMPORT-001", 2, False),
        ("IMPORT-001", 3, False),
        ("IMPORT-002", 1, False),
        ("IMPORT-002", 2, False),
    ]


def test_an_import_is_one_event_of_the_audit_log(session: Session, build: Builder) -> None:
    team = build.a_team()
    import_study(session, a_study(3), team_id=team, programme="A study", actor_id=None)
    events = session.scalars(select(AuditEvent).where(AuditEvent.event == "study imported")).all()
    assert [(each.chain, each.details["sheets"], each.details["source"]) for each in events] == [
        (str(team), 6, "study.csv")
    ]


def test_a_programme_of_that_name_or_a_team_that_is_not_there_is_refused(session: Session, build: Builder) -> None:
    team = build.a_team()
    import_study(session, a_study(1), team_id=team, programme="A study", actor_id=None)
    with pytest.raises(Conflict, match="already has a programme called"):
        import_study(session, a_study(1), team_id=team, programme=" a STUDY ", actor_id=None)
    with pytest.raises(NotThere):
        import_study(session, a_study(1), team_id=build.a_clinic(team), programme="A study", actor_id=None)
