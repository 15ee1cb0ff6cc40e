"""Where arriving sheets belong and what is stored already, in a few reads however many sheets arrive."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from app.database import plainly
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import ObserverType
from app.models.programmes import Programme, Round
from app.rules import Actor, NotAllowed, NotThere

_OtherSheet = aliased(Assignment)


@dataclass(frozen=True, slots=True)
class PlaceOfSheet:
    """One assignment: whose it is, how it stands, and what the patient said.

    instrument_id: in a bridging period the other version, when this sheet must be on it. other_version_id: the version
    of this observer's second sheet of the consultation, when this one must not be on it.
    """

    id: uuid.UUID
    state: str
    person_id: uuid.UUID
    consultation_id: uuid.UUID
    consent: str
    team_id: uuid.UUID
    wording: str
    instrument_id: uuid.UUID | None
    other_version_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class KnownSheets:
    """What is stored of these observations and assignments; `add` notes what the same batch stores.

    ``revisions``: hash and moment of receipt by observation and number. ``owners``: assignment by observation.
    ``of_assignment``: observation by assignment.
    """

    revisions: dict[tuple[uuid.UUID, int], tuple[str, datetime]]
    owners: dict[uuid.UUID, uuid.UUID]
    of_assignment: dict[uuid.UUID, uuid.UUID]

    def same(self, observation_id: uuid.UUID, number: int, sha256: str) -> datetime | None:
        """When the very same bytes came before.

        They name the assignment they were locked for, so they are the same observer's, even if a lead has moved the
        sheet to another slot since.
        """
        known = self.revisions.get((observation_id, number))
        return known[1] if known and known[0] == sha256 else None

    def add(
        self, observation_id: uuid.UUID, number: int, sha256: str, assignment_id: uuid.UUID, received: datetime
    ) -> None:
        self.revisions[observation_id, number] = (sha256, received)
        self.owners[observation_id] = assignment_id
        self.of_assignment[assignment_id] = observation_id


# Built once: every sheet that arrives asks it, twice.
_PLACES = (
    select(
        Assignment.id,
        Assignment.state,
        Assignment.person_id,
        Consultation.id.label("consultation_id"),
        Consultation.consent,
        Programme.team_id,
        ObserverType.wording,
        Assignment.instrument_id,
        _OtherSheet.instrument_id.label("other_version_id"),
    )
    .join(Consultation, Consultation.id == Assignment.consultation_id)
    .join(ClinicSession, ClinicSession.id == Consultation.session_id)
    .join(Round, Round.id == ClinicSession.round_id)
    .join(Programme, Programme.id == Round.programme_id)
    .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
    .outerjoin(
        _OtherSheet,
        (_OtherSheet.consultation_id == Assignment.consultation_id)
        & (_OtherSheet.person_id == Assignment.person_id)
        & (_OtherSheet.id != Assignment.id),
    )
    .where(Assignment.id.in_(bindparam("assignments", expanding=True)))
    # Always in one order, so that two batches never wait for each other in a circle.
    .order_by(Assignment.id)
)
# The consultation is locked too: a sheet and a withdrawal must not pass each other.
_PLACES_LOCKED = _PLACES.with_for_update(of=(Assignment, Consultation))

_KNOWN = (
    select(
        Observation.id,
        Observation.assignment_id,
        ObservationRevision.number,
        ObservationRevision.sha256,
        ObservationRevision.received_at,
    )
    .outerjoin(ObservationRevision, ObservationRevision.observation_id == Observation.id)
    .where(
        or_(
            Observation.id.in_(bindparam("observations", expanding=True)),
            Observation.assignment_id.in_(bindparam("assignments", expanding=True)),
        )
    )
)


def places_of(
    by: Session | Connection, assignment_ids: Sequence[uuid.UUID], *, lock: bool = False
) -> Mapping[uuid.UUID, PlaceOfSheet]:
    """The assignments there are among these."""
    asked = {"assignments": list(set(assignment_ids))}
    rows = plainly(by).execute(_PLACES_LOCKED if lock else _PLACES, asked)
    return {row.id: PlaceOfSheet(*row) for row in rows}


def my_place(places: Mapping[uuid.UUID, PlaceOfSheet], actor: Actor, assignment_id: uuid.UUID) -> PlaceOfSheet:
    """The actor's own assignment. Raises `NotThere` outside the actor's teams, `NotAllowed` for somebody else's."""
    place = places.get(assignment_id)
    if place is None or place.team_id not in actor.teams_as("observer"):
        raise NotThere("We do not know this sheet. Ask your lead.")
    if not actor.acts_for(place.person_id):
        raise NotAllowed("This sheet belongs to another observer. It is kept here until they sign in.")
    return place


def known_sheets(
    by: Session | Connection, observation_ids: Sequence[uuid.UUID], assignment_ids: Sequence[uuid.UUID]
) -> KnownSheets:
    """What is stored under these ids, and for these assignments under any."""
    asked = {"observations": list(set(observation_ids)), "assignments": list(set(assignment_ids))}
    rows = plainly(by).execute(_KNOWN, asked).all()
    return KnownSheets(
        {(row.id, row.number): (row.sha256, row.received_at) for row in rows if row.number is not None},
        {row.id: row.assignment_id for row in rows},
        {row.assignment_id: row.id for row in rows},
    )
