"""The simple bar for each row of progress: how long each part is, of a hundred."""

from dataclasses import dataclass

from app.queries.progress import RoundProgress, SheetCounts

PARTS = (
    ("locked", "In"),
    ("waiting", "Still to come"),
    ("given_up", "Given up"),
    ("declined", "Patient said no"),
    ("withdrawn", "Taken back by the patient"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """``part`` names the style; ``start`` and ``width`` are in hundredths of the bar."""

    part: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One row of the figure and of its table."""

    name: str
    kind: str
    sheets: SheetCounts
    segments: tuple[Segment, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class ProgressShown:
    total: ProgressRow
    clinics: tuple[ProgressRow, ...]
    observers: tuple[ProgressRow, ...]


def progress_shown(progress: RoundProgress) -> ProgressShown:
    """Counts with their bars."""
    return ProgressShown(
        total=_row("The whole round", "", progress.total),
        clinics=tuple(_row(each.name, "", each.sheets) for each in progress.clinics),
        observers=tuple(_row(each.name, each.observer_type, each.sheets) for each in progress.observers),
    )


def segments(sheets: SheetCounts) -> tuple[Segment, ...]:
    """The parts that are there, side by side, as long as their share of what was asked for."""
    found: list[Segment] = []
    start = 0.0
    for part, _ in PARTS:
        count: int = getattr(sheets, part)
        if not count:
            continue
        width = 100 * count / sheets.expected
        found.append(Segment(part, f"{start:.2f}", f"{width:.2f}"))
        start += width
    return tuple(found)


def _row(name: str, kind: str, sheets: SheetCounts) -> ProgressRow:
    return ProgressRow(name, kind, sheets, segments(sheets), f"{sheets.locked} of {sheets.expected} in")
