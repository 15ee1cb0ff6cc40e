"""The text people read: each value, then what to make of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.analysis.values import Plain, Value
from reports.statistics.estimate import Cause

READING = {
    "agreement": (
        "Agreement asks whether raters give the same rating. Read the plain share first; kappa and alpha fall when "
        "most ratings sit on one point, AC does not. Kappa's plain standard error takes units for independent: give "
        "--cluster when several belong together."
    ),
    "reliability": (
        "Reliability asks whether raters can tell units apart. ICC(A,1) is one rater's score taken at face value, "
        "the k forms are the mean of several raters. mdc95 is the least change that is surely more than error."
    ),
    "differences": (
        "Most differences lie between the two limits of agreement. Look whether the limits are narrow enough to matter "
        "less than a decision, and whether the slope says that the gap depends on the level."
    ),
    "mixed": (
        "Components share out the variation of scores. A component of nought lies on the boundary: the data show no "
        "more of it than chance would. satterthwaite_df says how many independent things a fixed effect rests on."
    ),
    "gstudy": (
        "Components share out the variation of scores. g says how surely a mean ranks what is measured, phi how far it "
        "can be taken at face value; 0.7 is often asked for, 0.8 where much depends on it. sem_abs is the standard "
        "error of such a mean, in points of the score."
    ),
    "facets": (
        "All measures are in logits on one ruler: a higher clinician got higher ratings, a higher observer is more "
        "severe, a higher item is harder. infit and outfit near 1 fit; a fair average is the rating beside average "
        "observers and items. High reliability of observers means that they are not interchangeable."
    ),
    "compare-types": (
        "Observer types are compared by people: the observers are nested in their types, and more sheets of the same "
        "people do not narrow the interval much. Within the margin means that the whole 90 % interval lies inside it."
    ),
}


# A line of a thousand numbers is read by nobody.
MOST_IN_A_LINE = 40
PARTS = ("ci_low", "ci_high", "se")


def text_of(command: str, file: str, counts: str, values: Sequence[Value], notes: Sequence[str]) -> str:
    """The whole report as lines of plain text."""
    beside = _beside(values)
    shown = [one for one in values if one.value is not None and one.id not in beside.values()]
    width = max((len(one.id) for one in shown), default=0)
    said = {one.id: _shown(one.value) for one in values if one.value is not None}
    lines = [f"{command.capitalize()} in {file}: {counts}", ""]
    for one in shown:
        ends = [said.get(beside.get((one.id, part), ""), "") for part in PARTS]
        interval = f"{ends[0]} to {ends[1]}" if ends[0] and ends[1] else ""
        error = f"standard error {ends[2]}" if ends[2] else ""
        lines.append(f"  {one.id:<{width}}  {said[one.id]:<11}  {interval:<24}  {error}".rstrip())
    missing = [one for one in values if one.value is None]
    if missing:
        lines += ["", "Not defined:"]
        reasons: dict[str, list[Value]] = {}
        for one in missing:
            reasons.setdefault(one.reason or "", []).append(one)
        for reason, those in reasons.items():
            lines += [f"  {reason}", f"    {', '.join(one.id for one in those)}"]
            shown = next((one.cause for one in those if one.cause is not None), None)
            lines += [f"      {line}" for line in table_lines(shown)] if shown is not None else []
    if notes:
        lines += ["", *(f"Note: {note}" for note in notes)]
    return "\n".join([*lines, "", READING[command], ""])


def _beside(values: Sequence[Value]) -> dict[tuple[str, str], str]:
    """(a value's id, ci_low, ci_high or se) -> the id that holds it, to be printed on the same line."""
    ids = {one.id for one in values}
    found: dict[tuple[str, str], str] = {}
    for name in ids:
        stem = name.removesuffix(".estimate")
        parts = {part: f"{stem}.{part}" for part in PARTS}
        if parts["ci_low"] in ids and name not in parts.values():
            found |= {(name, part): whole for part, whole in parts.items() if whole in ids}
    return found


def table_lines(table: Cause) -> list[str]:
    """The table behind a reason, columns aligned."""
    rows = [("", *table.columns)]
    for name, cells in zip(table.rows, table.cells, strict=True):
        rows.append((name, *("-" if math.isnan(cell) else f"{cell:g}" for cell in cells)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]


def _shown(number: Plain) -> str:
    if isinstance(number, bool | str):
        return str(number)
    if isinstance(number, list):
        rest = f", ... ({len(number)} in all; --json gives them)" if len(number) > MOST_IN_A_LINE else ""
        return ", ".join(x if isinstance(x, str) else f"{x:.4f}" for x in number[:MOST_IN_A_LINE]) + rest
    return f"{number:.6g}" if number is not None else "-"
