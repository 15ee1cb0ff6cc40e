"""A number with its reach, or the reason in words why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Cause:
    """The small table that shows why a quantity is undefined: what each rater did, or what there was.

    cells: one tuple per row, as long as `columns`.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows) or any(len(row) != len(self.columns) for row in self.cells):
            raise ValueError(f"The cells do not fit {len(self.rows)} rows and {len(self.columns)} columns.")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One quantity: its value, its interval, what it rests on.

    Exactly one of `value` and `undefined` is given. A defined value can still lack an interval
    (one unit, a step-up past its pole): then `low` and `high` are None and `no_interval` says why.

    method: how value and interval were made, in words a methods section can quote.
    units, raters, ratings: what was used, after leaving out what carries no information.
    observed, expected: for chance-corrected agreement, the two proportions it is made of.
    statistic, degrees_of_freedom, p_value: for values that come with a test.
    null_error: the standard error if the truth were no agreement, where it differs from `standard_error`.
    cause: beside `undefined`, the table the reason is read from.
    """

    value: float | None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float = 0.95
    method: str = ""
    units: int = 0
    raters: int = 0
    ratings: int = 0
    undefined: str | None = None
    no_interval: str | None = None
    observed: float | None = None
    expected: float | None = None
    statistic: float | None = None
    degrees_of_freedom: tuple[float, ...] = ()
    p_value: float | None = None
    null_error: float | None = None
    cause: Cause | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.undefined is None):
            raise ValueError("An estimate has either a value or a reason why it is undefined, never both or none.")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"An estimate's value must be finite, not {self.value}: give the reason instead.")
        if not 0 < self.confidence < 1:
            raise ValueError(f"Confidence must lie between 0 and 1, not at {self.confidence}.")
        if (self.low is None) != (self.high is None):
            raise ValueError("An interval has both ends or none.")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"The interval's ends are crossed: {self.low} above {self.high}.")

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def has_interval(self) -> bool:
        """Whether the value comes with an interval."""
        return self.low is not None

    @property
    def number(self) -> float:
        """The value of an estimate known to be defined; raises ValueError with the reason otherwise."""
        if self.value is None:
            raise ValueError(self.undefined)
        return self.value

    def resting_on(self, units: int, raters: int, ratings: int) -> Estimate:
        """The same estimate with its counts filled in."""
        return replace(self, units=units, raters=raters, ratings=ratings)


def undefined(
    reason: str,
    *,
    method: str = "",
    units: int = 0,
    raters: int = 0,
    ratings: int = 0,
    confidence: float = 0.95,
    cause: Cause | None = None,
) -> Estimate:
    """An estimate without a value: `reason` is one sentence for a person, `cause` the table behind it."""
    return Estimate(
        None,
        method=method,
        units=units,
        raters=raters,
        ratings=ratings,
        confidence=confidence,
        undefined=reason,
        cause=cause,
    )


def symmetric(
    value: float,
    standard_error: float,
    quantile: float,
    *,
    method: str,
    confidence: float = 0.95,
    lowest: float = -math.inf,
    highest: float = math.inf,
) -> Estimate:
    """value ± quantile × standard error, cut to what the quantity can reach."""
    return Estimate(
        value,
        standard_error=standard_error,
        low=min(max(value - quantile * standard_error, lowest), value),
        high=max(min(value + quantile * standard_error, highest), value),
        confidence=confidence,
        method=method,
    )
