"""The reporting checklist, and the bundle with which anybody can work the numbers out again."""

import uuid
from itertools import groupby

from flask import Response
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.bundle_files import bundle_zip
from app.comparing.codebook import codebook_rows
from app.comparing.planning_pages import ReportingPage
from app.comparing.remembered import items_of
from app.operations.audit import record
from app.web.page import render
from app.web.request_database import database
from app.web.signed_in import actor
from reports.comparison.analysis_bundle import analysis_bundle
from reports.comparison.front_page import front_page
from reports.comparison.reporting_checklist import ChecklistPoint, Circumstances, as_text, reporting_checklist


@comparing.get("/rounds/<uuid:round_id>/reporting/")
def reporting(round_id: uuid.UUID) -> ResponseReturnValue:
    """The checklist, filled in as far as the data go."""
    ask = asked(round_id)
    points = _points(ask)
    page = ReportingPage(
        title=f"Report and share: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        parts=tuple((part, tuple(own)) for part, own in groupby(points, key=lambda point: point.part)),
        to_add=sum(len(point.to_add) for point in points),
        text_file=ask.address("checklist_file"),
        bundle_file=ask.address("bundle_file"),
    )
    return render(page)


@comparing.get("/rounds/<uuid:round_id>/reporting/checklist.md")
def checklist_file(round_id: uuid.UUID) -> Response:
    """The checklist as Markdown, which every word processor opens as text."""
    ask = asked(round_id)
    text = as_text(f"Reporting checklist: {ask.round.programme}, {ask.round.name}", _points(ask))
    headers = {"Content-Disposition": 'attachment; filename="reporting-checklist.md"'}
    return Response(text, mimetype="text/markdown", headers=headers)


@comparing.get("/rounds/<uuid:round_id>/reporting/bundle.zip")
def bundle_file(round_id: uuid.UUID) -> Response:
    """Data with codes, codebook, commands, versions, and the numbers they give. That it was taken is recorded."""
    ask = asked(round_id)
    rows = {each.key: (each.total, *items_of(ask.ratings, each.key, ask.minimums)) for each in ask.overview.groups}
    # Never remembered: it holds single ratings, which must be gone when a consent is withdrawn.
    bundle = analysis_bundle(ask.ratings, rows, ask.overview.gaps, ask.answers)
    body = bundle_zip(bundle, codebook_rows(ask.ratings), ask.ratings, ask.round)
    with database().short_write() as write:
        record(write, "ratings downloaded", f"round {round_id}", actor_id=actor().id, team_id=ask.round.team.id)
    headers = {"Content-Disposition": 'attachment; filename="analysis-bundle.zip"'}
    return Response(body, mimetype="application/zip", headers=headers)


def _points(ask: Asked) -> tuple[ChecklistPoint, ...]:
    of_round = ask.round
    told = Circumstances(
        of_round.programme,
        of_round.name,
        of_round.instrument,
        of_round.how_chosen,
        of_round.opens_on,
        of_round.closes_on,
        ask.margin_changes,
        imported=of_round.source == "imported",
    )
    front = front_page(ask.overview, ask.answers, ask.minimums)
    return reporting_checklist(ask.ratings, ask.overview, front, ask.answers, told, ask.minimums)
