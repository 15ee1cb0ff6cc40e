"""How many observations stand on a version: what a new version's critical changes would set apart."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision, Rating
from app.models.programmes import Programme, Round


@dataclass(frozen=True, slots=True)
class InstrumentUse:
    """Locked observations of one team on a version, and how many of them rated each item."""

    observations: int = 0
    by_item: Mapping[str, int] = field(default_factory=dict[str, int])

    def touched(self, entry_id: str) -> int:
        """The observations a change concerns: those that rated the item, or all when it is about the whole version."""
        return self.by_item.get(entry_id, self.observations) if entry_id else self.observations


def instrument_use(session: Session, team_id: uuid.UUID, instrument_id: uuid.UUID) -> InstrumentUse:
    """How a team has used a version so far; two statements."""
    of_team = (
        select(Observation.id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Observation.instrument_id == instrument_id, Programme.team_id == team_id)
    )
    total = session.scalar(select(func.count()).select_from(of_team.subquery())) or 0
    rows = session.execute(
        select(Rating.item_id, func.count().label("of"))
        .join(ObservationRevision, ObservationRevision.id == Rating.revision_id)
        .where(ObservationRevision.number == 1, ObservationRevision.observation_id.in_(of_team))
        .group_by(Rating.item_id)
    )
    return InstrumentUse(total, {row.item_id: row.of for row in rows})
