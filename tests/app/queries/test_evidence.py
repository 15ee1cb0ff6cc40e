"""What reports are made from: the same for one clinician as for a whole round, with as many statements."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.database import Database
from app.operations.consent import withdraw_consent
from app.queries.evidence import evidence_for_clinician, evidence_for_clinicians, evidence_stamps
from reports.feedback.evidence import Release
from tests.app.builders import Builder
from tests.app.reviewing.observed import an_observed_clinician

DRAFT = Release("draft", date(2026, 3, 9))


def a_round_of(build: Builder, clinicians: int) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A round in which each clinician was seen once by two people."""
    team = build.a_team()
    people = [build.a_person(team, "observer", kind) for kind in ("patient_partner", "peer_clinician")]
    of_round = build.a_round(team)
    clinic = build.a_clinic(team)
    observed: list[uuid.UUID] = []
    for _ in range(clinicians):
        observed.append(build.a_clinician(team))
        consultation = build.a_consultation(build.a_session(of_round, clinic), observed[-1])
        for person in people:
            build.a_sheet(build.an_assignment(consultation, person), note="Asked first.")
    build.keep()
    return of_round, observed


def statements_for(database: Database, of_round: uuid.UUID, ids: Sequence[uuid.UUID]) -> int:
    said: list[str] = []

    def note(*args: object) -> None:
        said.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with database.open(readonly=True) as session:
            assert len(evidence_for_clinicians(session, ids, of_round, DRAFT)) == len(ids)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(said)


def test_a_whole_round_takes_as_many_statements_as_three_clinicians(build: Builder, database: Database) -> None:
    of_round, clinicians = a_round_of(build, 60)
    few = statements_for(database, of_round, clinicians[:3])
    assert statements_for(database, of_round, clinicians) == few <= 18


def test_a_clinician_s_evidence_is_the_same_alone_and_among_others(build: Builder, session: Session) -> None:
    of_round, clinicians = a_round_of(build, 3)
    together = evidence_for_clinicians(session, clinicians, of_round, DRAFT)
    for clinician in clinicians:
        assert evidence_for_clinician(session, clinician, of_round, DRAFT) == together[clinician]
        assert len(together[clinician].observations) == 2


def test_a_withdrawn_consent_changes_the_stamp_of_everybody_whose_numbers_rest_on_the_round(
    build: Builder, session: Session
) -> None:
    of = an_observed_clinician(build)
    other = build.a_clinician(of.team)
    ids = (of.clinician, other)
    before = evidence_stamps(session, ids, of.round)
    withdraw_consent(session, build.actor(of.lead), of.consultations[0], "after")
    after = evidence_stamps(session, ids, of.round)
    assert after[of.clinician] != before[of.clinician]
    assert after[other] != before[other]
    assert evidence_stamps(session, ids, of.round) == after
