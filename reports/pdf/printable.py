"""Text made fit for a font that does not have every character: what cannot be printed is named, never a box.

Arabic letters are joined here, while the text is still in the order in which it is read.
"""

import re
import unicodedata
from functools import lru_cache

from reports.pdf.fonts import Typeface
from reports.pdf.right_to_left import has_right_to_left, joined

_KNOWN = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "GURMUKHI": "Punjabi",
    "DEVANAGARI": "Hindi or Nepali", "MYANMAR": "Burmese", "ETHIOPIC": "Amharic or Tigrinya",
}  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")


def printable(text: str, face: Typeface) -> str:
    """`text` in composed form, with every run the font lacks replaced by its name in square brackets.

    Line breaks stay; other controls, joiners and soft hyphens, which have no look of their own, go.
    """
    if face.plain.issuperset(text):
        return text
    kept: list[str] = []
    run, between = "", ""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if has_right_to_left(composed):
        composed = joined(composed, face.characters)
    for character in composed:
        if _invisible(character):
            continue
        if _settable(character, face):
            shown = _space_or(character)
            if run and not character.isalnum() and shown != "\n":
                between += shown
                continue
            kept.append(between + shown)
            run, between = "", ""
            continue
        if (run and unicodedata.category(character)[0] in "PZ") or unicodedata.category(character) == "Sk":
            continue
        name = _name(character)
        # What stands between two words of one script belongs to the run that is named once.
        if name != run or not name.endswith(_TEXT):
            kept.append(f"{between}[{name}]")
        run, between = name, ""
    return _SPACES.sub(" ", "".join(kept) + between).strip()


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\n\t"


def _settable(character: str, face: Typeface) -> bool:
    return character.isspace() or face.has(character)


def _space_or(character: str) -> str:
    if character.isspace():
        return "\n" if character in "\n\u2028\u2029" else " "
    return character


_TEXT = " text: see the web page"


def is_left_out(text: str, face: Typeface) -> bool:
    """Whether letters of the text are only named on paper."""
    return not face.plain.issuperset(text) and f"{_TEXT}]" in printable(text, face)


@lru_cache(maxsize=4096)
def _name(character: str) -> str:
    """The script of a letter, the name of a symbol, the number of what has no name."""
    name = unicodedata.name(character, "")
    if not name:
        return f"character U+{ord(character):04X}"
    if unicodedata.category(character)[0] in "LMN":
        first = name.split()[0]
        return _KNOWN.get(first, first.capitalize()) + _TEXT
    return name.lower()
