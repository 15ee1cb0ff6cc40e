"""`levelfield plan`: how many consultations or observers a study needs. Reads its own arguments: see `reports`."""

import argparse
import sys
from collections.abc import Sequence

from app.commands.console import Commands, add_command
from reports.analysis.plan_command import run_plan

NAME = "plan"


def add(commands: Commands) -> None:
    """Name `plan` in the list of commands; `entry` hands its arguments over as they are."""
    add_command(
        commands,
        NAME,
        _never,
        "how many consultations or observers are needed, and how many more",
        "levelfield plan icc --planned 0.7 --width 0.2 --have 12",
    )


def plan(arguments: Sequence[str]) -> int:
    """Run it on this process's streams."""
    return run_plan(arguments, sys.stdout, sys.stderr)


def _never(_: argparse.Namespace) -> int:
    raise AssertionError("entry hands plan its arguments before they are parsed")
