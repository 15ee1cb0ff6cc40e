"""A clinician's last report, to set the next one beside."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from app.database import Database
from app.queries.evidence import evidence_for_clinician
from app.queries.previous_reports import previous_reports
from reports.feedback.evidence import Release
from tests.app.builders import SMALL, Builder
from tests.app.queries.test_ratings import counted_statements
from tests.app.reviewing.linked_round import Linked, a_linked_round, another_round, report_of

DRAFT = Release("draft", date(2027, 12, 1))
OTHER = SMALL.replace('version: "1"', 'version: "2"').replace("Names the choices", "Tells what the choices are")


def all_released(build: Builder) -> Linked:
    of = a_linked_round(build)
    for clinician in of.clinicians:
        report_of(build, of, clinician)
    return of


def test_the_last_report_is_the_newest_of_an_earlier_round_and_brings_its_results(
    build: Builder, session: Session
) -> None:
    of = all_released(build)
    clinician = of.clinicians[0]
    later = another_round(build, of, date(2027, 3, 1))
    found = evidence_for_clinician(session, clinician, later, DRAFT).previous
    assert found is not None
    assert found.same_version
    assert set(found.results) == {"patient_partner", "peer_clinician"}
    assert evidence_for_clinician(session, clinician, of.round, DRAFT).previous is None


def test_a_report_on_another_version_brings_the_words_for_it_and_no_table(build: Builder, session: Session) -> None:
    of = all_released(build)
    later = another_round(build, of, date(2027, 3, 1), build.an_instrument(OTHER))
    found = previous_reports(session, of.clinicians, later, of.team)[of.clinicians[0]]
    assert not found.same_version
    assert (found.version, found.here) == ("A small instrument, version 1", "A small instrument, version 2")
    assert found.linking is None
    result = found.result("patient_partner")
    assert result is not None
    assert "not linked" in (result.undefined or "")


def test_another_teams_clinician_brings_nothing(build: Builder, session: Session) -> None:
    of = all_released(build)
    later = another_round(build, of, date(2027, 3, 1))
    assert previous_reports(session, of.clinicians, later, build.a_team()) == {}
    assert previous_reports(session, [uuid.uuid4()], later, of.team) == {}


def test_it_takes_as_many_statements_for_one_clinician_as_for_all(
    build: Builder, session: Session, database: Database
) -> None:
    of = all_released(build)
    later = another_round(build, of, date(2027, 3, 1))
    with counted_statements(database) as one:
        previous_reports(session, of.clinicians[:1], later, of.team)
    with counted_statements(database) as every:
        previous_reports(session, of.clinicians, later, of.team)
    assert len(one) == len(every)
