"""From what stands on a sheet to the consultation it is about: one chain of joins for every query that needs it."""

from app.models.base import AnySelect
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import ScreenedComment
from app.models.observations import Observation, ObservationRevision, Rating, SheetAnswer
from app.models.people import ObserverType


def on_sheets(statement: AnySelect, table: type[ScreenedComment | Rating | SheetAnswer]) -> AnySelect:
    """The statement with revision, observation, assignment, kind of observer, consultation and session joined."""
    return (
        statement.select_from(table)
        .join(ObservationRevision, ObservationRevision.id == table.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
    )
