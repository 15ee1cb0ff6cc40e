"""What a format could not carry, said plainly beside every export."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is not in the file, or not in the form it had. `place` is an id, "" for the whole."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LossReport:
    """Everything an export left behind; empty when nothing was lost."""

    losses: tuple[Loss, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.losses)

    def text(self) -> str:
        """One line for each loss."""
        return "".join(f"{loss.place + ': ' if loss.place else ''}{loss.sentence}\n" for loss in self.losses)
