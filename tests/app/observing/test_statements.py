"""How many statements it takes to store a sheet, and that many sheets take no more."""

import uuid

from app.database import Database
from tests.app.builders import Builder
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, send
from tests.app.observing.test_batches import post, record, statuses
from tests.app.queries.test_ratings import counted_statements

# Who asks; the form, which is met for the first time; under the write lock, where the sheet belongs and what is known;
# one for each table; the patient's yes; the state; the drafts; the end of the audit chain and the new link.
ONE_SHEET = 13
# PostgreSQL takes its turn in the team's chain with a statement of its own.
TURN_IN_CHAIN = 1


def most(database: Database) -> int:
    return ONE_SHEET if database.is_sqlite else ONE_SHEET + TURN_IN_CHAIN


def test_a_sheet_is_stored_with_a_handful_of_statements(database: Database, clinic: Clinic) -> None:
    content = a_sheet(clinic.partners_sheet)
    with counted_statements(database) as said:
        assert send(clinic.as_partner, content).status_code == 201
    assert len(said) <= most(database), said


def test_a_batch_takes_no_more_statements_than_one_sheet(database: Database, clinic: Clinic, build: Builder) -> None:
    half_day = build.a_session(build.a_round(clinic.team), build.a_clinic(clinic.team))
    clinician = build.a_clinician(clinic.team)
    places: list[uuid.UUID] = [
        build.an_assignment(build.a_consultation(half_day, clinician, slot), clinic.partner) for slot in range(1, 21)
    ]
    build.keep()
    records = [record(a_sheet(each)) for each in places]
    with counted_statements(database) as said:
        assert statuses(post(clinic.as_partner, *records)) == [201] * 20
    assert len(said) <= most(database), said
