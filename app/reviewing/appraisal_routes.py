"""My report for an appraisal portfolio: the PDF, the same as data, and what each file is."""

import json
import uuid

from flask import Response, url_for

from app.operations.audit import record
from app.queries.reports import ReportInHand, report_for_reader
from app.reviewing.as_it_stands import as_it_stands
from app.reviewing.blueprint import mine
from app.rules import NotThere
from app.web.fresh import need_fresh_sign_in
from app.web.request_database import database, db
from app.web.signed_in import actor
from app.web.zip_files import zip_file
from reports.documents.appraisal import appraisal_json, contents_page
from reports.pdf.feedback import feedback_pdf


@mine.get("/reports/<uuid:report_id>/appraisal.zip")
def appraisal(report_id: uuid.UUID) -> Response:
    """Everything of one released report, with what I wrote since, to hand in."""
    found = _mine(report_id)
    need_fresh_sign_in(url_for("reading.report", report_id=report_id))
    report, _ = as_it_stands(found)
    files = {
        "report.pdf": feedback_pdf(report),
        "report-as-released.pdf": found.pdf,
        "report.json": json.dumps(appraisal_json(report), ensure_ascii=False, indent=2).encode(),
        "contents.txt": contents_page(report).encode(),
    }
    with database().short_write() as write:
        record(
            write,
            "appraisal portfolio made",
            f"clinician {found.clinician_id}",
            actor_id=actor().id,
            team_id=found.team_id,
            details={"round": str(found.round_id), "number": found.number},
        )
    return zip_file("appraisal", files)


def _mine(report_id: uuid.UUID) -> ReportInHand:
    """A released report about me. Raises NotThere for anybody else's."""
    found = report_for_reader(db(), actor(), report_id)
    if found is None or found.person_id != actor().id:
        raise NotThere
    return found
