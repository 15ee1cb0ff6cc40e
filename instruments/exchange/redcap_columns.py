"""The columns of a REDCap data dictionary, and the cell in which what REDCap has no place for is kept."""

import base64
import binascii
import json

from instruments.exchange.remainder import Branch
from instruments.exchange.sheets import tree_of

HEADER = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)

_MARK = "levelfield:"


def aside_cell(tree: Branch) -> str:
    """A kept value as one word without quotes, brackets or at signs, all of which mean something to REDCap."""
    return _MARK + base64.urlsafe_b64encode(json.dumps(tree, ensure_ascii=False).encode()).decode()


def aside_of(annotation: str) -> Branch | None:
    """The kept value in an annotation, None where there is none, empty where somebody spoiled it."""
    for word in annotation.split():
        if word.startswith(_MARK):
            try:
                return tree_of(base64.urlsafe_b64decode(word[len(_MARK) :].encode()).decode())
            except (binascii.Error, ValueError):
                return {}
    return None


def annotation_beside(annotation: str) -> str:
    """What else an annotation says."""
    return " ".join(word for word in annotation.split() if not word.startswith(_MARK))
