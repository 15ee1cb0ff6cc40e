"""The two sheets an observer fills in for one consultation of a bridging period."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from app.models.consultations import Assignment

_Other = aliased(Assignment)


def two_sheets(sheet: type[Assignment]) -> ColumnElement[bool]:
    """Whether the same observer is asked for another sheet of the same consultation."""
    return exists().where(
        _Other.consultation_id == sheet.consultation_id, _Other.person_id == sheet.person_id, _Other.id != sheet.id
    )


def in_turn(version: str, turn: int) -> str:
    """Which version this is, and whether to fill it in first."""
    return f"Version {version}: {'fill in this one first' if turn == 1 else 'fill in this one second'}"
