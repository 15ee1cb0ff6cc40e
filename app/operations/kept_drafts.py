"""Keep the newest copy of unfinished sheets for their observers, sealed as the tablets sent them."""

import uuid

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.tablets import KeptDraft
from app.operations.known_sheets import my_place, places_of
from app.rules import Actor, Conflict, Gone, OutOfDate
from app.words import noted

MOST_DEVICES = 8


def keep_draft(
    session: Session,
    actor: Actor,
    assignment_id: uuid.UUID,
    observation_id: uuid.UUID,
    device: uuid.UUID,
    seq: int,
    sealed: bytes,
) -> None:
    """Keep the draft with the highest count of each device; the same one again changes nothing.

    Raises `OutOfDate` when a newer one is here, `Conflict` when the sheet is locked or given up, `Gone` after a
    patient's no, `NotThere` and `NotAllowed` as for a sheet. Not an audit event: it happens at every few taps.
    """
    place = my_place(places_of(session, [assignment_id], lock=True), actor, assignment_id)
    if place.consent in ("declined", "withdrawn"):
        raise Gone(noted("The patient said no or changed their mind. Nothing of this sheet is kept."))
    if place.state != "assigned":
        raise Conflict(noted("This sheet is locked or given up already, so no draft of it is kept."))
    row = session.get(KeptDraft, (observation_id, device))
    if row is not None and row.person_id != actor.id:
        raise Conflict(noted("This draft belongs to another observer."))
    if row is not None and row.seq > seq:
        raise OutOfDate("A newer copy of this draft is here already.")
    if row is None:
        _make_room(session, assignment_id)
        row = KeptDraft(observation_id=observation_id, device=device, person_id=actor.id, assignment_id=assignment_id)
        session.add(row)
    row.seq, row.sealed, row.saved_at = seq, sealed, now()
    session.flush()


def drop_draft(session: Session, actor: Actor, observation_id: uuid.UUID, device: uuid.UUID) -> None:
    """The observer chose to go on with another copy. Doing it twice changes nothing."""
    session.execute(
        delete(KeptDraft).where(
            KeptDraft.observation_id == observation_id,
            KeptDraft.device == device,
            KeptDraft.person_id == actor.id,
        )
    )


def _make_room(session: Session, assignment_id: uuid.UUID) -> None:
    """No more than a handful of devices hold one sheet; the one silent longest gives way."""
    kept = session.scalars(
        select(KeptDraft).where(KeptDraft.assignment_id == assignment_id).order_by(KeptDraft.saved_at)
    ).all()
    for row in kept[: max(0, len(kept) - MOST_DEVICES + 1)]:
        session.delete(row)
