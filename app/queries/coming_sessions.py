"""What is planned from tomorrow on: whom each coming session shows, who is asked already, and who is elsewhere then."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinic, Clinician, Membership, ObserverType, Person
from app.queries.open_consultations import REFUSED


@dataclass(frozen=True, slots=True)
class ComingRoom:
    """One clinician's slots in a coming session. asked: who is asked for any of them; gave_up: who of these comes to
    none any more.
    """

    session_id: uuid.UUID
    code: str
    clinic: str
    on_date: date
    half_day: str
    clinician_id: uuid.UUID
    clinician: str
    slots: tuple[int, ...]
    asked: tuple[uuid.UUID, ...]
    gave_up: frozenset[uuid.UUID] = frozenset()

    @property
    def coming(self) -> tuple[uuid.UUID, ...]:
        """Who is to sit there."""
        return tuple(each for each in self.asked if each not in self.gave_up)


@dataclass(frozen=True, slots=True)
class ObserverToAsk:
    """Somebody who observes in the team. elsewhere: (day, half-day) at which they are asked for, in any round."""

    id: uuid.UUID
    name: str
    type_code: str
    type_name: str
    elsewhere: frozenset[tuple[date, str]]


def coming_rooms(session: Session, round_id: uuid.UUID, today: date) -> tuple[ComingRoom, ...]:
    """Sessions of the round after today, clinician by clinician, in the order in which they will be. Two statements."""
    slots = session.execute(
        select(
            ClinicSession.id,
            ClinicSession.code,
            Clinic.name.label("clinic"),
            ClinicSession.on_date,
            ClinicSession.half_day,
            Consultation.id.label("consultation_id"),
            Consultation.slot,
            Consultation.clinician_id,
            Clinician.name.label("clinician"),
        )
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(ClinicSession.round_id == round_id, ClinicSession.on_date > today, Consultation.consent.not_in(REFUSED))
        .order_by(
            ClinicSession.on_date,
            case((ClinicSession.half_day == "morning", 0), else_=1),
            ClinicSession.code,
            Consultation.slot,
        )
    ).all()
    asked = _asked(session, round_id, today)
    rooms: defaultdict[tuple[uuid.UUID, uuid.UUID], list[int]] = defaultdict(list)
    for at, row in enumerate(slots):
        rooms[row.id, row.clinician_id].append(at)
    return tuple(
        ComingRoom(
            session_id=first.id,
            code=first.code,
            clinic=first.clinic,
            on_date=first.on_date,
            half_day=first.half_day,
            clinician_id=first.clinician_id,
            clinician=first.clinician,
            slots=tuple(slots[at].slot for at in places),
            asked=tuple(sorted({who for own in (asked[slots[at].consultation_id] for at in places) for who in own})),
            gave_up=frozenset({who for at in places for who in asked[slots[at].consultation_id]})
            - {who for at in places for who, comes in asked[slots[at].consultation_id].items() if comes},
        )
        for places in rooms.values()
        for first in (slots[places[0]],)
    )


def observers_to_ask(session: Session, team_id: uuid.UUID, today: date) -> tuple[ObserverToAsk, ...]:
    """Everybody who may be asked in the team, by kind and name. Two statements."""
    rows = session.execute(
        select(Person.id, Person.name, ObserverType.code, ObserverType.name.label("kind"))
        .join(Membership, Membership.person_id == Person.id)
        .join(ObserverType, ObserverType.id == Membership.observer_type_id)
        .where(
            Membership.team_id == team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
            Person.active,
        )
        .order_by(ObserverType.name, Person.name, Person.id)
    ).all()
    busy: defaultdict[uuid.UUID, set[tuple[date, str]]] = defaultdict(set)
    places = session.execute(
        select(Assignment.person_id, ClinicSession.on_date, ClinicSession.half_day)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(
            ClinicSession.on_date > today,
            Assignment.person_id.in_([row.id for row in rows]),
            Assignment.state == "assigned",
        )
        .distinct()
    )
    for place in places:
        busy[place.person_id].add((place.on_date, place.half_day))
    return tuple(ObserverToAsk(row.id, row.name, row.code, row.kind, frozenset(busy[row.id])) for row in rows)


def unwatched_clinicians(session: Session, round_id: uuid.UUID, watched: Collection[uuid.UUID]) -> tuple[str, ...]:
    """Names of the round's clinicians who are not among these, by name."""
    rows = session.execute(
        select(Clinician.name)
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, Clinician.id.not_in(watched))
        .distinct()
        .order_by(Clinician.name)
    )
    return tuple(row.name for row in rows)


def _asked(session: Session, round_id: uuid.UUID, today: date) -> defaultdict[uuid.UUID, dict[uuid.UUID, bool]]:
    """Consultation → who is asked, and whether they come."""
    rows = session.execute(
        select(Assignment.consultation_id, Assignment.person_id, Assignment.state)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, ClinicSession.on_date > today)
    )
    found: defaultdict[uuid.UUID, dict[uuid.UUID, bool]] = defaultdict(dict)
    for row in rows:
        comes = row.state in ("assigned", "locked")
        found[row.consultation_id][row.person_id] = comes or found[row.consultation_id].get(row.person_id, False)
    return found
