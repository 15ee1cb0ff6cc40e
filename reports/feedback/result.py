"""The overall result: kinds of observer side by side, each with its reach, and the gap between them."""

from reports.feedback.groups import Group
from reports.feedback.profile import NOT_YET, Row
from reports.feedback.shape import ResultColumn, SideBySide
from reports.feedback.wording import gap_in_words, interval, number_out_of, seen_from
from reports.statistics.estimate import Estimate


def side_by_side(groups: tuple[Group, ...], row: Row) -> SideBySide:
    """A column for each observer type in the programme's order, all built the same way, and the gaps in words."""
    columns: list[ResultColumn] = []
    for group, cell in zip(groups, row.cells, strict=True):
        estimate = cell.estimate
        if estimate.value is None:
            reason = group.not_yet or estimate.undefined or NOT_YET
            columns.append(ResultColumn(group.type.plural, NOT_YET, "", "", reason))
            continue
        columns.append(
            ResultColumn(
                group.type.plural,
                number_out_of(estimate.value, row.part.highest, row.part.places),
                _reach(estimate, row.part.places),
                seen_from(estimate, group.type),
            )
        )
    gaps = " ".join(gap_in_words(each.first, each.second, each.estimate, row.part.places) for each in row.gaps)
    return SideBySide("Overall score by kind of observer", tuple(columns), gaps)


def _reach(estimate: Estimate, places: int) -> str:
    words = interval(estimate, places)
    return f"95 % interval: {words}" if estimate.has_interval else words
