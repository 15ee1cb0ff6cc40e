"""`levelfield instrument`: definition files are checked and published."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.console import (
    DONE,
    Commands,
    Trouble,
    Unusable,
    add_command,
    add_group,
    ready_database,
    say,
    say_json,
)
from app.commands.instrument_exchange import add_exchange
from app.commands.instrument_file import read_definition
from app.operations.instruments import store_instrument
from app.queries.teams import team_named
from app.rules import Unfit
from instruments.definition import Instrument
from instruments.loading import fingerprint


def add(commands: Commands) -> None:
    """Add what can be done with them."""
    what = add_group(commands, "instrument", "definition files of instruments")
    check = add_command(
        what, "check", _check, "say what is wrong with a definition file, line by line",
        "levelfield instrument check our-instrument.yaml",
    )  # fmt: skip
    publish = add_command(
        what,
        "publish",
        _publish,
        "publish a definition for good: it gets a fingerprint and never changes again",
        'levelfield instrument publish our-instrument.yaml --team "Riverside"',
    )
    publish.add_argument("--team", help="only this team may use it (default: every team of the site)")
    for parser in (check, publish):
        parser.add_argument("file", type=Path, metavar="FILE", help="YAML or JSON")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_exchange(what)


def _check(arguments: argparse.Namespace) -> int:
    instrument = read_definition(arguments.file)
    _tell(instrument, arguments, "in order")
    return DONE


def _publish(arguments: argparse.Namespace) -> int:
    instrument = read_definition(arguments.file, "published")
    with ready_database() as database, database.short_write() as session:
        team_id = team_named(session, arguments.team) if arguments.team else None
        if arguments.team and team_id is None:
            raise Unusable(f"There is no team called {arguments.team}.")
        try:
            store_instrument(session, instrument, actor_id=None, team_id=team_id)
        except Unfit as refused:
            raise Unusable([Trouble(each.sentence, str(arguments.file)) for each in refused.problems]) from refused
    _tell(instrument, arguments, "published")
    return DONE


def _tell(instrument: Instrument, arguments: argparse.Namespace, word: str) -> None:
    mark = fingerprint(instrument)
    if arguments.json:
        say_json(
            {
                "id": instrument.id,
                "version": instrument.version,
                "items": len(instrument.items),
                "fingerprint": mark,
            }
        )
        return
    say(f"{instrument.title['en']}, {instrument.id} version {instrument.version}: {word}.")
    items, domains = (_counted(len(instrument.items), "item"), _counted(len(instrument.domains), "domain"))
    say(f"{items} in {domains}. Fingerprint {mark}")


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
