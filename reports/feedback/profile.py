"""Scores of the whole, its domains and its items in the eyes of each observer type, less what may not be shown."""

from dataclasses import dataclass, field
from itertools import combinations

from instruments.definition import Instrument
from reports.feedback.estimates import Scored, gap, mean_score
from reports.feedback.evidence import FeedbackMinimums, ObserverType
from reports.feedback.groups import Group
from reports.feedback.held_back import held_back
from reports.feedback.readings import Part, distribution, domain_parts, scored, whole_part
from reports.feedback.wording import HELD_BACK, count_of
from reports.figures.rating_distribution import Distribution
from reports.figures.scale import number
from reports.statistics.estimate import Estimate, undefined

NOT_YET = "Not yet"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one observer type's sheets say about one part. The distribution is filled for items only."""

    estimate: Estimate
    distribution: Distribution = field(default_factory=Distribution)


@dataclass(frozen=True, slots=True)
class Gap:
    """Mean of the first type less mean of the second."""

    first: ObserverType
    second: ObserverType
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the instrument: a cell per observer type, a gap per pair of types."""

    part: Part
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    whole: Row
    domains: tuple[Row, ...]
    items: tuple[Row, ...]


def scale_of_items(rows: tuple[Row, ...]) -> str:
    """Between which numbers the ratings of items lie; empty where items differ in that."""
    ends = {(row.part.lowest, row.part.highest) for row in rows}
    if len(ends) != 1:
        return ""
    low, high = next(iter(ends))
    return f"Ratings of items go from {number(low)} to {number(high)}."


def profile(instrument: Instrument, groups: tuple[Group, ...], minimums: FeedbackMinimums, language: str) -> Profile:
    """All that may be shown, in the order of the instrument."""
    whole, domains = whole_part(instrument), domain_parts(instrument, language)
    held = [held_back(group, whole, domains, minimums.observers_in_group) for group in groups]
    domain_rows = tuple(
        _row(parts.domain, groups, [parts.domain.id in each.domains for each in held], minimums)
        for parts in domains
        if parts.domain
    )
    item_rows = tuple(
        _with_distributions(
            instrument,
            _row(part, groups, [part.id in each.items for each in held], minimums, minimums.ratings_for_item),
            groups,
        )
        for parts in domains
        for part in parts.items
    )
    return Profile(_row(whole, groups, [each.whole for each in held], minimums), domain_rows, item_rows)


def _row(
    part: Part, groups: tuple[Group, ...], held_back: list[bool], minimums: FeedbackMinimums, needed: int = 1
) -> Row:
    scores = [scored(group.sheets, part) for group in groups]
    cells = tuple(
        Cell(_estimate(part, group, each, needed, held=held))
        for group, each, held in zip(groups, scores, held_back, strict=True)
    )
    gaps = tuple(
        Gap(groups[a].type, groups[b].type, _gap(part, cells[a], cells[b], scores[a], scores[b], minimums))
        for a, b in combinations(range(len(groups)), 2)
    )
    return Row(part, cells, gaps)


def _estimate(part: Part, group: Group, scores: tuple[Scored, ...], needed: int, *, held: bool) -> Estimate:
    if not group.shown:
        return undefined(NOT_YET)
    if held and scores:
        return undefined(HELD_BACK)
    if scores and len(scores) < needed:
        return undefined(f"Not yet: {count_of(needed - len(scores), 'more rating')} needed")
    return mean_score(scores, part.lowest, part.highest)


def _gap(
    part: Part, one: Cell, two: Cell, first: tuple[Scored, ...], second: tuple[Scored, ...], minimums: FeedbackMinimums
) -> Estimate:
    """A gap beside one shown mean would give the other away, so both must be shown."""
    if not (one.estimate.defined and two.estimate.defined):
        return undefined("Both kinds of observer need a result first.")
    return gap(first, second, minimums.observers_to_infer, part.highest - part.lowest)


def _with_distributions(instrument: Instrument, row: Row, groups: tuple[Group, ...]) -> Row:
    cells = tuple(
        Cell(cell.estimate, _distribution(instrument, row.part, cell.estimate, group))
        for cell, group in zip(row.cells, groups, strict=True)
    )
    return Row(row.part, cells, row.gaps)


def _distribution(instrument: Instrument, part: Part, estimate: Estimate, group: Group) -> Distribution:
    if not group.shown:
        return Distribution(not_yet=NOT_YET)
    answers = distribution(instrument, instrument.item(part.id), group.sheets)
    return Distribution(not_yet=estimate.undefined) if answers.rated and estimate.undefined else answers
