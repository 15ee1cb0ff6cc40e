"""The round's tables, ratings and figures as files."""

import re
import uuid
from collections.abc import Iterator

from flask import Response, request

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.codebook import codebook_rows
from app.comparing.figures import figure_named
from app.comparing.people_routes import note_look
from app.comparing.remembered import items_of
from app.operations.audit import record
from app.rules import NotThere
from app.web.csv_files import csv_file
from app.web.request_database import database
from app.web.signed_in import actor
from reports.comparison.coefficients import AgreementRow
from reports.comparison.rating_set import ANSWERS
from reports.comparison.wording import KINDS
from reports.figures.drawing import draw
from reports.figures.png import png
from reports.figures.svg import svg

# What of a figure's options stands in the name of its file.
IN_NAMES = ("group", "number", "item", "by", "pair")
AGREEMENT_HEADS = (
    "group",
    "item",
    "coefficient",
    "value",
    "low",
    "high",
    "confidence",
    "consultations",
    "pairs",
    "ratings",
    "observers",
    "method",
    "why undefined",
    "instrument fingerprint",
)


@comparing.get("/rounds/<uuid:round_id>/agreement.csv")
def agreement_file(round_id: uuid.UUID) -> Response:
    """Every coefficient of every group, one to a row."""
    ask = asked(round_id)
    return csv_file("agreement", AGREEMENT_HEADS, _agreement_rows(ask))


@comparing.get("/rounds/<uuid:round_id>/ratings.csv")
def ratings_file(round_id: uuid.UUID) -> Response:
    """The ratings the page rests on, one to a row, with codes instead of names."""
    ask = asked(round_id)
    rows = list(_rating_rows(ask))
    with database().short_write() as write:
        record(write, "ratings downloaded", f"round {round_id}", actor_id=actor().id, team_id=ask.round.team.id)
    heads = ("consultation", "clinician", "observer", "observer_type", "item", "answer", "rating", "fingerprint")
    return csv_file("ratings", heads, rows)


@comparing.get("/rounds/<uuid:round_id>/codebook.csv")
def codebook_file(round_id: uuid.UUID) -> Response:
    """What the columns, items, points and answers of the ratings file mean."""
    return csv_file("codebook", ("column", "code", "meaning"), codebook_rows(asked(round_id).ratings))


@comparing.get("/rounds/<uuid:round_id>/figures/<name>.<any(svg, png, csv):form>")
def figure_file(round_id: uuid.UUID, name: str, form: str) -> Response:
    """A figure as SVG, as PNG, or its numbers as CSV. That somebody took one with named people is recorded."""
    ask = asked(round_id)
    drawable = figure_named(ask, name, request.args)
    if drawable is None:
        raise NotThere
    if drawable.named:
        note_look(ask)
    called = "-".join([name, *(request.args[key] for key in IN_NAMES if key in request.args)])
    if form == "csv":
        heads, rows = drawable.figure.data()
        return csv_file(safe(called), heads, rows)
    picture = draw(drawable.figure, drawable.width)
    body, kind = (png(picture), "image/png") if form == "png" else (svg(picture, "figure"), "image/svg+xml")
    return Response(
        body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{safe(called)}.{form}"'}
    )


def safe(name: str) -> str:
    """A file name of letters, digits, hyphens and underscores only."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)


def _agreement_rows(ask: Asked) -> Iterator[tuple[object, ...]]:
    for group in ask.overview.groups:
        for row in (group.total, *items_of(ask.ratings, group.key, ask.minimums)):
            yield from _five_rows(group.title, row, ask.ratings.fingerprint)


def _five_rows(group: str, row: AgreementRow, fingerprint: str) -> Iterator[tuple[object, ...]]:
    people = "; ".join(f"{count} {name}" for name, count in row.observers)
    for each in KINDS:
        found = row.estimate(each.kind)
        yield (
            group,
            row.name,
            each.name,
            found.value,
            found.low,
            found.high,
            found.confidence,
            row.consultations,
            row.meetings,
            row.ratings,
            people,
            found.method,
            found.undefined or found.no_interval,
            fingerprint,
        )


def _rating_rows(ask: Asked) -> Iterator[tuple[object, ...]]:
    held = ask.ratings
    for sheet in range(len(held.sheet_unit)):
        unit, observer = int(held.sheet_unit[sheet]), int(held.sheet_observer[sheet])
        for at, item in enumerate(held.items):
            answer = int(held.answers[sheet, at])
            yield (
                held.unit_names[unit],
                f"C{int(held.unit_clinician[unit]) + 1:03d}",
                f"O{observer + 1:03d}",
                held.observers[observer].type_code,
                item.id,
                ANSWERS[answer],
                f"{held.ratings[sheet, at]:g}" if ANSWERS[answer] == "rated" else "",
                held.fingerprint,
            )
