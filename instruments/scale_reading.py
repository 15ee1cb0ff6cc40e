"""Scales of a definition file, and the words an item gives its own points."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from instruments.definition import Behaviour, NonScoringOption, Point, Reason, Scale, ScaleType
from instruments.fields import CODE, Fields

POINT_LIMIT = 30


def read_scales(fields: Fields) -> tuple[Scale, ...]:
    """Every scale under `scales`, which maps the scale's id to its description; sorted by id."""
    record = fields.record("scales")
    if record is None:
        return ()
    return tuple(_scale(scale_id, inner) for scale_id in sorted(record.names()) if (inner := record.record(scale_id)))


def _scale(scale_id: str, fields: Fields) -> Scale:
    kind = fields.choice("type", get_args(ScaleType), "ordinal")
    problems_before = len(fields.reading.problems)
    points = tuple(_point(record) for record in fields.records("points"))
    points_are_sound = len(fields.reading.problems) == problems_before
    non_scoring = tuple(_non_scoring(record) for record in fields.records("non_scoring"))
    behaviours = read_behaviours(fields)
    fields.finish()
    scale = Scale(scale_id, kind, points, non_scoring, behaviours)
    if points_are_sound:
        _check_points(scale, fields)
    _check_unique([option.code for option in (*points, *non_scoring)], fields)
    return scale


def _point(fields: Fields) -> Point:
    code = fields.named("code", CODE)
    score = fields.decimal("score")
    if not fields.has("score"):
        fields.report("score", f'Write the score that "{code}" carries.')
    label = fields.wording("label", required=True) or {}
    point = Point(code, score or Decimal(0), label, fields.wording("anchor"), fields.wording("example"))
    fields.finish()
    return point


def _non_scoring(fields: Fields) -> NonScoringOption:
    code = fields.named("code", CODE)
    reason = fields.choice("reason", get_args(Reason), "not_applicable")
    if not fields.has("reason"):
        fields.report("reason", f'Say why "{code}" carries no score: {", ".join(get_args(Reason))}.')
    option = NonScoringOption(code, reason, fields.wording("label", required=True) or {})
    fields.finish()
    return option


def read_behaviours(fields: Fields, key: str = "behaviours") -> tuple[Behaviour, ...]:
    """The behaviours to count, of a scale or of one item; or those to tap, under their key."""
    behaviours: list[Behaviour] = []
    for record in fields.records(key):
        code = record.named("code", CODE)
        behaviours.append(Behaviour(code, record.wording("label", required=True) or {}))
        record.finish()
    _check_unique([behaviour.code for behaviour in behaviours], fields)
    return tuple(behaviours)


def with_own_words(scale: Scale, fields: Fields) -> Scale:
    """The scale with the labels, anchors, examples and behaviours this item writes for itself."""
    points = {point.code: point for point in scale.points}
    for record in fields.records("points"):
        code = record.named("code", CODE)
        own = {key: wording for key in ("label", "anchor", "example") if (wording := record.wording(key))}
        record.finish()
        if code in points:
            points[code] = replace(points[code], **own)
        elif scale.points:
            record.report("code", f'The scale "{scale.id}" has no point "{code[:40]}".')
    behaviours = read_behaviours(fields) or scale.behaviours
    return replace(scale, points=tuple(points.values()), behaviours=behaviours)


def _check_points(scale: Scale, fields: Fields) -> None:
    scores = [point.score for point in scale.points]
    if not 2 <= len(scores) <= POINT_LIMIT:
        fields.report("points", f'The scale "{scale.id}" needs from 2 to {POINT_LIMIT} points.')
    if scale.type == "yes_no":
        if len(scores) != 2 or len(set(scores)) != 2:
            fields.report("points", f'The yes or no scale "{scale.id}" needs two points with two scores.')
    elif scores != sorted(set(scores)):
        fields.report("points", f'Write the points of "{scale.id}" from the lowest score to the highest.')


def _check_unique(codes: Iterable[str], fields: Fields) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            fields.reading.report(fields.path, f'The code "{code[:40]}" is used twice here.')
        seen.add(code)
