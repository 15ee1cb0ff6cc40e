"""`levelfield analyse`: other people's data, without a database. Reads its own arguments: see `reports.analysis`."""

import argparse
import sys
from collections.abc import Sequence

from app.commands.console import Commands, add_command
from reports.analysis.command import run

NAME = "analyse"


def add(commands: Commands) -> None:
    """Name `analyse` in the list of commands; `entry` hands its arguments over as they are."""
    add_command(
        commands,
        NAME,
        _never,
        "agreement, reliability and differences of any ratings in a CSV file",
        "levelfield analyse agreement ratings.csv --json",
    )


def analyse(arguments: Sequence[str]) -> int:
    """Run it on this process's streams."""
    return run(arguments, sys.stdin.buffer, sys.stdout, sys.stderr)


def _never(_: argparse.Namespace) -> int:
    raise AssertionError("entry hands analyse its arguments before they are parsed")
