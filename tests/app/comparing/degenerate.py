"""Rounds that a psychometrician would try to break the comparison with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.operations.stored_sheets import SheetToStore, store_sheets
from instruments.sheet import Rated
from tests.app.builders import Builder
from tests.app.comparing.studies import Study, a_study, to_store

Whole = NDArray[np.int64]
PARTNER, PEER = "patient_partner", "peer_clinician"


@dataclass(frozen=True, eq=False)
class Design:
    """marks: (consultations, observers, items) points from 0 to 4, -1 where an observer was not there. kinds: of the
    observers. clinicians: (consultations,) who was observed.
    """

    marks: Whole
    kinds: Sequence[str]
    clinicians: Sequence[int]


def drawn(consultations: int, observers: int, items: int = 4, seed: int = 7) -> Whole:
    """Marks that follow the consultation, the observer and chance."""
    generator = np.random.default_rng(seed)
    level = (
        2
        + generator.normal(0, 0.9, (consultations, 1, 1))
        + generator.normal(0, 0.4, (1, observers, 1))
        + generator.normal(0, 0.7, (consultations, observers, items))
    )
    return np.clip(np.rint(level), 0, 4).astype(np.int64)


def without(marks: Whole, consultations: slice, observers: slice) -> Whole:
    """The marks with some observers absent from some consultations."""
    kept = marks.copy()
    kept[consultations, observers] = -1
    return kept


def two_clinics(consultations: int = 40) -> Design:
    """Half of the people in one clinic, half in another, and nobody in both."""
    half, marks = consultations // 2, drawn(consultations, 10)
    marks = without(without(marks, slice(0, half), slice(5, 10)), slice(half, None), slice(0, 5))
    kinds = [PARTNER, PEER, PARTNER, PEER, PARTNER] * 2
    return Design(marks, kinds, [at // 5 for at in range(consultations)])


def once_each(consultations: int = 24) -> Design:
    """Every consultation seen by one observer, every observer and clinician met once."""
    marks = np.full((consultations, consultations, 4), -1, dtype=np.int64)
    own = drawn(consultations, 1)
    for at in range(consultations):
        marks[at, at] = own[at, 0]
    return Design(marks, [(PARTNER, PEER)[at % 2] for at in range(consultations)], list(range(consultations)))


DESIGNS: Mapping[str, Design] = {
    "one observer of each kind": Design(drawn(30, 2), [PARTNER, PEER], [at // 3 for at in range(30)]),
    "two clinics that share nobody": two_clinics(),
    "nothing but noughts": Design(
        np.zeros((30, 8, 4), dtype=np.int64), [PARTNER, PEER] * 4, [at // 3 for at in range(30)]
    ),
    "one clinician": Design(drawn(30, 8), [PARTNER, PEER] * 4, [0] * 30),
    "every cell once": Design(drawn(24, 8), [PARTNER, PEER] * 4, list(range(24))),
    "everybody met once": once_each(),
    "a single sheet": Design(drawn(1, 1), [PARTNER], [0]),
    "kinds that never met": Design(
        without(without(drawn(40, 10), slice(0, 20), slice(5, 10)), slice(20, None), slice(0, 5)),
        [PARTNER] * 5 + [PEER] * 5,
        [at // 5 for at in range(40)],
    ),
    "nobody": Design(np.zeros((0, 0, 4), dtype=np.int64), [], []),
}


def a_degenerate_study(build: Builder, design: Design) -> Study:
    """The design in the tables, five consultations to a session."""
    study = a_study(build, design.marks.shape[2])
    clinic = build.a_clinic(study.team)
    study.observers = [
        build.a_person(study.team, "observer", kind, name=f"Observer {at:02d}") for at, kind in enumerate(design.kinds)
    ]
    people = {
        each: build.a_clinician(study.team, name=f"Clinician {each}") for each in dict.fromkeys(design.clinicians)
    }
    sheets: list[SheetToStore] = []
    session = None
    for at, clinician in enumerate(design.clinicians):
        if session is None or at % 5 == 0:
            session = build.a_session(study.round, clinic)
        visit = build.a_consultation(session, people[clinician], slot=at % 5 + 1)
        study.consultations.append(visit)
        for observer, person in enumerate(study.observers):
            marks = design.marks[at, observer]
            if marks[0] >= 0:
                sheet = {f"i{item}": Rated(str(mark)) for item, mark in enumerate(marks.tolist())}
                sheets.append(to_store(study, build.an_assignment(visit, person), sheet))
    store_sheets(build.session, sheets)
    build.keep()
    return study


def as_rows(design: Design) -> str:
    """The design as a CSV with a row for each rating: clinician, consultation, observer, type, item, rating, total."""
    lines = ["clinician,consultation,observer,type,item,rating,total"]
    for (at, observer, item), mark in np.ndenumerate(design.marks):
        if mark >= 0:
            total = int(design.marks[at, observer].sum())
            who = f"c{design.clinicians[at]},v{at},o{observer},{design.kinds[observer]}"
            lines.append(f"{who},i{item},{mark},{total}")
    return "\n".join(lines) + "\n"


def as_sheets(design: Design) -> str:
    """The design as a CSV with a row for each sheet: clinician, consultation, observer, type, total, first item."""
    lines = ["clinician,consultation,observer,type,total,first"]
    for at, observer in np.ndindex(*design.marks.shape[:2]):
        marks = design.marks[at, observer]
        if marks[0] >= 0:
            who = f"c{design.clinicians[at]},v{at},o{observer},{design.kinds[observer]}"
            lines.append(f"{who},{int(marks.sum())},{marks[0]}")
    return "\n".join(lines) + "\n"
