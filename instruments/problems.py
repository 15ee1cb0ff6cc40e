"""What is wrong with a definition file, in words its author can act on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `line` counts from 1 and is None where the source has no lines.

    `key` says the place in words, `path` as steps through the file, so that an editor can point at the field.
    """

    line: int | None
    key: str
    sentence: str
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        place = [f"line {self.line}"] if self.line else []
        place += [self.key] if self.key else []
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


class DefinitionProblems(Exception):
    """The definition cannot be used; `problems` lists everything that was found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
