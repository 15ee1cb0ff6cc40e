"""Gaps between kinds of observer, as table heads, cells and a sentence about the sign."""

from reports.feedback.groups import Group
from reports.feedback.profile import NOT_YET, Gap, Row
from reports.feedback.wording import signed_interval


def gap_heads(gaps: tuple[Gap, ...]) -> tuple[str, ...]:
    if len(gaps) == 1:
        return ("Gap",)
    return tuple(f"Gap: {each.first.plural} less {each.second.plural.lower()}" for each in gaps)


def gap_cell(each: Gap, places: int = 0) -> str:
    return signed_interval(each.estimate, places) if each.estimate.defined else NOT_YET


def gap_sign(groups: tuple[Group, ...], rows: tuple[Row, ...]) -> str:
    """What plus and minus mean; empty where no gap is shown, and with other than two kinds, for then heads say it."""
    if len(groups) != 2 or not any(each.estimate.has_interval for row in rows for each in row.gaps):
        return ""
    first, second = (group.type.plural.lower() for group in groups)
    return f"A plus before a gap means that {first} scored higher, a minus that {second} did."
