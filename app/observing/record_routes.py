"""My own record: what I have done, to keep, to show, and to claim for."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import ClassVar

from flask import Response, send_file
from flask.typing import ResponseReturnValue

from app.observing.activity_papers import certificate, portfolio, summary_rows, training_rows
from app.observing.blueprint import observing
from app.queries.activity import activities_of
from app.rules import NotThere
from app.web.csv_files import csv_file
from app.web.languages import _
from app.web.page import Page, render
from app.web.request_database import db
from app.web.signed_in import actor
from reports.documents.activity import HOURS_OF_HALF_DAY, Activity, Heard, activity_json
from reports.documents.paper import Paper
from reports.pdf.paper import paper_pdf


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One team's record. ``place``: which of my teams it is."""

    place: int
    team: str
    rows: tuple[tuple[str, str], ...]
    trainings: tuple[tuple[str, str, str, str, str], ...]
    heard: tuple[Heard, ...]
    is_empty: bool


@dataclass(frozen=True)
class RecordPage(Page):
    """What I have done, a card for each team I observe for."""

    template: ClassVar[str] = "observing/record.html"

    records: tuple[RecordShown, ...]


@observing.get("/record/")
def record_of_mine() -> ResponseReturnValue:
    """What I have done, in numbers that nobody holds against me."""
    found = _activities()
    records = tuple(
        RecordShown(
            place, each.team, summary_rows(each)[1:], training_rows(each), each.heard, is_empty=not each.half_days
        )
        for place, each in enumerate(found)
    )
    return render(RecordPage(title=_("What you have done"), records=records))


@observing.get("/record/<int:place>/certificate.pdf")
def certificate_of_mine(place: int) -> Response:
    """One page to show to others."""
    return _sent(certificate(_activity(place), _today()), "record-of-observing")


@observing.get("/record/<int:place>/portfolio.pdf")
def portfolio_of_mine(place: int) -> Response:
    """All of it, with room for my own words."""
    return _sent(portfolio(_activity(place), _today()), "my-observing")


@observing.get("/record/<int:place>/hours.csv")
def hours_of_mine(place: int) -> Response:
    """The half-days as a table, for a claim."""
    rows = [
        (each.on.isoformat(), each.half_day, each.clinic, each.programme, each.visits, HOURS_OF_HALF_DAY)
        for each in _activity(place).half_days
    ]
    return csv_file("hours", ("date", "half_day", "clinic", "programme", "visits_scored", "hours"), rows)


@observing.get("/record/<int:place>/record.json")
def data_of_mine(place: int) -> Response:
    """All of it as data, to take along to another portfolio."""
    body = json.dumps(activity_json(_activity(place)), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="my-observing.json"'}
    return Response(body, mimetype="application/json", headers=headers)


def _sent(paper: Paper, name: str) -> Response:
    return send_file(BytesIO(paper_pdf(paper)), "application/pdf", as_attachment=True, download_name=f"{name}.pdf")


def _activities() -> tuple[Activity, ...]:
    return activities_of(db(), actor().id)


def _activity(place: int) -> Activity:
    found = _activities()
    if place >= len(found):
        raise NotThere
    return found[place]


def _today() -> date:
    return datetime.now(UTC).date()
