"""The figure of a linking table."""

from __future__ import annotations

from instruments.definition import Instrument
from reports.comparison.total_scale import total_scale
from reports.figures.linking_curve import LinkedPoint, LinkingCurve
from reports.statistics.linking_table import LinkingTable


def curve_of(
    table: LinkingTable, old: Instrument, new: Instrument, old_name: str, new_name: str
) -> LinkingCurve | None:
    """The curve, or None while there is no table to draw. old_name, new_name: the versions in words."""
    if not table.rows:
        return None
    before, after = total_scale(old), total_scale(new)
    return LinkingCurve(
        title=f"Scores of {old_name} on {new_name}",
        old=f"Score on {old_name}",
        new=f"Score on {new_name}",
        points=tuple(
            LinkedPoint(
                row.score,
                row.linked.number,
                row.linked.number if row.linked.low is None else row.linked.low,
                row.linked.number if row.linked.high is None else row.linked.high,
            )
            for row in table.rows
        ),
        old_range=(before.lowest, before.highest),
        new_range=(after.lowest, after.highest),
    )
