"""The proposal for the next weeks: what a lead reads, taking it over with one press, and what stands in its way."""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from app.models.conflicts import Availability, ConflictOfInterest
from app.models.consultations import Assignment, Consultation
from app.models.people import Membership
from app.models.programmes import Round
from app.operations.training import note_training
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.operations.test_training import a_training
from tests.app.queries.test_ratings import counted_statements

TODAY = datetime.now(UTC).date()


@dataclass(frozen=True)
class Coming:
    """A round with two coming sessions of Dr Clark and Dr Dale, three slots each, and two observers of each kind."""

    lead: FlaskClient
    lead_id: uuid.UUID
    round: uuid.UUID
    clark: uuid.UUID
    sessions: tuple[uuid.UUID, uuid.UUID]
    slots: tuple[uuid.UUID, ...]
    observers: dict[str, uuid.UUID]

    @property
    def address(self) -> str:
        return f"/compare/rounds/{self.round}/next-weeks/"

    def page(self, query: str = "") -> str:
        answer = self.lead.get(self.address + query)
        assert answer.status_code == 200
        return answer.text

    def seats(self) -> list[str]:
        """What the first button of the page, the one for everybody, would send."""
        form = self.page().partition("Ask everybody who is proposed")[0]
        return [unescape(each) for each in re.findall(r'name="seat" value="([^"]+)"', form)]

    def take(self, seats: list[str]) -> str:
        answer = self.lead.post(f"{self.address}take-over", data={"seat": seats}, follow_redirects=True)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def coming(build: Builder, sign_in: SignIn) -> Coming:
    team = build.a_team()
    lead = build.a_person(team, "lead")
    round_id, clinic = build.a_round(team), build.a_clinic(team)
    doctors = [build.a_clinician(team, name=name) for name in ("Dr Clark", "Dr Dale")]
    sessions = [build.a_session(round_id, clinic, TODAY + timedelta(days=days)) for days in (3, 10)]
    slots = [
        build.a_consultation(session_id, doctor, slot)
        for session_id, doctor in zip(sessions, doctors, strict=True)
        for slot in (1, 2, 3)
    ]
    kinds = {"Ann": "patient_partner", "Bob": "patient_partner", "Cat": "peer_clinician", "Dan": "peer_clinician"}
    people = {name: build.a_person(team, "observer", kind, name=name) for name, kind in kinds.items()}
    build.keep()
    return Coming(sign_in(lead), lead, round_id, doctors[0], (sessions[0], sessions[1]), tuple(slots), people)


def assigned(session: Session) -> set[tuple[uuid.UUID, uuid.UUID]]:
    rows = session.execute(select(Assignment.consultation_id, Assignment.person_id)).all()
    session.rollback()
    return {(row[0], row[1]) for row in rows}


def test_every_seat_is_proposed_with_a_reason(coming: Coming) -> None:
    text = coming.page()
    assert "The proposal fills 4 seats in 2 sessions." in text
    assert text.count("nobody has watched this clinician yet") == 4


def test_one_press_asks_everybody_and_says_how_many(coming: Coming, session: Session) -> None:
    text = coming.take(coming.seats())
    assert "12 sheets asked for in 2 sessions." in text
    assert "Every seat is taken already" in text
    assert len(assigned(session)) == 12


def test_taking_over_leaves_a_trace_for_each_session(coming: Coming, session: Session) -> None:
    coming.take(coming.seats())
    events = session.scalars(select(AuditEvent).where(AuditEvent.event == "observers assigned")).all()
    assert len(events) == 2
    assert {each.actor_id for each in events} == {coming.lead_id}


def test_one_session_can_be_taken_over_alone(coming: Coming, session: Session) -> None:
    coming.take(coming.seats()[:1])
    assert {slot for slot, _ in assigned(session)} == set(coming.slots[:3])


def test_who_is_asked_already_keeps_their_place(coming: Coming, build: Builder, session: Session) -> None:
    for slot in coming.slots[:3]:
        build.an_assignment(slot, coming.observers["Dan"])
    build.keep()
    coming.take(coming.seats())
    first = {person for slot, person in assigned(session) if slot == coming.slots[0]}
    assert coming.observers["Dan"] in first
    assert len(first) == 2


def test_a_plan_made_before_somebody_else_was_asked_is_not_taken_over(
    coming: Coming, build: Builder, session: Session
) -> None:
    seats = coming.seats()
    build.an_assignment(coming.slots[0], coming.observers["Dan"])
    build.keep()
    assert "was changed meanwhile, so nobody was asked" in coming.take(seats)
    assert assigned(session) == {(coming.slots[0], coming.observers["Dan"])}


def test_a_conflict_said_meanwhile_blocks_all_of_it(coming: Coming, build: Builder, session: Session) -> None:
    seats = coming.seats()
    for person in coming.observers.values():
        build.session.add(ConflictOfInterest(clinician_id=coming.clark, person_id=person, declared_by=coming.lead_id))
    build.keep()
    assert "has a conflict of interest with Dr Clark" in coming.take(seats)
    assert assigned(session) == set()


def test_a_conflict_of_interest_is_never_proposed(coming: Coming, build: Builder) -> None:
    for name in ("Ann", "Cat"):
        person = coming.observers[name]
        build.session.add(ConflictOfInterest(clinician_id=coming.clark, person_id=person, declared_by=coming.lead_id))
    build.keep()
    clarks = next(each for each in coming.seats() if each.startswith(f"{coming.sessions[0]}/"))
    assert str(coming.observers["Bob"]) in clarks
    assert str(coming.observers["Dan"]) in clarks


def test_when_everybody_is_in_conflict_it_says_so(coming: Coming, build: Builder) -> None:
    clinicians = {build.session.get_one(Consultation, slot).clinician_id for slot in coming.slots}
    for clinician in clinicians:
        for person in coming.observers.values():
            build.session.add(ConflictOfInterest(clinician_id=clinician, person_id=person, declared_by=coming.lead_id))
    build.keep()
    text = coming.page()
    assert "Nobody can be proposed" in text
    assert "Everybody else has a conflict of interest with this clinician." in text
    assert 'name="seat"' not in text


def test_who_cannot_come_then_or_has_enough_is_not_proposed(coming: Coming, build: Builder) -> None:
    team = build.session.scalars(select(Membership.team_id).where(Membership.person_id == coming.lead_id)).one()
    ann, cat = coming.observers["Ann"], coming.observers["Cat"]
    # The builder's sessions are in the morning.
    for person, half_days, most in ((ann, ["mon-afternoon"], None), (cat, [], 0)):
        build.session.add(
            Availability(person_id=person, team_id=team, half_days=half_days, most=most, said_by=coming.lead_id)
        )
    build.keep()
    proposed = " ".join(coming.seats())
    assert str(ann) not in proposed
    assert str(cat) not in proposed
    assert str(coming.observers["Bob"]) in proposed


def test_who_is_asked_for_in_another_round_at_that_time_is_not_proposed(coming: Coming, build: Builder) -> None:
    team = build.session.scalars(select(Membership.team_id).where(Membership.person_id == coming.lead_id)).one()
    elsewhere = build.a_session(build.a_round(team), build.a_clinic(team), TODAY + timedelta(days=3))
    build.an_assignment(build.a_consultation(elsewhere, build.a_clinician(team)), coming.observers["Ann"])
    build.keep()
    first = next(each for each in coming.seats() if each.startswith(f"{coming.sessions[0]}/"))
    assert str(coming.observers["Ann"]) not in first


@pytest.mark.parametrize("seat", ["nonsense", "a/b|c|d", "|||"])
def test_a_seat_that_is_none_asks_nobody(coming: Coming, session: Session, seat: str) -> None:
    assert "nobody was asked" in coming.take([seat])
    assert assigned(session) == set()


def test_a_session_of_another_round_cannot_be_smuggled_in(coming: Coming, build: Builder, session: Session) -> None:
    other = build.a_team()
    slot = build.a_consultation(
        build.a_session(build.a_round(other), build.a_clinic(other), TODAY + timedelta(days=4)),
        doctor := build.a_clinician(other),
    )
    build.keep()
    foreign = build.session.get_one(Consultation, slot).session_id
    build.session.rollback()
    assert "nobody was asked" in coming.take([f"{foreign}/{doctor}||{coming.observers['Ann']}"])
    assert assigned(session) == set()


def test_who_gave_a_coming_visit_up_leaves_a_seat_and_is_not_asked_again(coming: Coming, build: Builder) -> None:
    for slot in coming.slots[:3]:
        build.an_assignment(slot, coming.observers["Ann"], "given_up")
        build.an_assignment(slot, coming.observers["Dan"])
    build.keep()
    first = next(each for each in coming.seats() if each.startswith(f"{coming.sessions[0]}/"))
    assert len(first.rpartition("|")[2].split(",")) == 1
    assert str(coming.observers["Ann"]) not in first.rpartition("|")[2]
    assert "sheets asked for" in coming.take([first])


def test_more_sessions_than_can_be_planned_at_once_are_refused_beside_the_field(coming: Coming) -> None:
    answer = coming.lead.get(coming.address + "?plan=numbers&weeks=12&rooms=20&half=mon-morning&half=tue-morning")
    assert answer.status_code == 422
    assert "That makes more than 150 sessions. Plan fewer at once." in answer.text


def test_the_leads_start_page_says_which_sessions_lack_an_observer(coming: Coming) -> None:
    assert (
        "2 coming sessions have fewer than two observers" in coming.lead.get("/organise/", follow_redirects=True).text
    )
    coming.take(coming.seats())
    assert "fewer than two observers" not in coming.lead.get("/organise/", follow_redirects=True).text


def test_numbers_plan_without_any_session_and_cannot_be_taken_over(coming: Coming) -> None:
    text = coming.page("?plan=numbers&weeks=2&rooms=1&half=mon-morning&half=wed-afternoon&visits=3")
    assert "Week 2, Wednesday afternoon" in text
    assert "The proposal fills 8 seats in 4 sessions." in text
    assert 'name="seat"' not in text


def test_a_number_that_does_not_fit_is_told_beside_its_field(coming: Coming) -> None:
    answer = coming.lead.get(coming.address + "?seats=9")
    assert answer.status_code == 422
    assert "Write a whole number from 1 to 4." in answer.text


def test_no_session_at_all_is_said(build: Builder, sign_in: SignIn) -> None:
    team = build.a_team()
    lead, round_id = build.a_person(team, "lead"), build.a_round(team)
    build.keep()
    text = sign_in(lead).get(f"/compare/rounds/{round_id}/next-weeks/").text
    assert "There is no session to plan for." in text


def test_a_closed_round_is_not_planned(coming: Coming, build: Builder, session: Session) -> None:
    seats = coming.seats()
    build.session.get_one(Round, coming.round).closed_at = datetime.now(UTC)
    build.keep()
    assert "The round is closed" in coming.page()
    coming.take(seats)
    assert assigned(session) == set()


@pytest.mark.parametrize("form", ["svg", "png", "csv"])
def test_the_figure_can_be_taken_along(coming: Coming, form: str) -> None:
    where = f"/compare/rounds/{coming.round}/figures/next.{form}?plan=sessions&half=mon-morning&seed=1"
    assert coming.lead.get(where).status_code == 200


def test_looking_is_recorded(coming: Coming, session: Session) -> None:
    coming.page()
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.actor_id == coming.lead_id)).all()
    assert "observers compared" in events


def test_page_and_press_ask_the_database_a_bounded_number_of_questions(coming: Coming, database: Database) -> None:
    coming.page()
    with counted_statements(database) as looked:
        seats = coming.seats()
    with counted_statements(database) as taken:
        coming.lead.post(f"{coming.address}take-over", data={"seat": seats})
    assert len(looked) <= 45
    assert len(taken) <= 35


def test_who_is_proposed_without_training_is_named_and_may_be_asked(build: Builder, coming: Coming) -> None:
    of_round = build.session.get_one(Round, coming.round)
    done = a_training([coming.observers["Ann"]], kind="initial", instrument_id=of_round.instrument_id)
    lead = build.actor(coming.lead_id)
    note_training(build.session, lead, lead.places[0].team_id, done, TODAY)
    build.keep()
    text = coming.page()
    assert re.search("<li>(Bob|Cat|Dan), on ", text)
    assert "<li>Ann, on " not in text
    assert "sheets asked for" in coming.take(coming.seats())
