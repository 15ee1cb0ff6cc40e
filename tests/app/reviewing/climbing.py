"""Take a clinician's report up the ladder, as far as a test needs it."""

import uuid
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.climbing import open_guide, report_in_hand, take_step
from app.operations.feedback import screen_comment
from app.queries.comments import comments_to_screen
from app.releasing import release_report
from app.rules import Actor
from tests.app.builders import Builder
from tests.app.reviewing.observed import Observed

REASON = "The clinician asked for it before going on leave."


def screened(session: Session, lead: Actor, of: Observed) -> None:
    """Every comment without a decision is shown as it is."""
    for comment in comments_to_screen(session, of.clinician, of.round):
        if not comment.decision:
            which = (comment.revision_id, comment.entry_id)
            screen_comment(session, lead, of.team, *which, decision="include", text=comment.original)


def climb_before(step: str, build: Builder, of: Observed) -> None:
    """Take every step a person takes before this one; comments are shown as they are."""
    session, lead = build.session, build.actor(of.lead)
    screened(session, lead, of)
    for code in ("ready", "comments", "lead", "guide"):
        if code == step:
            break
        in_hand = report_in_hand(session, lead, of.clinician, of.round)
        if code == "guide":
            open_guide(session, lead, in_hand, datetime.now(UTC).date())
        else:
            take_step(session, lead, in_hand, code, REASON if code == "ready" else "")
    build.keep()


def released(build: Builder, of: Observed) -> uuid.UUID:
    """The whole way up; gives the report's id."""
    climb_before("released", build, of)
    report = release_report(build.session, build.actor(of.lead), of.clinician, of.round)
    build.keep()
    return report
