"""What cannot be used, line by line, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """Something that cannot be used; line 0 means the options, not a line of the file. file: when it is another one."""

    line: int
    sentence: str
    file: str = ""


class UnusableInput(Exception):
    """The file or the options cannot be used. Carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.sentence for problem in problems))
        self.problems = tuple(problems)


def refuse(sentence: str, line: int = 0) -> UnusableInput:
    """One problem, ready to raise."""
    return UnusableInput([Problem(line, sentence)])


def problem_lines(file: str, problems: Sequence[Problem]) -> list[str]:
    """`FILE:LINE: sentence` for at most twenty problems, then how many more there are."""
    lines = [f"{p.file or file}:{p.line}: {p.sentence}" if p.line else f"{file}: {p.sentence}" for p in problems]
    if len(lines) <= MOST_SHOWN:
        return lines
    return [*lines[:MOST_SHOWN], f"{file}: and {len(lines) - MOST_SHOWN} more problems"]
