"""A released report with what its clinician wrote since, for the page, the PDF and the appraisal portfolio alike."""

from app.queries.evidence import reflection_for_report
from app.queries.replies import replies_for_report
from app.queries.reports import ReportInHand
from app.web.request_database import db
from reports.feedback.content import with_reflection
from reports.feedback.evidence import Reflection
from reports.feedback.keeping import from_plain
from reports.feedback.replies import with_replies
from reports.feedback.shape import Feedback


def as_it_stands(found: ReportInHand) -> tuple[Feedback, bool]:
    """What was issued, with what its clinician wrote since; and whether they wrote anything."""
    reflection = reflection_for_report(db(), found.clinician_id, found.round_id)
    replies = replies_for_report(db(), found.clinician_id, found.round_id)
    feedback = with_replies(with_reflection(from_plain(found.content), reflection), replies)
    return feedback, reflection != Reflection() or bool(replies)
