"""Linear mixed models with crossed and nested groupings: components, fixed effects, predictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from reports.statistics.mixed_terms import MixedTerms
from reports.statistics.nested_terms import mixed_terms
from reports.statistics.triangular import solve_lower

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
BOUNDARY = 1e-4
# A residual variance of this share of the scores' is rounding.
NOTHING_LEFT = 1e-9
# A residual that small, as a share of the scores' spread, is held where there is none.
HELD_SPREAD = 1e-5
# How far a grouping's columns may lie from the fixed ones and still say the same.
SAME = 1e-8


@dataclass(frozen=True, eq=False)
class MixedModel:
    """A fitted model.

    names: of the groupings in the order given; components: their variances, in the same order, and
    `residual`. boundary: whether each component was estimated as nought. coefficients, covariance: of the fixed
    columns.
    deviance: -2 log (restricted) likelihood at the optimum. level_names: per grouping, in sorted order.
    """

    names: tuple[str, ...]
    components: tuple[float, ...]
    boundary: tuple[bool, ...]
    residual: float
    coefficients: Floats
    covariance: Floats
    deviance: float
    reml: bool
    level_names: tuple[tuple[object, ...], ...]
    terms: MixedTerms
    spreads: Floats
    order: tuple[int, ...]

    @property
    def singular(self) -> bool:
        """Whether a component lies on the boundary."""
        return any(self.boundary)

    @property
    def exact(self) -> bool:
        """Whether nothing is left to chance: the components are then no more than a description."""
        return self.residual <= NOTHING_LEFT * _spread_of(self.terms.score) ** 2

    def component(self, name: str) -> float:
        """The variance of one grouping."""
        return self.components[self.names.index(name)]

    def predictions(self, name: str) -> Predictions:
        """How far each level of a grouping is predicted from the mean, with two standard errors."""
        return _predictions(self, self.names.index(name))


@dataclass(frozen=True, eq=False)
class Predictions:
    """Predicted effects of one grouping's levels, in sorted order of the levels.

    effects: (levels,). conditional_sd: given the fixed effects. prediction_sd: with their uncertainty added.
    """

    effects: Floats
    conditional_sd: Floats
    prediction_sd: Floats


def fit_mixed_model(
    score: Floats, fixed: Floats, groupings: Mapping[str, Sequence[object] | NDArray[Any]], *, reml: bool = True
) -> MixedModel:
    """Fit by REML (or ML).

    score: (rows,); fixed: (rows, columns), its columns independent; groupings: name → (rows,) labels.
    Raises ValueError when a grouping says nothing the residual does not (every row its own level) or nothing the
    mean does not (one level), and numpy.linalg.LinAlgError when fixed columns depend on one another or nothing is
    left for the residual. Where components are to be read, ask `refuse_doubles` first.
    """
    names = tuple(groupings)
    numbered = [np.unique(np.asarray(groupings[name]), return_inverse=True) for name in names]
    levels = [len(labels) for labels, _ in numbered]
    for name, count in zip(names, levels, strict=True):
        if count >= len(score):
            raise ValueError(f"Every row has its own {name}, so {name} cannot be told from the residual.")
        if count < 2:
            raise ValueError(f"There is one {name} only, so how much that varies cannot be told: leave it out.")
    order = tuple(sorted(range(len(names)), key=lambda i: -levels[i]))
    # What the fixed columns explain alone is taken away first: sums of squares then lose no digits to a large mean.
    start = np.linalg.lstsq(fixed, score)[0] if fixed.shape[1] else np.zeros(0)
    terms = mixed_terms(score - fixed @ start, fixed, [numbered[i][1].astype(np.int64) for i in order])
    spreads = best_spreads(terms, reml)
    at = terms.solved(spreads)
    residual = at.residual / terms.freedom(reml)
    if 0 < residual <= NOTHING_LEFT * _spread_of(terms.score) ** 2:
        spreads, residual = _exact_spreads(terms, reml)
        at = terms.solved(spreads)
    inverse = solve_lower(at.fixed_factor, np.eye(fixed.shape[1]))
    place = np.argsort(order)
    return MixedModel(
        names=names,
        components=tuple(float(v) for v in (spreads**2 * residual)[place]),
        boundary=tuple(bool(b) for b in (spreads == 0)[place]),
        residual=float(residual),
        coefficients=start + at.coefficients,
        covariance=residual * inverse.T @ inverse,
        deviance=terms.deviance(spreads, reml),
        reml=reml,
        level_names=tuple(tuple(labels.tolist()) for labels, _ in numbered),
        terms=terms,
        spreads=spreads,
        order=order,
    )


def refuse_doubles(groupings: Mapping[str, Sequence[object] | NDArray[Any]], fixed: Floats) -> None:
    """Shares of what sorts the rows alike are one share: any split of it between the two fits equally well.

    Raises ValueError when two groupings have the same groups, or the fixed columns say all that a grouping says.
    """
    numbered: dict[str, NDArray[np.int64]] = {}
    for name, labels in groupings.items():
        one = np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)
        levels = int(one.max()) + 1
        if levels in {1, len(one)}:
            # It says nothing with or without another: the fit has a sentence for that.
            continue
        for other, before in numbered.items():
            if int(before.max()) + 1 == levels == len(np.unique(np.column_stack([one, before]), axis=0)):
                raise ValueError(
                    f"{other} and {name} sort the rows into the same groups, so what belongs to which cannot be told: "
                    "leave one of them out."
                )
        numbered[name] = one
        if not 1 < levels <= fixed.shape[1]:
            continue
        each = (one[:, None] == np.arange(levels)).astype(np.float64)
        weights: Floats = np.asarray(np.linalg.lstsq(fixed, each)[0], dtype=np.float64)
        if np.abs(each - fixed @ weights).max() < SAME:
            raise ValueError(
                f"The fixed columns say all that {name} says, so how much that varies cannot be told: leave it out of "
                "one of the two."
            )


def best_spreads(terms: MixedTerms, reml: bool) -> Floats:
    """Relative spreads at which the deviance is least."""
    number = len(terms.groupings)

    def deviance(spreads: Floats) -> float:
        return terms.deviance(np.abs(spreads), reml)

    def with_slopes(spreads: Floats) -> tuple[float, Floats]:
        value, slopes = terms.deviance_and_slopes(np.abs(spreads), reml)
        return value - level, slopes

    best = np.ones(number)
    # Steps are judged by how much they gain, not by their share of a deviance in millions.
    level = deviance(best)
    for _ in range(3):
        found = optimize.minimize(
            with_slopes,
            best,
            method="L-BFGS-B",
            jac=True,
            bounds=[(0, None)] * number,
            options={"ftol": 1e-12, "gtol": 1e-6, "maxiter": 200},
        )
        best = np.asarray(found.x, dtype=np.float64)
        # The likelihood depends on squares, so it is flat at nought: look beside the boundary before believing it.
        tempted = [_nudged(best, int(i)) for i in np.flatnonzero(best < BOUNDARY)]
        better = [trial for trial in tempted if deviance(trial) < deviance(best) - 1e-9]
        if not better:
            break
        best = min(better, key=deviance)
    nought = np.where(best < BOUNDARY, 0.0, best)
    return nought if deviance(nought) <= deviance(best) + 1e-7 else best


def _exact_spreads(terms: MixedTerms, reml: bool) -> tuple[Floats, float]:
    """Relative spreads, and the residual variance, of scores that leave nothing to chance.

    The likelihood then grows without bound as the residual falls, and says nothing of the others on the way. They are
    found at a residual held just above rounding, where they have settled.
    """
    held = HELD_SPREAD * _spread_of(terms.score)
    start = np.full(len(terms.groupings), _spread_of(terms.score))

    def with_slopes(logs: Floats) -> tuple[float, Floats]:
        sizes = np.exp(logs)
        value, slopes = terms.full_deviance_and_slopes(sizes / held, held, reml)
        return value, slopes[:-1] * sizes

    low, high = float(np.log(held)), float(np.log(1e3 * start[0]))
    found = optimize.minimize(
        with_slopes, np.log(start), method="L-BFGS-B", jac=True, bounds=[(low, high)] * len(start)
    )
    logs = np.asarray(found.x, dtype=np.float64)
    return np.where(logs <= low + 1e-6, 0.0, np.exp(logs)) / held, held**2


def _spread_of(score: Floats) -> float:
    return float(np.std(score)) if len(score) else 0.0


def _nudged(spreads: Floats, index: int) -> Floats:
    trial = spreads.copy()
    trial[index] = 0.05
    return trial


def _predictions(model: MixedModel, index: int) -> Predictions:
    terms, spreads = model.terms, model.spreads
    at = terms.solved(spreads)
    solved, variance = terms.effects(spreads, at, model.order.index(index))
    moved, score = solved[:, :-1], solved[:, -1]
    half = solve_lower(at.fixed_factor, moved.T)
    conditional = model.residual * variance
    prediction = np.sqrt(conditional + model.residual * (half**2).sum(0))
    return Predictions(score - moved @ at.coefficients, np.sqrt(conditional), prediction)
