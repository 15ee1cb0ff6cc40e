"""Domains, items and the clinician's own rating: figures and their tables, observer types side by side."""

from collections.abc import Mapping

from instruments.definition import Instrument, in_language
from instruments.scoring import Score, score
from instruments.sheet import rated_code
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.profile import NOT_YET, Gap, Profile, Row
from reports.feedback.shape import Block, DataTable, FigureBlock, Paragraph, Section
from reports.feedback.wording import count_of, signed_interval, value_with_interval
from reports.figures.domain_profile import DomainProfile, ProfilePoint, ProfileRow
from reports.figures.rating_distribution import Distribution, DistributionRow, RatingDistribution
from reports.figures.scale import number

_WHY_EQUAL = "Neither kind of observer is the yardstick for the other. Where they differ, ask why."


def domain_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """Overall and domain scores with intervals, the clinician's own scores beneath."""
    own = _own_scores(evidence)
    rows = (results.whole, *results.domains)
    names = tuple(group.type.plural for group in groups)
    twin = DataTable(
        "domain-scores",
        "Scores by domain, with 95 % intervals",
        ("Domain", *names, *_gap_heads(results.whole.gaps)),
        tuple(
            (
                row.part.label,
                *(value_with_interval(cell.estimate) for cell in row.cells),
                *(_gap_cell(each) for each in row.gaps),
            )
            for row in rows
        ),
        "The gap compares the observers’ own means and counts people, not sheets; so it can differ a little from the"
        " difference of the two columns.",
    )
    missing = _missing(groups)
    if not any(cell.estimate.defined for row in rows for cell in row.cells):
        nothing = Paragraph("There are no scores to show yet.")
        return Section("domains", "Scores by domain", (nothing, *missing))
    figure = DomainProfile(
        "Scores by domain", names, tuple(_profile_row(row, own) for row in rows), *_ends(rows), own_name="You"
    )
    message = _domain_message(results.domains, groups)
    block = FigureBlock("figure-domains", "Scores by domain, with 95 % intervals", message, figure, twin)
    return Section("domains", "Scores by domain", (*missing, block))


def _missing(groups: tuple[Group, ...]) -> tuple[Block, ...]:
    """Said once, so that rows can simply say *not yet*."""
    return tuple(Paragraph(f"{group.type.plural}. {group.not_yet}") for group in groups if not group.shown)


def _ends(rows: tuple[Row, ...]) -> tuple[float, float]:
    return min(row.part.lowest for row in rows), max(row.part.highest for row in rows)


def _own_scores(evidence: FeedbackEvidence) -> Mapping[str, float]:
    if not evidence.preparation.self_ratings:
        return {}
    scores = score(evidence.instrument, evidence.preparation.self_ratings)
    every = [("whole", scores.total), *scores.domains]
    return {name: float(mine.value) for name, mine in every if mine.value is not None}


def _profile_row(row: Row, own: Mapping[str, float]) -> ProfileRow:
    points = tuple(
        ProfilePoint(not_yet=cell.estimate.undefined or "Not yet")
        if cell.estimate.value is None
        else ProfilePoint(cell.estimate.value, cell.estimate.low, cell.estimate.high)
        for cell in row.cells
    )
    only_gap = row.gaps[0].estimate if len(row.gaps) == 1 else None
    note = f"Gap {signed_interval(only_gap)}" if only_gap and only_gap.defined else ""
    return ProfileRow(row.part.label, points, own.get(row.part.id), note)


def _domain_message(domains: tuple[Row, ...], groups: tuple[Group, ...]) -> str:
    """Names the highest and lowest domain, but only when every shown kind of observer agrees on both."""
    shown = [at for at, group in enumerate(groups) if group.shown]
    if len(domains) < 2 or not shown:
        return _WHY_EQUAL
    orders = [
        sorted(domains, key=lambda row, at=at: row.cells[at].estimate.value or 0.0)
        for at in shown
        if all(row.cells[at].estimate.defined for row in domains)
    ]
    tops = {order[-1].part.label for order in orders}
    bottoms = {order[0].part.label for order in orders}
    ends_differ = all(
        order[0].cells[at].estimate.value != order[-1].cells[at].estimate.value
        for order, at in zip(orders, shown, strict=False)
    )
    if len(tops) == len(bottoms) == 1 and ends_differ:
        who = "All kinds of observer" if len(shown) > 1 else groups[shown[0]].type.plural
        top, bottom = next(iter(tops)), next(iter(bottoms))
        return f"{who} placed “{top}” highest and “{bottom}” lowest. {_WHY_EQUAL}"
    return _WHY_EQUAL


def _gap_heads(gaps: tuple[Gap, ...]) -> tuple[str, ...]:
    if len(gaps) == 1:
        return ("Gap",)
    return tuple(f"Gap: {each.first.plural} less {each.second.plural.lower()}" for each in gaps)


def _gap_cell(each: Gap) -> str:
    return signed_interval(each.estimate) if each.estimate.defined else NOT_YET


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
    return DataTable(id, "Number of observations with each rating", columns, lines)


def _count_cells(counts: Distribution, points: int) -> tuple[str, ...]:
    if counts.not_yet:
        return (counts.not_yet, *("–",) * (points + 1))
    return (*(str(count) for count in counts.points), str(counts.not_scored), str(counts.left_blank))


def _item_means(rows: tuple[Row, ...], groups: tuple[Group, ...]) -> DataTable:
    names = tuple(group.type.plural for group in groups)
    gaps = rows[0].gaps if rows else ()
    lines = tuple(
        (
            row.part.label,
            *(value_with_interval(cell.estimate, 1) for cell in row.cells),
            *(_gap_cell_fine(each) for each in row.gaps),
        )
        for row in rows
    )
    return DataTable(
        "item-means",
        "Mean rating of each item, with 95 % intervals",
        ("Item", *names, *_gap_heads(gaps)),
        lines,
        "One item says less than the whole. Read items as hints for a talk, not as results.",
    )


def _gap_cell_fine(each: Gap) -> str:
    return signed_interval(each.estimate, 1) if each.estimate.defined else NOT_YET


def self_rating_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """The clinician's own rating beside the others, or the sentence that there is none."""
    own = evidence.preparation.self_ratings
    title = "How you rated yourself"
    if not own:
        return Section("self", title, (Paragraph("You did not rate yourself before this report was made."),))
    scores = score(evidence.instrument, own)
    rows = [("Overall", _own(scores.total), *_means(results.whole))]
    by_domain = dict(scores.domains)
    rows.extend((row.part.label, _own(by_domain[row.part.id]), *_means(row)) for row in results.domains)
    for row in results.items:
        item = evidence.instrument.item(row.part.id)
        point = item.scale.point(rated_code(own.get(item.id)))
        mine = "not rated" if point is None else number(float(point.score))
        rows.append((row.part.label, mine, *(value_with_interval(cell.estimate, 1) for cell in row.cells)))
    table = DataTable(
        "self-rating",
        "Your own rating, given before you saw any result, beside the observers’ means",
        ("Part", "You", *(group.type.plural for group in groups)),
        tuple(rows),
    )
    rated = sum(1 for item in evidence.instrument.items if rated_code(own.get(item.id)))
    said = f"You rated {rated} of {count_of(len(results.items), 'item')} before seeing any result."
    return Section("self", title, (Paragraph(f"{said} Where do you and the observers see it differently?"), table))


def _own(mine: Score) -> str:
    return "not scored" if mine.value is None else number(float(mine.value), 0)


def _means(row: Row) -> tuple[str, ...]:
    return tuple(value_with_interval(cell.estimate) for cell in row.cells)
