"""How far long work has come, told on a terminal and nowhere else."""

from __future__ import annotations

from typing import Protocol, TextIO

WIDTH = 60


class Progress(Protocol):
    """Told each step as it begins."""

    def step(self, name: str) -> None:
        """`name` begins now."""
        ...

    def done(self) -> None:
        """All is computed, or given up."""
        ...


class Silent:
    """For files, pipes and tests: says nothing."""

    def step(self, name: str) -> None:
        """Nothing is said."""

    def done(self) -> None:
        """Nothing is said."""


class OnTerminal:
    """One line that is written over and gone at the end."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def step(self, name: str) -> None:
        """Write over the line."""
        self.stream.write(f"\r{name[:WIDTH]:<{WIDTH}}")
        self.stream.flush()

    def done(self) -> None:
        """Leave the line empty."""
        self.stream.write(f"\r{'':<{WIDTH}}\r")
        self.stream.flush()


SILENT: Progress = Silent()


def progress_on(stream: TextIO) -> Progress:
    """The progress of work whose standard error is this stream."""
    return OnTerminal(stream) if stream.isatty() else SILENT
