"""The floor: each quantity in as little numpy as it takes. No checks, no gaps, no reasons, no counts, no words.

Nothing here is meant to be used; it tells how much of our time goes into what an estimate carries.
"""

from __future__ import annotations

import numpy as np

from tests.benchmarks.clock import REPLICATES, Calculation, main

POINTS = 5
AT_ONCE = 2_000_000
QUADRATIC = 1 - (np.subtract.outer(np.arange(POINTS), np.arange(POINTS)) / (POINTS - 1)) ** 2


def kinds(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct rows (kinds, raters), and how often each occurs."""
    raters = scores.shape[1]
    number = scores @ POINTS ** np.arange(raters)
    times = np.bincount(number, minlength=POINTS**raters)
    found = np.flatnonzero(times)
    return found[:, None] // POINTS ** np.arange(raters) % POINTS, times[found].astype(float)


def chosen(rows: np.ndarray) -> np.ndarray:
    return (rows[:, :, None] == np.arange(POINTS)).sum(1).astype(float)


def limits(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def drawn(times: np.ndarray) -> np.ndarray:
    units = int(times.sum())
    return np.random.default_rng(1).multinomial(units, times / units, REPLICATES).astype(float)


def pairs_and_shares(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(kinds, 1 + points): weighted share of agreeing pairs in a unit, and of its ratings on each point."""
    count, raters = chosen(rows), rows.shape[1]
    agreeing = ((count @ weights * count).sum(1) - raters) / (raters * (raters - 1))
    return np.column_stack([agreeing, count / raters])


def ac2(sums: np.ndarray, units: float) -> np.ndarray:
    observed, share = sums[:, 0] / units, sums[:, 1:] / units
    expected = QUADRATIC.sum() * (share * (1 - share)).sum(1) / (POINTS * (POINTS - 1))
    return (observed - expected) / (1 - expected)


def fleiss(sums: np.ndarray, units: float) -> np.ndarray:
    observed, share = sums[:, 0] / units, sums[:, 1:] / units
    expected = (share**2).sum(1)
    return (observed - expected) / (1 - expected)


def ac2_point(scores: np.ndarray) -> float:
    rows, times = kinds(scores)
    return float(ac2((times @ pairs_and_shares(rows, QUADRATIC))[None], times.sum())[0])


def ac2_limits(scores: np.ndarray) -> tuple[float, float]:
    rows, times = kinds(scores)
    return limits(ac2(drawn(times) @ pairs_and_shares(rows, QUADRATIC), times.sum()))


def fleiss_point(scores: np.ndarray) -> float:
    rows, times = kinds(scores)
    return float(fleiss((times @ pairs_and_shares(rows, np.eye(POINTS)))[None], times.sum())[0])


def fleiss_limits(scores: np.ndarray) -> tuple[float, float]:
    rows, times = kinds(scores)
    return limits(fleiss(drawn(times) @ pairs_and_shares(rows, np.eye(POINTS)), times.sum()))


def kappa(cells: np.ndarray) -> np.ndarray:
    """From (replicates, points, points) how often each pair of points was given."""
    units = cells.sum((1, 2))
    rows, columns = cells.sum(2), cells.sum(1)
    observed = (cells * QUADRATIC).sum((1, 2)) / units
    expected = ((rows @ QUADRATIC) * columns).sum(1) / units**2
    return (observed - expected) / (1 - expected)


def cells_of(scores: np.ndarray) -> np.ndarray:
    return np.bincount(scores[:, 0] * POINTS + scores[:, 1], minlength=POINTS**2).astype(float)


def kappa_point(scores: np.ndarray) -> float:
    return float(kappa(cells_of(scores).reshape(1, POINTS, POINTS))[0])


def kappa_limits(scores: np.ndarray) -> tuple[float, float]:
    return limits(kappa(drawn(cells_of(scores)).reshape(REPLICATES, POINTS, POINTS)))


def coincidences(rows: np.ndarray) -> np.ndarray:
    count = chosen(rows)
    pairs = count[:, :, None] * count[:, None, :]
    pairs[:, np.arange(POINTS), np.arange(POINTS)] -= count
    return pairs.reshape(len(rows), -1) / (rows.shape[1] - 1)


def alpha(sums: np.ndarray) -> np.ndarray:
    table = sums.reshape(-1, POINTS, POINTS)
    margin = table.sum(2)
    middle = margin.cumsum(1) - margin / 2
    apart = (middle[:, :, None] - middle[:, None, :]) ** 2
    expected = (margin[:, :, None] * margin[:, None, :] * apart).sum((1, 2))
    return 1 - (margin.sum(1) - 1) * (table * apart).sum((1, 2)) / expected


def alpha_point(scores: np.ndarray) -> float:
    rows, times = kinds(scores)
    return float(alpha((times @ coincidences(rows))[None])[0])


def alpha_limits(scores: np.ndarray) -> tuple[float, float]:
    rows, times = kinds(scores)
    return limits(alpha(drawn(times) @ coincidences(rows)))


def icc_sums(scores: np.ndarray) -> np.ndarray:
    centred = scores - scores.mean()
    return np.column_stack([centred.sum(1) ** 2, (centred**2).sum(1), centred])


def icc(sums: np.ndarray, units: int) -> np.ndarray:
    """ICC(A,1)."""
    raters = sums.shape[1] - 2
    whole = sums[:, 2:].sum(1) ** 2 / (units * raters)
    between = sums[:, 0] / raters - whole
    columns = (sums[:, 2:] ** 2).sum(1) / units - whole
    rest = (sums[:, 1] - whole - between - columns) / ((units - 1) * (raters - 1))
    between, columns = between / (units - 1), columns / (raters - 1)
    return (between - rest) / (between + (raters - 1) * rest + raters * (columns - rest) / units)


def icc_point(scores: np.ndarray) -> float:
    return float(icc(icc_sums(scores).sum(0)[None], len(scores))[0])


def icc_limits(scores: np.ndarray) -> tuple[float, float]:
    sums, units = icc_sums(scores), len(scores)
    generator = np.random.default_rng(1)
    step = max(1, AT_ONCE // units)
    parts: list[np.ndarray] = []
    for start in range(0, REPLICATES, step):
        each = min(step, REPLICATES - start)
        place = generator.integers(0, units, (each, units)) + np.arange(each)[:, None] * units
        parts.append(np.bincount(place.ravel(), minlength=each * units).reshape(each, units) @ sums)
    return limits(icc(np.concatenate(parts), units))


CALCULATIONS = {
    "intraclass": Calculation(icc_point, bootstrap=icc_limits),
    "ordinal alpha": Calculation(alpha_point, bootstrap=alpha_limits),
    "Gwet's AC2": Calculation(ac2_point, bootstrap=ac2_limits),
    "Fleiss' kappa": Calculation(fleiss_point, bootstrap=fleiss_limits),
    "weighted kappa": Calculation(kappa_point, bootstrap=kappa_limits),
}

if __name__ == "__main__":
    main(CALCULATIONS)
