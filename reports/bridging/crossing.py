"""Whether a result may cross from one version to the next, and what it is worth there with its whole reach."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from reports.figures.scale import number
from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.linking_table import EXCHANGEABLE_FROM, LinkingTable


def carried(found: Estimate, table: LinkingTable | None, old: str, new: str) -> Estimate:
    """A mean on the old version's scale, on the new one's: its own error and that of the linking together.

    old, new: the versions in words. Without a published table it is undefined, and says so: two versions never share
    an axis. A mean without an interval stays without one.
    """
    if found.value is None:
        return found
    if table is None:
        return undefined(
            f"Scored on {old}, which is not linked to {new}: the two are not set side by side.",
            units=found.units,
            raters=found.raters,
            ratings=found.ratings,
        )
    there = table.convert(found.value)
    method = f"{found.method}; carried over by {table.method}"
    if found.standard_error is None or there.standard_error is None:
        lone = Estimate(
            there.number,
            confidence=found.confidence,
            method=method,
            no_interval=found.no_interval or "The error of the linking is not known here.",
        )
        return lone.resting_on(found.units, found.raters, found.ratings)
    error = hypot(_slope(table, found.value) * found.standard_error, there.standard_error)
    whole = symmetric(
        there.number,
        error,
        normal_quantile((1 + found.confidence) / 2),
        method=method,
        confidence=found.confidence,
    )
    # The mean's own interval may reach further than a normal one, as with few consultations: it is never made shorter.
    low, high = (table.convert(end).number for end in (found.low, found.high) if end is not None)
    wider = replace(whole, low=min(whole.low or low, low), high=max(whole.high or high, high))
    return wider.resting_on(found.units, found.raters, found.ratings)


def crossing_sentence(table: LinkingTable, old: str, new: str) -> str:
    """What must stand beside every result that crossed."""
    return (
        f"Scores of {old} were carried onto the scale of {new} by the linking table published with it "
        f"({table.method}; {table.sheets} sheets, {table.clinicians} clinicians). "
        "Their intervals take in the error of the linking."
    )


def example_sentence(table: LinkingTable, old: str, new: str) -> str:
    """The middle of the table, said aloud."""
    row = table.rows[len(table.rows) // 2]
    linked = row.linked
    reach = ""
    if linked.low is not None and linked.high is not None:
        reach = f" (between {number(linked.low, 1)} and {number(linked.high, 1)}, with 95 % confidence)"
    return f"A score of {number(row.score)} on {old} is worth {number(linked.number, 1)} on {new}{reach}."


def likeness_sentence(table: LinkingTable) -> str:
    """How far the two versions measure the same thing, and what follows for the use of the table."""
    found = table.correlation.value
    if found is None:
        return "Whether both versions put the same sheets in the same order is not known without double sheets."
    if found >= EXCHANGEABLE_FROM:
        return f"Both versions put the same sheets in much the same order (correlation {number(found, 2)})."
    return (
        f"The versions put the same sheets in a rather different order (correlation {number(found, 2)}; "
        f"{number(EXCHANGEABLE_FROM, 2)} or more is wanted). Use carried scores for groups and trends, "
        "never for one sheet."
    )


def _slope(table: LinkingTable, at: float) -> float:
    """How steep the table is around a score."""
    step = table.rows[1].score - table.rows[0].score
    below, above = table.convert(at - step), table.convert(at + step)
    span = min(at + step, table.rows[-1].score) - max(at - step, table.rows[0].score)
    return (above.number - below.number) / span if span > 0 else 1.0
