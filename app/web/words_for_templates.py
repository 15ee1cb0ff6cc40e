"""How dates, times, numbers and words in other letters are written on every page."""

from datetime import date, datetime

from babel.dates import format_date
from flask import Flask

from app.web.catalogues import ENGLISH
from app.web.languages import language
from app.web.template_names import filter_in_templates
from reports.feedback.spoken_as import spoken_as


def long_date(value: date) -> str:
    """22 November 2026."""
    return f"{value.day} {value:%B %Y}" if language() == ENGLISH else format_date(value, "d MMMM y", language())


def short_date(value: date) -> str:
    """22 Nov 2026."""
    return f"{value.day} {value:%b %Y}" if language() == ENGLISH else format_date(value, "d MMM y", language())


def clock(value: datetime) -> str:
    """22 Nov 2026, 14:05 (UTC)."""
    return f"{short_date(value)}, {value:%H:%M}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 sheet, 2 sheets."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def add_filters(app: Flask) -> None:
    filter_in_templates(
        app, long_date=long_date, short_date=short_date, clock=clock, plural=plural, spoken_as=spoken_as
    )
