"""Who is watched by whom in a simulated programme: clinics, half-days, slots, observers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

PATIENT_PARTNER, PEER_CLINICIAN = 0, 1

# How a half-day is observed: patient partners and peers in the room, and how often that is planned.
COMPANIES: tuple[tuple[tuple[int, int], float], ...] = (
    ((1, 1), 0.50),
    ((2, 0), 0.14),
    ((0, 2), 0.14),
    ((2, 1), 0.08),
    ((1, 0), 0.08),
    ((0, 1), 0.06),
)
SLOTS_IN_A_SESSION = 5


@dataclass(frozen=True, eq=False)
class Timetable:
    """Consultations in their half-days and the observers who were asked to watch them.

    clinician_clinic: (clinicians,) clinic of each clinician.
    observer_type: (observers,) 0 patient partner, 1 peer clinician.
    observer_clinic: (observers,) clinic the observer belongs to and does not observe; -1 for none.
    session_clinician, session_day: (sessions,) whose half-day, and days since the round began.
    consultation_session, consultation_slot: (consultations,) slot counts from 1.
    assignment_consultation, assignment_observer: (assignments,) one planned sheet per row.
    """

    clinician_clinic: Whole
    observer_type: Whole
    observer_clinic: Whole
    session_clinician: Whole
    session_day: Whole
    consultation_session: Whole
    consultation_slot: Whole
    assignment_consultation: Whole
    assignment_observer: Whole


def timetable(
    generator: np.random.Generator,
    *,
    clinics: int,
    clinicians: int,
    patient_partners: int,
    peers: int,
    consultations: int,
    days: int,
    slots: int = SLOTS_IN_A_SESSION,
) -> Timetable:
    """A round's sessions of up to ``slots`` consecutive consultations, most of them watched by two observers.

    Observers rotate: whoever has watched least goes next, never into the clinic where they work.
    """
    clinic_of = np.arange(clinicians) % clinics
    kind = np.repeat([PATIENT_PARTNER, PEER_CLINICIAN], [patient_partners, peers])
    home = np.full(patient_partners + peers, -1)
    if clinics > 1:
        home[patient_partners:] = np.arange(peers) % clinics
    load = _consultations_of_each_clinician(generator, clinicians, consultations)
    lengths = [_session_lengths(int(number), slots) for number in load]
    order = generator.permutation(sum(len(sizes) for sizes in lengths))
    clinician = np.repeat(np.arange(clinicians), [len(sizes) for sizes in lengths])[order]
    length = np.array([size for sizes in lengths for size in sizes], dtype=np.int64)[order]
    watching = _observers_of_each_session(generator, clinic_of[clinician], kind, home)
    first = length.cumsum() - length
    company = np.array([len(room) for room in watching], dtype=np.int64)
    session = np.repeat(np.arange(len(length)), length)
    slot = np.arange(int(length.sum())) - first[session] + 1
    return Timetable(
        clinician_clinic=clinic_of,
        observer_type=kind,
        observer_clinic=home,
        session_clinician=clinician,
        session_day=np.sort(generator.integers(0, days, len(length))),
        consultation_session=session,
        consultation_slot=slot,
        assignment_consultation=np.repeat(np.arange(len(session)), company[session]),
        assignment_observer=np.concatenate([watching[s] for s in session]),
    )


def _consultations_of_each_clinician(generator: np.random.Generator, clinicians: int, consultations: int) -> Whole:
    # Real programmes are uneven: some clinicians have few sessions, so that "not yet" occurs too.
    share = generator.gamma(8.0, size=clinicians)
    least = min(2, consultations // clinicians)
    return least + generator.multinomial(consultations - least * clinicians, share / share.sum())


def _session_lengths(number: int, slots: int) -> list[int]:
    sessions = -(-number // slots)
    return [number // sessions + (s < number % sessions) for s in range(sessions)] if number else []


def _observers_of_each_session(generator: np.random.Generator, clinic: Whole, kind: Whole, home: Whole) -> list[Whole]:
    watched = np.zeros(len(kind))
    shape, chance = zip(*COMPANIES, strict=True)
    company = generator.choice(len(shape), size=len(clinic), p=np.array(chance))
    chosen: list[Whole] = []
    for here, number in zip(clinic, company, strict=True):
        room: list[Whole] = []
        for wanted, seats in enumerate(shape[number]):
            able = np.flatnonzero((kind == wanted) & (home != here))
            turn = np.argsort(watched[able] + generator.random(len(able)) * 2)
            room.append(able[turn[:seats]])
        watching = np.concatenate(room)
        watched[watching] += 1
        chosen.append(watching)
    return chosen
