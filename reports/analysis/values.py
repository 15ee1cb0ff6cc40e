"""Named values, the way the JSON prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reports.statistics.estimate import Cause, Estimate

NO_ERROR = "This interval is not made from a standard error."
Plain = float | int | str | bool | list[float] | list[str] | None


@dataclass(frozen=True)
class Value:
    """A dotted name, and a number, word or list; None comes with a reason, and the table behind it if there is one."""

    id: str
    value: Plain
    reason: str | None = None
    cause: Cause | None = None


def value(name: str, number: float | str | bool | None, reason: str | None = None, cause: Cause | None = None) -> Value:
    """A value; a missing or non-finite number becomes None with the reason."""
    if isinstance(number, str | bool):
        return Value(name, number)
    if number is None or not np.isfinite(number):
        return Value(name, None, reason or "This is not defined for these data.", cause)
    return Value(name, float(number))


def values_of(prefix: str, estimate: Estimate, fields: Iterable[str]) -> list[Value]:
    """`prefix.field` for each field of an estimate: estimate, se, ci_low, ci_high, pa, pe, F, df1, df2, p, z, ase0."""
    found: dict[str, float | None] = {
        "estimate": estimate.value,
        "se": estimate.standard_error,
        "ase": estimate.standard_error,
        "ase0": estimate.null_error,
        "ci_low": estimate.low,
        "ci_high": estimate.high,
        "pa": estimate.observed,
        "pe": estimate.expected,
        "po": estimate.observed,
        "F": estimate.statistic,
        "z": estimate.statistic,
        "p": estimate.p_value,
        "df1": estimate.degrees_of_freedom[0] if estimate.degrees_of_freedom else None,
        "df2": estimate.degrees_of_freedom[1] if len(estimate.degrees_of_freedom) > 1 else None,
    }
    reason = estimate.undefined or estimate.no_interval
    return [value(f"{prefix}.{field}", found[field], reason, estimate.cause) for field in fields]


def reached(name: str, estimate: Estimate, *, error: bool = True) -> list[Value]:
    """The value under its own name, with `.se` (unless `error` is off), `.ci_low` and `.ci_high` beside it."""
    reason = estimate.undefined or estimate.no_interval
    found = [value(name, estimate.value, reason, estimate.cause)]
    stem = name.removesuffix(".estimate")
    if error:
        found.append(value(f"{stem}.se", estimate.standard_error, reason or NO_ERROR, estimate.cause))
    ends = (("low", estimate.low), ("high", estimate.high))
    return found + [value(f"{stem}.ci_{end}", number, reason, estimate.cause) for end, number in ends]
