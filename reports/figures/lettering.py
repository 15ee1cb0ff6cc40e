"""Fitting labels into the room they have, without knowing which font a browser will use."""

from reports.figures.style import AVERAGE_CHARACTER


def width_of(text: str, size: float) -> float:
    """A safe estimate, in points."""
    return len(text) * size * AVERAGE_CHARACTER


def lines(text: str, width: float, size: float, most: int = 3) -> tuple[str, ...]:
    """`text` broken to lines of at most `width` points; what does not fit in `most` lines ends in an
    ellipsis."""
    room = max(4, int(width / (size * AVERAGE_CHARACTER)))
    broken: list[str] = []
    line = ""
    for word in _words(text, room):
        longer = f"{line} {word}" if line else word
        if len(longer) <= room:
            line = longer
        else:
            broken.append(line)
            line = word
    if line:
        broken.append(line)
    if len(broken) <= most:
        return tuple(broken)
    kept = broken[:most]
    kept[-1] = kept[-1][: room - 1].rstrip(" ,.;:") + "…"
    return tuple(kept)


def _words(text: str, room: int) -> list[str]:
    pieces: list[str] = []
    for word in text.split():
        pieces.extend(word[start : start + room] for start in range(0, len(word), room))
    return pieces
