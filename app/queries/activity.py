"""What one observer has done in each team, for their own record. No score, no patient; a clinician by own wish."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.briefs import BriefRead
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation
from app.models.people import Clinic, Membership, ObserverType, Person, Team
from app.models.programmes import Programme, Round
from app.models.training import Training
from app.queries.told import heard_by
from reports.documents.activity import Activity, HalfDay, Heard, Trained


def activities_of(session: Session, person_id: uuid.UUID) -> tuple[Activity, ...]:
    """Of every team this person observes or observed for, by team name. For the person alone."""
    name = session.scalar(select(Person.name).where(Person.id == person_id)) or ""
    teams = session.execute(
        select(Team.id, Team.name)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.person_id == person_id, Membership.role == "observer")
        .distinct()
        .order_by(Team.name, Team.id)
    ).all()
    half_days = _half_days(session, person_id)
    trainings = _trainings(session, person_id)
    briefs = _briefs(session, person_id)
    instruments = _instruments(session, person_id)
    heard = heard_by(session, person_id)[::-1]
    return tuple(
        Activity(
            name,
            team,
            half_days.get(team_id, ()),
            trainings.get(team_id, ()),
            briefs.get(team_id, 0),
            instruments.get(team_id, ()),
            tuple(Heard(on, sentence) for on, sentence, told_in in heard if told_in == team_id),
        )
        for team_id, team in teams
    )


def _half_days(session: Session, person_id: uuid.UUID) -> dict[uuid.UUID, tuple[HalfDay, ...]]:
    rows = session.execute(
        select(
            Programme.team_id,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
            Programme.name.label("programme"),
            ObserverType.name.label("kind"),
            func.count(Consultation.id.distinct()).label("visits"),
        )
        .select_from(Assignment)
        .join(Observation, Observation.assignment_id == Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .where(Assignment.person_id == person_id)
        .group_by(
            Programme.team_id, ClinicSession.id, ClinicSession.on_date, ClinicSession.half_day,
            Clinic.name, Programme.name, ObserverType.name,
        )
        .order_by(ClinicSession.on_date, ClinicSession.half_day.desc(), ClinicSession.id)
    )  # fmt: skip
    found: dict[uuid.UUID, list[HalfDay]] = {}
    for row in rows:
        half_day = HalfDay(row.on_date, row.half_day, row.clinic, row.programme, row.kind, row.visits)
        found.setdefault(row.team_id, []).append(half_day)
    return {team: tuple(each) for team, each in found.items()}


def _trainings(session: Session, person_id: uuid.UUID) -> dict[uuid.UUID, tuple[Trained, ...]]:
    rows = session.execute(
        select(Training, PublishedInstrument.title)
        .outerjoin(PublishedInstrument, PublishedInstrument.id == Training.instrument_id)
        .where(Training.person_id == person_id)
        .order_by(Training.on_date, Training.noted_at, Training.id)
    )
    found: dict[uuid.UUID, list[Trained]] = {}
    for row, title in rows:
        trained = Trained(row.on_date, row.kind, title or "", row.hours, row.led_by, row.what)
        found.setdefault(row.team_id, []).append(trained)
    return {team: tuple(each) for team, each in found.items()}


def _briefs(session: Session, person_id: uuid.UUID) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(Programme.team_id, func.count(BriefRead.session_id))
        .join(ClinicSession, ClinicSession.id == BriefRead.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(BriefRead.person_id == person_id)
        .group_by(Programme.team_id)
    )
    return {row[0]: row[1] for row in rows}


def _instruments(session: Session, person_id: uuid.UUID) -> dict[uuid.UUID, tuple[str, ...]]:
    rows = session.execute(
        select(Programme.team_id, PublishedInstrument.title)
        .select_from(Observation)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(PublishedInstrument, PublishedInstrument.id == Observation.instrument_id)
        .where(Assignment.person_id == person_id)
        .distinct()
        .order_by(PublishedInstrument.title)
    )
    found: dict[uuid.UUID, list[str]] = {}
    for team, title in rows:
        found.setdefault(team, []).append(title)
    return {team: tuple(each) for team, each in found.items()}
