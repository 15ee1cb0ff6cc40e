"""Ways into a feedback for the tests that read it."""

from typing import Any

from reports.feedback.shape import Feedback


def words(feedback: Feedback) -> str:
    """Everything said, as one text."""
    return repr(feedback)


def section(feedback: Feedback, id: str) -> tuple[Any, ...]:
    return next(each.blocks for each in feedback.front + feedback.sections if each.id == id)


def said(feedback: Feedback, id: str) -> str:
    return repr(section(feedback, id))
