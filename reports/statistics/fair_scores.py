"""What each person observed would have scored with the average observer: fair averages on the score's own scale.

Score = clinician + observer + observer with this clinician + consultation + chance (Longford 1994, J Educ Behav Stat
19:171, adjusts grades in the same way). Clinicians are fixed, so nobody's score is drawn towards the mean; observers,
their pairings and consultations are random, so an observer with few sheets is corrected little, and the interval holds
other observers and other consultations. Components by REML; intervals by t with Satterthwaite's degrees of freedom, but
never more than there are observers less one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.design import Connection, connection
from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.mixed_model import MixedModel, fit_mixed_model
from reports.statistics.satterthwaite import satterthwaite_freedoms

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]
METHOD = "fair average, mixed model with clinicians fixed (REML, Satterthwaite t)"
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
    model = None if why else _fitted(inside)
    why = why or ("" if model else "not_settled")
    if model is None:
        found |= {each: refused("at_the_end" if ends[each] else why) for each in main.clinicians}
    else:
        people = len(main.observers)
        estimates = _estimates(model, inside, people, lowest, highest)
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


def _fitted(sheets: _Sheets) -> MixedModel | None:
    """The model, or None when no answer can be had."""
    fixed = (sheets.clinicians[:, None] == np.unique(sheets.clinicians)).astype(np.float64)
    pairs = np.char.add(np.char.add(sheets.clinicians, "\t"), sheets.observers)
    groupings = {"observer": sheets.observers, "pairing": pairs, "consultation": sheets.consultations}
    # What every sheet has to itself cannot be told from chance, and what all share not from the mean.
    telling = {name: each.tolist() for name, each in groupings.items() if 1 < len(np.unique(each)) < len(each)}
    if "observer" not in telling or np.ptp(sheets.scores) == 0:
        return None
    try:
        model = fit_mixed_model(sheets.scores, fixed, telling)
    except np.linalg.LinAlgError:
        return None
    settled = np.isfinite(model.covariance).all() and model.residual > 0 and np.diag(model.covariance).min() > 0
    return model if settled else None


def _estimates(model: MixedModel, sheets: _Sheets, people: int, lowest: float, highest: float) -> dict[str, FairScore]:
    names, place = np.unique(sheets.clinicians, return_inverse=True)
    errors = np.sqrt(np.diag(model.covariance))
    freedoms = np.minimum(satterthwaite_freedoms(model, np.eye(len(names))), people - 1)
    found: dict[str, FairScore] = {}
    for at, name in enumerate(names.tolist()):
        mine = place == at
        if not np.isfinite(freedoms[at]) or freedoms[at] <= 0:
            found[name] = refused("not_settled")
            continue
        quantile = t_quantile(0.975, max(float(freedoms[at]), 1.0))
        value = min(max(float(model.coefficients[at]), lowest), highest)
        estimate = symmetric(value, float(errors[at]), quantile, method=METHOD, lowest=lowest, highest=highest)
        found[name] = FairScore(
            estimate.resting_on(
                len(np.unique(sheets.consultations[mine])), len(np.unique(sheets.observers[mine])), int(mine.sum())
            )
        )
    return found


def refused(why: Refusal) -> FairScore:
    """A fair average that is not there, with this kind of reason."""
    return FairScore(undefined(_WHY[why], method=METHOD), why)
