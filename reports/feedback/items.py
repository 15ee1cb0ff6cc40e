"""Item by item: how often each point was given, and the means."""

from instruments.definition import Instrument, in_language
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.gaps import gap_cell, gap_heads, gap_sign
from reports.feedback.groups import Group
from reports.feedback.profile import Profile, Row, scale_of_items
from reports.feedback.shape import Block, DataTable, FigureBlock, Paragraph, Section
from reports.feedback.wording import in_a_cell, note_for, value_with_interval
from reports.figures.rating_distribution import Distribution, DistributionRow, RatingDistribution

_HINTS = "n is the number of consultations. One item says less than the whole: read items as hints for a talk."


def item_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """Every item: how often each point was given, and the table of the same."""
    names = tuple(group.type.plural for group in groups)
    if not any(group.shown for group in groups):
        return Section("items", "Item by item", (Paragraph("There are no ratings to show yet."),))
    blocks: list[Block] = []
    for at, (labels, rows) in enumerate(_by_scale(evidence.instrument, results.items, evidence.language)):
        figure = RatingDistribution(
            "Ratings by item",
            labels,
            names,
            tuple(DistributionRow(row.part.label, tuple(cell.distribution for cell in row.cells)) for row in rows),
        )
        suffix = f"-{at + 1}" if at else ""
        blocks.append(
            FigureBlock(
                f"figure-items{suffix}",
                "How often each rating was given",
                "Darker means a higher rating. Bars show all observations of a kind of observer.",
                figure,
                _item_table(f"item-ratings{suffix}", labels, rows, groups),
            )
        )
    blocks.append(_item_means(results.items, groups))
    return Section("items", "Item by item", tuple(blocks))


def _by_scale(
    instrument: Instrument, rows: tuple[Row, ...], language: str
) -> list[tuple[tuple[str, ...], tuple[Row, ...]]]:
    """Rows gathered by the points of their scale: two scales never share a figure."""
    gathered: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        points = instrument.item(row.part.id).scale.points
        gathered.setdefault(tuple(in_language(point.label, language) for point in points), []).append(row)
    return [(labels, tuple(found)) for labels, found in gathered.items()]


def _item_table(id: str, labels: tuple[str, ...], rows: tuple[Row, ...], groups: tuple[Group, ...]) -> DataTable:
    columns = ("Item", "Observers", *labels, "Not scored", "Blank")
    lines = tuple(
        (row.part.label, group.type.plural, *_count_cells(cell.distribution, len(labels)))
        for row in rows
        for group, cell in zip(groups, row.cells, strict=True)
    )
    return DataTable(id, "Number of observations with each rating", columns, lines, note_for(lines))


def _count_cells(counts: Distribution, points: int) -> tuple[str, ...]:
    if counts.not_yet:
        return (in_a_cell(counts.not_yet), *("–",) * (points + 1))
    return (*(str(count) for count in counts.points), str(counts.not_scored), str(counts.left_blank))


def _item_means(rows: tuple[Row, ...], groups: tuple[Group, ...]) -> DataTable:
    names = tuple(group.type.plural for group in groups)
    gaps = rows[0].gaps if rows else ()
    lines = tuple(
        (
            row.part.label,
            *(value_with_interval(cell.estimate, 1) for cell in row.cells),
            *(gap_cell(each, 1) for each in row.gaps),
        )
        for row in rows
    )
    return DataTable(
        "item-means",
        "Mean rating of each item, with 95 % intervals",
        ("Item", *names, *gap_heads(gaps)),
        lines,
        note_for(lines, " ".join(each for each in (scale_of_items(rows), gap_sign(groups, rows), _HINTS) if each)),
    )
