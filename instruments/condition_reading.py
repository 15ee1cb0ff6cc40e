"""A `show_if` of a definition file as a condition."""

from instruments.conditions import AllOf, AnyOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.fields import Fields

_KINDS = ("in", "not_in", "answered", "all", "any")


def read_condition(fields: Fields | None) -> Condition | None:
    """The condition written here, or None when there is none or it cannot be used (which is reported)."""
    if fields is None:
        return None
    written = [kind for kind in _KINDS if fields.has(kind)]
    if len(written) != 1:
        fields.reading.report(fields.path, f"Write exactly one of: {', '.join(_KINDS)}.")
        return None
    condition = _several(fields, written[0]) if written[0] in ("all", "any") else _single(fields, written[0])
    fields.finish()
    return condition


def _several(fields: Fields, kind: str) -> Condition | None:
    read = [read_condition(part) for part in fields.records(kind)]
    parts = tuple(part for part in read if part is not None)
    if not read:
        fields.report(kind, f'Write at least one condition under "{kind}".')
    return AllOf(parts) if kind == "all" else AnyOf(parts)


def _single(fields: Fields, kind: str) -> Condition:
    entry = fields.named("item")
    if kind == "answered":
        if not fields.flag("answered"):
            fields.report("answered", 'Write "true" after answered.')
        return IsAnswered(entry)
    codes = fields.texts(kind)
    if not codes:
        fields.report(kind, f'Write at least one code under "{kind}".')
    return CodeIn(entry, codes) if kind == "in" else CodeNotIn(entry, codes)
