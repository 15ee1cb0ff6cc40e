"""Scales that can be begun with one choice, and points added later. Our own words, from nothing licensed."""

from collections.abc import Mapping, Sequence

from instruments.drafting.beginning import identifier
from instruments.drafting.draft import Draft
from instruments.drafting.places import Definition, records_at, text_at
from instruments.tree import Path, Tree

_FIVE = ("Not seen", "A little", "Partly", "Well", "Very well")
# What each begins with: its type, the lowest score, the labels from low to high.
STARTS: Mapping[str, tuple[str, int, tuple[str, ...]]] = {
    "0-4": ("ordinal", 0, _FIVE),
    "1-5": ("ordinal", 1, ("Poor", "Fair", "Good", "Very good", "Excellent")),
    "0-3": ("ordinal", 0, ("Not seen", "A little", "Well", "Very well")),
    "yes-no": ("yes_no", 0, ("No", "Yes")),
    "grade": ("grade", 0, ("Still developing", "Sound", "Excellent")),
    "tally": ("tally_then_level", 1, ("Beginning", "Growing", "Strong")),
}
REASONS: Mapping[str, tuple[str, str]] = {
    "not_applicable": ("na", "Did not apply"),
    "not_observed": ("unseen", "I could not see or hear this"),
    "insufficient_evidence": ("too_little", "Too little to judge"),
}
_CODES = {"yes-no": ("no", "yes")}


def scale_from(start: str) -> Definition:
    """One of `STARTS` as a scale. Raises KeyError for any other."""
    kind, lowest, labels = STARTS[start]
    codes = _CODES.get(start) or tuple(str(lowest + step) for step in range(len(labels)))
    points: list[Tree] = [
        {"code": code, "score": str(lowest + step), "label": {"en": label}}
        for step, (code, label) in enumerate(zip(codes, labels, strict=True))
    ]
    scale: Definition = {"type": kind, "points": points}
    if start == "grade":
        scale["non_scoring"] = [option_for("insufficient_evidence")]
    return scale


def scale_of_labels(labels: Sequence[str], lowest: int) -> Definition:
    """An ordinal scale with these labels, from the lowest score up in steps of one."""
    points: list[Tree] = [
        {"code": str(lowest + step), "score": str(lowest + step), "label": {"en": label}}
        for step, label in enumerate(labels)
    ]
    return {"type": "ordinal", "points": points}


def option_for(reason: str, label: str = "") -> Definition:
    """An answer without a score, for one of the three reasons."""
    code, usual = REASONS[reason]
    return {"code": code, "reason": reason, "label": {"en": label or usual}}


def add_scale(draft: Draft, name: str, scale: Definition) -> tuple[Draft, str]:
    """The draft with one more scale, and the scale's id."""
    taken = {*draft.scales, *(each.id for each in draft.removed if each.kind == "scale")}
    scale_id = identifier(name, "scale", taken)
    return draft.with_values({("scales", scale_id): scale}), scale_id


def add_point(draft: Draft, scale_id: str) -> Draft:
    """One more point at the top of a scale, one above the highest score, its words still to be written."""
    path: Path = ("scales", scale_id, "points")
    points = records_at(draft.definition, path)
    last = text_at(points[-1], ("score",)) if points else "-1"
    score = str(int(last) + 1) if last.lstrip("-").isdigit() else str(len(points))
    codes = {text_at(point, ("code",)) for point in points}
    code = next(each for each in (score, *(f"p{number}" for number in range(len(points) + 2))) if each not in codes)
    return draft.with_values({path: [*points, {"code": code, "score": score, "label": {"en": ""}}]})


def remove_point(draft: Draft, scale_id: str, code: str) -> Draft:
    """The scale without this point, and every item without words of its own for it."""
    values: dict[Path, Tree] = {}
    places: list[Path] = [("scales", scale_id, "points")]
    places += [(*path, "points") for path, entry in draft.entries() if entry.get("scale") == scale_id]
    for path in places:
        points = records_at(draft.definition, path)
        values[path] = [point for point in points if text_at(point, ("code",)) != code]
    return draft.with_values(values)
