"""What the observers of a consultation agreed after locking, for those who locked a sheet there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment
from app.models.debriefs import AgreedPoint, Debrief, DebriefYes
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class DebriefSoFar:
    """``version`` 0: nothing is written yet. ``settled``: every observer who locked a sheet has said yes to it."""

    note: str = ""
    points: Mapping[str, str] | None = None
    version: int = 0
    i_agree: bool = False
    settled: bool = False


def debrief_of_open_consultation(session: Session, actor: Actor, consultation_id: uuid.UUID) -> DebriefSoFar:
    """Ask `sheets_together` first whether the consultation is open to the actor: this reads without asking."""
    row = session.get(Debrief, consultation_id)
    if row is None:
        return DebriefSoFar()
    points = session.execute(
        select(AgreedPoint.item_id, AgreedPoint.code).where(AgreedPoint.consultation_id == consultation_id)
    )
    yes = set(
        session.scalars(
            select(DebriefYes.person_id).where(
                DebriefYes.consultation_id == consultation_id, DebriefYes.version == row.version
            )
        )
    )
    locked = set(
        session.scalars(
            select(Assignment.person_id).where(
                Assignment.consultation_id == consultation_id, Assignment.state == "locked"
            )
        )
    )
    return DebriefSoFar(
        row.note, {each.item_id: each.code for each in points}, row.version, actor.id in yes, locked <= yes
    )
