"""Who may be asked to observe a session, with a word of warning beside who should perhaps not be."""

import uuid
from dataclasses import dataclass

from app.queries.conflicts import barred_in_team
from app.queries.people import observers_in_team
from app.queries.sessions import SessionOfLead
from app.queries.training import forms_in_use, lacking, training_days
from app.web.request_database import db


@dataclass(frozen=True, slots=True)
class SessionObservers:
    """offered: who may be asked. untrained: of those asked, their name and the forms they have no training on."""

    offered: tuple[tuple[uuid.UUID, str], ...]
    untrained: tuple[tuple[str, str], ...]


def observers_for_session(found: SessionOfLead, team_id: uuid.UUID) -> SessionObservers:
    """Training counts from the day after it."""
    clinicians = {each.clinician_id for each in found.slots}
    barred = {person_id for clinician_id, person_id in barred_in_team(db(), team_id) if clinician_id in clinicians}
    observers = observers_in_team(db(), team_id)
    asked = {each.person_id: each.name for slot in found.slots for each in slot.observers}
    forms = forms_in_use(db(), team_id, found.round_id)
    days = training_days(db(), team_id, [each.code for each in forms], before=found.on_date)
    untrained = lacking(forms, days, asked.keys() | {each.id for each in observers})
    return SessionObservers(
        tuple(
            (each.id, f"{each.name} ({', '.join([each.observer_type, *_warnings(each.id, barred, untrained)])})")
            for each in observers
        ),
        tuple(
            (name, ", ".join(untrained[key]))
            for key, name in sorted(asked.items(), key=lambda each: (each[1], each[0]))
            if key in untrained
        ),
    )


def _warnings(
    person_id: uuid.UUID, barred: set[uuid.UUID], untrained: dict[uuid.UUID, tuple[str, ...]]
) -> tuple[str, ...]:
    found = ("conflict of interest here",) if person_id in barred else ()
    return (*found, "no training noted") if person_id in untrained else found
