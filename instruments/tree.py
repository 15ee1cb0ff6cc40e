"""A definition file as plain text values in lists and mappings, with the line each stands on.

Every scalar is a string whatever the notation, so that "no", "1.10" and "010" stay what the author wrote.
Strings are in Unicode normal form C, without outer white space or control characters.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from instruments.problems import DefinitionProblems, Problem

Tree: TypeAlias = str | list["Tree"] | dict[str, "Tree"]
Path: TypeAlias = tuple[str | int, ...]

SIZE_LIMIT = 512 * 1024
DEPTH_LIMIT = 16

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the tree, and the line of each place in it (empty when there are no lines)."""

    tree: Tree
    lines: Mapping[Path, int] = field(default_factory=dict[Path, int])


def decoded(text: str | bytes, *, limit: int = SIZE_LIMIT) -> str:
    """The text of a file within the size limit in bytes. Raises DefinitionProblems."""
    if len(text) > limit:
        raise refusal(None, f"This file is too large: keep it under {limit // 1024} kilobytes.")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise refusal(line, "This line is not UTF-8 text: save the file again as UTF-8.") from None


def tidied(text: str) -> str | None:
    """The string as it is kept, or None when it holds characters that nobody can see or store."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return None if _UNWANTED.search(text) else text


def cleaned(text: str) -> str:
    """The string as it is kept, without the characters that nobody can see or store (as pasted texts have them)."""
    return tidied(_UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))) or ""


def refusal(line: int | None, sentence: str) -> DefinitionProblems:
    """The error for a file that cannot be read any further."""
    return DefinitionProblems((Problem(line, "", sentence),))


UNSEEN_CHARACTERS = "This text holds an invisible control character: delete it and type the text again."
