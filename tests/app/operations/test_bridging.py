"""A bridging period: both versions of every consultation, each an observation of its own, in balanced order."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.frozen_sheets import frozen_bytes
from app.models.consultations import Assignment
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, QuarantinedSheet
from app.models.programmes import Round
from app.models.tablets import KeptDraft
from app.operations.asking_observers import assign_observers
from app.operations.assignments import release_observer
from app.operations.bridging import begin_bridging, end_bridging
from app.operations.consent import withdraw_from_assignment
from app.operations.kept_drafts import keep_draft
from app.operations.observations import Agreement, Quarantined, SubmittedSheet, submit_observation
from app.operations.settling import take_in_set_aside
from app.queries.evidence import evidence_for_clinician
from app.queries.pairs import sheets_together
from app.queries.ratings import ratings_of_round
from app.queries.schedule import sessions_for_observer
from app.rules import Actor, Conflict, NotThere, Unfit
from app.words import OTHER_VERSION
from instruments.scoresheet import write_sheet
from instruments.sheet import Rated
from reports.feedback.evidence import Release
from tests.app.builders import SMALL, Builder

DAY = date(2026, 3, 2)
SECOND = SMALL.replace('version: "1"', 'version: "2"').replace("Names the choices", "Tells what the choices are") + (
    'linking: {replaces: {id: small, version: "1"}, item_map: {choices: reworded, harms: same}}\n'
)
RELEASE = Release("draft", date(2026, 12, 1))


@dataclass
class Place:
    """A session on 2 March 2026 with two slots, two observers, and two versions of which the second is linked."""

    team: uuid.UUID
    lead: Actor
    round: uuid.UUID
    session: uuid.UUID
    slots: tuple[uuid.UUID, uuid.UUID]
    clinician: uuid.UUID
    partner: Actor
    peer: Actor
    first: uuid.UUID
    second: uuid.UUID

    def ask(self, session: Session) -> None:
        assign_observers(session, self.lead, self.session, [self.partner.id, self.peer.id], [1, 2])


@pytest.fixture
def place(build: Builder) -> Place:
    team = build.a_team()
    first, second = build.an_instrument(), build.an_instrument(SECOND)
    round_id = build.a_round(team, first)
    session_id = build.a_session(round_id, build.a_clinic(team), DAY)
    clinician = build.a_clinician(team)
    return Place(
        team,
        build.actor(build.a_person(team, "lead")),
        round_id,
        session_id,
        (build.a_consultation(session_id, clinician, 1), build.a_consultation(session_id, clinician, 2)),
        clinician,
        build.actor(build.a_person(team, "observer")),
        build.actor(build.a_person(team, "observer", "peer_clinician")),
        first,
        second,
    )


@pytest.fixture
def bridged(session: Session, place: Place) -> Place:
    place.ask(session)
    begin_bridging(session, place.lead, place.round, place.second, DAY)
    return place


def sheets(session: Session, consultation: uuid.UUID, who: Actor | None = None) -> list[Assignment]:
    rows = select(Assignment).where(Assignment.consultation_id == consultation).order_by(Assignment.part)
    return [each for each in session.scalars(rows) if who is None or each.person_id == who.id]


def send(
    session: Session, who: Actor, sheet: Assignment, version: uuid.UUID, observation: uuid.UUID | None = None
) -> object:
    fingerprint = session.get_one(PublishedInstrument, version).fingerprint
    submitted = SubmittedSheet(
        observation_id=observation or uuid.uuid4(),
        assignment_id=sheet.id,
        fingerprint=fingerprint,
        answers=write_sheet({"choices": Rated("1"), "harms": Rated("2")}),
        locked_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        agreement=Agreement(uuid.uuid4(), "clinician"),
    )
    body = f"{submitted.observation_id}".encode()
    outcome = submit_observation(session, who, submitted, body, sha256(body).hexdigest())
    session.expire_all()
    return outcome


def test_every_observer_is_asked_for_both_versions_of_every_consultation(session: Session, bridged: Place) -> None:
    for consultation in bridged.slots:
        asked = {(each.person_id, each.part) for each in sheets(session, consultation)}
        assert asked == {(who.id, part) for who in (bridged.partner, bridged.peer) for part in (1, 2)}


def test_what_is_planned_during_the_period_gets_both_from_the_start(session: Session, place: Place) -> None:
    begin_bridging(session, place.lead, place.round, place.second, DAY)
    place.ask(session)
    assert len(sheets(session, place.slots[0])) == 4


def test_the_order_is_turned_round_between_observers_and_between_slots(session: Session, bridged: Place) -> None:
    first = [
        (slot, each.person_id)
        for slot in bridged.slots
        for each in sheets(session, slot)
        if each.part == 2 and each.turn == 1
    ]
    assert len(first) == 2
    assert len({slot for slot, _ in first}) == 2
    assert len({person for _, person in first}) == 2


def test_each_of_the_two_has_the_other_turn(session: Session, bridged: Place) -> None:
    own, other = sheets(session, bridged.slots[0], bridged.partner)
    assert {own.turn, other.turn} == {1, 2}


def test_a_consultation_that_has_begun_gets_no_second_sheet(session: Session, build: Builder, place: Place) -> None:
    place.ask(session)
    build.a_sheet(sheets(session, place.slots[0])[0].id)
    assert begin_bridging(session, place.lead, place.round, place.second, DAY) == 2
    assert len(sheets(session, place.slots[0])) == 2


def test_a_consultation_of_a_past_day_gets_no_second_sheet(session: Session, place: Place) -> None:
    place.ask(session)
    assert begin_bridging(session, place.lead, place.round, place.second, date(2026, 3, 3)) == 0


def test_versions_that_do_not_name_each_other_cannot_be_bridged(session: Session, build: Builder, place: Place) -> None:
    stranger = build.an_instrument(SMALL.replace("id: small", "id: other"))
    with pytest.raises(Unfit, match="Neither version says that it replaces the other"):
        begin_bridging(session, place.lead, place.round, stranger, DAY)


def test_a_period_begins_only_once(session: Session, bridged: Place) -> None:
    with pytest.raises(Conflict, match="already"):
        begin_bridging(session, bridged.lead, bridged.round, bridged.second, DAY)


def test_a_closed_round_begins_no_period(session: Session, place: Place) -> None:
    session.get_one(Round, place.round).closed_at = datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(Conflict, match="closed"):
        begin_bridging(session, place.lead, place.round, place.second, DAY)


def test_another_teams_version_is_not_offered(session: Session, build: Builder, place: Place) -> None:
    session.get_one(PublishedInstrument, place.second).team_id = build.a_team()
    with pytest.raises(Unfit, match="in use"):
        begin_bridging(session, place.lead, place.round, place.second, DAY)


def test_another_teams_lead_finds_nothing(session: Session, build: Builder, place: Place) -> None:
    stranger = build.actor(build.a_person(build.a_team(), "lead"))
    with pytest.raises(NotThere):
        begin_bridging(session, stranger, place.round, place.second, DAY)
    with pytest.raises(NotThere):
        end_bridging(session, stranger, uuid.uuid4(), DAY)


def test_each_version_is_an_observation_of_its_own(session: Session, bridged: Place) -> None:
    own, other = sheets(session, bridged.slots[0], bridged.partner)
    send(session, bridged.partner, own, bridged.first)
    send(session, bridged.partner, other, bridged.second)
    stored = session.execute(select(Observation.assignment_id, Observation.instrument_id)).all()
    assert set(stored) == {(own.id, bridged.first), (other.id, bridged.second)}


def test_a_sheet_on_the_wrong_version_is_set_aside_and_not_stored(session: Session, bridged: Place) -> None:
    own, other = sheets(session, bridged.slots[0], bridged.partner)
    assert send(session, bridged.partner, other, bridged.first) == Quarantined(OTHER_VERSION)
    assert send(session, bridged.partner, own, bridged.second) == Quarantined(OTHER_VERSION)
    assert session.scalar(select(Observation.id)) is None


def test_a_second_sheet_on_the_same_version_is_still_kept_aside(session: Session, bridged: Place) -> None:
    own, _ = sheets(session, bridged.slots[0], bridged.partner)
    send(session, bridged.partner, own, bridged.first)
    assert isinstance(send(session, bridged.partner, own, bridged.first), Quarantined)


def test_an_observation_cannot_be_stored_twice_for_one_version(session: Session, bridged: Place) -> None:
    own = sheets(session, bridged.slots[0], bridged.partner)[0]
    session.add(
        Assignment(consultation_id=own.consultation_id, person_id=own.person_id, observer_type_id=own.observer_type_id)
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_ratings_open_only_when_both_versions_of_both_observers_are_in(session: Session, bridged: Place) -> None:
    waiting = [
        (who, sheet, version)
        for who in (bridged.partner, bridged.peer)
        for sheet, version in zip(sheets(session, bridged.slots[0], who), (bridged.first, bridged.second), strict=True)
    ]
    for who, sheet, version in waiting:
        assert sheets_together(session, bridged.partner, bridged.slots[0]).sheets is None
        send(session, who, sheet, version)
    assert sheets_together(session, bridged.partner, bridged.slots[0]).sheets is not None


def test_results_of_the_round_hold_its_own_version_alone(session: Session, bridged: Place) -> None:
    for who in (bridged.partner, bridged.peer):
        own, other = sheets(session, bridged.slots[0], who)
        send(session, who, own, bridged.first)
        send(session, who, other, bridged.second)
    compared = ratings_of_round(session, bridged.lead, bridged.round, warm_ups=True).ratings
    assert (len(compared.totals), compared.left_out.other_versions) == (2, 2)
    evidence = evidence_for_clinician(session, bridged.clinician, bridged.round, RELEASE)
    assert len(evidence.observations) == 2


def test_an_observer_sees_which_version_to_fill_in_first(session: Session, bridged: Place) -> None:
    (day,) = sessions_for_observer(session, bridged.partner, DAY)
    assert [(each.slot, each.of_two.endswith("first")) for each in day.slots] == [
        (1, True),
        (1, False),
        (2, True),
        (2, False),
    ]


def test_taking_an_observer_off_takes_both_sheets_off(session: Session, bridged: Place) -> None:
    own = sheets(session, bridged.slots[0], bridged.partner)[0]
    release_observer(session, bridged.lead, own.id, date(2026, 3, 1))
    assert sheets(session, bridged.slots[0], bridged.partner) == []


def test_at_the_end_sheets_of_days_to_come_are_taken_off(session: Session, bridged: Place) -> None:
    end_bridging(session, bridged.lead, bridged.round, date(2026, 3, 1))
    assert {each.part for each in sheets(session, bridged.slots[0])} == {1}
    assert session.get_one(Round, bridged.round).bridge_id is None


def test_at_the_end_sheets_a_tablet_may_hold_are_given_up(session: Session, bridged: Place) -> None:
    end_bridging(session, bridged.lead, bridged.round, DAY)
    assert {(each.part, each.state) for each in sheets(session, bridged.slots[0])} == {(1, "assigned"), (2, "given_up")}


def test_a_period_that_is_not_on_cannot_end(session: Session, place: Place) -> None:
    with pytest.raises(Conflict, match="not in a bridging period"):
        end_bridging(session, place.lead, place.round, DAY)


class Wrong:
    """The patient partner's sheet on the first version, sent in the place of their second, as a tablet froze it."""

    def __init__(self, session: Session, bridged: Place) -> None:
        self.session, self.bridged = session, bridged
        self.own, self.other = sheets(session, bridged.slots[0], bridged.partner)
        self.observation = uuid.uuid4()
        submitted = SubmittedSheet(
            observation_id=self.observation,
            assignment_id=self.other.id,
            fingerprint=session.get_one(PublishedInstrument, bridged.first).fingerprint,
            answers=write_sheet({"choices": Rated("1"), "harms": Rated("2")}),
            locked_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
            agreement=Agreement(uuid.uuid4(), "clinician"),
        )
        body = frozen_bytes(submitted, submitted.locked_at)
        self.outcome = submit_observation(session, bridged.partner, submitted, body, sha256(body).hexdigest())
        session.expire_all()

    def take_in(self) -> None:
        sheet = self.session.scalars(select(QuarantinedSheet.id)).one()
        take_in_set_aside(self.session, self.bridged.lead, sheet, "It was the first version's.")
        self.session.expire_all()


def test_a_sheet_on_the_wrong_version_is_taken_in_where_its_version_belongs(session: Session, bridged: Place) -> None:
    wrong = Wrong(session, bridged)
    assert wrong.outcome == Quarantined(OTHER_VERSION)
    wrong.take_in()
    stored = session.execute(select(Observation.id, Observation.assignment_id, Observation.instrument_id)).one()
    assert tuple(stored) == (wrong.observation, wrong.own.id, bridged.first)
    assert (wrong.own.state, wrong.other.state) == ("locked", "assigned")


def test_taken_in_where_a_sheet_is_in_already_it_is_a_correction_of_it(session: Session, bridged: Place) -> None:
    own, _ = sheets(session, bridged.slots[0], bridged.partner)
    send(session, bridged.partner, own, bridged.first)
    Wrong(session, bridged).take_in()
    rows = session.execute(select(Observation.assignment_id, ObservationRevision.number).join(ObservationRevision))
    assert sorted(row.number for row in rows if row.assignment_id == own.id) == [1, 2]


def test_a_version_nobody_asks_for_any_more_can_only_be_left_or_discarded(session: Session, bridged: Place) -> None:
    wrong = Wrong(session, bridged)
    session.delete(wrong.own)
    session.flush()
    with pytest.raises(Conflict, match="only be left or discarded"):
        wrong.take_in()


def test_a_patients_no_lets_the_drafts_of_both_versions_go(session: Session, bridged: Place) -> None:
    for sheet in sheets(session, bridged.slots[0], bridged.partner):
        keep_draft(session, bridged.partner, sheet.id, uuid.uuid4(), uuid.uuid4(), 1, b"sealed")
    withdraw_from_assignment(
        session, bridged.partner, sheets(session, bridged.slots[0], bridged.partner)[0].id, "after"
    )
    assert session.scalars(select(KeptDraft)).all() == []
