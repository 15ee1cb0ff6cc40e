"""The slots of a session as its page shows them: states in words, and what a lead may do about each."""

from datetime import date

from app.organising.round_pages import ObserverShown, SlotShown
from app.organising.wordings import CONSENTS, NO_SHEET, STATES
from app.queries.sessions import ObserverOfSlot, SessionOfLead


def slots_shown(found: SessionOfLead, today: date) -> tuple[SlotShown, ...]:
    """Every slot with its observers. Until its day a session may be changed; from then on sheets are given up."""
    early = found.on_date > today
    return tuple(
        SlotShown(
            listed=slot,
            consent=CONSENTS[slot.consent],
            observers=tuple(_observer(each, slot.consent, early=early) for each in slot.observers),
            removable=not slot.observers and slot.consent == "not_asked" and len(found.slots) > 1,
        )
        for slot in found.slots
    )


def _observer(each: ObserverOfSlot, consent: str, *, early: bool) -> ObserverShown:
    refused = consent in ("declined", "withdrawn")
    state, shape = NO_SHEET if refused else STATES[each.state]
    waiting = each.state == "assigned" and not refused
    return ObserverShown(
        assignment_id=str(each.assignment_id),
        name=each.name,
        observer_type=each.observer_type,
        state=state,
        shape=shape,
        reason=each.reason,
        may_give_up=waiting and not early,
        may_release=waiting and early,
    )
