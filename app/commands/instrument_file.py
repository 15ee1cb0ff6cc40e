"""A definition file as a command reads it."""

from pathlib import Path

from app.commands.console import Trouble, Unusable
from instruments.definition import Instrument, Status
from instruments.loading import DefinitionProblems, load


def read_definition(file: Path, status: Status | None = None) -> Instrument:
    """The instrument in a definition file; with a ``status``, as if the file said so.

    Raises Unusable with every problem, each with its line.
    """
    try:
        return load(file.read_bytes(), status)
    except OSError as refused:
        raise Unusable(f"{file} cannot be read: {refused.strerror}.") from refused
    except DefinitionProblems as refused:
        raise unusable(file, refused) from refused


def unusable(file: Path, refused: DefinitionProblems) -> Unusable:
    """The same problems as a command tells them: line, key and what to do."""
    told = ((f"{each.key}: {each.sentence}" if each.key else each.sentence, each.line) for each in refused.problems)
    return Unusable([Trouble(words, str(file), line) for words, line in told])
