"""The six intraclass correlations as formulas of mean squares or of variance components.

McGraw, K. O. & Wong, S. P. (1996). Forming inferences about some intraclass correlation coefficients. Psychol
Methods 1, 30-46 (and correction, 1, 390), tables 4 and 7. Shrout, P. E. & Fleiss, J. L. (1979). Psychol Bull
86, 420-428.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import f_quantile
from reports.statistics.mean_squares import MeanSquares

Floats = NDArray[np.float64]
Form = Literal["ICC(1)", "ICC(k)", "ICC(A,1)", "ICC(A,k)", "ICC(C,1)", "ICC(C,k)"]
FORMS: tuple[Form, ...] = ("ICC(1)", "ICC(k)", "ICC(A,1)", "ICC(A,k)", "ICC(C,1)", "ICC(C,k)")
Limits = tuple[float, float]


def from_mean_squares(form: Form, squares: MeanSquares) -> Floats:
    """(replicates,) the coefficient; nan where it is nought over nought."""
    units, raters = squares.units, squares.raters
    row, column, rest, within = (
        squares.between_units,
        squares.between_raters,
        squares.residual,
        squares.within_units,
    )
    above, below = {
        "ICC(1)": (row - within, row + (raters - 1) * within),
        "ICC(k)": (row - within, row),
        "ICC(A,1)": (row - rest, row + (raters - 1) * rest + raters * (column - rest) / units),
        "ICC(A,k)": (row - rest, row + (column - rest) / units),
        "ICC(C,1)": (row - rest, row + (raters - 1) * rest),
        "ICC(C,k)": (row - rest, row),
    }[form]
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)


def large_sample_error(form: Form, squares: MeanSquares) -> float:
    """Standard error by the delta method: a mean square's variance is twice its square over its degrees of freedom.

    For ICC(1) this is Fisher's (1925) formula; see Donner, A. (1986), Int Stat Rev 54, 67-82, equation 2.7.
    """
    row, column, rest, within, units, raters = squares.alone()
    one_way = form in {"ICC(1)", "ICC(k)"}
    if one_way:
        parts, freedom = np.array([row, within]), np.array([units - 1, units * (raters - 1)])
    else:
        parts = np.array([row, column, rest])
        freedom = np.array([units - 1, raters - 1, (units - 1) * (raters - 1)])

    def at(moved: Floats) -> float:
        none = np.zeros(1)
        rest_of_them = (none, none, moved[1:2]) if one_way else (moved[1:2], moved[2:3], none)
        found = MeanSquares(moved[:1], *rest_of_them, np.array([float(units)]), raters)
        return float(from_mean_squares(form, found)[0])

    steps = np.diag(1e-5 * np.maximum(parts, 1e-300))
    slopes = np.array([(at(parts + step) - at(parts - step)) / (2 * step.sum()) for step in steps])
    return float(np.sqrt((slopes**2 * 2 * parts**2 / np.maximum(freedom, 1)).sum()))


def from_components(form: Form, units: float, raters: float, residual: float, averaged: float) -> float:
    """The coefficient from variance components; `averaged` is how many raters the k forms average.

    For the one-way forms give all rater variance within `residual`. nan when all components are nought.
    """
    share = averaged if form.endswith("k)") else 1.0
    noise = residual + (raters if "A" in form else 0.0)
    whole = units + noise / share
    return units / whole if whole > 0 else float("nan")


def limits(form: Form, squares: MeanSquares, confidence: float) -> Limits | str:
    """Interval of the coefficient under normality, or the sentence why there is none."""
    row, column, rest, within, units, raters = squares.alone()
    if form in {"ICC(1)", "ICC(k)"}:
        return _ratio_limits(form, row, within, (units - 1, units * (raters - 1)), confidence, raters)
    if form in {"ICC(C,1)", "ICC(C,k)"}:
        return _ratio_limits(form, row, rest, (units - 1, (units - 1) * (raters - 1)), confidence, raters)
    single = _agreement_limits(row, column, rest, units, raters, confidence)
    if form == "ICC(A,1)" or isinstance(single, str):
        return single
    if from_mean_squares("ICC(A,1)", squares)[0] < 0:
        return "ICC(A,1) is negative, so the limits stepped up to the mean of the raters would not hold together."
    low, high = (raters * limit / (1 + (raters - 1) * limit) for limit in single)
    if single[0] * (raters - 1) <= -1 or low > high:
        return "The lower limit of ICC(A,1) lies past the pole of the step up, so the mean of the raters has none."
    return low, high


def _ratio_limits(
    form: Form, row: float, error: float, freedom: tuple[int, int], confidence: float, raters: int
) -> Limits | str:
    if error == 0:
        return (1.0, 1.0) if row > 0 else "There is no variation to make an interval from."
    if row == 0:
        return "The units' means do not differ at all, so the interval is not defined."
    chance = (1 + confidence) / 2
    above, below = freedom
    ratio = row / error
    lower = ratio / f_quantile(chance, above, below)
    upper = ratio * f_quantile(chance, below, above)
    if form.endswith("k)"):
        return 1 - 1 / lower, 1 - 1 / upper
    return (lower - 1) / (lower + raters - 1), (upper - 1) / (upper + raters - 1)


def _agreement_limits(
    row: float, column: float, rest: float, units: int, raters: int, confidence: float
) -> Limits | str:
    if row == 0:
        return "The units' means do not differ at all, so the interval is not defined."
    whole = row + (raters - 1) * rest + raters * (column - rest) / units
    value = (row - rest) / whole
    if rest == 0 and column == 0:
        return 1.0, 1.0
    by_rater = raters * value / (units * (1 - value))
    by_rest = 1 + raters * value * (units - 1) / (units * (1 - value))
    spread = (by_rater * column) ** 2 / (raters - 1)
    if units > 1:
        spread += (by_rest * rest) ** 2 / ((units - 1) * (raters - 1))
    freedom = (by_rater * column + by_rest * rest) ** 2 / spread
    chance = (1 + confidence) / 2
    down, up = f_quantile(chance, units - 1, freedom), f_quantile(chance, freedom, units - 1)
    others = raters * column + (raters * units - raters - units) * rest
    low = units * (row - down * rest) / (down * others + units * row)
    high = units * (up * row - rest) / (others + units * up * row)
    return (low, high) if low <= high else "The limits cross, so there is no interval."
