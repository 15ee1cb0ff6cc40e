"""What is wrong with a study's files, all of it at once, each with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StudyProblem:
    """One thing to put right: the line (None when it is about the file as a whole) and one sentence."""

    line: int | None
    sentence: str


class StudyProblems(Exception):
    """The file cannot be used as it is. Nothing was stored."""

    def __init__(self, problems: Sequence[StudyProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.sentence for problem in problems))


def refused(line: int | None, sentence: str) -> StudyProblems:
    """The error for a file that cannot be read any further."""
    return StudyProblems((StudyProblem(line, sentence),))


def shown(text: str) -> str:
    """A cell as a message shows it: short, and on one line."""
    words = " ".join(text.split())
    return f'"{words[:40]}…"' if len(words) > 40 else f'"{words}"'
