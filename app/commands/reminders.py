"""`levelfield reminders`: who has something to do for reports, and by when. No clinician, visit or result in it."""

import argparse
from datetime import UTC, datetime, timedelta

from app.commands.console import DONE, Commands, Unusable, add_command, complain, ready_database, say, say_json
from app.queries.teams import team_named
from app.queries.turns import Reminder, reminders

DAYS = 3
LONGEST = 90


def add(commands: Commands) -> None:
    """Add `reminders`."""
    parser = add_command(
        commands,
        "reminders",
        _reminders,
        "who has something to do for reports, to send on by other means: no names of clinicians, no results",
        'levelfield reminders --team "Northshire MSK" --days 3',
    )
    parser.add_argument("--team", required=True, metavar="NAME", help="the team's name")
    parser.add_argument(
        "--days", type=int, default=DAYS, metavar="N", help=f"due within so many days, or late already (default {DAYS})"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _reminders(arguments: argparse.Namespace) -> int:
    if not 0 <= arguments.days <= LONGEST:
        raise Unusable(f"--days is a number from 0 to {LONGEST}.")
    today = datetime.now(UTC).date()
    with ready_database() as database, database.open(readonly=True) as session:
        team_id = team_named(session, arguments.team)
        if team_id is None:
            raise Unusable(f"There is no team called {arguments.team}.")
        found = reminders(session, team_id, today, timedelta(days=arguments.days))
    if arguments.json:
        say_json({"team": arguments.team, "people": [_as_json(each) for each in found]})
        return DONE
    for each in found:
        say(f"{each.name} <{each.email}>: {in_words(each)}")
    complain(f"{len(found)} {'person' if len(found) == 1 else 'people'}. Nothing was sent.")
    return DONE


def in_words(each: Reminder) -> str:
    """One sentence that may be sent as it stands."""
    things = "1 thing waits" if each.count == 1 else f"{each.count} things wait"
    late = f", {each.late} of them late" if each.late else ""
    return f"{things} for you in Levelfield{late}. The first is due on {each.first_due.day} {each.first_due:%B %Y}."


def _as_json(each: Reminder) -> dict[str, object]:
    return {
        "name": each.name,
        "email": each.email,
        "count": each.count,
        "late": each.late,
        "first_due": each.first_due.isoformat(),
    }
