"""The overall and the domain scores: one figure and its table, observer types side by side."""

from collections.abc import Mapping

from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.gaps import gap_cell, gap_heads, gap_sign
from reports.feedback.groups import Group
from reports.feedback.profile import NOT_YET, Profile, Row
from reports.feedback.self_rating import own_scores
from reports.feedback.shape import Block, DataTable, FigureBlock, Paragraph, Section
from reports.feedback.wording import in_a_cell, note_for, signed_interval, value_with_interval
from reports.figures.domain_profile import DomainProfile, ProfilePoint, ProfileRow
from reports.statistics.estimate import Estimate

_WHY_EQUAL = "Neither kind of observer is the yardstick for the other. Where they differ, ask why."


def domain_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """Overall and domain scores with intervals, the clinician's own scores beneath."""
    own = _own_scores(evidence)
    rows = (results.whole, *results.domains)
    names = tuple(group.type.plural for group in groups)
    lines = tuple(
        (
            row.part.label,
            *(value_with_interval(cell.estimate, row.part.places) for cell in row.cells),
            *(gap_cell(each, row.part.places) for each in row.gaps),
        )
        for row in rows
    )
    twin = DataTable(
        "domain-scores",
        "Scores by domain, with 95 % intervals",
        ("Domain", *names, *gap_heads(results.whole.gaps)),
        lines,
        note_for(lines, f"{gap_sign(groups, rows)} n is the number of consultations.".strip()),
    )
    missing = _missing(groups)
    if not any(cell.estimate.defined for row in rows for cell in row.cells):
        # With no kind shown, the overall result has just said what each still needs.
        why = missing if any(group.shown for group in groups) else ()
        nothing = Paragraph("There are no scores to show yet.")
        return Section("domains", "Scores by domain", (nothing, *why))
    drawn = _on_one_axis(rows)
    ends = (drawn[0].part.lowest, drawn[0].part.highest)
    figure = DomainProfile(
        "Scores by domain", names, tuple(_profile_row(row, own) for row in drawn), *ends, own_name="You"
    )
    message = _domain_message(results.domains, groups)
    caption = "Scores by domain, with 95 % intervals"
    block = FigureBlock("figure-domains", caption, message, figure, twin, gap_sign(groups, rows))
    return Section("domains", "Scores by domain", (*missing, block))


def _missing(groups: tuple[Group, ...]) -> tuple[Block, ...]:
    """Said once, so that rows can simply say *not yet*."""
    return tuple(Paragraph(f"{group.type.plural}. {group.not_yet}") for group in groups if not group.shown)


def _on_one_axis(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows to draw: all when their scales are alike, else the whole alone. Two scales never share an axis."""
    ends = {(row.part.lowest, row.part.highest) for row in rows}
    return rows if len(ends) == 1 else rows[:1]


def _own_scores(evidence: FeedbackEvidence) -> Mapping[str, float]:
    scores = own_scores(evidence)
    if scores is None:
        return {}
    every = [("whole", scores.total), *scores.domains]
    return {name: float(mine.value) for name, mine in every if mine.value is not None}


def _profile_row(row: Row, own: Mapping[str, float]) -> ProfileRow:
    points = tuple(
        ProfilePoint(not_yet=in_a_cell(cell.estimate.undefined or NOT_YET))
        if cell.estimate.value is None
        else _point(cell.estimate, row.part.places)
        for cell in row.cells
    )
    only_gap = row.gaps[0].estimate if len(row.gaps) == 1 else None
    note = f"Gap {signed_interval(only_gap, row.part.places)}" if only_gap and only_gap.defined else ""
    mine = own.get(row.part.id)
    return ProfileRow(row.part.label, points, None if mine is None else round(mine, row.part.places), note)


def _point(estimate: Estimate, places: int) -> ProfilePoint:
    """Rounded as it is printed: what is drawn says no more than the words, to whoever measures it."""
    value, low, high = (
        None if each is None else round(each, places) for each in (estimate.value, estimate.low, estimate.high)
    )
    return ProfilePoint(value, low, high)


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
