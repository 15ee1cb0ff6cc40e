"""The text people read: each value, then what to make of it."""

from __future__ import annotations

from collections.abc import Sequence

from reports.analysis.values import Plain, Value

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


def text_of(command: str, file: str, counts: str, values: Sequence[Value], notes: Sequence[str]) -> str:
    """The whole report as lines of plain text."""
    width = max((len(one.id) for one in values), default=0)
    lines = [f"{command.capitalize()} in {file}: {counts}", ""]
    lines += [f"  {one.id:<{width}}  {_shown(one.value)}" for one in values if one.value is not None]
    missing = [one for one in values if one.value is None]
    if missing:
        lines += ["", "Not defined:"]
        reasons: dict[str, list[str]] = {}
        for one in missing:
            reasons.setdefault(one.reason or "", []).append(one.id)
        for reason, names in reasons.items():
            lines += [f"  {reason}", f"    {', '.join(names)}"]
    if notes:
        lines += ["", *(f"Note: {note}" for note in notes)]
    return "\n".join([*lines, "", READING[command], ""])


def _shown(number: Plain) -> str:
    if isinstance(number, bool | str):
        return str(number)
    if isinstance(number, list):
        return ", ".join(x if isinstance(x, str) else f"{x:.4f}" for x in number)
    return f"{number:.6g}" if number is not None else "-"
