"""Take in a sheet that had been set aside, as a correction of what stood before, without the lead seeing it."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.models.consultations import Assignment
from app.models.observations import Observation, ObservationRevision
from app.operations.consent import Agreed, Asking, record_agreements
from app.operations.judging import (
    Agreement,
    JudgedSheet,
    OtherVersion,
    SubmittedSheet,
    judged_in,
    read_sheets,
)
from app.operations.known_sheets import PlaceOfSheet, places_of
from app.operations.quarantine import settle, unsettled
from app.operations.stored_sheets import SheetToStore, store_sheets
from app.rules import Actor, Conflict, Gone


def take_in_set_aside(session: Session, actor: Actor, quarantined_id: uuid.UUID, reason: str) -> None:
    """Store it as the next revision of the sheet in its place, or as the first when no sheet is there.

    Its place is the one it was sent for; in a bridged consultation, when it is on the other version of the form, the
    same observer's sheet on that version. Revision 1, which the statistics use, stays as it is. The lead gives a reason
    and sees none of the ratings.
    Raises NotThere, Conflict when it was settled or names no slot we know, Gone after a patient's no, and Unfit
    without a reason or when the sheet does not fit its instrument.
    """
    row, team_id = unsettled(session, actor, quarantined_id)
    # Both sheets of a bridged consultation at once, so that nobody who locks both waits for us in a circle.
    places = places_of(session, _own_sheets(session, row.assignment_id), lock=True)
    place = places.get(row.assignment_id) if row.assignment_id else None
    if place is None:
        raise Conflict("It names no slot we know, so it can only be left or discarded.")
    if place.consent in ("declined", "withdrawn"):
        raise Gone("The patient said no or changed their mind, so it must not be taken in.")
    content: Any = json.loads(row.body)
    agreement = _agreement(content.get("consent"))
    submitted = SubmittedSheet(
        observation_id=row.observation_id,
        assignment_id=place.id,
        fingerprint=str(content["instrument"]),
        answers=content["answers"],
        locked_at=datetime.fromisoformat(content["locked_at"]),
        agreement=agreement,
        reason=reason,
    )
    place, judged = _where_it_fits(session, submitted, [place, *(each for each in places.values() if each != place)])
    observation_id, number = _next(session, place.id, row.observation_id)
    settle(session, actor, row, team_id, "taken in", reason)
    if agreement is not None:
        asking = Asking(agreement.asked_by, agreement.how)
        # The observer recorded it, on the tablet: the lead only lets it in.
        observer = Actor(row.person_id, "")
        record_agreements(session, observer, [Agreed(agreement.id, place.consultation_id, agreement.stage, asking)])
    store_sheets(
        session,
        [
            SheetToStore(
                observation_id,
                place.id,
                judged.instrument_id,
                judged.instrument,
                judged.sheet,
                datetime.fromisoformat(content["locked_at"]),
                number,
                f"Set aside and taken in by a lead: {reason.strip()}"[:2000],
                row.body,
            )
        ],
    )


def _own_sheets(session: Session, assignment_id: uuid.UUID | None) -> list[uuid.UUID]:
    """This one and, in a bridged consultation, the same observer's on the other version."""
    this, other = aliased(Assignment), aliased(Assignment)
    return list(
        session.scalars(
            select(other.id)
            .join(this, (this.consultation_id == other.consultation_id) & (this.person_id == other.person_id))
            .where(this.id == assignment_id)
        )
    )


def _where_it_fits(
    session: Session, submitted: SubmittedSheet, places: Sequence[PlaceOfSheet]
) -> tuple[PlaceOfSheet, JudgedSheet]:
    """The first of these places that asks for the sheet's version. Raises `Conflict` when none does, and `Unfit`."""
    read = read_sheets(session, [submitted])[0]
    for place in places:
        try:
            return place, judged_in(place, submitted, read)
        except OtherVersion:
            continue
    raise Conflict(
        "It is on a version of the form that is not asked for in this slot, so it can only be left or discarded."
    )


def _agreement(consent: Any) -> Agreement | None:
    if not consent:
        return None
    return Agreement(uuid.UUID(consent["id"]), consent["asked_by"], consent["stage"], consent.get("how", ""))


def _next(session: Session, assignment_id: uuid.UUID, own_id: uuid.UUID) -> tuple[uuid.UUID, int]:
    """Under which observation and number it is stored."""
    there = session.scalar(select(Observation.id).where(Observation.assignment_id == assignment_id))
    if there is None:
        if session.get(Observation, own_id) is not None:
            raise Conflict("Its number is taken by a sheet of another slot, so it can only be left or discarded.")
        return own_id, 1
    last = session.scalar(
        select(func.max(ObservationRevision.number)).where(ObservationRevision.observation_id == there)
    )
    return there, (last or 0) + 1
