"""Results as the rows of tables."""

from collections.abc import Iterable, Sequence

from app.comparing.pages import Cell, Explanation, GapTable, Line, ObserverLine, PointCount
from reports.comparison.coefficients import AgreementRow
from reports.comparison.gap_words import difference_parts, difference_words
from reports.comparison.kinds_of_consultation import KindAgreement
from reports.comparison.method_words import method_words
from reports.comparison.observer_pairs import ObserverRow, PairCount
from reports.comparison.pair_maps import observer_cell
from reports.comparison.rating_counts import ItemCounts, TypeCounts
from reports.comparison.total_differences import TotalDifferences
from reports.comparison.type_gaps import Gap, Side, TypeGaps
from reports.comparison.wording import KINDS, counted, many, value_parts
from reports.figures.pair_map import MapCell
from reports.figures.scale import number
from reports.statistics.estimate import Estimate

COLUMNS = tuple(each.short for each in KINDS)


def agreement_line(head: str, address: str, row: AgreementRow, *, stressed: bool = False) -> Line:
    """The five numbers of a row; a reason that all five share is said once. stressed: it sums up the rows below."""
    reasons = {row.estimate(each.kind).undefined for each in KINDS}
    if len(reasons) == 1 and None not in reasons:
        return Line(head, address, (Cell(reasons.pop() or "", is_value=False),), row.basis, stressed)
    cells = tuple(_cell(*value_parts(each.kind, row.estimate(each.kind))) for each in KINDS)
    return Line(head, address, cells, row.basis, stressed)


def readings(row: AgreementRow) -> tuple[str, ...]:
    """The five numbers as sentences; a reason that all share is said once."""
    reasons = {row.estimate(each.kind).undefined for each in KINDS}
    if len(reasons) == 1 and None not in reasons:
        return (reasons.pop() or "",)
    return tuple(row.reading(each.kind) for each in KINDS)


def explanations(rows: Sequence[AgreementRow]) -> tuple[Explanation, ...]:
    """Each coefficient in words, with every way in which its values here were made."""
    return tuple(
        Explanation(
            each.name,
            each.meaning,
            method_words(row.estimate(each.kind).method for row in rows if row.estimate(each.kind).value is not None),
        )
        for each in KINDS
    )


def gap_table(gaps: TypeGaps, addresses: Sequence[str]) -> GapTable:
    """The total and every item, with the two types' means side by side."""
    lines = [_gap_line(gaps.total, "")]
    lines += [_gap_line(gap, address) for gap, address in zip(gaps.items, addresses, strict=True)]
    return GapTable(
        title=f"{gaps.first} beside {gaps.second[:1].lower()}{gaps.second[1:]}",
        first=gaps.first,
        second=gaps.second,
        how_to_read=(
            f"Each person counts once, however many sheets they filled in. The gap is {many(gaps.first)} less "
            f"{many(gaps.second)}: a minus means that {many(gaps.first)} scored lower. It allows for who saw which "
            "consultation, so it can differ a little from one mean less the other."
        ),
        lines=tuple(lines),
    )


def gap_words(gap: Gap, first: str, second: str) -> tuple[str, ...]:
    """An item's gap for its own page."""
    low, high = number(gap.lowest), number(gap.highest)
    if gap.first.mean is None or gap.second.mean is None:
        return (gap.difference.undefined,) if gap.difference.undefined else ()
    said = [
        f"{first}: {_side(gap.first)}. {second}: {_side(gap.second)}. The scale runs from {low} to {high}.",
        f"The gap, {many(first)} less {many(second)}: {difference_words(gap.difference).rstrip('.')}.",
    ]
    if gap.beyond_luck:
        said.append("Beside the other items, this one stands out: the kinds see it differently beyond luck.")
    return tuple(said)


def point_counts(item: ItemCounts) -> tuple[PointCount, ...]:
    """How each type used the points."""
    return tuple(
        PointCount(
            kind.type_name,
            kind.observers,
            kind.points,
            kind.not_applicable,
            kind.not_observed,
            kind.insufficient_evidence,
            kind.left_blank,
            _share(kind, kind.floor),
            _share(kind, kind.ceiling),
        )
        for kind in item.types
    )


def value_cell(found: Estimate, places: int = 2, factor: float = 1.0, unit: str = "") -> Cell:
    """A value with its likely range below it, or why there is none. factor, unit: 100 and " %" for shares."""
    if found.value is None:
        return Cell(found.undefined or "", is_value=False)
    words = f"{number(factor * found.value, places)}{unit}"
    if found.low is None or found.high is None:
        return Cell(words, is_value=True, below="no interval")
    low, high = (f"{number(factor * end, places)}{unit}" for end in (found.low, found.high))
    return Cell(words, is_value=True, below=f"{low} to {high}")


def _with_reach(mean: Estimate | None) -> str:
    if mean is None or mean.value is None:
        return "too few sheets"
    if mean.low is None or mean.high is None:
        return f"{number(mean.value, 1)} (no interval)"
    return f"{number(mean.value, 1)} ({number(mean.low, 1)} to {number(mean.high, 1)})"


def observer_lines(rows: Iterable[ObserverRow]) -> tuple[ObserverLine, ...]:
    """Observers, numbered as in the grid."""
    return tuple(
        ObserverLine(
            number=at,
            name=row.name,
            type_name=row.type_name,
            sheets=row.sheets,
            mean_total=_with_reach(row.mean_total),
            consultations=row.with_everybody.consultations,
            same=_pair_share(row.with_everybody, row.with_everybody.share_same),
            within_one=_pair_share(row.with_everybody, row.with_everybody.share_within_one),
            with_each=tuple(_with_each(pair) for pair in row.with_each),
        )
        for at, row in enumerate(rows, start=1)
    )


def _cell(words: str, below: str) -> Cell:
    return Cell(words, is_value=bool(below), below=below)


def _gap_line(gap: Gap, address: str) -> Line:
    apart = ("", "") if gap.apart is None else difference_parts(gap.apart)
    if gap.beyond_luck:
        apart = (f"{apart[0]}, stands out", apart[1])
    cells = (
        _side_cell(gap.first),
        _side_cell(gap.second),
        _cell(*difference_parts(gap.difference)),
        _cell(*apart),
    )
    basis = f"{gap.first.sheets} and {gap.second.sheets} sheets"
    return Line(gap.name, address, cells, basis, gap.id is None)


def _side_cell(side: Side) -> Cell:
    if side.mean is None and side.sheets:
        people = counted(side.observers, "person", "people")
        return Cell("held back", is_value=False, below=f"{people}, too few to be shown apart")
    if side.mean is None:
        return Cell("no ratings", is_value=False)
    return Cell(number(side.mean, 1), is_value=True, below=counted(side.observers, "person", "people"))


def _side(side: Side) -> str:
    if side.mean is None:
        return "no ratings"
    return f"{number(side.mean, 1)} from {counted(side.observers, 'person', 'people')}"


def _share(kind: TypeCounts, share: float | None) -> str:
    return "no ratings" if share is None else f"{round(share * 100)} % of {kind.rated}"


def _pair_share(pair: PairCount, share: float | None) -> str:
    return "too few" if share is None else f"{round(share * 100)} % of {pair.pairs}"


def _with_each(pair: PairCount | None) -> str:
    """A cell of the table beside the map, short enough for many columns."""
    if pair is None or not pair.consultations:
        return "–"
    return f"+{pair.missing}" if pair.missing else pair_words(observer_cell(pair), percent=True)


def pair_words(cell: MapCell | None, *, percent: bool = False) -> str:
    """The value of a pair with its range: 0.38 (0.30 to 0.45), or 74 (62 to 86) of 100; else the reason."""
    if cell is None:
        return "–"
    if cell.value is None:
        return cell.words

    def shown(value: float) -> str:
        return number(value * 100, 0) if percent else number(value, 2)

    if cell.low is None or cell.high is None:
        return f"{shown(cell.value)} (no range)"
    return f"{shown(cell.value)} ({shown(cell.low)} to {shown(cell.high)})"


def limit_lines(found: TotalDifferences) -> tuple[tuple[str, str, str], ...]:
    """Name, value and interval of the mean gap, the limits and the slope; of two kinds the mean gap has no interval."""
    limits = found.limits
    lines: list[tuple[str, str, str]] = []
    named = (("Mean gap", limits.bias), ("Lower limit", limits.lower), ("Upper limit", limits.upper))
    for name, each in named:
        if each.value is None:
            continue
        value, reach = difference_parts(each)
        if name == "Mean gap" and not found.between_people:
            reach = "see Kinds side by side: there people are counted"
        lines.append((name, value, reach))
    if lines and not isinstance(found.slope, str):
        lines.append(("Change of the gap for each point of the mean", *difference_parts(found.slope.slope, 2)))
    return tuple(lines)


def kind_line(kind: KindAgreement) -> Line:
    """One group of consultations; a reason stands in place of all its numbers."""
    basis = f"{counted(kind.paired, 'consultation')} seen by two, of {kind.consultations}"
    if kind.total is None:
        return Line(kind.label, "", (Cell(kind.why, is_value=False),), basis)
    line = agreement_line(kind.label, "", kind.total)
    near = None if kind.pooled is None else kind.pooled.within_one
    first = Cell("no common step", is_value=False) if near is None else _cell(*value_parts("within_one", near))
    return Line(kind.label, "", (first, *line.cells), basis)
