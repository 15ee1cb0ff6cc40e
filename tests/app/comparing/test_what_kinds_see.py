"""What each kind of observer sees: the page, the notes behind it, and who may never be read in them."""

import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from app.models.consultations import Assignment
from app.models.feedback import ScreenedComment
from app.models.observations import Observation, ObservationRevision, Rating
from reports.statistics.simulation import simulate_programme
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, a_study, simulated_study
from tests.app.conftest import SignIn
from tests.app.queries.test_ratings import counted_statements

KINDS = ("patient_partner", "peer_clinician")


@dataclass(frozen=True)
class Noted:
    """A small round with a note on each sheet: its lead, its observations by note."""

    round: uuid.UUID
    lead: uuid.UUID
    observations: dict[str, uuid.UUID]
    consultation: uuid.UUID


@pytest.fixture
def noted(build: Builder) -> Noted:
    """Three partners and three peers watched one visit; each wrote a note beside "choices"."""
    team = build.a_team()
    lead = build.a_person(team, "lead")
    round_id = build.a_round(team)
    clinician = build.a_clinician(team, name="Doctor Blackthorn")
    visit = build.a_consultation(build.a_session(round_id, build.a_clinic(team)), clinician)
    observations: dict[str, uuid.UUID] = {}
    for kind in KINDS:
        for at in range(3):
            person = build.a_person(team, "observer", kind, name=f"Zelda Wintergreen {at}")
            note = f"{kind} saw {at}"
            observations[note] = build.a_sheet(build.an_assignment(visit, person), note=note)
    build.keep()
    return Noted(round_id, lead, observations, visit)


@pytest.fixture
def programme(build: Builder) -> Study:
    return simulated_study(build, simulate_programme(1, consultations=60, clinicians=8, items=4))


def page(client: FlaskClient, round_id: uuid.UUID, rest: str = "") -> str:
    answer = client.get(f"/compare/rounds/{round_id}/sees/{rest}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def rewrite(build: Builder, noted: Noted, note: str, words: str) -> uuid.UUID:
    """Another note in the place of this one; gives its revision."""
    from_note = noted.observations[note]
    revision = build.session.scalars(
        select(ObservationRevision).where(ObservationRevision.observation_id == from_note)
    ).one()
    build.session.execute(
        update(Rating).where(Rating.revision_id == revision.id, Rating.item_id == "choices").values(note=words)
    )
    build.keep()
    return revision.id


def test_every_item_has_its_sentence_and_the_figure_its_files(sign_in: SignIn, programme: Study) -> None:
    client = sign_in(programme.lead)
    text = page(client, programme.round)
    assert text.count("Beside the other items, ") >= 4
    assert "Holm’s correction over 4 tests" in text
    for form in ("svg", "png", "csv"):
        answer = client.get(f"/compare/rounds/{programme.round}/figures/sees.{form}")
        assert answer.status_code == 200


def test_both_kinds_notes_stand_side_by_side_without_a_name(sign_in: SignIn, noted: Noted) -> None:
    text = page(sign_in(noted.lead), noted.round)
    assert all(note in text for note in noted.observations)
    assert "Wintergreen" not in text
    assert "Blackthorn" not in text
    assert "gave: A little" in text


def test_that_the_notes_were_read_is_recorded(sign_in: SignIn, noted: Noted, session: Session) -> None:
    client = sign_in(noted.lead)
    page(client, noted.round)
    page(client, noted.round, "choices/")
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == noted.lead)).all()
    assert events.count("notes compared") == 2


@pytest.mark.parametrize(
    "words", ["Ring her on 020 7946 0958.", "Blackthorn looked at the screen.", "As Wintergreen said, rushed."]
)
def test_a_note_that_might_tell_who_somebody_is_is_counted_and_not_shown(
    build: Builder, sign_in: SignIn, noted: Noted, words: str
) -> None:
    rewrite(build, noted, "patient_partner saw 1", words)
    text = page(sign_in(noted.lead), noted.round, "choices/")
    assert words not in text
    assert "1 note by patient partners is not shown" in text


def test_what_was_screened_is_shown_as_it_was_let_through(build: Builder, sign_in: SignIn, noted: Noted) -> None:
    edited = rewrite(build, noted, "peer_clinician saw 0", "Mr Jones waited.")
    withheld = rewrite(build, noted, "peer_clinician saw 1", "Harmless, yet withheld.")
    for revision, decision, words in ((edited, "edit", "The patient waited."), (withheld, "withhold", "")):
        build.session.add(
            ScreenedComment(
                revision_id=revision, entry_id="choices", decision=decision, text=words, decided_by=noted.lead
            )
        )
    build.keep()
    text = page(sign_in(noted.lead), noted.round)
    assert "The patient waited." in text
    assert "Harmless" not in text


def test_no_note_of_an_unfinished_visit_is_read(build: Builder, sign_in: SignIn, noted: Noted) -> None:
    last = noted.observations["peer_clinician saw 2"]
    assignment = build.session.scalars(select(Observation.assignment_id).where(Observation.id == last)).one()
    build.session.execute(update(Assignment).where(Assignment.id == assignment).values(state="assigned"))
    build.keep()
    text = page(sign_in(noted.lead), noted.round)
    assert not any(note in text for note in noted.observations)


def test_the_notes_of_two_people_of_a_kind_are_held_back(build: Builder, sign_in: SignIn, noted: Noted) -> None:
    last = noted.observations["peer_clinician saw 2"]
    assignment = build.session.scalars(select(Observation.assignment_id).where(Observation.id == last)).one()
    build.session.execute(update(Assignment).where(Assignment.id == assignment).values(state="void"))
    build.keep()
    text = page(sign_in(noted.lead), noted.round)
    assert "peer_clinician saw 0" not in text
    assert "patient_partner saw 0" in text
    assert "Held back: with 2 peer clinicians a note would name its writer. It takes 3." in text


def test_what_nobody_asked_is_not_there(sign_in: SignIn, noted: Noted) -> None:
    assert sign_in(noted.lead).get(f"/compare/rounds/{noted.round}/sees/nothing/").status_code == 404


def test_an_empty_round_says_what_is_missing(build: Builder, sign_in: SignIn) -> None:
    study = a_study(build)
    build.keep()
    assert "No consultation is open for comparing yet" in page(sign_in(study.lead), study.round)


def test_the_page_takes_a_bounded_number_of_statements(sign_in: SignIn, programme: Study, database: Database) -> None:
    client = sign_in(programme.lead)
    page(client, programme.round)
    with counted_statements(database) as statements:
        page(client, programme.round)
    assert len(statements) <= 24
