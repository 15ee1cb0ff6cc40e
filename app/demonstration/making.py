"""Make the whole demonstration in an empty database: one team, two rounds, everybody's sheets."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from app.demonstration.calendar import (
    DAYS,
    FIRST_CLOSES,
    FIRST_OPENS,
    SECOND_CLOSES,
    SECOND_OPENS,
)
from app.demonstration.cast import PROGRAMME, TEAM
from app.demonstration.codesign import talk_about_the_draft
from app.demonstration.coming_weeks import plan_coming_weeks
from app.demonstration.earlier_round import Pilot, release_a_pilot
from app.demonstration.in_clinic import around_the_clinic
from app.demonstration.instruments import make_instruments
from app.demonstration.long_work import ask_for_drafts
from app.demonstration.people import Company, NewId, company, membership_rows, person_rows
from app.demonstration.preparations import preparation_rows
from app.demonstration.released import ANSWERED, RELEASED, release_some
from app.demonstration.rounds import RoundBuilder, Todays
from app.demonstration.safety import name_whom_to_tell
from app.demonstration.sheets import sheet_writer
from app.demonstration.steps import climb_the_ladder
from app.demonstration.tablets import pair_tablets
from app.demonstration.talks import talk_it_through
from app.demonstration.trainings import train_everybody
from app.demonstration.truth import truth_of
from app.operations.accounts import create_team
from app.operations.audit import record
from app.operations.in_bulk import ProgrammeRecord, ProgrammeRecords, RoundRecord, store
from app.operations.instruments import store_instrument
from app.queries.teams import observer_type_ids
from instruments.catalogue import shipped
from instruments.definition import Instrument
from reports.statistics.simulation import SimulatedProgramme, simulate_programme

AIM = (
    "To see how well clinicians and patients decide together, observed by patient partners and peer clinicians whose "
    "views count the same, and to help every clinician find one thing to try."
)
HOW_CHOSEN = (
    "Clinic sessions were drawn from the rota by the lead. Neither clinicians nor observers chose each other, and the "
    "first consultations of the session whose patients agreed were observed."
)
# What the programme agreed before its first sheet: a gap of so many points of the total between kinds does not matter.
MARGIN = 5.0
# Three observed consultations to a half-day, so that a clinician meets several observers in a round.
SLOTS_OBSERVED = 3


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the demonstration is."""

    clinics: int = 3
    clinicians: int = 24
    patient_partners: int = 9
    peers: int = 12
    consultations: int = 240


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: who can sign in, what is on today, and the truth behind the ratings.

    ``reported``: the clinicians whose report of the closed round is out, by their place in `everybody.clinicians`.
    """

    everybody: Company
    todays: Todays
    truth: Mapping[str, Any]
    round_ids: tuple[uuid.UUID, uuid.UUID]
    team_id: uuid.UUID
    counts: Mapping[str, int]
    reported: tuple[int, ...] = ()


def simulate(seed: int, sizes: Sizes, instrument: Instrument) -> SimulatedProgramme:
    """Ratings of this size on this instrument. Raises ValueError when the size makes no programme."""
    optional = all(item.required for item in instrument.items)
    return simulate_programme(
        seed,
        clinics=sizes.clinics,
        clinicians=sizes.clinicians,
        patient_partners=sizes.patient_partners,
        peers=sizes.peers,
        consultations=sizes.consultations,
        items=len(instrument.items),
        points=len(instrument.items[0].scale.points),
        days=DAYS,
        slots=SLOTS_OBSERVED,
        # A required item cannot be left blank: the sheet would not lock.
        left_blank=0.0 if optional else 0.005,
    )


def make_demonstration(session: Session, *, seed: int, sizes: Sizes, now: datetime, password: str) -> Made:
    """Fill the database. ``password`` is the hash everybody shares; ``now`` decides which day is today.

    The same arguments make the same programme. Raises ValueError when the size makes no programme.
    """
    instrument = shipped()[0]
    simulated = simulate(seed, sizes, instrument)
    new_id = id_maker(seed)
    team_id = create_team(session, TEAM, actor_id=None)
    instrument_id = store_instrument(session, instrument, actor_id=None, team_id=None, chain_id=team_id)
    everybody = company(simulated, team_id, observer_type_ids(session, team_id), new_id)
    programme = ProgrammeRecord(new_id(), team_id, PROGRAMME, AIM, "demonstration")
    first, second = round_rows(programme.id, instrument_id, now, new_id)
    round_ids = (first.id, second.id)
    writer = sheet_writer(instrument, simulated)
    rows, todays = RoundBuilder(simulated, everybody, writer, round_ids, instrument_id, now, new_id).build()
    store(
        session,
        ProgrammeRecords(
            people=person_rows(everybody, password),
            memberships=membership_rows(everybody, team_id, new_id),
            clinics=everybody.clinics,
            clinicians=everybody.clinician_rows,
            programmes=(programme,),
            rounds=(first, second),
            sessions=rows.sessions,
            consultations=rows.consultations,
            assignments=rows.assignments,
            consents=rows.consents,
            preparations=preparation_rows(simulated, everybody, instrument, round_ids, now, new_id),
            sheets=rows.sheets,
        ),
    )
    lead_id = everybody.person(everybody.leads[0])
    own = make_instruments(session, team_id, lead_id, instrument, instrument_id)
    talk_about_the_draft(session, everybody, team_id, own.draft_id)
    counts = {
        "sessions": len(rows.sessions),
        "consultations": len(rows.consultations),
        "sheets": len(rows.sheets),
    }
    record(session, "demonstration made", f"programme {PROGRAMME}", actor_id=None, team_id=team_id, details=counts)
    train_everybody(session, everybody, team_id, instrument_id, now.date())
    release_a_pilot(session, everybody, rows, team_id, first, Pilot(seed, now, new_id), RELEASED)
    reported = release_some(session, everybody, rows, team_id, first.id, now.date())
    talk_it_through(session, everybody, first.id, now.date(), reported[:ANSWERED])
    climb_the_ladder(session, everybody, team_id, first.id, now.date(), reported)
    name_whom_to_tell(session, everybody, team_id)
    around_the_clinic(session, everybody, rows, todays)
    plan_coming_weeks(session, everybody, rows, team_id, second.id, now.date())
    pair_tablets(session, lead_id, team_id, now)
    ask_for_drafts(session, lead_id, second.id)
    truth = truth_of(simulated, everybody, instrument, rows)
    return Made(everybody, todays, truth, round_ids, team_id, counts, reported)


def round_rows(
    programme_id: uuid.UUID, instrument_id: uuid.UUID, now: datetime, new_id: NewId
) -> tuple[RoundRecord, RoundRecord]:
    """A round that is over and one that is under way."""
    opens = [now.date() + timedelta(days=days) for days in (FIRST_OPENS, SECOND_OPENS)]
    closes = [now.date() + timedelta(days=days) for days in (FIRST_CLOSES, SECOND_CLOSES)]
    closed_at = now + timedelta(days=FIRST_CLOSES)
    return (
        RoundRecord(
            new_id(), programme_id, "First round", opens[0], closes[0], instrument_id, HOW_CHOSEN, closed_at, MARGIN
        ),
        RoundRecord(
            new_id(), programme_id, "Second round", opens[1], closes[1], instrument_id, HOW_CHOSEN, None, MARGIN
        ),
    )


def id_maker(seed: int) -> NewId:
    """Ids that are the same for the same seed, so that an address noted in one demonstration works in the next."""
    generator = np.random.default_rng([seed, 0])
    return lambda: uuid.UUID(bytes=generator.bytes(16), version=4)
