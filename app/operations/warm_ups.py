"""Which consultations are warm-ups: the first of a clinician's first session in a round.

People behave differently until they have forgotten the observer. A flag is put when sessions are planned, and a lead
may change it; planning another session never touches a clinician whose first session stays the first.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.models.consultations import ClinicSession, Consultation


def flag_warm_ups(session: Session, planned: ClinicSession, clinician_ids: Iterable[uuid.UUID]) -> None:
    """Flag the first slot in ``planned`` of each clinician whose first session of the round it is.

    Where it comes before what used to be the first, the flag there is taken away.
    """
    earlier_half = case((ClinicSession.half_day == "morning", 0), else_=1)
    rows = session.execute(
        select(Consultation, ClinicSession.id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == planned.round_id, Consultation.clinician_id.in_(set(clinician_ids)))
        .order_by(ClinicSession.on_date, earlier_half, ClinicSession.code, Consultation.slot)
    ).all()
    slots: dict[uuid.UUID, list[tuple[Consultation, uuid.UUID]]] = defaultdict(list)
    for consultation, session_id in rows:
        slots[consultation.clinician_id].append((consultation, session_id))
    for mine in slots.values():
        first, first_session = mine[0]
        if first_session != planned.id or any(each.warm_up for each, where in mine if where == planned.id):
            continue
        first.warm_up = True
        for later, _ in mine[1:]:
            later.warm_up = False
    session.flush()
