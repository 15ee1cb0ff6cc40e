"""Slow and literal versions of each coefficient: loops over units and pairs, straight from the definitions."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations, permutations

Rows = list[list[int | None]]


def given(row: list[int | None]) -> list[int]:
    return [code for code in row if code is not None]


def observed(rows: Rows, weights: list[list[float]]) -> float:
    shares = []
    for row in rows:
        codes = given(row)
        if len(codes) > 1:
            pairs = list(permutations(codes, 2))
            shares.append(sum(weights[a][b] for a, b in pairs) / len(pairs))
    return sum(shares) / len(shares)


def point_shares(rows: Rows, points: int) -> list[float]:
    rated = [given(row) for row in rows if given(row)]
    return [sum(codes.count(k) / len(codes) for codes in rated) / len(rated) for k in range(points)]


def corrected(seen: float, chance: float) -> float:
    return (seen - chance) / (1 - chance)


def fleiss(rows: Rows, weights: list[list[float]]) -> float:
    share = point_shares(rows, len(weights))
    chance = sum(weights[k][m] * share[k] * share[m] for k in range(len(weights)) for m in range(len(weights)))
    return corrected(observed(rows, weights), chance)


def gwet(rows: Rows, weights: list[list[float]]) -> float:
    points = len(weights)
    share = point_shares(rows, points)
    chance = sum(map(sum, weights)) / (points * (points - 1)) * sum(p * (1 - p) for p in share)
    return corrected(observed(rows, weights), chance)


def brennan_prediger(rows: Rows, weights: list[list[float]]) -> float:
    return corrected(observed(rows, weights), sum(map(sum, weights)) / len(weights) ** 2)


def conger(rows: Rows, weights: list[list[float]]) -> float:
    points = len(weights)
    habits = []
    for j in range(len(rows[0])):
        codes = [row[j] for row in rows if row[j] is not None]
        if codes:
            habits.append([codes.count(k) / len(codes) for k in range(points)])
    chances = [
        sum(weights[k][m] * one[k] * other[m] for k in range(points) for m in range(points))
        for one, other in permutations(habits, 2)
    ]
    return corrected(observed(rows, weights), sum(chances) / len(chances))


def krippendorff(rows: Rows, difference: list[list[float]]) -> float:
    """Observed over expected difference among pairable codes, each pair of one unit weighted 1 / (codes - 1)."""
    paired = [given(row) for row in rows if len(given(row)) > 1]
    everything = [code for codes in paired for code in codes]
    seen = sum(difference[a][b] / (len(codes) - 1) for codes in paired for a, b in permutations(codes, 2)) / len(
        everything
    )
    pairs = list(permutations(everything, 2))
    return 1 - seen / (sum(difference[a][b] for a, b in pairs) / len(pairs))


def intraclass_a1(rows: list[list[float]]) -> float:
    n, k = len(rows), len(rows[0])
    grand = sum(map(sum, rows)) / (n * k)
    of_row = [sum(row) / k for row in rows]
    of_column = [sum(row[j] for row in rows) / n for j in range(k)]
    msr = k * sum((m - grand) ** 2 for m in of_row) / (n - 1)
    msc = n * sum((m - grand) ** 2 for m in of_column) / (k - 1)
    mse = sum((rows[i][j] - of_row[i] - of_column[j] + grand) ** 2 for i in range(n) for j in range(k)) / (
        (n - 1) * (k - 1)
    )
    return (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)


def concordance(x: list[float], y: list[float]) -> float:
    n = len(x)
    mx, my = sum(x) / n, sum(y) / n
    vx, vy = sum((a - mx) ** 2 for a in x) / n, sum((b - my) ** 2 for b in y) / n
    cov = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / n
    return 2 * cov / (vx + vy + (mx - my) ** 2)


def jackknife_error(
    rows: Rows, weights: list[list[float]], coefficient: Callable[[Rows, list[list[float]]], float]
) -> float:
    values = [coefficient(rows[:i] + rows[i + 1 :], weights) for i in range(len(rows))]
    mean = sum(values) / len(values)
    return math.sqrt((len(values) - 1) / len(values) * sum((v - mean) ** 2 for v in values))


def within(rows: Rows, steps: int) -> float:
    shares = []
    for row in rows:
        pairs = list(combinations(given(row), 2))
        if pairs:
            shares.append(sum(abs(a - b) <= steps for a, b in pairs) / len(pairs))
    return sum(shares) / len(shares)
