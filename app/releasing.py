"""From evidence to a released report: the one road, whoever releases and for whatever reason."""

import uuid
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from app.operations.feedback import Issue, issue_feedback, remove_earlier_reports
from app.queries.evidence import evidence_for_clinician
from app.queries.releases import team_of_clinician, was_released
from app.rules import Actor, NotThere, can_release
from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence, Release
from reports.feedback.groups import figures_rest_on
from reports.feedback.keeping import to_plain
from reports.feedback.shape import Feedback
from reports.pdf.feedback import feedback_pdf

WITHDRAWN = "A patient withdrew consent, so this report replaces an earlier one. Their consultation is not in it."


def draft_feedback(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> Feedback:
    """The report as it would be today, marked as a draft."""
    return build_feedback(evidence_for_clinician(session, clinician_id, round_id, drafted_today()))


def release_report(session: Session, actor: Actor, clinician_id: uuid.UUID, round_id: uuid.UUID) -> uuid.UUID:
    """Build, draw and store a clinician's report. Raises `NotThere` for a team in which the actor may not release."""
    team_id = team_of_clinician(session, clinician_id)
    if team_id is None or not can_release(actor, team_id):
        raise NotThere
    return _issue(session, actor.id, team_id, (clinician_id, round_id), released_today(actor.name))


def reissue_after_withdrawal(
    session: Session, actor_id: uuid.UUID, released_by: str, clinician_id: uuid.UUID, round_id: uuid.UUID
) -> None:
    """Replace a clinician's released report by one without the withdrawn consultation; nothing if none was out."""
    team_id = team_of_clinician(session, clinician_id)
    if team_id is None or not was_released(session, clinician_id, round_id):
        return
    release = Release(
        "reissued", prepared_on=_today(), released_on=_today(), released_by=released_by, reissue_note=WITHDRAWN
    )
    remove_earlier_reports(session, actor_id, team_id, clinician_id, round_id)
    _issue(session, actor_id, team_id, (clinician_id, round_id), release)


def issue_of(evidence: FeedbackEvidence, of: tuple[uuid.UUID, uuid.UUID]) -> Issue:
    """A clinician's report of a round as it would leave: its words, its bytes, what it rests on. Writes nothing."""
    feedback = build_feedback(evidence)
    return Issue(
        *of,
        fingerprint=feedback.fingerprint,
        content=to_plain(feedback),
        pdf=feedback_pdf(feedback),
        used={code: sorted([*pair] for pair in pairs) for code, pairs in figures_rest_on(evidence).items()},
        note=evidence.release.reissue_note,
    )


def released_today(released_by: str) -> Release:
    """What a report says of itself when this person releases it today."""
    return Release("released", prepared_on=_today(), released_on=_today(), released_by=released_by)


def drafted_today() -> Release:
    """What a draft of today says of itself."""
    return Release("draft", _today())


def _issue(
    session: Session, actor_id: uuid.UUID, team_id: uuid.UUID, of: tuple[uuid.UUID, uuid.UUID], release: Release
) -> uuid.UUID:
    return issue_feedback(session, actor_id, team_id, issue_of(evidence_for_clinician(session, *of, release), of))


def _today() -> date:
    return datetime.now(UTC).date()
