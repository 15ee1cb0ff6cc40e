"""`levelfield sealing-key` and `levelfield rescue`: the key that opens what tablets sealed, and a tablet's file."""

import argparse
from pathlib import Path

from app.commands.console import DONE, Commands, Unusable, add_command, ready_database, say
from app.rescuing import read_bundle, rescue_bundle
from app.sealing import kept_keys, rotate_keys
from app.settings import settings_from_environment

KEY_FILE = "sealing-key.pem"


def add(commands: Commands) -> None:
    """Add the two commands."""
    add_command(
        commands,
        "sealing-key",
        _rotate,
        "make a new key for tablets to seal with; the old ones still open (restart the server afterwards)",
        "levelfield sealing-key",
    )
    rescue = add_command(
        commands,
        "rescue",
        _rescue,
        "take in a rescue file that a tablet saved; twice is the same as once",
        "levelfield rescue levelfield-rescue-2026-11-24-16-05.json",
    )
    rescue.add_argument("file", type=Path, metavar="FILE", help="as saved on the tablet under End of clinic")


def _rotate(_: argparse.Namespace) -> int:
    path = settings_from_environment().data / KEY_FILE
    count = rotate_keys(path)
    say(f"{path} now holds {count} {'key' if count == 1 else 'keys'}; the newest stands first. Back it up.")
    return DONE


def _rescue(arguments: argparse.Namespace) -> int:
    file: Path = arguments.file
    if not file.is_file():
        raise Unusable(f"There is no file {file}.")
    settings = settings_from_environment()
    bundle = read_bundle(file.read_bytes())
    with ready_database(settings) as database, database.short_write() as session:
        found = rescue_bundle(session, kept_keys(settings.data / KEY_FILE), bundle, None)
    say(f"Stored now: {found.stored}. Here already: {found.here_already}. Set aside: {found.set_aside}.")
    say(f"Notes taken in: {found.noted}. Unfinished sheets kept for their observers: {found.drafts}.")
    for sentence in found.refused:
        say(f"Not taken in: {sentence}")
    return DONE
