"""A round in which clinicians are linked through shared observers, so that scores can be adjusted."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from app.models.programmes import Round
from tests.app.builders import Builder
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import Observed


@dataclass
class Linked:
    """Everybody in it; `visits` by clinician. `next_round` makes another round with the same people."""

    team: uuid.UUID
    lead: uuid.UUID
    round: uuid.UUID
    clinic: uuid.UUID
    clinicians: list[uuid.UUID] = field(default_factory=list[uuid.UUID])
    persons: list[uuid.UUID] = field(default_factory=list[uuid.UUID])
    observers: tuple[list[uuid.UUID], ...] = ()
    visits: dict[uuid.UUID, list[uuid.UUID]] = field(default_factory=dict[uuid.UUID, list[uuid.UUID]])


def a_linked_round(build: Builder, clinicians: int = 3) -> Linked:
    team = build.a_team()
    found = Linked(team, build.a_person(team, "lead"), build.a_round(team), build.a_clinic(team))
    for _ in range(clinicians):
        person = build.a_person(team, "clinician")
        found.persons.append(person)
        found.clinicians.append(build.a_clinician(team, person))
    kinds = ("patient_partner", "peer_clinician")
    found.observers = tuple([build.a_person(team, "observer", kind) for _ in range(4)] for kind in kinds)
    found.visits = observe(build, found, found.round, date(2026, 3, 2))
    build.keep()
    return found


def another_round(build: Builder, of: Linked, opens_on: date, instrument_id: uuid.UUID | None = None) -> uuid.UUID:
    """A later round in which everybody is observed again."""
    round_id = build.a_round(of.team, instrument_id)
    build.session.get_one(Round, round_id).opens_on = opens_on
    build.session.get_one(Round, round_id).closes_on = date(opens_on.year + 1, 1, 1)
    observe(build, of, round_id, opens_on)
    build.keep()
    return round_id


def observe(build: Builder, of: Linked, round_id: uuid.UUID, on: date) -> dict[uuid.UUID, list[uuid.UUID]]:
    visits: dict[uuid.UUID, list[uuid.UUID]] = {}
    for who, clinician in enumerate(of.clinicians):
        session = build.a_session(round_id, of.clinic, on)
        visits[clinician] = []
        for slot in range(1, 7):
            consultation = build.a_consultation(session, clinician, slot)
            visits[clinician].append(consultation)
            for kind, people in enumerate(of.observers):
                assignment = build.an_assignment(consultation, people[(slot + who) % 4])
                build.a_sheet(assignment, str((slot + kind) % 3), str((slot * who + slot // 2) % 3))
    return visits


def report_of(build: Builder, of: Linked, clinician: uuid.UUID, round_id: uuid.UUID | None = None) -> uuid.UUID:
    """Release a clinician's report of this round, or of another."""
    person = of.persons[of.clinicians.index(clinician)]
    return released(build, Observed(of.team, of.lead, clinician, person, round_id or of.round, ()))
