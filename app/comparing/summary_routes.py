"""A round on paper for a team meeting: the front page's sentences and how the points were used. Nobody by name."""

import uuid
from datetime import UTC, datetime
from io import BytesIO

from flask import Response, send_file

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from reports.comparison.front_page import front_page
from reports.documents.round_summary import RoundOfTeam, round_summary
from reports.pdf.paper import paper_pdf


@comparing.get("/rounds/<uuid:round_id>/for-the-team.pdf")
def summary(round_id: uuid.UUID) -> Response:
    """What a team may look at together."""
    ask = asked(round_id)
    of = ask.round
    paper = round_summary(
        RoundOfTeam(
            of.team.name, of.programme, of.name, of.opens_on, of.closes_on, of.instrument, of.closed_at is not None
        ),
        front_page(ask.overview, ask.answers, ask.minimums),
        ask.overview.counts if ask.overview.basis.sheets else (),
        ask.overview.basis.clinicians,
        ask.places().left_out,
        datetime.now(UTC).date(),
    )
    return send_file(BytesIO(paper_pdf(paper)), "application/pdf", as_attachment=True, download_name="for-the-team.pdf")
