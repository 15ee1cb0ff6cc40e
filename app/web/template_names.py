"""The names and filters every template may use: the one place that touches Jinja's untyped tables."""

from collections.abc import Callable

from flask import Flask


def name_in_templates(app: Flask, **values: object) -> None:
    """Make values known to every template and every imported macro."""
    app.jinja_env.globals.update(values)  # pyright: ignore[reportUnknownMemberType]


def filter_in_templates(app: Flask, **filters: Callable[..., object]) -> None:
    """Make filters known to every template."""
    app.jinja_env.filters.update(filters)  # pyright: ignore[reportUnknownMemberType]
