"""Lines of text that fit a width."""

from reports.pdf.fonts import Typeface

# Widths that were added up in another order may differ in the last bit.
_SLACK = 0.01
# Words that must stay in a line before one of them is brought down.
_FEWEST_LEFT = 3


def broken(text: str, face: Typeface, size: float, width: float) -> list[str]:
    """Greedy lines of at most `width` points; a line break in the text breaks the line.

    A word wider than the width is cut where it must be: a name without spaces may be longer than a column.
    """
    lines: list[str] = []
    for passage in text.split("\n"):
        lines.extend(_passage(passage, face, size, width))
    return lines or [""]


def _passage(passage: str, face: Typeface, size: float, width: float) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    space = face.width(" ", size)
    for word in _words(passage):
        for piece, wide in _pieces(word, face, size, width):
            if line and used + space + wide > width + _SLACK:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += wide + (space if line else 0.0)
            line.append(piece)
    lines.append(" ".join(line))
    return _last_in_company(lines, face, size, width)


def _words(passage: str) -> list[str]:
    """The words between which a line may end: a percent sign stays with its number."""
    words: list[str] = []
    for word in passage.split():
        if word.startswith("%") and words:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _last_in_company(lines: list[str], face: Typeface, size: float, width: float) -> list[str]:
    """The lines with a word from the last but one brought down where a single word would stand alone."""
    if len(lines) < 2 or " " in lines[-1]:
        return lines
    above, _, brought = lines[-2].rpartition(" ")
    last = f"{brought} {lines[-1]}"
    if above.count(" ") < _FEWEST_LEFT - 1 or face.width(last, size) > width:
        return lines
    return [*lines[:-2], above, last]


def _pieces(word: str, face: Typeface, size: float, width: float) -> list[tuple[str, float]]:
    whole = face.width(word, size)
    if whole <= width + _SLACK:
        return [(word, whole)]
    pieces: list[tuple[str, float]] = []
    piece, used = "", 0.0
    for character in word:
        wide = face.width(character, size)
        if piece and used + wide > width:
            pieces.append((piece, used))
            piece, used = "", 0.0
        piece += character
        used += wide
    return [*pieces, (piece, used)]
