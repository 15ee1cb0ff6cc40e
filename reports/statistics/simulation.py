"""A programme's ratings from a model whose truth is known, to prove estimates and to fill a demonstration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.rating_scale import drawn_points, expected_point
from reports.statistics.simulated_clinics import PATIENT_PARTNER, SLOTS_IN_A_SESSION, Timetable, timetable

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Marks = NDArray[np.bool_]

RATED, NOT_APPLICABLE, NOT_OBSERVED, LEFT_BLANK = 0, 1, 2, 3
AGREED, REFUSED, WITHDRAWN = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Truth:
    """What the simulated ratings were drawn from, in logits; higher locations mean higher ratings.

    clinician: (clinicians,); consultation: (consultations,); severity: (observers,) mean 0 within each
    type, high = scores low; type_gap: how much more severe patient partners are than peers;
    item: (items,) difficulty, mean 0; thresholds: (points - 1,) of the rating scale model;
    differential_item: the item the types see differently (None for none), which is
    `differential_shift` harder in a patient partner's eyes; sheet: (assignments,) one observer's passing
    view of one consultation; level: where an average sheet lies.
    """

    level: float
    clinician: Floats
    consultation: Floats
    severity: Floats
    type_gap: float
    item: Floats
    thresholds: Floats
    differential_item: int | None
    differential_shift: float
    sheet: Floats


@dataclass(frozen=True, eq=False)
class SimulatedProgramme:
    """A round as it would lie in the database, as arrays.

    points: the scale. timetable: consultations, sessions, observers, assignments (its rows are the sheets).
    consent: (consultations,) 0 agreed, 1 refused (nothing was observed), 2 agreed and later withdrawn.
    warm_up: (consultations,) first consultation of a clinician's first session.
    sent: (assignments,) whether the sheet came in; never for a refused consultation.
    answer: (assignments, items) 0 rated, 1 not applicable, 2 not observed, 3 left blank.
    rating: (assignments, items) a point of the scale where `answer` is 0 and the sheet was sent, else NaN.
    seconds: (assignments,) time the observer took to score.
    """

    seed: int
    points: tuple[float, ...]
    timetable: Timetable
    consent: Whole
    warm_up: Marks
    sent: Marks
    answer: Whole
    rating: Floats
    seconds: Floats
    truth: Truth

    @property
    def usable(self) -> Marks:
        """(assignments,) sheets that came in and whose patient's consent still stands."""
        return self.sent & (self.consent[self.timetable.assignment_consultation] == AGREED)

    @property
    def assignment_clinician(self) -> Whole:
        """(assignments,) whose consultation each sheet is about."""
        seats = self.timetable
        return seats.session_clinician[seats.consultation_session[seats.assignment_consultation]]

    @property
    def score(self) -> Floats:
        """(assignments,) mean rating as a percentage of the scale; NaN for an unusable sheet."""
        width = self.points[-1] - self.points[0]
        present = ~np.isnan(self.rating)
        total = np.where(present, self.rating - self.points[0], 0.0).sum(1)
        share = np.divide(total, present.sum(1), out=np.full(len(total), np.nan), where=present.any(1))
        return np.where(self.usable, share / width * 100, np.nan)

    def expected_rating(self) -> Floats:
        """(assignments, items) what the truth makes of each cell on average, in points from 0."""
        return expected_point(_locations(self.truth, self.timetable, self.assignment_clinician), self.truth.thresholds)

    def expected_type_gap(self) -> float:
        """Patient partners minus peers on the 0-100 score, over these consultations and these observers."""
        return expected_type_gap(self.truth, self.timetable)


def simulate_programme(
    seed: int,
    *,
    clinics: int = 3,
    clinicians: int = 24,
    patient_partners: int = 9,
    peers: int = 12,
    consultations: int = 240,
    items: int = 8,
    points: int = 5,
    days: int = 120,
    slots: int = SLOTS_IN_A_SESSION,
    level: float = -1.1,
    clinician_sd: float = 0.7,
    consultation_sd: float = 0.6,
    severity_sd: float = 0.35,
    sheet_sd: float = 0.35,
    type_gap: float = 0.3,
    centred_severity: bool = True,
    differential_item: int | None = 2,
    differential_shift: float = 0.8,
    missing_sheets: float = 0.04,
    refused: float = 0.03,
    withdrawn: float = 0.015,
    not_applicable_items: tuple[int, ...] | None = None,
    not_applicable: float = 0.06,
    not_observed: float = 0.02,
    left_blank: float = 0.005,
) -> SimulatedProgramme:
    """Ratings of a whole round from the many-facet rating scale model, floor-heavy as decision sharing is.

    log odds of a point over the one below = level + clinician + consultation + sheet - severity
    - type gap (patient partners only) - item - differential shift (that item, patient partners only)
    - threshold. Severities are centred within each type unless `centred_severity` is off: then these observers are
    a sample, and their types differ by chance. `not_applicable_items` are those an observer may mark so (default:
    the last one). Same arguments, same programme.
    Raises ValueError when there is nothing to simulate.
    """
    _refuse_the_impossible(
        least=min(clinics, clinicians, consultations, items),
        points=points,
        partners=patient_partners,
        peers=peers,
        away=peers - -(-peers // clinics) if clinics > 1 else peers,
        differential=differential_item,
        items=items,
    )
    generator = np.random.default_rng(seed)
    seats = timetable(
        generator,
        clinics=clinics,
        clinicians=clinicians,
        patient_partners=patient_partners,
        peers=peers,
        consultations=consultations,
        days=days,
        slots=slots,
    )
    severity = generator.normal(0, severity_sd, patient_partners + peers)
    for kind in np.unique(seats.observer_type) if centred_severity else ():
        severity[seats.observer_type == kind] -= severity[seats.observer_type == kind].mean()
    sheets = len(seats.assignment_consultation)
    truth = Truth(
        level=level,
        clinician=generator.normal(0, clinician_sd, clinicians),
        consultation=generator.normal(0, consultation_sd, consultations),
        severity=severity,
        type_gap=type_gap,
        item=_spread(items, 1.6)[generator.permutation(items)],
        thresholds=_spread(points - 1, 2.4),
        differential_item=differential_item,
        differential_shift=differential_shift if differential_item is not None else 0.0,
        sheet=generator.normal(0, sheet_sd, sheets),
    )
    consent = generator.choice(3, size=consultations, p=[1 - refused - withdrawn, refused, withdrawn])
    sent = (generator.random(sheets) >= missing_sheets) & (consent[seats.assignment_consultation] != REFUSED)
    clinician = seats.session_clinician[seats.consultation_session[seats.assignment_consultation]]
    drawn = drawn_points(_locations(truth, seats, clinician), truth.thresholds, generator)
    answer = _answers(
        generator,
        sheets,
        items,
        may_not_apply=(items - 1,) if not_applicable_items is None else not_applicable_items,
        not_applicable=not_applicable,
        not_observed=not_observed,
        left_blank=left_blank,
    )
    return SimulatedProgramme(
        seed=seed,
        points=tuple(float(p) for p in range(points)),
        timetable=seats,
        consent=consent,
        warm_up=_warm_ups(seats),
        sent=sent,
        answer=answer,
        rating=np.where(sent[:, None] & (answer == RATED), drawn.astype(np.float64), np.nan),
        seconds=np.clip(generator.lognormal(4.7, 0.35, sheets), 30, 600).round(),
        truth=truth,
    )


def expected_type_gap(truth: Truth, seats: Timetable) -> float:
    """Mean expected score (0-100) of patient partners minus that of peers.

    Averaged over every consultation and every observer of the programme, whoever watched, at an average
    passing view of the sheet (integrated by Gauss-Hermite quadrature).
    """
    clinician = seats.session_clinician[seats.consultation_session]
    place = truth.level + truth.clinician[clinician] + truth.consultation
    node, weight = np.polynomial.hermite_e.hermegauss(9)
    spread = float(truth.sheet.std()) if len(truth.sheet) else 0.0
    at = place[:, None, None] - truth.severity[None, :, None] + spread * node
    harder = np.zeros((len(truth.severity), len(truth.item))) + truth.item
    partner = seats.observer_type == PATIENT_PARTNER
    harder[partner] += truth.type_gap
    if truth.differential_item is not None:
        harder[partner, truth.differential_item] += truth.differential_shift
    mean = expected_point(at[..., None] - harder[None, :, None, :], truth.thresholds).mean(-1)
    of_observer = (mean @ (weight / weight.sum())).mean(0) / len(truth.thresholds) * 100
    return float(of_observer[partner].mean() - of_observer[~partner].mean())


def _locations(truth: Truth, seats: Timetable, clinician: Whole) -> Floats:
    consultation, observer = seats.assignment_consultation, seats.assignment_observer
    partner = (seats.observer_type[observer] == PATIENT_PARTNER).astype(np.float64)
    sheet = (
        truth.level
        + truth.clinician[clinician]
        + truth.consultation[consultation]
        + truth.sheet
        - truth.severity[observer]
        - truth.type_gap * partner
    )
    locations = sheet[:, None] - truth.item
    if truth.differential_item is not None:
        locations[:, truth.differential_item] -= truth.differential_shift * partner
    return locations


def _answers(
    generator: np.random.Generator,
    sheets: int,
    items: int,
    *,
    may_not_apply: tuple[int, ...],
    not_applicable: float,
    not_observed: float,
    left_blank: float,
) -> Whole:
    answer = np.zeros((sheets, items), dtype=np.int64)
    draw = generator.random((sheets, items))
    answer[draw < not_observed + left_blank] = LEFT_BLANK
    answer[draw < not_observed] = NOT_OBSERVED
    for item in may_not_apply:
        answer[generator.random(sheets) < not_applicable, item] = NOT_APPLICABLE
    return answer


def _warm_ups(seats: Timetable) -> Marks:
    first_session = np.unique(seats.session_clinician, return_index=True)[1]
    return np.isin(seats.consultation_session, first_session) & (seats.consultation_slot == 1)


def _spread(number: int, width: float) -> Floats:
    return np.linspace(-width / 2, width / 2, number) if number > 1 else np.zeros(number)


def _refuse_the_impossible(
    *, least: int, points: int, partners: int, peers: int, away: int, differential: int | None, items: int
) -> None:
    if least < 1 or points < 2:
        raise ValueError("A programme needs a clinic, a clinician, a consultation, an item and two points.")
    if min(partners, peers, away) < 2:
        raise ValueError("A session needs up to two observers of a type from outside the clinic: add observers.")
    if differential is not None and not 0 <= differential < items:
        raise ValueError(f"Item {differential} cannot be seen differently: there are {items} items, from 0.")
