"""`levelfield`: reads the arguments, runs one command, turns its end into an exit code.

0: done. 1: the work failed. 2: arguments or input that cannot be used. 130: interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import cast

from app.commands import (
    analyse,
    audit,
    demo,
    export,
    feedback,
    import_ratings,
    instrument,
    people,
    plan,
    reminders,
    reports,
    restoring,
    sealing,
    serve,
    upkeep,
    work,
)
from app.commands.console import (
    FAILED,
    INTERRUPTED,
    UNUSABLE,
    Failed,
    Run,
    Unusable,
    complain,
    complain_of,
)
from app.rules import Refusal, Unfit

EXAMPLE = """examples:
  levelfield migrate                      make or update the tables
  levelfield people create --help         the first lead of a new site
  levelfield serve --port 8000            start the web server

The database and other settings come from LEVELFIELD_* variables: see the README.
"""


# These read their arguments themselves: they belong to the statistics, not to the site.
OWN_ARGUMENTS = {analyse.NAME: analyse.analyse, plan.NAME: plan.plan}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        own = OWN_ARGUMENTS.get(words[0]) if words else None
        return own(words[1:]) if own is not None else _run(words)
    except Unusable as unusable:
        complain_of(unusable.troubles)
        return UNUSABLE
    except Unfit as unfit:
        for problem in unfit.problems:
            complain(problem.sentence)
        return UNUSABLE
    except (Failed, Refusal) as refusal:
        complain(str(refusal))
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has heard enough, as `head` does. Python would complain once more when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: Sequence[str]) -> int:
    arguments = parser().parse_args(words)
    return cast(Run, arguments.run)(arguments)


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = argparse.ArgumentParser(
        prog="levelfield",
        description="Observation of shared decision making: run and look after a Levelfield site.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for module in (
        upkeep,
        restoring,
        serve,
        work,
        demo,
        people,
        instrument,
        import_ratings,
        export,
        feedback,
        reports,
        analyse,
        plan,
        reminders,
        sealing,
        audit,
    ):
        module.add(commands)
    return top
