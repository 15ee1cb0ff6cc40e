"""What each person observed would have scored with the average observer: fair averages on the score's own scale.

Score = clinician + observer + observer with this clinician + consultation + chance (Longford 1994, J Educ Behav Stat
19:171, adjusts grades in the same way). Clinicians are fixed, so nobody's score is drawn towards the mean; observers,
their pairings and consultations are random, so an observer with few sheets is corrected little, and the interval holds
other observers and other consultations. Components by REML with clinicians random, then each clinician by generalised
least squares; intervals by t with as many degrees of freedom as there are observers less one, the scarcest unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.design import Connection, connection
from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.mixed_model import fit_mixed_model

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Texts = NDArray[np.str_]
METHOD = "fair average, mixed model with clinicians fixed (variances by REML, t over observers)"
# So many sheets must be left over once clinicians and observers are placed, or chance cannot be told from them.
SPARE_SHEETS = 4

Refusal = Literal[
    "", "nobody_else", "not_linked", "few_observers", "few_sheets", "few_shared", "at_the_end", "not_settled"
]
_WHY: Mapping[Refusal, str] = {
    "nobody_else": "Nobody else has been observed, so observers cannot be compared.",
    "not_linked": "These observers share nobody with the others.",
    "few_observers": "There are too few observers to tell how strict each is.",
    "few_sheets": "There are too few sheets to tell how strict each observer is.",
    "few_shared": "Too few of these observers have observed anybody else.",
    "at_the_end": "Every score is the lowest, or the highest, there is.",
    "not_settled": "The sums did not settle on an answer.",
}


@dataclass(frozen=True, slots=True)
class FairScore:
    """A fair average, or the kind of reason why there is none."""

    estimate: Estimate
    refusal: Refusal = ""


@dataclass(frozen=True, slots=True)
class FairScores:
    """By clinician the fair average; who is linked with whom; how many observers and clinicians it rests on."""

    scores: Mapping[str, FairScore]
    linked: Connection = field(default_factory=lambda: Connection(()))
    observers: int = 0
    clinicians: int = 0


@dataclass(frozen=True, eq=False)
class _Sheets:
    """One entry per sheet, in an order that does not depend on the order given."""

    scores: Floats
    clinicians: Texts
    observers: Texts
    consultations: Texts

    def kept(self, rows: NDArray[np.bool_]) -> _Sheets:
        return _Sheets(self.scores[rows], self.clinicians[rows], self.observers[rows], self.consultations[rows])


@dataclass(frozen=True, slots=True)
class _Components:
    """Variances of one sheet's score."""

    observer: float
    pairing: float
    consultation: float
    residual: float


@dataclass(frozen=True, eq=False)
class _Block:
    """What one clinician's sheets say: of the clinician (mean, its variance were observers known, and each observer's
    share in it) and of the observers (known: (observers, observers); told: (observers,))."""

    mean: float
    variance: float
    shares: Floats
    known: Floats
    told: Floats
    counts: tuple[int, int, int]


def fair_scores(
    scores: ArrayLike,
    clinicians: Sequence[object],
    observers: Sequence[object],
    consultations: Sequence[object],
    *,
    lowest: float,
    highest: float,
    fewest_observers: int = 4,
) -> FairScores:
    """Adjust the scores of everybody observed by one kind of observer.

    All columns have one entry per sheet; NaN scores are left out. Only the largest group of clinicians linked through
    shared observers is adjusted; lowest, highest: the ends of the score, where intervals are cut.
    Raises ValueError when columns differ in length.
    """
    sheets = _sorted(np.asarray(scores, dtype=np.float64), clinicians, observers, consultations)
    linked = connection(sheets.clinicians.tolist(), sheets.observers.tolist())
    if not linked.islands:
        return FairScores({})
    main = linked.islands[0]
    everybody = sorted({*sheets.clinicians.tolist()})
    found: dict[str, FairScore] = {each: refused("not_linked") for each in everybody if each not in main.clinicians}
    inside = sheets.kept(np.isin(sheets.clinicians, main.clinicians))
    ends = {each: _at_an_end(inside.scores[inside.clinicians == each], lowest, highest) for each in main.clinicians}
    why = _too_little(inside, fewest_observers)
    components = None if why else _components(inside)
    why = why or ("" if components else "not_settled")
    if components is None:
        found |= {each: refused("at_the_end" if ends[each] else why) for each in main.clinicians}
    else:
        people = len(main.observers)
        estimates = _estimates(components, inside, people, lowest, highest)
        found |= {each: refused("at_the_end") if ends[each] else estimates[each] for each in main.clinicians}
    return FairScores(found, linked, len(main.observers), len(main.clinicians))


def _sorted(
    scores: Floats, clinicians: Sequence[object], observers: Sequence[object], consultations: Sequence[object]
) -> _Sheets:
    columns = [np.asarray([str(each) for each in column]) for column in (clinicians, observers, consultations)]
    if any(len(column) != len(scores) for column in columns):
        raise ValueError("Every score needs its clinician, observer and consultation.")
    given = ~np.isnan(scores)
    scores, columns = scores[given], [column[given] for column in columns]
    order = np.lexsort((scores, columns[1], columns[2], columns[0]))
    return _Sheets(scores[order], *(column[order] for column in columns))


def _at_an_end(scores: Floats, lowest: float, highest: float) -> bool:
    return bool((scores <= lowest).all() or (scores >= highest).all())


def _too_little(sheets: _Sheets, fewest_observers: int) -> Refusal:
    clinicians, observers = len(np.unique(sheets.clinicians)), len(np.unique(sheets.observers))
    if clinicians < 2:
        return "nobody_else"
    if observers < fewest_observers:
        return "few_observers"
    return "few_sheets" if len(sheets.scores) < clinicians + observers + SPARE_SHEETS else ""


def _components(sheets: _Sheets) -> _Components | None:
    """Variances by REML, or None when no answer can be had. A grouping that every sheet has to itself is chance."""
    pairs = np.char.add(np.char.add(sheets.clinicians, "\t"), sheets.observers)
    groupings = {
        "clinician": sheets.clinicians,
        "consultation": sheets.consultations,
        "pairing": pairs,
        "observer": sheets.observers,
    }
    telling = {name: each.tolist() for name, each in groupings.items() if len(np.unique(each)) < len(each)}
    if "observer" not in telling or np.ptp(sheets.scores) == 0:
        return None
    try:
        model = fit_mixed_model(sheets.scores, np.ones((len(sheets.scores), 1)), telling)
    except np.linalg.LinAlgError:
        return None
    found = {name: model.component(name) if name in telling else 0.0 for name in groupings}
    settled = bool(np.isfinite([*found.values(), model.residual]).all()) and model.residual > 0 and not model.exact
    return _Components(found["observer"], found["pairing"], found["consultation"], model.residual) if settled else None


def _estimates(of: _Components, sheets: _Sheets, people: int, lowest: float, highest: float) -> dict[str, FairScore]:
    """Best linear unbiased estimates of the clinicians given the variances (Henderson 1975, Biometrics 31:423)."""
    watchers, watcher = np.unique(sheets.observers, return_inverse=True)
    names, start = np.unique(sheets.clinicians, return_index=True)
    blocks = [
        _block(of, sheets, watcher, np.arange(first, after), len(watchers))
        for first, after in pairwise([*start.tolist(), len(sheets.scores)])
    ]
    severity, spread = np.zeros(len(watchers)), np.zeros((len(watchers), len(watchers)))
    if of.observer > 0:
        known = np.eye(len(watchers)) / of.observer + sum(block.known for block in blocks)
        spread = np.linalg.inv(known)
        severity = spread @ np.sum([block.told for block in blocks], axis=0)
    quantile = t_quantile(0.975, people - 1)
    found: dict[str, FairScore] = {}
    for name, block in zip(names.tolist(), blocks, strict=True):
        error = float(np.sqrt(block.variance + block.shares @ spread @ block.shares))
        value = min(max(block.mean - float(block.shares @ severity), lowest), highest)
        estimate = symmetric(value, error, quantile, method=METHOD, lowest=lowest, highest=highest)
        found[name] = FairScore(estimate.resting_on(*block.counts))
    return found


def _block(of: _Components, sheets: _Sheets, watcher: Whole, rows: Whole, people: int) -> _Block:
    """One clinician's sheets, their mean taken out by generalised least squares."""
    score, seat = sheets.scores[rows], watcher[rows]
    same_visit = sheets.consultations[rows][:, None] == sheets.consultations[rows]
    same_person = seat[:, None] == seat
    spread = of.pairing * same_person + of.consultation * same_visit + of.residual * np.eye(len(rows))
    inverse = np.asarray(np.linalg.inv(np.asarray(spread, dtype=np.float64)), dtype=np.float64)
    weights = inverse.sum(1) / inverse.sum()
    watched = (seat[:, None] == np.arange(people)).astype(np.float64)
    centred = inverse - np.outer(inverse.sum(1), weights)
    return _Block(
        mean=float(weights @ score),
        variance=float(1 / inverse.sum()),
        shares=weights @ watched,
        known=watched.T @ centred @ watched,
        told=watched.T @ centred @ score,
        counts=(len(np.unique(sheets.consultations[rows])), len(np.unique(seat)), len(rows)),
    )


def refused(why: Refusal) -> FairScore:
    """A fair average that is not there, with this kind of reason."""
    return FairScore(undefined(_WHY[why], method=METHOD), why)
