"""`levelfield export ratings|observations|audit|responses`: data out, streamed, as CSV, JSON or FHIR."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import uuid
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TypeAlias

from sqlalchemy.orm import Session

from app.commands.console import DONE, Commands, Unusable, add_command, add_group, complain, ready_database
from app.durable_files import whole_file
from app.operations.audit import record
from app.queries.exporting import (
    ExportedEvent,
    ExportedObservation,
    ExportedRating,
    Wanted,
    exported_events,
    exported_observations,
    exported_ratings,
    exported_sheets,
)
from app.queries.teams import team_named
from app.web.csv_files import guarded
from instruments.exchange.fhir_names import Release
from instruments.exchange.fhir_response import About, questionnaire_response

Exported: TypeAlias = ExportedRating | ExportedObservation | ExportedEvent
Query: TypeAlias = Callable[[Session, Wanted], Iterator[Exported]]
FORMATS = ("csv", "json")
RELEASES: Mapping[str, Release] = {"fhir-r4": "R4", "fhir-r5": "R5"}


def add(commands: Commands) -> None:
    """Add the four exports."""
    what = add_group(commands, "export", "data out: ratings, observations, the audit log")
    for name, query, row, does in (
        ("ratings", exported_ratings, ExportedRating, "every rating that is open to everybody, a row for each"),
        ("observations", exported_observations, ExportedObservation, "every sheet that is open to everybody"),
        ("audit", exported_events, ExportedEvent, "the log of what was done and who looked"),
    ):
        run = _runner(name, query, row)
        parser = add_command(what, name, run, does, f"levelfield export {name} --format csv --out {name}.csv")
        _add_choices(parser, FORMATS, "csv")
        if row is not ExportedEvent:
            _add_which(parser)
            parser.add_argument("--names", action="store_true", help="people by name instead of by id")
    responses = add_command(
        what,
        "responses",
        _responses,
        "every sheet that is open to everybody as a FHIR QuestionnaireResponse, one to a line",
        "levelfield export responses --format fhir-r4 --out responses.ndjson",
    )
    _add_choices(responses, tuple(RELEASES), "fhir-r4")
    _add_which(responses)


def _add_choices(parser: argparse.ArgumentParser, formats: tuple[str, ...], default: str) -> None:
    parser.add_argument("--format", choices=formats, default=default)
    parser.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: standard output)")
    parser.add_argument("--team", help="only this team")


def _add_which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--round", type=uuid.UUID, metavar="ID", help="only this round")
    parser.add_argument("--corrections", action="store_true", help="also later revisions of a sheet")
    parser.add_argument("--comments", action="store_true", help="also what observers wrote")


def _runner(name: str, query: Query, row: type[Exported]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        with ready_database() as database, database.open(readonly=True) as session:
            wanted = _wanted(session, arguments)
            # Before, not after: whoever stops reading halfway has seen half of it.
            with database.short_write() as log:
                record(log, f"{name} exported", "command line", actor_id=None, team_id=wanted.team_id)
            with _target(arguments.out) as out:
                write = _write_csv if arguments.format == "csv" else _write_json
                count = write(out, [column.name for column in fields(row)], query(session, wanted))
        complain(f"{count} rows.")
        return DONE

    return run


def _responses(arguments: argparse.Namespace) -> int:
    with ready_database() as database, database.open(readonly=True) as session:
        wanted = _wanted(session, arguments)
        with database.short_write() as log:
            record(log, "responses exported", "command line", actor_id=None, team_id=wanted.team_id)
        count = 0
        with _target(arguments.out) as out:
            for each in exported_sheets(session, wanted):
                about = About(each.observation, each.observer_type, each.wording, each.locked_at)
                resource = questionnaire_response(each.instrument, each.sheet, about, RELEASES[arguments.format])
                out.write(json.dumps(resource, ensure_ascii=False) + "\n")
                count += 1
    complain(f"{count} responses.")
    return DONE


def _wanted(session: Session, arguments: argparse.Namespace) -> Wanted:
    team_id = team_named(session, arguments.team) if arguments.team else None
    if arguments.team and team_id is None:
        raise Unusable(f"There is no team called {arguments.team}.")
    return Wanted(
        team_id=team_id,
        round_id=getattr(arguments, "round", None),
        corrections=getattr(arguments, "corrections", False),
        names=getattr(arguments, "names", False),
        comments=getattr(arguments, "comments", False),
    )


@contextmanager
def _target(file: Path | None) -> Generator[IO[str]]:
    if file is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    taken = f"{file} is there already: choose another name."
    if file.exists():
        raise Unusable(taken)
    try:
        with whole_file(file, replace=False) as raw:
            opened = TextIOWrapper(raw, encoding="utf-8", newline="")
            yield opened
            opened.detach()
    except FileExistsError as refused:
        raise Unusable(taken) from refused


def _write_csv(out: IO[str], columns: list[str], rows: Iterator[Exported]) -> int:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([guarded(_cell(getattr(row, column))) for column in columns])
        count += 1
    return count


def _write_json(out: IO[str], columns: list[str], rows: Iterator[Exported]) -> int:
    count = 0
    out.write("[")
    for row in rows:
        out.write(",\n" if count else "\n")
        out.write(json.dumps({column: _value(getattr(row, column)) for column in columns}, ensure_ascii=False))
        count += 1
    out.write("\n]\n")
    return count


def _cell(value: object) -> object:
    """A value as a spreadsheet takes it."""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "yes" if value is True else "no" if value is False else _value(value)


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
