"""Rows with sensible defaults, so that a test builds only what matters to its point."""

import uuid
from datetime import UTC, date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.people import Clinic, Clinician, Membership, ObserverType, Person
from app.models.programmes import Programme, Round
from app.operations.accounts import add_membership, create_team
from app.operations.stored_sheets import store_sheet
from app.queries.actors import actor_for_person
from app.rules import Actor
from instruments.definition import Instrument
from instruments.loading import canonical_json, fingerprint, load
from instruments.sheet import Rated

SMALL = """
format: observation-instrument/1
id: small
version: "1"
status: published
title: {en: A small instrument}
languages: [en]
attribution: {source: Written for the tests, owner: Levelfield, licence: CC BY 4.0, validation: not validated}
scales:
  seen:
    type: ordinal
    points:
      - {code: "0", score: "0", label: {en: Not seen}}
      - {code: "1", score: "1", label: {en: A little}}
      - {code: "2", score: "2", label: {en: Clearly}}
    non_scoring:
      - {code: na, reason: not_applicable, label: {en: Did not apply}}
      - {code: unseen, reason: not_observed, label: {en: I could not see or hear this}}
sections:
  - id: options
    kind: domain
    title: {en: Options}
    items:
      - id: choices
        construct: choices
        scale: seen
        required: "true"
        text: {any: {en: Names the choices}}
        evidence_note: optional
      - id: harms
        construct: harms
        scale: seen
        required: "true"
        text: {any: {en: Tells the harms}}
        evidence_note: optional
  - id: comments
    kind: comments
    title: {en: Comments}
    items:
      - id: went_well
        kind: text
        role: went_well
        text: {any: {en: What went well}}
scoring:
  rule: mean_of_answered
  items: [choices, harms]
  min_answered: "1"
  non_scoring: {not_applicable: exclude, not_observed: exclude}
  rescale: {to_min: "0", to_max: "100"}
domain_scoring:
  rule: mean_of_answered
  min_answered: "1"
  non_scoring: {not_applicable: exclude, not_observed: exclude}
  rescale: {to_min: "0", to_max: "100"}
"""


class Builder:
    """Each method makes one thing and gives its id; ``keep()`` commits."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.count = 0

    def _next(self) -> int:
        self.count += 1
        return self.count

    def keep(self) -> None:
        self.session.commit()

    def a_team(self, name: str | None = None) -> uuid.UUID:
        return create_team(self.session, name or f"Team {self._next()}", actor_id=None)

    def observer_type(self, team_id: uuid.UUID, code: str) -> uuid.UUID:
        return self.session.scalars(
            select(ObserverType.id).where(ObserverType.team_id == team_id, ObserverType.code == code)
        ).one()

    def a_person(
        self, team_id: uuid.UUID, role: str, observer_type: str = "patient_partner", name: str = ""
    ) -> uuid.UUID:
        number = self._next()
        person = Person(name=name or f"Person {number}", email=f"person{number}@example.org")
        self.session.add(person)
        self.session.flush()
        kind = self.observer_type(team_id, observer_type) if role == "observer" else None
        add_membership(self.session, person.id, team_id, role, actor_id=None, observer_type_id=kind)
        return person.id

    def end_roles(self, person_id: uuid.UUID) -> None:
        self.session.execute(update(Membership).where(Membership.person_id == person_id).values(ended_at=now()))

    def actor(self, person_id: uuid.UUID) -> Actor:
        actor = actor_for_person(self.session, person_id)
        assert actor is not None
        return actor

    def a_clinic(self, team_id: uuid.UUID) -> uuid.UUID:
        number = self._next()
        return self._add(Clinic(team_id=team_id, code=f"C{number}", name=f"Clinic {number}"))

    def a_clinician(self, team_id: uuid.UUID, person_id: uuid.UUID | None = None, name: str = "") -> uuid.UUID:
        if person_id is not None and not self._is_clinician(person_id, team_id):
            add_membership(self.session, person_id, team_id, "clinician", actor_id=None)
        return self._add(
            Clinician(
                team_id=team_id,
                person_id=person_id,
                name=name or f"Clinician {self._next()}",
                profession="physiotherapist",
            )
        )

    def an_instrument(self, definition: str = SMALL) -> uuid.UUID:
        instrument = load(definition)
        mark = fingerprint(instrument)
        known = self.session.scalar(select(PublishedInstrument.id).where(PublishedInstrument.fingerprint == mark))
        return known or self._add(
            PublishedInstrument(
                code=instrument.id,
                version=instrument.version,
                title=instrument.title["en"],
                fingerprint=mark,
                canonical=canonical_json(instrument),
            )
        )

    def small_instrument(self) -> Instrument:
        return load(SMALL)

    def a_round(self, team_id: uuid.UUID, instrument_id: uuid.UUID | None = None) -> uuid.UUID:
        number = self._next()
        programme = self._add(Programme(team_id=team_id, name=f"Programme {number}", aim="Better choices"))
        return self._add(
            Round(
                programme_id=programme,
                name=f"Round {number}",
                opens_on=date(2026, 1, 1),
                closes_on=date(2026, 12, 31),
                instrument_id=instrument_id or self.an_instrument(),
                how_chosen="Every second patient of the clinic.",
            )
        )

    def a_session(self, round_id: uuid.UUID, clinic_id: uuid.UUID, on: date = date(2026, 3, 2)) -> uuid.UUID:
        return self._add(
            ClinicSession(
                round_id=round_id, clinic_id=clinic_id, code=f"S{self._next()}", on_date=on, half_day="morning"
            )
        )

    def a_consultation(self, session_id: uuid.UUID, clinician_id: uuid.UUID, slot: int = 1) -> uuid.UUID:
        return self._add(Consultation(session_id=session_id, slot=slot, clinician_id=clinician_id))

    def an_assignment_on(self, consultation_id: uuid.UUID, person_id: uuid.UUID, version_id: uuid.UUID) -> uuid.UUID:
        """The second sheet of a bridging period, on the other version."""
        first = self.session.scalars(
            select(Assignment).where(Assignment.consultation_id == consultation_id, Assignment.person_id == person_id)
        ).one()
        return self._add(
            Assignment(
                consultation_id=consultation_id,
                person_id=person_id,
                observer_type_id=first.observer_type_id,
                part=2,
                instrument_id=version_id,
                turn=2,
            )
        )

    def an_assignment(self, consultation_id: uuid.UUID, person_id: uuid.UUID, state: str = "assigned") -> uuid.UUID:
        kind = self.session.scalars(
            select(Membership.observer_type_id).where(Membership.person_id == person_id, Membership.role == "observer")
        ).first()
        assert kind is not None
        return self._add(
            Assignment(consultation_id=consultation_id, person_id=person_id, observer_type_id=kind, state=state)
        )

    def a_sheet(
        self, assignment_id: uuid.UUID, choices: str = "1", harms: str = "2", note: str = "", instrument: str = SMALL
    ) -> uuid.UUID:
        """A locked sheet of the small instrument, its consultation agreed to; gives the observation's id."""
        assignment = self.session.get_one(Assignment, assignment_id)
        self.session.get_one(Consultation, assignment.consultation_id).consent = "agreed"
        observation_id = uuid.uuid4()
        store_sheet(
            self.session,
            observation_id,
            assignment_id,
            self.an_instrument(instrument),
            load(instrument),
            {"choices": Rated(choices, note), "harms": Rated(harms)},
            datetime(2026, 3, 2, 12, tzinfo=UTC),
        )
        self.session.expire(assignment)
        return observation_id

    def _is_clinician(self, person_id: uuid.UUID, team_id: uuid.UUID) -> bool:
        return bool(
            self.session.scalar(
                select(Membership.id).where(
                    Membership.person_id == person_id, Membership.team_id == team_id, Membership.role == "clinician"
                )
            )
        )

    def _add(self, row: object) -> uuid.UUID:
        self.session.add(row)
        self.session.flush()
        made: uuid.UUID = row.id  # type: ignore[attr-defined]
        return made
