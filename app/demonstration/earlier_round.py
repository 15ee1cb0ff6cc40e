"""A pilot a year before the demonstration's rounds, for those whose reports are out: what a report is set beside."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from app.demonstration.people import Company, NewId
from app.demonstration.released import well_observed
from app.demonstration.rounds import Rows
from app.demonstration.steps import actor_of, climb_until
from app.operations.in_bulk import ProgrammeRecord, ProgrammeRecords, RoundRecord, store
from app.releasing import release_report
from instruments.definition import Instrument
from instruments.sheet import Rated, Sheet, Written

# Whole weeks, so that clinics stay on weekdays.
YEAR_BEFORE = timedelta(weeks=52)
PILOT = "Pilot of observed clinics"
PILOT_ROUND = "Pilot round"
AIM = "To try out observing with a few clinicians before inviting everybody."
# So many of the ratings were one point lower a year before.
LOWER = 0.4


@dataclass(frozen=True, slots=True)
class Pilot:
    """The seed of what differs from a year later, and the moment that counts as now."""

    seed: int
    now: datetime
    new_id: NewId


def release_a_pilot(
    session: Session,
    everybody: Company,
    rows: Rows,
    team_id: uuid.UUID,
    first: RoundRecord,
    pilot: Pilot,
    how_many: int,
) -> None:
    """The first round's visits of a few clinicians, a year earlier and scored a little lower; their reports are out."""
    chosen = [everybody.clinician_rows[place].id for place in well_observed(everybody, rows, first.id)[:how_many]]
    if not chosen:
        return
    programme = ProgrammeRecord(pilot.new_id(), team_id, PILOT, AIM, "demonstration")
    opens, closes = first.opens_on - YEAR_BEFORE, first.closes_on - YEAR_BEFORE
    closed_at = None if first.closed_at is None else first.closed_at - YEAR_BEFORE
    of_round = replace(
        first, id=pilot.new_id(), programme_id=programme.id, name=PILOT_ROUND, opens_on=opens, closes_on=closes,
        closed_at=closed_at,
    )  # fmt: skip
    store(session, _a_year_before(rows, set(chosen), first.id, programme, of_round, pilot))
    actors = actor_of(session, everybody, everybody.leads[0]), actor_of(session, everybody, everybody.facilitator)
    for clinician_id in chosen:
        climb_until(session, actors, team_id, (clinician_id, of_round.id), "released", pilot.now.date())
        release_report(session, actors[1], clinician_id, of_round.id)


def _a_year_before(
    rows: Rows,
    clinicians: Collection[uuid.UUID],
    first_id: uuid.UUID,
    programme: ProgrammeRecord,
    of_round: RoundRecord,
    pilot: Pilot,
) -> ProgrammeRecords:
    generator = np.random.default_rng([pilot.seed, 7])
    in_first = {each.id for each in rows.sessions if each.round_id == first_id}
    visits = [
        each
        for each in rows.consultations
        if each.session_id in in_first and each.clinician_id in clinicians and each.consent == "agreed"
    ]
    seats = [each for each in rows.assignments if each.consultation_id in {visit.id for visit in visits}]
    sheets = [each for each in rows.sheets if each.assignment_id in {seat.id for seat in seats}]
    consents = [each for each in rows.consents if each.consultation_id in {visit.id for visit in visits}]
    sessions = [each for each in rows.sessions if each.id in {visit.session_id for visit in visits}]
    new = {each.id: pilot.new_id() for part in (sessions, visits, seats) for each in part}
    return ProgrammeRecords(
        programmes=(programme,),
        rounds=(of_round,),
        sessions=[
            replace(each, id=new[each.id], round_id=of_round.id, on_date=each.on_date - YEAR_BEFORE)
            for each in sessions
        ],
        consultations=[replace(each, id=new[each.id], session_id=new[each.session_id]) for each in visits],
        assignments=[replace(each, id=new[each.id], consultation_id=new[each.consultation_id]) for each in seats],
        consents=[
            replace(
                each,
                id=pilot.new_id(),
                consultation_id=new[each.consultation_id],
                recorded_at=each.recorded_at - YEAR_BEFORE,
            )
            for each in consents
        ],
        sheets=[
            replace(
                each,
                observation_id=pilot.new_id(),
                assignment_id=new[each.assignment_id],
                sheet=_lower(each.instrument, each.sheet, generator),
                locked_at=each.locked_at - YEAR_BEFORE,
                body=b"",
            )
            for each in sheets
        ],
    )


def _lower(instrument: Instrument, sheet: Sheet, generator: np.random.Generator) -> Sheet:
    """Some ratings one point lower; what was written and tapped stays with the later visit."""
    found = {entry: answer for entry, answer in sheet.items() if not isinstance(answer, Written)}
    for item in instrument.items:
        answer = found.get(item.id)
        if not isinstance(answer, Rated):
            continue
        codes = [point.code for point in item.scale.points]
        at = codes.index(answer.code)
        found[item.id] = Rated(codes[max(0, at - int(generator.random() < LOWER))])
    return found
