"""A sheet that is to be copied from paper, or was."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation
from app.models.paper import PaperEntry
from app.models.people import Person
from app.models.programmes import Programme, Round
from app.queries.scoresheets import Scoresheet, scoresheet_for_assignment
from app.rules import Actor, NotThere, Place

_Copier = aliased(Person)


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """``entered_by`` is empty when the sheet was not copied from paper. Its ratings are not shown to who copied it."""

    place: Scoresheet
    observer: str
    is_mine: bool
    entered_by: str
    entered_at: datetime | None


def paper_sheet(session: Session, actor: Actor, assignment_id: uuid.UUID) -> PaperSheet:
    """Where this sheet stands, for its observer and for leads of the team. Raises NotThere for others."""
    row = session.execute(
        select(
            Assignment.person_id,
            Person.name,
            Programme.team_id,
            _Copier.name.label("entered_by"),
            PaperEntry.entered_at,
        )
        .join(Person, Person.id == Assignment.person_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .outerjoin(Observation, Observation.assignment_id == Assignment.id)
        .outerjoin(PaperEntry, PaperEntry.observation_id == Observation.id)
        .outerjoin(_Copier, _Copier.id == PaperEntry.entered_by)
        .where(Assignment.id == assignment_id)
    ).first()
    if row is None:
        raise NotThere
    is_mine = row.person_id == actor.id and row.team_id in actor.teams_as("observer")
    if not is_mine and row.team_id not in actor.teams_as("lead"):
        raise NotThere
    observer = Actor(row.person_id, row.name, (Place(row.team_id, "observer"),))
    place = scoresheet_for_assignment(session, observer, assignment_id)
    return PaperSheet(place, row.name, is_mine, row.entered_by or "", row.entered_at)
