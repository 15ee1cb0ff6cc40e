"""The demonstration's rounds as rows: what is over, what is under way, and today's session."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from app.demonstration.calendar import HalfDay, PlannedSession, observers_of_sessions, past_sessions, weekday
from app.demonstration.people import Company, NewId
from app.demonstration.sheets import SheetWriter
from app.operations.in_bulk import AssignmentRecord, ConsentRecord, ConsultationRecord, SessionRecord
from app.operations.stored_sheets import SheetToStore
from reports.statistics.simulation import AGREED, REFUSED, SimulatedProgramme

TODAYS_SLOTS, TODAYS_DONE = 5, 2
COMING_AFTER_DAYS = (1, 2, 5, 8, 12)
COMING_SLOTS = 4
# A sheet of the current round that has not come after so many days will not come.
STILL_AWAITED_DAYS = 8
GIVEN_UP = ("I had to leave early.", "I know this patient.", "I was not well.", "")
ASKED_BY = ("receptionist", "clinician", "clinician", "nurse", "observer")
LETTERS = {"morning": "AM", "afternoon": "PM"}
STARTS = {"morning": time(9, 0), "afternoon": time(13, 30)}
EARLIER = {"morning": 0, "afternoon": 1}


@dataclass(frozen=True, slots=True)
class Todays:
    """Today's session: the two who observe it, and what to open."""

    code: str
    patient_partner: int
    peer: int
    session: int | None


@dataclass(slots=True)
class Rows:
    """The rows of sessions and what happened in them, gathered as they are made."""

    sessions: list[SessionRecord] = field(default_factory=list[SessionRecord])
    consultations: list[ConsultationRecord] = field(default_factory=list[ConsultationRecord])
    assignments: list[AssignmentRecord] = field(default_factory=list[AssignmentRecord])
    consents: list[ConsentRecord] = field(default_factory=list[ConsentRecord])
    sheets: list[SheetToStore] = field(default_factory=list[SheetToStore])
    # "CODE slot 3" of each simulated consultation that stands in the database, for the record of the truth.
    named: dict[int, str] = field(default_factory=dict[int, str])


class RoundBuilder:
    """Turns the simulated timetable into rows. Everything random comes from the programme's own seed."""

    def __init__(
        self,
        simulated: SimulatedProgramme,
        everybody: Company,
        writer: SheetWriter,
        round_ids: tuple[uuid.UUID, uuid.UUID],
        instrument_id: uuid.UUID,
        now: datetime,
        new_id: NewId,
    ) -> None:
        self.simulated = simulated
        self.seats = simulated.timetable
        self.everybody = everybody
        self.writer = writer
        self.round_ids = round_ids
        self.instrument_id = instrument_id
        self.now = now
        self.today: date = now.date()
        self.new_id = new_id
        self.generator = np.random.default_rng([simulated.seed, 3])
        self.rows = Rows()
        self.codes: set[tuple[uuid.UUID, str]] = set()
        self.watching = observers_of_sessions(self.seats)

    def build(self) -> tuple[Rows, Todays]:
        """All rows, and today's session."""
        planned = past_sessions(self.seats, self.today)
        chosen = self._session_for_today(planned)
        for past in self._in_order(planned):
            if past.session != chosen:
                self._past_session(past)
        todays = self._todays_session(chosen)
        self._coming_sessions(todays)
        self.rows.consultations = with_warm_ups(self.rows)
        return self.rows, todays

    # ------------------------------------------------------------------------------------------ past

    def _in_order(self, planned: tuple[PlannedSession, ...]) -> list[PlannedSession]:
        return sorted(planned, key=lambda past: (past.when.on_date, EARLIER[past.when.half_day], past.session))

    def _past_session(self, past: PlannedSession) -> None:
        row = self._session_row(past.round, int(self.seats.session_clinician[past.session]), past.when)
        for consultation in np.flatnonzero(self.seats.consultation_session == past.session):
            slot = int(self.seats.consultation_slot[consultation])
            self._past_consultation(int(consultation), row, slot, past)

    def _past_consultation(self, consultation: int, of_session: SessionRecord, slot: int, past: PlannedSession) -> None:
        outcome = int(self.simulated.consent[consultation])
        consent = {AGREED: "agreed", REFUSED: "declined"}.get(outcome, "withdrawn")
        clinician = int(self.seats.session_clinician[past.session])
        row = self._consultation_row(of_session, slot, clinician, consent)
        self.rows.named[consultation] = f"{of_session.code} slot {slot}"
        at = self._moment(past.when, slot)
        assignments = np.flatnonzero(self.seats.assignment_consultation == consultation)
        self._consent_rows(row, consent, at, int(self.seats.assignment_observer[assignments[0]]))
        for assignment in assignments:
            observer = int(self.seats.assignment_observer[assignment])
            sent = bool(self.simulated.sent[assignment]) and outcome == AGREED
            state = "assigned" if sent else "void" if outcome != AGREED else self._missing(past)
            reason = GIVEN_UP[int(self.generator.integers(len(GIVEN_UP)))] if state == "given_up" else ""
            place = self._assignment_row(row, observer, state, reason)
            if sent:
                self._sheet(int(assignment), place, at + timedelta(seconds=float(self.simulated.seconds[assignment])))

    def _missing(self, past: PlannedSession) -> str:
        recent = self.today - past.when.on_date <= timedelta(days=STILL_AWAITED_DAYS)
        return "assigned" if past.round == 1 and recent else "given_up"

    def _consent_rows(self, row: ConsultationRecord, consent: str, at: datetime, observer: int) -> None:
        asked_by = ASKED_BY[int(self.generator.integers(len(ASKED_BY)))]
        who = self.everybody.person(self.everybody.observers[observer])
        first = "declined" if consent == "declined" else "agreed"
        before = at - timedelta(minutes=28)
        self.rows.consents.append(ConsentRecord(self.new_id(), row.id, first, "before", asked_by, who, before))
        if consent == "withdrawn":
            stage = "during" if self.generator.random() < 0.3 else "after"
            later = min(at + timedelta(hours=20), self.now) if stage == "after" else at - timedelta(minutes=9)
            self.rows.consents.append(ConsentRecord(self.new_id(), row.id, consent, stage, "clinician", who, later))

    # ----------------------------------------------------------------------------------------- today

    def _session_for_today(self, planned: tuple[PlannedSession, ...]) -> int | None:
        """A session of the current round with one observer of each type whose first two slots went well."""
        for past in planned:
            pair = sorted(self.watching[past.session])
            of_each = len(pair) == 2 and pair[0] < self.everybody.number_of_partners <= pair[1]
            if past.round == 1 and of_each and len(list(self._done_today(past.session))) == TODAYS_DONE:
                return past.session
        return None

    def _done_today(self, session: int) -> Iterator[int]:
        for consultation in np.flatnonzero(self.seats.consultation_session == session)[:TODAYS_DONE]:
            if self.simulated.usable[self.seats.assignment_consultation == consultation].all():
                yield int(consultation)

    def _todays_session(self, chosen: int | None) -> Todays:
        if chosen is None:
            clinician = 0
            partner, peer = 0, self._peer_from_elsewhere(int(self.seats.clinician_clinic[clinician]))
        else:
            clinician = int(self.seats.session_clinician[chosen])
            partner, peer = sorted(self.watching[chosen])
        row = self._session_row(1, clinician, HalfDay(self.today, "morning"))
        done = [] if chosen is None else list(self._done_today(chosen))
        for slot in range(1, TODAYS_SLOTS + 1):
            if slot <= len(done):
                self._done_slot(row, slot, clinician, done[slot - 1])
            else:
                self._open_slot(row, slot, clinician, (partner, peer))
        return Todays(row.code, partner, peer, chosen)

    def _done_slot(self, row: SessionRecord, slot: int, clinician: int, consultation: int) -> None:
        place = self._consultation_row(row, slot, clinician, "agreed")
        self.rows.named[consultation] = f"{row.code} slot {slot}"
        # Whatever the time of day the demonstration is made, these two are over.
        at = min(self._moment(HalfDay(self.today, "morning"), slot), self.now - timedelta(minutes=20 * (3 - slot)))
        assignments = np.flatnonzero(self.seats.assignment_consultation == consultation)
        self._consent_rows(place, "agreed", at, int(self.seats.assignment_observer[assignments[0]]))
        for assignment in assignments:
            observer = int(self.seats.assignment_observer[assignment])
            self._sheet(int(assignment), self._assignment_row(place, observer, "assigned"), at)

    def _coming_sessions(self, todays: Todays) -> None:
        partners = self.everybody.number_of_partners
        for place, days in enumerate(COMING_AFTER_DAYS):
            clinician = int(self.generator.integers(len(self.everybody.clinicians)))
            partner = todays.patient_partner if place < 2 else int(self.generator.integers(partners))
            peer = self._peer_from_elsewhere(int(self.seats.clinician_clinic[clinician]), place)
            when = HalfDay(weekday(self.today + timedelta(days=days)), ("morning", "afternoon")[place % 2])
            row = self._session_row(1, clinician, when)
            for slot in range(1, COMING_SLOTS + 1):
                self._open_slot(row, slot, clinician, (partner, peer))

    def _open_slot(self, row: SessionRecord, slot: int, clinician: int, observers: tuple[int, int]) -> None:
        place = self._consultation_row(row, slot, clinician, "not_asked")
        for observer in observers:
            self._assignment_row(place, observer, "assigned")

    def _peer_from_elsewhere(self, clinic: int, turn: int = 0) -> int:
        partners = self.everybody.number_of_partners
        able = [
            observer
            for observer in range(partners, len(self.everybody.observers))
            if self.seats.observer_clinic[observer] != clinic
        ]
        return able[turn % len(able)]

    # ------------------------------------------------------------------------------------------ rows

    def _session_row(self, of_round: int, clinician: int, when: HalfDay) -> SessionRecord:
        clinic = self.everybody.clinics[int(self.seats.clinician_clinic[clinician])]
        code = base = f"{clinic.code}-{when.on_date:%d%m}-{LETTERS[when.half_day]}"
        number = 1
        while (self.round_ids[of_round], code) in self.codes:
            number += 1
            code = f"{base}-{number}"
        self.codes.add((self.round_ids[of_round], code))
        row = SessionRecord(self.new_id(), self.round_ids[of_round], clinic.id, code, when.on_date, when.half_day)
        self.rows.sessions.append(row)
        return row

    def _consultation_row(
        self, of_session: SessionRecord, slot: int, clinician: int, consent: str
    ) -> ConsultationRecord:
        who = self.everybody.clinician_rows[clinician].id
        row = ConsultationRecord(self.new_id(), of_session.id, slot, who, warm_up=False, consent=consent)
        self.rows.consultations.append(row)
        return row

    def _assignment_row(
        self, consultation: ConsultationRecord, observer: int, state: str, reason: str = ""
    ) -> AssignmentRecord:
        row = AssignmentRecord(
            self.new_id(),
            consultation.id,
            self.everybody.person(self.everybody.observers[observer]),
            self.everybody.observer_types[observer],
            state,
            reason,
        )
        self.rows.assignments.append(row)
        return row

    def _sheet(self, assignment: int, place: AssignmentRecord, at: datetime) -> None:
        self.rows.sheets.append(
            SheetToStore(
                observation_id=self.new_id(),
                assignment_id=place.id,
                instrument_id=self.instrument_id,
                instrument=self.writer.instrument,
                sheet=self.writer.sheet(assignment),
                locked_at=at,
            )
        )

    def _moment(self, when: HalfDay, slot: int) -> datetime:
        begins = datetime.combine(when.on_date, STARTS[when.half_day], UTC)
        return begins + timedelta(minutes=35 * slot)


def with_warm_ups(rows: Rows) -> list[ConsultationRecord]:
    """The consultations, the first of each clinician's first session in a round flagged."""
    sessions = {session.id: session for session in rows.sessions}

    def order(row: ConsultationRecord) -> tuple[date, int, str, int]:
        session = sessions[row.session_id]
        return session.on_date, EARLIER[session.half_day], session.code, row.slot

    first: dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID] = {}
    for row in sorted(rows.consultations, key=order):
        first.setdefault((sessions[row.session_id].round_id, row.clinician_id), row.id)
    flagged = set(first.values())
    return [replace(row, warm_up=row.id in flagged) for row in rows.consultations]
