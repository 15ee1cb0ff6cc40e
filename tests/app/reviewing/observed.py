"""A clinician observed often enough for a report: six consultations, three observers of each type."""

import uuid
from dataclasses import dataclass

from tests.app.builders import Builder


@dataclass(frozen=True)
class Observed:
    team: uuid.UUID
    lead: uuid.UUID
    clinician: uuid.UUID
    person: uuid.UUID
    round: uuid.UUID
    consultations: tuple[uuid.UUID, ...]


def an_observed_clinician(build: Builder, note: str = "Asked what mattered to her.") -> Observed:
    team = build.a_team()
    lead = build.a_person(team, "lead")
    person = build.a_person(team, "clinician", name="Morgan Reyes")
    clinician = build.a_clinician(team, person, name="Morgan Reyes")
    partners = [build.a_person(team, "observer", "patient_partner") for _ in range(3)]
    peers = [build.a_person(team, "observer", "peer_clinician") for _ in range(3)]
    of_round = build.a_round(team)
    session = build.a_session(of_round, build.a_clinic(team))
    consultations: list[uuid.UUID] = []
    for slot in range(1, 7):
        consultation = build.a_consultation(session, clinician, slot)
        consultations.append(consultation)
        for people, points in ((partners, "1"), (peers, "2")):
            assignment = build.an_assignment(consultation, people[slot % 3])
            build.a_sheet(assignment, choices=points, harms=str(slot % 3), note=note if slot == 1 else "")
    build.keep()
    return Observed(team, lead, clinician, person, of_round, tuple(consultations))
