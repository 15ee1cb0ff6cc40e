"""A clinician's own earlier report: what it said, and whether it may stand on the same axis as this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import hypot
from typing import Any

from scipy.special import stdtrit

from reports.bridging.crossing import carried, crossing_sentence
from reports.statistics.estimate import Estimate
from reports.statistics.linking_table import LinkingTable


@dataclass(frozen=True, slots=True)
class PreviousReport:
    """The newest released report on an earlier round.

    starts, ends: of that round. results: observer type to its result as it was released. same_version: whether it was
    made with this report's instrument version; else `linking` is the published table that carries its scores over, None
    when there is none.
    version, here: that version and this report's in words. key: an opaque name of that report.
    """

    round_name: str
    starts: date
    ends: date
    results: Mapping[str, Estimate]
    same_version: bool
    version: str = ""
    here: str = ""
    linking: LinkingTable | None = None
    key: str = ""

    def result(self, observer_type: str) -> Estimate | None:
        """The earlier result on this report's scale, or why it cannot stand there. None when none was shown."""
        found = self.results.get(observer_type)
        if found is None or self.same_version:
            return found
        return carried(found, self.linking, self.version, self.here)

    @property
    def crossing(self) -> str:
        """What must stand beside results that crossed from another version; "" when none did."""
        if self.same_version or self.linking is None:
            return ""
        return crossing_sentence(self.linking, self.version, self.here)


def smallest_change(before: Estimate, now: Estimate) -> float | None:
    """The smallest detectable change: differences below it are no more than error. None when the error is unknown.

    95 % limits of a difference of two independent means, t with Welch's degrees of freedom where they are few.
    """
    errors = (before.standard_error, now.standard_error)
    if errors[0] is None or errors[1] is None:
        return None
    parts = [error**2 for error in errors if error is not None]
    freedoms = [max(each.units - 1, 1) for each in (before, now)]
    spread = sum(parts)
    if not spread:
        return None
    freedom = spread**2 / sum(part**2 / free for part, free in zip(parts, freedoms, strict=True))
    return float(stdtrit(freedom, 0.975)) * hypot(*(error for error in errors if error is not None))


def kept_result(found: Estimate) -> dict[str, Any]:
    """A released result as plain values, to be set beside a later one."""
    return {
        "value": found.value,
        "standard_error": found.standard_error,
        "low": found.low,
        "high": found.high,
        "units": found.units,
        "raters": found.raters,
        "ratings": found.ratings,
    }


def opened_result(plain: Mapping[str, Any]) -> Estimate:
    """The result that `kept_result` wrote."""
    reason = None if plain["low"] is not None else "It had no interval."
    return Estimate(
        plain["value"],
        plain["standard_error"],
        plain["low"],
        plain["high"],
        no_interval=reason,
        units=plain["units"],
        raters=plain["raters"],
        ratings=plain["ratings"],
    )
