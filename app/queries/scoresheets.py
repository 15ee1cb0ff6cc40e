"""One observer's sheet for one consultation: what to fill in, or what was locked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.conflicts import ConflictOfInterest
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinic, Clinician, ObserverType
from app.models.programmes import Programme, Round
from app.queries.both_versions import in_turn, two_sheets
from app.queries.published_instruments import published_instrument, version_begun_with
from app.queries.sheets import sheets_of
from app.rules import Actor, NotThere
from instruments.definition import Instrument
from instruments.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Correction:
    """A later revision. The results go on using what was locked first."""

    revision: int
    sha256: str
    reason: str
    received_at: datetime
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class LockedSheet:
    """What was locked first, and the marks its receipt is made of."""

    observation_id: uuid.UUID
    revision: int
    sha256: str
    locked_at: datetime
    received_at: datetime
    sheet: Sheet
    corrections: tuple[Correction, ...] = ()

    @property
    def latest(self) -> Sheet:
        """The sheet as it stands after its last correction."""
        return self.corrections[-1].sheet if self.corrections else self.sheet

    @property
    def next_revision(self) -> int:
        return self.corrections[-1].revision + 1 if self.corrections else self.revision + 1


@dataclass(frozen=True, slots=True)
class Scoresheet:
    """My assignment, its consultation and the instrument. ``wording`` is the item wording I read.

    ``consent`` is "agreed" only when I recorded it myself: the other observer's record arrives with their locked sheet,
    and would tell me that it is in. ``of_two``, in a bridging period: which version this is, and whether it is the one
    to fill in first; empty otherwise.
    """

    assignment_id: uuid.UUID
    consultation_id: uuid.UUID
    state: str
    consent: str
    session_code: str
    slot: int
    clinic: str
    clinician: str
    on_date: date
    half_day: str
    observer_type: str
    wording: str
    instrument: Instrument
    fingerprint: str
    locked: LockedSheet | None
    of_two: str = ""
    # A conflict of interest with this clinician: nothing is begun here.
    barred: bool = False


def scoresheet_for_assignment(
    session: Session, actor: Actor, assignment_id: uuid.UUID, begun_with: str = ""
) -> Scoresheet:
    """My sheet for this assignment. Raises `NotThere` when it is not mine or not in a team I observe for.

    ``begun_with``: the fingerprint a sheet was begun with. It stays in that form, whatever the round uses by now; a
    fingerprint the team does not know changes nothing.
    """
    agreed_with_me = select(ConsentEvent.id).where(
        ConsentEvent.consultation_id == Consultation.id,
        ConsentEvent.recorded_by == actor.id,
        ConsentEvent.outcome == "agreed",
    )
    barred = select(ConflictOfInterest.id).where(
        ConflictOfInterest.clinician_id == Consultation.clinician_id,
        ConflictOfInterest.person_id == actor.id,
        ConflictOfInterest.ended_at.is_(None),
    )
    row = session.execute(
        select(
            Assignment.id,
            Assignment.consultation_id,
            Assignment.state,
            Consultation.consent,
            agreed_with_me.exists().label("agreed_with_me"),
            barred.exists().label("barred"),
            Consultation.slot,
            ClinicSession.code,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
            Clinician.name.label("clinician"),
            ObserverType.name.label("observer_type"),
            ObserverType.wording,
            Round.instrument_id,
            Programme.team_id,
            Assignment.instrument_id.label("bridging_id"),
            Assignment.turn,
            two_sheets(Assignment).label("has_two"),
            Observation.id.label("observation_id"),
            Observation.instrument_id.label("used_instrument_id"),
        )
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .outerjoin(Observation, Observation.assignment_id == Assignment.id)
        .where(
            Assignment.id == assignment_id,
            Assignment.person_id == actor.id,
            Programme.team_id.in_(actor.teams_as("observer")),
        )
    ).first()
    if row is None:
        raise NotThere
    # A locked sheet is shown with the version it was scored on, even if the round has moved to another since.
    begun = version_begun_with(session, begun_with, row.team_id) if begun_with else None
    instrument, fingerprint = published_instrument(
        session, row.used_instrument_id or begun or row.bridging_id or row.instrument_id
    )
    return Scoresheet(
        assignment_id=row.id,
        consultation_id=row.consultation_id,
        state=row.state,
        consent="not_asked" if row.consent == "agreed" and not row.agreed_with_me else row.consent,
        session_code=row.code,
        slot=row.slot,
        clinic=row.clinic,
        clinician=row.clinician,
        on_date=row.on_date,
        half_day=row.half_day,
        observer_type=row.observer_type,
        wording=row.wording,
        instrument=instrument,
        fingerprint=fingerprint,
        locked=_locked(session, row.observation_id, instrument) if row.observation_id else None,
        of_two=in_turn(instrument.version, row.turn) if row.has_two else "",
        barred=bool(row.barred),
    )


def _locked(session: Session, observation_id: uuid.UUID, instrument: Instrument) -> LockedSheet | None:
    rows = session.execute(
        select(
            ObservationRevision.id,
            ObservationRevision.number,
            ObservationRevision.sha256,
            ObservationRevision.reason,
            ObservationRevision.locked_at,
            ObservationRevision.received_at,
        )
        .where(ObservationRevision.observation_id == observation_id)
        .order_by(ObservationRevision.number)
    ).all()
    if not rows:
        return None
    sheets = sheets_of(session, instrument, [row.id for row in rows])
    first, *later = rows
    corrections = tuple(
        Correction(row.number, row.sha256, row.reason, row.received_at, sheets[row.id]) for row in later
    )
    return LockedSheet(
        observation_id, first.number, first.sha256, first.locked_at, first.received_at, sheets[first.id], corrections
    )
