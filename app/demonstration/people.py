"""The demonstration's people as rows: who they are in the team, and which simulated observer each one is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.demonstration.cast import (
    ADMINISTRATOR,
    CLINICIANS,
    FACILITATOR,
    LEADS,
    PATIENT_PARTNERS,
    PEERS,
    PROFESSIONS,
    Character,
    characters,
    clinic_names,
)
from app.operations.in_bulk import ClinicianRecord, ClinicRecord, MembershipRecord, PersonRecord
from reports.statistics.simulated_clinics import PATIENT_PARTNER
from reports.statistics.simulation import SimulatedProgramme

NewId = Callable[[], uuid.UUID]


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody in the demonstration. Observers and clinicians stand in the order of the simulation.

    ``observer_types``: the observer type row of each observer.
    """

    leads: tuple[Character, ...]
    facilitator: Character
    administrator: Character
    observers: tuple[Character, ...]
    clinicians: tuple[Character, ...]
    ids: Mapping[str, uuid.UUID]
    observer_types: tuple[uuid.UUID, ...]
    clinics: tuple[ClinicRecord, ...]
    clinician_rows: tuple[ClinicianRecord, ...]
    number_of_partners: int

    def person(self, character: Character) -> uuid.UUID:
        """The person row of this character."""
        return self.ids[character.email]


def company(
    simulated: SimulatedProgramme, team_id: uuid.UUID, type_ids: Mapping[str, uuid.UUID], new_id: NewId
) -> Company:
    """Give everybody of the simulation a name."""
    seats = simulated.timetable
    partners = int((seats.observer_type == PATIENT_PARTNER).sum())
    peers = len(seats.observer_type) - partners
    observers = characters(PATIENT_PARTNERS, partners, "Patient partner") + characters(PEERS, peers, "Peer clinician")
    clinicians = characters(CLINICIANS, len(seats.clinician_clinic), "Clinician")
    leads = characters(LEADS, len(LEADS), "Lead")
    facilitator, administrator = characters((FACILITATOR, ADMINISTRATOR), 2, "")
    everybody = (administrator, *leads, facilitator, *observers, *clinicians)
    ids = {character.email: new_id() for character in everybody}
    clinics = tuple(
        ClinicRecord(new_id(), team_id, code, name)
        for code, name in clinic_names(int(seats.clinician_clinic.max()) + 1)
    )
    return Company(
        leads=leads,
        facilitator=facilitator,
        administrator=administrator,
        observers=observers,
        clinicians=clinicians,
        ids=ids,
        observer_types=tuple([type_ids["patient_partner"]] * partners + [type_ids["peer_clinician"]] * peers),
        clinics=clinics,
        clinician_rows=tuple(
            ClinicianRecord(
                id=new_id(),
                team_id=team_id,
                person_id=ids[character.email],
                clinic_id=clinics[int(seats.clinician_clinic[place])].id,
                name=character.name,
                profession=PROFESSIONS[place % len(PROFESSIONS)],
            )
            for place, character in enumerate(clinicians)
        ),
        number_of_partners=partners,
    )


def person_rows(everybody: Company, password: str) -> tuple[PersonRecord, ...]:
    """An account for each, all with the same password hash."""
    admin = everybody.administrator
    others = (*everybody.leads, everybody.facilitator, *everybody.observers, *everybody.clinicians)
    return (
        PersonRecord(everybody.person(admin), admin.name, admin.email, password, is_administrator=True),
        *(PersonRecord(everybody.person(one), one.name, one.email, password) for one in others),
    )


def membership_rows(everybody: Company, team_id: uuid.UUID, new_id: NewId) -> tuple[MembershipRecord, ...]:
    """What each is in the team."""
    plain = [(lead, "lead") for lead in everybody.leads]
    plain += [(everybody.facilitator, "facilitator")]
    plain += [(clinician, "clinician") for clinician in everybody.clinicians]
    return (
        *(MembershipRecord(new_id(), everybody.person(who), team_id, role) for who, role in plain),
        *(
            MembershipRecord(new_id(), everybody.person(who), team_id, "observer", kind)
            for who, kind in zip(everybody.observers, everybody.observer_types, strict=True)
        ),
    )
