"""A released report: the page and the PDF."""

import re
import uuid
from io import BytesIO

from flask import Response, send_file, url_for
from flask.typing import ResponseReturnValue

from app.operations.audit import record
from app.queries.reports import ReportInHand, is_taken_back, report_for_reader
from app.reviewing.as_it_stands import as_it_stands
from app.reviewing.blueprint import reading
from app.reviewing.made_anew import none_yet
from app.reviewing.pages import ReportPage
from app.reviewing.report_page import web_report
from app.rules import NotThere
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from reports.pdf.feedback import feedback_pdf


@reading.get("/<uuid:report_id>/")
def report(report_id: uuid.UUID) -> ResponseReturnValue:
    """The report as a page, with what the clinician wrote since."""
    found, is_own = _report(report_id)
    feedback = as_it_stands(found)[0]
    _looked("report read", found)
    return render(
        ReportPage(
            title=f"Feedback for {found.clinician}",
            report=web_report(feedback),
            pdf_address=url_for("reading.pdf", report_id=report_id),
            reflect_address=url_for("mine.reflect", clinician_id=found.clinician_id, round_id=found.round_id)
            if is_own
            else "",
            reply_address=url_for("mine.reply", clinician_id=found.clinician_id, round_id=found.round_id)
            if is_own
            else "",
            back_address=url_for("mine.my_feedback")
            if is_own
            else url_for("releases.ladder", round_id=found.round_id, clinician_id=found.clinician_id),
            is_draft=False,
        )
    )


@reading.get("/<uuid:report_id>/feedback.pdf")
def pdf(report_id: uuid.UUID) -> Response:
    """The PDF as it was released; with what the clinician wrote since, once they have written something."""
    found, _ = _report(report_id)
    feedback, written = as_it_stands(found)
    content = feedback_pdf(feedback) if written else found.pdf
    _looked("report downloaded", found)
    words = re.sub(r"[^A-Za-z0-9]+", "-", f"{found.clinician} {found.round_name}").strip("-").lower() or "feedback"
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=f"{words}.pdf")


def _report(report_id: uuid.UUID) -> tuple[ReportInHand, bool]:
    who = actor()
    found = report_for_reader(db(), who, report_id)
    if found is None:
        raise none_yet() if is_taken_back(db(), who, report_id) else NotThere
    return found, found.person_id == who.id


def _looked(event: str, found: ReportInHand) -> None:
    with database().short_write() as write:
        record(
            write,
            event,
            f"clinician {found.clinician_id}",
            actor_id=actor().id,
            team_id=found.team_id,
            details={"round": str(found.round_id), "number": found.number},
        )
