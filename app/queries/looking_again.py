"""The sessions in which an action can be looked at again."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import ClinicSession, Consultation
from app.models.people import Clinic
from app.models.programmes import Round
from app.models.talks import AgreedAction
from app.queries.open_consultations import NO_TRIAL


@dataclass(frozen=True, slots=True)
class SessionToLink:
    """A session with a visit of the clinician."""

    id: uuid.UUID
    code: str
    clinic: str
    on_date: date


def sessions_to_link(session: Session, action_id: uuid.UUID) -> tuple[SessionToLink, ...]:
    """Sessions since the action was written down in which its clinician is observed, by day; two statements."""
    action = session.get(AgreedAction, action_id)
    if action is None:
        return ()
    rows = session.execute(
        select(ClinicSession.id, ClinicSession.code, Clinic.name.label("clinic"), ClinicSession.on_date)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .where(
            Consultation.clinician_id == action.clinician_id,
            ClinicSession.on_date >= action.written_at.date(),
            NO_TRIAL,
        )
        .distinct()
        .order_by(ClinicSession.on_date, ClinicSession.code)
    )
    return tuple(SessionToLink(row.id, row.code, row.clinic, row.on_date) for row in rows)
