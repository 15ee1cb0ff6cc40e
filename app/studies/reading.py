"""A study's table, by its mapping, to consultations, observers and sheets; or every problem, by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.operations.importing import Study, StudyConsultation, StudyObserver, StudySheet
from app.studies.instrument import item_ids, study_instrument
from app.studies.mapping import StudyMapping
from app.studies.problems import StudyProblem, StudyProblems, refused, shown
from app.studies.scale import ScaleProblem, marked
from app.studies.table import Row, Table
from instruments.definition import Instrument
from instruments.problems import DefinitionProblems
from instruments.sheet import Answer

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One possible rating, wherever the layout keeps it."""

    line: int
    consultation: str
    clinician: str
    on_date: str
    observer: str
    type: str
    item: str
    column: str
    text: str


def read_study(
    table: Table,
    mapping: StudyMapping,
    *,
    programme: str,
    team: str,
    instrument: Instrument | None = None,
    source: str = "",
) -> Study:
    """The study in a table. ``instrument``: the known one the mapping names; else one is made.

    Raises StudyProblems with everything that is wrong: nothing is guessed and nothing is left out.
    """
    _check_columns(table, mapping)
    names = _item_names(table, mapping)
    if instrument is None:
        ids = item_ids(list(names))
        wordings = {ids[name]: words for name, words in names.items()}
        try:
            instrument = study_instrument(mapping, wordings, programme=programme, team=team)
        except DefinitionProblems as unfit:
            raise StudyProblems([StudyProblem(None, each.sentence) for each in unfit.problems]) from unfit
    else:
        ids = _known_ids(names, instrument)
    gathered = _Gathered(instrument, ids, mapping)
    for cell in _cells(table, mapping):
        gathered.take(cell)
    return gathered.study(source)


def _check_columns(table: Table, mapping: StudyMapping) -> None:
    missing = [name for name in mapping.columns if name not in table.header]
    if missing:
        there = ", ".join(table.header[:30])
        raise StudyProblems(
            [StudyProblem(1, f"There is no column {shown(name)}. The columns are: {there}.") for name in missing]
        )


def _item_names(table: Table, mapping: StudyMapping) -> dict[str, str]:
    """Every item's name in the file, with its wording."""
    if mapping.layout == "wide":
        named = [item for observer in mapping.observers.values() for item in observer.columns]
        return {item: mapping.items.get(item, mapping.title or item) for item in dict.fromkeys(named)}
    if not mapping.item:
        return dict(mapping.items) or {mapping.rating: mapping.title or mapping.rating}
    place = table.place(mapping.item)
    unnamed = next((row for row in table.rows if not row.cells[place]), None)
    if unnamed:
        raise refused(unnamed.line, f"Column {mapping.item}: this rating does not say which item it is of.")
    found = dict.fromkeys(row.cells[place] for row in table.rows)
    ordered = [item for item in mapping.items if item in found]
    return {
        item: mapping.items.get(item, item) for item in [*ordered, *(name for name in found if name not in ordered)]
    }


def _known_ids(names: Mapping[str, str], instrument: Instrument) -> dict[str, str]:
    known = {item.id: item for item in instrument.items}
    strange = [name for name in names if name not in known]
    problems = [
        StudyProblem(1, f"{shown(name)} is no item of {instrument.id}. Its items are: {', '.join(known)}.")
        for name in strange
    ]
    problems += [
        StudyProblem(1, f"Item {name} counts behaviours, which a file of ratings does not hold.")
        for name in names
        if name in known and known[name].scale.type == "tally_then_level"
    ]
    if problems:
        raise StudyProblems(problems)
    return {name: name for name in names}


def _cells(table: Table, mapping: StudyMapping) -> Iterator[Cell]:
    places = {name: place for place, name in enumerate(table.header)}

    def text(row: Row, column: str) -> str:
        return row.cells[places[column]] if column else ""

    for number, row in enumerate(table.rows, start=1):
        consultation = text(row, mapping.consultation) if mapping.consultation else str(number)
        clinician, on_date = text(row, mapping.clinician), text(row, mapping.date)
        if mapping.layout == "wide":
            for observer in mapping.observers.values():
                kind = observer.type or mapping.default_type
                for item, column in observer.columns.items():
                    rating = text(row, column)
                    yield Cell(row.line, consultation, clinician, on_date, observer.name, kind, item, column, rating)
            continue
        key = text(row, mapping.observer)
        words = mapping.observers.get(key)
        name = words.name if words else key
        kind = text(row, mapping.observer_type) or (words.type if words else "") or mapping.default_type
        ratings = (
            [(text(row, mapping.item), mapping.rating)]
            if mapping.item
            else [(item, item) for item in mapping.items or (mapping.rating,)]
        )
        for item, column in ratings:
            yield Cell(row.line, consultation, clinician, on_date, name, kind, item, column, text(row, column))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where something was first said, and what."""

    line: int
    said: str


@dataclass(slots=True)
class _Gathered:
    """What has been read so far."""

    instrument: Instrument
    ids: Mapping[str, str]
    mapping: StudyMapping
    problems: list[StudyProblem] = field(default_factory=list[StudyProblem])
    consultations: dict[str, tuple[int, StudyConsultation]] = field(
        default_factory=dict[str, tuple[int, StudyConsultation]]
    )
    said: dict[tuple[str, str], _Seen] = field(default_factory=dict[tuple[str, str], _Seen])
    observers: dict[str, tuple[int, StudyObserver]] = field(default_factory=dict[str, tuple[int, StudyObserver]])
    sheets: dict[tuple[int, int], dict[str, Answer]] = field(default_factory=dict[tuple[int, int], dict[str, Answer]])
    lines: dict[tuple[int, int, str], int] = field(default_factory=dict[tuple[int, int, str], int])

    def take(self, cell: Cell) -> None:
        """Add one cell, or what is wrong with it."""
        if not cell.consultation or not cell.observer:
            column = self.mapping.consultation if not cell.consultation else self.mapping.observer
            what = "consultation" if not cell.consultation else "observer"
            self._report(cell.line, f"Column {column} is empty: it must say which {what} the rating is of.")
            return
        consultation = self._consultation(cell)
        observer = self._observer(cell)
        item = self.instrument.item(self.ids[cell.item])
        try:
            answer = marked(item, cell.text)
        except ScaleProblem as problem:
            self._report(cell.line, f"Column {cell.column}: found {shown(cell.text)}, {problem}.")
            return
        earlier = self.lines.setdefault((consultation, observer, item.id), cell.line)
        if earlier != cell.line:
            sentence = f"{cell.observer} has already rated this item of consultation {cell.consultation}"
            self._report(cell.line, f"{sentence} on line {earlier}.")
            return
        sheet = self.sheets.setdefault((consultation, observer), {})
        if answer is not None:
            sheet[item.id] = answer

    def study(self, source: str) -> Study:
        """The whole study. Raises StudyProblems."""
        sheets = [
            StudySheet(consultation, observer, sheet)
            for (consultation, observer), sheet in sorted(self.sheets.items(), key=lambda entry: entry[0])
            if sheet
        ]
        if not sheets and not self.problems:
            self._report(None, "There is not a single rating in this file.")
        if self.problems:
            raise StudyProblems(self.problems)
        given = sum(len(sheet.sheet) for sheet in sheets)
        return Study(
            instrument=self.instrument,
            consultations=[consultation for _, consultation in self.consultations.values()],
            observers=[observer for _, observer in self.observers.values()],
            sheets=sheets,
            missing=len(self.lines) - given,
            source=source,
        )

    def _report(self, line: int | None, sentence: str) -> None:
        problem = StudyProblem(line, sentence)
        # One row may hold many cells that say the same thing of the whole row.
        if problem not in self.problems[-40:]:
            self.problems.append(problem)

    def _consultation(self, cell: Cell) -> int:
        self._agrees(cell, "clinician", cell.clinician, self.mapping.clinician)
        self._agrees(cell, "date", cell.on_date, self.mapping.date)
        if cell.consultation not in self.consultations:
            place = len(self.consultations)
            clinician = cell.clinician or f"Clinician {place + 1}"
            made = StudyConsultation(clinician, self._date(cell))
            self.consultations[cell.consultation] = (place, made)
        return self.consultations[cell.consultation][0]

    def _agrees(self, cell: Cell, what: str, said: str, column: str) -> None:
        if not column:
            return
        if what == "clinician" and not said:
            self._report(cell.line, f"Column {column} is empty: it must say who was observed.")
        first = self.said.setdefault((cell.consultation, what), _Seen(cell.line, said))
        if first.said != said:
            sentence = f"Consultation {cell.consultation} has the {what} {shown(first.said)} on line {first.line}"
            self._report(cell.line, f"{sentence}, but {shown(said)} here.")

    def _date(self, cell: Cell) -> date | None:
        if not cell.on_date:
            return None
        if _DATE.fullmatch(cell.on_date):
            try:
                return date.fromisoformat(cell.on_date)
            except ValueError:
                pass
        expected = "expected a day such as 2026-03-31"
        self._report(cell.line, f"Column {self.mapping.date}: found {shown(cell.on_date)}, {expected}.")
        return None

    def _observer(self, cell: Cell) -> int:
        if cell.observer not in self.observers:
            self.observers[cell.observer] = (len(self.observers), StudyObserver(cell.observer, cell.type))
            self.said[(cell.observer, "type")] = _Seen(cell.line, cell.type)
        place, known = self.observers[cell.observer]
        if known.type != cell.type:
            first = self.said[(cell.observer, "type")]
            sentence = f"{cell.observer} is a {known.type} on line {first.line}, but a {cell.type} here"
            self._report(cell.line, f"{sentence}. An observer has one type.")
        return place
