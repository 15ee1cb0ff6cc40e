"""The demonstration looks like a real programme: who was where, what was said, what is still to come."""

import re
import shutil
import uuid
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import Database, open_database
from app.demonstration.earlier_round import PILOT_ROUND
from app.demonstration.making import Sizes, make_demonstration
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.drafts import InstrumentDraft
from app.models.feedback import IssuedReport, Preparation, Reflection, ScreenedComment
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, Rating, SheetAnswer
from app.models.people import Clinic, Clinician, Membership, ObserverType, Person
from app.models.programmes import Round
from app.operations.audit import broken_links
from app.queries.published_instruments import published_instrument
from app.queries.sheets import sheets_of
from instruments.scoresheet import check
from reports.feedback.identifiers import identifiers_in
from tests.app.demonstration.conftest import NOW, SEED, Demonstration

TODAY = NOW.date()
SMALL = Sizes(clinics=2, clinicians=5, patient_partners=4, peers=5, consultations=30)


def test_it_has_the_people_of_a_partnership(demo_session: Session) -> None:
    roles = Counter(
        tuple(row)
        for row in demo_session.execute(
            select(Membership.role, func.coalesce(ObserverType.code, "")).outerjoin(
                ObserverType, ObserverType.id == Membership.observer_type_id
            )
        )
    )
    assert roles == {
        ("lead", ""): 2,
        ("facilitator", ""): 1,
        ("clinician", ""): 24,
        ("safety", ""): 1,
        ("observer", "patient_partner"): 9,
        ("observer", "peer_clinician"): 12,
    }
    assert demo_session.scalar(select(func.count()).select_from(Clinic)) == 3


def test_the_closed_round_and_most_of_the_current_one_hold_240_consultations(
    demo_session: Session, demonstration: Demonstration
) -> None:
    past = demo_session.scalar(
        select(func.count())
        .select_from(Consultation)
        .join(ClinicSession)
        .join(Round, Round.id == ClinicSession.round_id)
        .where(ClinicSession.on_date < TODAY, Round.name != PILOT_ROUND)
    )
    # One session of the simulation became today's; its slots from the third on are still to be observed.
    assert past is not None
    assert 235 <= past <= 240
    closed = demo_session.scalars(select(Round.closed_at).order_by(Round.opens_on)).all()
    assert [each is None for each in closed] == [False, False, True]


def test_most_consultations_were_observed_by_two_or_more(demo_session: Session) -> None:
    sheets = Counter(demo_session.scalars(select(Assignment.consultation_id).where(Assignment.state == "locked")))
    assert sum(number >= 2 for number in sheets.values()) / len(sheets) > 0.7


def test_today_slot_3_waits_for_a_patient_partner_and_a_peer(
    demo_session: Session, demonstration: Demonstration
) -> None:
    rows = demo_session.execute(
        select(Consultation.slot, Consultation.consent, Assignment.state, ObserverType.code, Person.email)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.on_date == TODAY)
        .order_by(Consultation.slot, ObserverType.code)
    ).all()
    assert [row.slot for row in rows] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    third = [row for row in rows if row.slot == 3]
    assert [(row.consent, row.state, row.code) for row in third] == [
        ("not_asked", "assigned", "patient_partner"),
        ("not_asked", "assigned", "peer_clinician"),
    ]
    assert all(row.state == "locked" for row in rows if row.slot < 3)
    everybody, todays = demonstration.made.everybody, demonstration.made.todays
    assert [row.email for row in third] == [
        everybody.observers[todays.patient_partner].email,
        everybody.observers[todays.peer].email,
    ]


def test_nobody_is_in_two_places_at_once(demo_session: Session) -> None:
    rows = demo_session.execute(
        select(
            ClinicSession.id,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Assignment.person_id,
            Consultation.clinician_id,
        )
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
    ).all()
    places: defaultdict[tuple[uuid.UUID, date, str], set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        for person in (row.person_id, row.clinician_id):
            places[person, row.on_date, row.half_day].add(row.id)
    assert [where for where, sessions in places.items() if len(sessions) > 1] == []


def test_clinics_are_held_on_weekdays_and_nothing_past_lies_in_the_future(demo_session: Session) -> None:
    days = demo_session.scalars(select(ClinicSession.on_date)).all()
    assert {day.weekday() for day in days if day != TODAY} <= {0, 1, 2, 3, 4}
    locked = demo_session.scalars(select(ObservationRevision.locked_at)).all()
    assert max(locked) <= NOW
    assert max(demo_session.scalars(select(ConsentEvent.recorded_at))) <= NOW


def test_sessions_stand_within_their_rounds(demo_session: Session) -> None:
    rows = demo_session.execute(
        select(ClinicSession.on_date, Round.opens_on, Round.closes_on).join(Round, Round.id == ClinicSession.round_id)
    ).all()
    assert [row for row in rows if not row.opens_on <= row.on_date <= row.closes_on] == []


def test_a_patient_who_said_no_left_no_score_behind(demo_session: Session) -> None:
    outcomes = Counter(demo_session.scalars(select(Consultation.consent)))
    assert outcomes["declined"] > 0
    assert outcomes["withdrawn"] > 0
    rows = demo_session.execute(
        select(Assignment.state, Observation.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .outerjoin(Observation, Observation.assignment_id == Assignment.id)
        .where(Consultation.consent.in_(("declined", "withdrawn")))
    ).all()
    assert {row.state for row in rows} == {"void"}
    assert [row for row in rows if row.id] == []


def test_some_sheets_never_came(demo_session: Session) -> None:
    assert demo_session.scalars(select(Assignment.id).where(Assignment.state == "given_up")).all() != []


def test_every_sheet_would_pass_the_judge_of_sheets(demo_session: Session) -> None:
    rows = demo_session.execute(
        select(ObservationRevision.id, ObserverType.wording)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
    ).all()
    instrument_id = demo_session.scalars(select(Round.instrument_id).distinct()).one()
    instrument, _ = published_instrument(demo_session, instrument_id)
    sheets = sheets_of(demo_session, instrument, [row.id for row in rows])
    assert len(rows) > 350
    assert [problem for row in rows for problem in check(instrument, sheets[row.id], row.wording)] == []


def test_ratings_are_floor_heavy_and_have_gaps_of_both_kinds(demo_session: Session) -> None:
    points = Counter(int(point) for point in demo_session.scalars(select(Rating.points)) if point is not None)
    assert points[0] + points[1] > points[3] + points[4]
    assert points[4] > 0
    reasons = set(demo_session.scalars(select(Rating.reason)))
    assert {"not_applicable", "not_observed"} <= reasons


def test_the_first_consultation_of_a_clinicians_first_session_is_a_warm_up(demo_session: Session) -> None:
    rows = demo_session.execute(
        select(ClinicSession.round_id, Consultation.clinician_id, Consultation.warm_up, Consultation.slot)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .order_by(ClinicSession.on_date, ClinicSession.half_day.desc(), ClinicSession.code, Consultation.slot)
    ).all()
    flags: defaultdict[tuple[uuid.UUID, uuid.UUID], list[bool]] = defaultdict(list)
    for row in rows:
        flags[row.round_id, row.clinician_id].append(row.warm_up)
    assert all(sum(each) == 1 for each in flags.values())


def test_what_observers_wrote_is_varied_and_names_nobody(demo_session: Session) -> None:
    texts = [
        *demo_session.scalars(select(Rating.note).where(Rating.note != "")),
        *demo_session.scalars(select(SheetAnswer.text).where(SheetAnswer.text != "")),
    ]
    assert len(texts) > 500
    assert len(set(texts)) > 150
    names = {word for name in demo_session.scalars(select(Person.name)) for word in re.split(r"[ -]", name)}
    assert [text for text in texts if names & set(re.findall(r"\w+", text))] == []
    assert [text for text in texts if "{" in text or identifiers_in(text)] == []


def test_most_clinicians_wrote_their_own_question_and_rated_themselves(demo_session: Session) -> None:
    first = demo_session.scalars(select(Round.id).where(Round.name == "First round")).one()
    rows = demo_session.scalars(select(Preparation).where(Preparation.round_id == first)).all()
    assert 15 <= len(rows) <= 24
    assert all(row.question and len(row.self_ratings) == 8 for row in rows)


def test_a_few_reports_are_out_and_answered_and_the_rest_wait(demo_session: Session) -> None:
    reports = demo_session.scalars(select(IssuedReport)).all()
    rounds = dict(demo_session.execute(select(Round.id, Round.name)).all())
    assert Counter(rounds[report.round_id] for report in reports) == {"First round": 3, PILOT_ROUND: 3}
    assert all(report.previous_id is not None for report in reports if rounds[report.round_id] == "First round")
    assert all(report.pdf.startswith(b"%PDF") for report in reports)
    assert len(demo_session.scalars(select(Reflection.id)).all()) == 2
    assert len(demo_session.scalars(select(ScreenedComment.entry_id)).all()) > 10


def test_its_audit_log_is_whole(demo_session: Session) -> None:
    assert broken_links(demo_session) == []


def test_the_same_seed_makes_the_same_programme_and_another_seed_another(database: Database) -> None:
    def totals(seed: int) -> list[tuple[object, ...]]:
        with database.open() as session:
            make_demonstration(session, seed=seed, sizes=SMALL, now=NOW, password="x")
            rows = session.execute(
                select(ClinicSession.code, Consultation.slot, ObservationRevision.total)
                .join(Consultation, Consultation.session_id == ClinicSession.id)
                .join(Assignment, Assignment.consultation_id == Consultation.id)
                .join(Observation, Observation.assignment_id == Assignment.id)
                .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
                .order_by(ClinicSession.code, Consultation.slot, ObservationRevision.total)
            ).all()
            session.rollback()
            return [tuple(row) for row in rows]

    assert totals(SEED) == totals(SEED)
    assert totals(SEED) != totals(SEED + 1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weekday", [0, 5, 6], ids=["Monday", "Saturday", "Sunday"])
def test_any_seed_on_any_day_has_a_session_today(
    migrated_sqlite: Path, tmp_path: Path, seed: int, weekday: int
) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "demo.sqlite")
    database = open_database(f"sqlite:///{tmp_path / 'demo.sqlite'}")
    now = NOW + timedelta(days=weekday - NOW.weekday())
    with database.open() as session:
        made = make_demonstration(session, seed=seed, sizes=SMALL, now=now, password="x")
        slots = session.scalars(
            select(Consultation.slot)
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .where(ClinicSession.on_date == now.date(), ClinicSession.code == made.todays.code)
        ).all()
    database.close()
    assert sorted(slots) == [1, 2, 3, 4, 5]


def test_a_session_is_held_where_its_clinician_works(demo_session: Session) -> None:
    clinics = {row.id: row.clinic_id for row in demo_session.execute(select(Clinician.id, Clinician.clinic_id))}
    rows = demo_session.execute(
        select(Consultation.clinician_id, ClinicSession.clinic_id).join(
            ClinicSession, ClinicSession.id == Consultation.session_id
        )
    ).all()
    assert all(clinics[row.clinician_id] == row.clinic_id for row in rows)


def test_an_instrument_is_in_work_and_another_has_two_versions_to_compare(demo_session: Session) -> None:
    listed = demo_session.execute(select(PublishedInstrument.code, PublishedInstrument.version)).all()
    assert {("good-beginning", "1"), ("good-beginning", "2")} <= {tuple(row) for row in listed}
    draft = demo_session.scalars(select(InstrumentDraft)).one()
    assert (draft.code, draft.version) == ("levelfield-sdm", "4")
    assert draft.removed != []
