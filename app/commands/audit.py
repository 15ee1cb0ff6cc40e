"""`levelfield audit verify`: does the log still say what was written?"""

import argparse

from app.commands.console import (
    DONE,
    FAILED,
    Commands,
    Trouble,
    add_command,
    add_group,
    complain_of,
    ready_database,
    say,
    say_json,
)
from app.operations.audit import broken_links


def add(commands: Commands) -> None:
    """Add `audit verify`."""
    what = add_group(commands, "audit", "the log of what was done and who looked")
    verify = add_command(
        what,
        "verify",
        _verify,
        "check that no event of the log was changed, removed or put in",
        "levelfield audit verify",
    )
    verify.add_argument("--json", action="store_true", help="print one JSON object")


def _verify(arguments: argparse.Namespace) -> int:
    with ready_database() as database, database.open(readonly=True) as session:
        broken = broken_links(session)
    if arguments.json:
        say_json({"whole": not broken, "broken": broken})
    elif broken:
        complain_of([Trouble(sentence) for sentence in broken])
    else:
        say("The audit log is whole.")
    return FAILED if broken else DONE
