"""`analyse`: read, compute, print. Contract: the JSON's names stay, exit 0 computed, 2 unusable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import numpy as np
from numpy.typing import NDArray

from reports.analysis.agreement_values import agreement_values
from reports.analysis.difference_values import difference_values
from reports.analysis.facet_values import facet_values
from reports.analysis.gstudy_values import gstudy_values
from reports.analysis.layouts import Scale, ratings_table
from reports.analysis.mixed_values import mixed_values, type_notes, type_values
from reports.analysis.options import Options, parse
from reports.analysis.problems import Problem, UnusableInput, problem_lines, refuse
from reports.analysis.progress import SILENT, Progress, progress_on
from reports.analysis.reliability_values import reliability_values
from reports.analysis.sheet import Sheet, read_sheet
from reports.analysis.values import Value
from reports.analysis.wording import text_of
from reports.statistics.ratings import RatingsTable
from reports.statistics.weights import weights_from_disagreement

Floats = NDArray[np.float64]
SCHEMA = "levelfield-analysis/1"


def run(arguments: Sequence[str], source: BinaryIO, out: TextIO, errors: TextIO) -> int:
    """The command with its streams; `source` is read when the file is `-`. Returns the exit code."""
    file, progress = "analyse", progress_on(errors)
    try:
        options = parse(arguments)
        file = "standard input" if options.file == "-" else options.file
        raw = source.read() if options.file == "-" else _bytes_of(options.file)
        out.write(analysed(raw, options, progress))
    except UnusableInput as trouble:
        errors.write("\n".join(problem_lines(file, trouble.problems)) + "\n")
        return 2
    finally:
        progress.done()
    return 0


def analysed(raw: bytes, options: Options, progress: Progress = SILENT) -> str:
    """What is printed for a file's bytes. Raises UnusableInput with every problem found."""
    progress.step(f"reading {options.file}")
    sheet = read_sheet(raw)
    if options.command == "differences":
        values, counts, notes, scale = _differences(sheet, options)
    elif options.command in {"facets", "gstudy"}:
        values, notes, ratings = (facet_values if options.command == "facets" else gstudy_values)(sheet, options)
        rows, notes = len(sheet.cells), [*notes, *_copies(sheet)]
        counts = {"units": rows, "raters": 0, "ratings": ratings, "missing": rows - ratings}
        scale = Scale((), (), numeric=True)
    elif options.command in {"mixed", "compare-types"}:
        values, counts, notes, scale = _of_scores(sheet, options)
    else:
        values, counts, notes, scale = _of_table(sheet, options, progress)
    if options.json:
        data = {"file": Path(options.file).name, "sha256": hashlib.sha256(raw).hexdigest(), **counts}
        return _as_json(options, data, scale, values, notes)
    counted = ", ".join(f"{number} {name}" for name, number in counts.items())
    return text_of(options.command, options.file, counted, values, notes)


def _of_table(
    sheet: Sheet, options: Options, progress: Progress
) -> tuple[list[Value], dict[str, int], list[str], Scale]:
    table, scale = ratings_table(sheet, options, continuous=options.command == "reliability")
    if options.command == "agreement":
        values = agreement_values(table, scale, options, _custom(options), progress)
    else:
        values = reliability_values(table, options)
    units, raters = table.values.shape
    counts = {"units": units, "raters": raters, "ratings": table.ratings, "missing": units * raters - table.ratings}
    return values, counts, _notes(table), scale


def _differences(sheet: Sheet, options: Options) -> tuple[list[Value], dict[str, int], list[str], Scale]:
    values = difference_values(sheet, options)
    given = [~np.isnan(sheet.numbers(name)) for name in (str(options.x), str(options.y))]
    rows, ratings = len(sheet.cells), int(given[0].sum() + given[1].sum())
    counts = {"units": rows, "raters": 2, "ratings": ratings, "missing": 2 * rows - ratings}
    lost = rows - int((given[0] & given[1]).sum())
    notes = [f"{lost} of {rows} rows lack one of the two numbers and are left out of paired figures."] if lost else []
    return values, counts, notes, Scale((), (), numeric=True)


def _of_scores(sheet: Sheet, options: Options) -> tuple[list[Value], dict[str, int], list[str], Scale]:
    compared = options.command == "compare-types"
    values = type_values(sheet, options) if compared else mixed_values(sheet, options)
    notes = type_notes(sheet, options) if compared else _copies(sheet)
    rows, ratings = len(sheet.cells), int((~np.isnan(sheet.numbers(str(options.score)))).sum())
    raters = len(set(sheet.labels(options.observer))) if options.observer else 0
    counts = {"units": rows, "raters": raters, "ratings": ratings, "missing": rows - ratings}
    return values, counts, notes, Scale((), (), numeric=True)


def _copies(sheet: Sheet) -> list[str]:
    """Rows that are the same to the last cell are ratings of their own, unless somebody pasted them twice."""
    again = len(sheet.cells) - len(set(sheet.cells))
    if not again:
        return []
    rows = "1 row repeats an earlier one" if again == 1 else f"{again} rows repeat earlier ones"
    return [f"{rows} in every column, and each counts as a rating of its own: if they are copies, take them out."]


def _notes(table: RatingsTable) -> list[str]:
    each = (~np.isnan(table.values)).sum(1)
    notes: list[str] = []
    units = len(each)
    alone, empty = int((each == 1).sum()), int((each == 0).sum())
    if alone:
        have = "has one rating and carries" if alone == 1 else "have one rating and carry"
        notes.append(f"{alone} of {units} units {have} no information on agreement.")
    if empty:
        notes.append(f"{empty} of {units} units {'has' if empty == 1 else 'have'} no rating and did not count.")
    return notes


def _custom(options: Options) -> Floats | None:
    if options.weights_file is None:
        return None
    try:
        sheet = read_sheet(_bytes_of(options.weights_file))
        names = sheet.header[1:] if len(sheet.header) == len(sheet.cells) + 1 else sheet.header
        table = np.column_stack([sheet.numbers(name) for name in names])
        return weights_from_disagreement(table) if options.disagreement else table
    except UnusableInput as trouble:
        theirs = [replace(one, line=one.line or 1, file=options.weights_file) for one in trouble.problems]
        raise UnusableInput(theirs) from trouble
    except ValueError as trouble:
        raise UnusableInput([Problem(1, str(trouble), options.weights_file)]) from trouble


def _bytes_of(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as trouble:
        raise refuse(f"the file {file} cannot be read: {trouble.strerror}") from trouble


def _as_json(
    options: Options, data: dict[str, Any], scale: Scale, values: Sequence[Value], notes: Sequence[str]
) -> str:
    said = {name: chosen for name, chosen in _worth_repeating(options) if chosen not in {None, False}}
    if scale.labels:
        said["categories"] = list(scale.labels)
    printed = [_printed(one) for one in values]
    whole = {
        "schema": SCHEMA,
        "command": options.command,
        "data": data,
        "options": said,
        "values": printed,
        "notes": list(notes),
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _worth_repeating(options: Options) -> list[tuple[str, Any]]:
    """Options but for those the report says elsewhere, and a spread over units, which is usual."""
    elsewhere = {"command", "file", "json", "categories"} | ({"over"} if options.over == "units" else set[str]())
    return [(name, getattr(options, name)) for name in Options.__dataclass_fields__ if name not in elsewhere]


def _printed(one: Value) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one.id, "value": one.value}
    if one.value is not None:
        return found
    found["reason"] = one.reason
    if one.cause is not None:
        cells = [[cell if np.isfinite(cell) else None for cell in row] for row in one.cause.cells]
        found["table"] = {"rows": one.cause.rows, "columns": one.cause.columns, "cells": cells}
    return found
