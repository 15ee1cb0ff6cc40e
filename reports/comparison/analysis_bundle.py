"""Everything to work a round's numbers out again without the web: tables with codes, commands, and what they must give.

Each table is just what entered one number on the page, so that `levelfield analyse` comes to the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reports.comparison.coefficients import AgreementRow, on_scale
from reports.comparison.equivalence import Equivalence
from reports.comparison.groups import Group, groups_of
from reports.comparison.rating_set import ANSWERS, RatingSet
from reports.comparison.type_gaps import TypeGaps
from reports.comparison.wording import Kind
from reports.statistics.ratings import RatingsTable

Rows = tuple[tuple[object, ...], ...]
LONG = "--layout long --unit consultation --rater rater --rating rating --cluster clinician"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the bundle: its path, its heads, its rows."""

    path: str
    heads: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Expected:
    """A command and one number that it must give. page: how the page calls it."""

    page: str
    command: tuple[str, ...]
    id: str
    value: float


@dataclass(frozen=True)
class Bundle:
    """sheets: the data; expected: the page's numbers, with the commands that give them."""

    sheets: tuple[Sheet, ...]
    expected: tuple[Expected, ...]

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """Every command once, in order."""
        return tuple(dict.fromkeys(each.command for each in self.expected))


@dataclass(frozen=True)
class _Codes:
    """Codes in place of names, in an order that names cannot be read from."""

    consultations: tuple[str, ...]
    clinicians: tuple[str, ...]
    observers: tuple[str, ...]


def analysis_bundle(
    ratings: RatingSet,
    rows: Mapping[str, Sequence[AgreementRow]],
    gaps: Sequence[TypeGaps],
    answers: Sequence[Equivalence],
) -> Bundle:
    """The tables and numbers of every group, the total and each item, and of every two types.

    rows: for each group's key, the page's numbers: the total first, then the items in their order.
    """
    codes = _codes(ratings)
    sheets = [_ratings_sheet(ratings, codes)]
    expected: list[Expected] = []
    for group in groups_of(ratings):
        # Between types the columns are the types; otherwise they are people, who have codes here.
        coded = group if group.key.startswith("between-") else replace(group, columns=codes.observers)
        for item, row in zip((None, *range(len(ratings.items))), rows[group.key], strict=True):
            for sheet, numbers in _of_group(ratings, coded, item, row, codes):
                sheets.append(sheet)
                expected += numbers
    for at, each in enumerate(gaps):
        numbers = list(_of_types(each, answers[at] if answers else None))
        if numbers:
            sheets.append(_totals_sheet(ratings, each, codes))
            expected += numbers
    return Bundle(tuple(sheets), tuple(expected))


def _codes(ratings: RatingSet) -> _Codes:
    generator = np.random.default_rng(int(ratings.digest[:16], 16))

    def coded(letter: str, count: int) -> tuple[str, ...]:
        places = generator.permutation(count)
        return tuple(f"{letter}{int(place) + 1:04d}" for place in places)

    clinicians = int(ratings.unit_clinician.max(initial=-1)) + 1
    return _Codes(coded("V", len(ratings.unit_names)), coded("C", clinicians), coded("O", len(ratings.observers)))


def _ratings_sheet(ratings: RatingSet, codes: _Codes) -> Sheet:
    rows: list[tuple[str, ...]] = []
    for sheet in range(len(ratings.sheet_unit)):
        unit, observer = int(ratings.sheet_unit[sheet]), int(ratings.sheet_observer[sheet])
        whose = codes.clinicians[int(ratings.unit_clinician[unit])]
        who = (codes.consultations[unit], whose, codes.observers[observer], ratings.observers[observer].type_code)
        for at, item in enumerate(ratings.items):
            answer = ANSWERS[int(ratings.answers[sheet, at])]
            rows.append((*who, item.id, answer, _written(float(ratings.ratings[sheet, at]))))
    heads = ("consultation", "clinician", "observer", "observer_type", "item", "answer", "rating")
    return Sheet("ratings.csv", heads, tuple(sorted(rows)))


def _totals_sheet(ratings: RatingSet, gaps: TypeGaps, codes: _Codes) -> Sheet:
    """The totals of two types: all that the gap between them is made from."""
    pair = {gaps.first, gaps.second}
    rows: list[tuple[str, ...]] = []
    for sheet in range(len(ratings.sheet_unit)):
        kind = ratings.types[int(ratings.sheet_type[sheet])].name
        if kind in pair:
            unit, observer = int(ratings.sheet_unit[sheet]), int(ratings.sheet_observer[sheet])
            total = _written(float(ratings.totals[sheet]))
            rows.append((codes.consultations[unit], codes.observers[observer], kind, total))
    return Sheet(_types_path(gaps), ("consultation", "observer", "type", "total"), tuple(sorted(rows)))


def _types_path(gaps: TypeGaps) -> str:
    return f"types/{gaps.key}.csv"


def _of_group(
    ratings: RatingSet, group: Group, item: int | None, row: AgreementRow, codes: _Codes
) -> Iterator[tuple[Sheet, list[Expected]]]:
    """The table of points for agreement, and that of scores for reliability (the same for an item)."""
    values = ratings.totals if item is None else ratings.ratings[:, item]
    where = f"{group.key}/{row.id}"
    page = f"{group.title}, {row.name}"
    clinicians = [codes.clinicians[int(each)] for each in group.clinician[group.rated_rows(values)]]
    ladder = on_scale(ratings, group, item, values, codes.consultations)
    if not isinstance(ladder, str) and row.exact.value is not None:
        path = f"agreement/{where}.csv"
        points = ",".join(_written(point) for point in ladder.points)
        command = ("agreement", path, *LONG.split(), "--categories", points, "--weights", "quadratic")
        yield _table_sheet(path, ladder, clinicians), _agreement_numbers(page, command, row, ladder)
    if row.icc.value is not None:
        path = f"reliability/{where}.csv"
        command = ("reliability", path, *LONG.split())
        table = group.table(values, (), codes.consultations)
        yield _table_sheet(path, table, clinicians), list(_numbers(page, command, row, "icc", "icc.ICC(A,1)"))


def _agreement_numbers(page: str, command: tuple[str, ...], row: AgreementRow, ladder: RatingsTable) -> list[Expected]:
    kappa = "cohen_kappa" if ladder.values.shape[1] == 2 else "conger_kappa"
    shares = (
        ("same rating", "percent_agreement.mean_pairwise_exact", row.exact.value),
        ("within one step", "percent_agreement.mean_pairwise_within_1", row.within_one.value),
    )
    return [
        *(Expected(f"{page}, {name}", command, called, value) for name, called, value in shares if value is not None),
        *_numbers(page, command, row, "ac2", "gwet_ac.quadratic"),
        *_numbers(page, command, row, "kappa", f"{kappa}.quadratic"),
    ]


def _numbers(page: str, command: tuple[str, ...], row: AgreementRow, kind: Kind, id: str) -> Iterator[Expected]:
    """A number and its interval under the command's names. Clusters (clinicians) have a jackknife of their own."""
    found = row.estimate(kind)
    if found.value is None:
        return
    reml = kind == "icc" and "REML" in found.method
    name = id.replace("icc.", "icc.reml.") if reml else id
    yield Expected(f"{page}, {kind}", command, name if reml else f"{name}.estimate", found.value)
    if found.low is None or found.high is None:
        return
    by = "jackknife_ci_{}_by_clinician" if "jackknife" in found.method else "ci_{}"
    yield Expected(f"{page}, {kind}, low", command, f"{name}.{by.format('low')}", found.low)
    yield Expected(f"{page}, {kind}, high", command, f"{name}.{by.format('high')}", found.high)


def _table_sheet(path: str, table: RatingsTable, clinicians: Sequence[str]) -> Sheet:
    """Rows as the statistics see them. A consultation with several meetings has a row for each."""
    several = len(set(table.unit_names)) < len(table.unit_names)
    rows = [
        (f"{unit}-{at + 1}" if several else unit, clinicians[at], rater, _written(float(table.values[at, place])))
        for at, unit in enumerate(table.unit_names)
        for place, rater in enumerate(table.rater_names)
        if not np.isnan(table.values[at, place])
    ]
    return Sheet(path, ("consultation", "clinician", "rater", "rating"), tuple(rows))


def _of_types(gaps: TypeGaps, answer: Equivalence | None) -> Iterator[Expected]:
    found = gaps.total.difference
    if found.value is None or found.low is None or found.high is None:
        return
    margin = () if answer is None else ("--margin", _written(answer.margin))
    columns = "--score total --observer observer --type type --consultation consultation"
    command = ("compare-types", _types_path(gaps), *columns.split(), *margin)
    page = f"{gaps.first} less {gaps.second}, total"
    parts = (("estimate", found.value), ("ci_low", found.low), ("ci_high", found.high))
    for part, value in parts:
        yield Expected(f"{page}, {part}", command, f"type_gap.{part}", value)
    if answer is not None and answer.low is not None and answer.high is not None:
        yield Expected(f"{page}, 90 % interval low", command, "equivalence.ci90_low", answer.low)
        yield Expected(f"{page}, 90 % interval high", command, "equivalence.ci90_high", answer.high)


def _written(value: float) -> str:
    """A number that reads back as itself; nothing for none."""
    if np.isnan(value):
        return ""
    return f"{value:.0f}" if value == round(value) else repr(value)
