"""Whom to send so that a clinician's score can be adjusted: names for those who release, never for the clinician."""

import uuid

import pytest
from sqlalchemy.orm import Session

from app.models.people import Person
from app.queries.pairings import pairings_for_lead
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.linked_round import Linked, a_linked_round


@pytest.fixture
def apart(build: Builder, session: Session) -> tuple[Linked, uuid.UUID]:
    """A linked round, and one more clinician whose three patient partners see nobody else."""
    of = a_linked_round(build)
    island = build.a_clinician(of.team, name="Isla Land")
    strangers = [build.a_person(of.team, "observer", "patient_partner") for _ in range(3)]
    where = build.a_session(of.round, of.clinic)
    for slot in range(1, 7):
        consultation = build.a_consultation(where, island, slot)
        build.a_sheet(build.an_assignment(consultation, strangers[slot % 3]), choices=str(slot % 3))
    for at, person in enumerate(of.observers[0]):
        session.get_one(Person, person).name = f"Watcher {at}"
    build.keep()
    return of, island


def test_a_lead_reads_who_would_join_the_clinician_to_the_others(
    session: Session, apart: tuple[Linked, uuid.UUID]
) -> None:
    of, island = apart
    (sentence,) = pairings_for_lead(session, of.team, island, of.round)
    assert sentence.startswith("Patient partners: not adjusted. Let Watcher ")
    assert "observe Isla Land: then 4 clinicians can be compared with one another instead of 1." in sentence


def test_where_scores_are_adjusted_nothing_is_asked_for(session: Session, apart: tuple[Linked, uuid.UUID]) -> None:
    of, _ = apart
    assert pairings_for_lead(session, of.team, of.clinicians[0], of.round) == ()


def test_the_draft_tells_the_lead_beside_the_report_and_the_report_names_nobody(
    sign_in: SignIn, apart: tuple[Linked, uuid.UUID]
) -> None:
    of, island = apart
    page = sign_in(of.lead).get(f"/review/release/{of.round}/{island}/draft/").text
    assert "For you, not for the clinician." in page
    assert page.count("Watcher ") == 1
    assert "It takes one more visit to you, by a patient partner who also visits your colleagues." in page
