"""From a score to a place on the paper."""

import math
from dataclasses import dataclass

from reports.figures.picture import Mark, Stroke, Words
from reports.figures.style import SMALL_SIZE


@dataclass(frozen=True, slots=True)
class HorizontalScale:
    """Scores `lowest` to `highest` laid from `left` to `right` (points). Scores outside stay at the edge."""

    lowest: float
    highest: float
    left: float
    right: float

    def __post_init__(self) -> None:
        if not self.lowest < self.highest:
            raise ValueError("A scale needs a lowest score below its highest.")

    def at(self, score: float) -> float:
        share = (score - self.lowest) / (self.highest - self.lowest)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def ticks(self) -> tuple[float, ...]:
        """Four to seven round scores, always within the scale."""
        reach = self.highest - self.lowest
        step = 10.0 ** math.floor(math.log10(reach))
        for part in (1.0, 0.5, 0.25, 0.2, 0.1):
            if reach / (step * part) >= 4:
                step *= part
                break
        first = math.ceil(self.lowest / step - 1e-9)
        last = math.floor(self.highest / step + 1e-9)
        return tuple(number * step for number in range(first, last + 1))

    def axis(self, top: float, bottom: float) -> list[Mark]:
        """Grid lines from `top` to `bottom`, the base line, and numbers under it."""
        marks: list[Mark] = []
        for tick in self.ticks():
            x = self.at(tick)
            marks.append(Stroke("grid", x, top, x, bottom))
            marks.append(Words("quiet-words", x, bottom + 10, number(tick), SMALL_SIZE, "middle"))
        marks.append(Stroke("axis", self.left, bottom, self.right, bottom))
        return marks


def number(value: float, places: int | None = None) -> str:
    """A number as people write it: a true minus sign, no trailing noughts unless `places` asks for them."""
    text = f"{value:.{places}f}" if places is not None else f"{value:.2f}".rstrip("0").rstrip(".")
    if not float(text):
        text = text.lstrip("-")
    return text.replace("-", "−")
