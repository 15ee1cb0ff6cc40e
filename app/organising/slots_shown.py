"""The slots of a session as its page shows them: states in words, and what a lead may do about each."""

import uuid
from datetime import date

from app.organising.round_pages import ObserverShown, SlotShown
from app.organising.wordings import ASKED, CONSENTS, NO_SHEET, STATES
from app.queries.sessions import ObserverOfSlot, SessionOfLead, SlotOfSession


def slots_shown(found: SessionOfLead, viewer_id: uuid.UUID, today: date) -> tuple[SlotShown, ...]:
    """Every slot with its observers. Until its day a session may be changed; from then on sheets are given up.

    A lead who observes a slot and has not sent their own sheet is not told whether the others have sent theirs.
    """
    early = found.on_date > today
    return tuple(
        SlotShown(
            listed=slot,
            consent=CONSENTS[slot.consent],
            observers=tuple(
                _observer(each, slot.consent, early=early, hidden=_is_blind(viewer_id, slot, each))
                for each in slot.observers
            ),
            removable=not slot.observers and slot.consent == "not_asked" and len(found.slots) > 1,
        )
        for slot in found.slots
    )


def _is_blind(viewer_id: uuid.UUID, slot: SlotOfSession, each: ObserverOfSlot) -> bool:
    still_to_score = any(other.person_id == viewer_id and other.state == "assigned" for other in slot.observers)
    return still_to_score and each.person_id != viewer_id


def _observer(each: ObserverOfSlot, consent: str, *, early: bool, hidden: bool) -> ObserverShown:
    refused = consent in ("declined", "withdrawn")
    state, shape = NO_SHEET if refused else ASKED if hidden else STATES[each.state]
    waiting = each.state == "assigned" and not refused and not hidden
    return ObserverShown(
        assignment_id=str(each.assignment_id),
        name=each.name,
        observer_type=each.observer_type,
        state=state,
        shape=shape,
        reason="" if hidden else each.reason,
        may_give_up=waiting and not early,
        may_release=each.state == "assigned" and not refused and early,
        of_two=each.of_two.split(":")[0],
    )
