"""From evidence to a released report: the one road, whoever releases and for whatever reason."""

import uuid

from sqlalchemy.orm import Session

from app.climbing import report_in_hand, today
from app.ladder.standing import check_may_release
from app.operations.consent import Concerned
from app.operations.feedback import Issue, issue_feedback, remove_earlier_reports
from app.operations.ladder import note_step
from app.queries.evidence import evidence_for_clinician, evidence_for_clinicians
from app.queries.ladder import ladders_of_round
from app.queries.releases import team_of_clinician, was_released
from app.queries.report_basis import OfRound, reports_beside, reports_sharing
from app.rules import Actor, Problem, Refusal, Unfit, can_release, is_own_report
from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence, Release
from reports.feedback.keeping import to_plain
from reports.feedback.resting import resting
from reports.feedback.shape import Feedback
from reports.pdf.feedback import feedback_pdf

WITHDRAWN = "A patient withdrew consent, so this report replaces an earlier one. Their consultation is not in it."
WITHDRAWN_ELSEWHERE = (
    "A patient of a colleague withdrew consent. Numbers that rest on the whole round, such as adjusted scores and"
    " where colleagues stand, were worked out again without that consultation, so this report replaces an earlier one."
)
WITHDRAWN_EARLIER = (
    "A patient withdrew consent to an observation of an earlier round. Results of that round beside yours were worked"
    " out again, so this report replaces an earlier one."
)


def draft_feedback(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> Feedback:
    """The report as it would be today, marked as a draft."""
    return build_feedback(evidence_for_clinician(session, clinician_id, round_id, drafted_today()))


def release_report(
    session: Session, actor: Actor, clinician_id: uuid.UUID, round_id: uuid.UUID, note: str = ""
) -> uuid.UUID:
    """Build, draw and store a clinician's report when it has climbed every step.

    ``note``: why the first one goes out before its day, if it does; of a later one, what has changed.
    Raises `NotThere` for whoever may not release it, `Conflict` before its turn, and `Unfit` when a note is needed.
    """
    of = report_in_hand(session, actor, clinician_id, round_id)
    again = of.facts.released_at is not None
    check_may_release(of.rungs(today()), of.facts, of.talk_on, today(), note)
    if again and not note.strip():
        raise Unfit([Problem("note", "Say in a sentence what has changed. It is printed in the report.")])
    release = released_today(actor.name, note.strip() if again else "")
    report_id = _issue(session, actor.id, of.team_id, (clinician_id, round_id), release)
    if note.strip() and not again:
        note_step(session, actor, of.team_id, (clinician_id, round_id), "released", note=note)
    return report_id


def turns_to_release(session: Session, actor: Actor, round_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """For each clinician of a round: "" when their first report may go out now, else the sentence that says why not.

    As many statements for one clinician as for a thousand.
    """
    found: dict[uuid.UUID, str] = {}
    for of in ladders_of_round(session, round_id):
        if not can_release(actor, of.team_id) or is_own_report(actor, of.person_id):
            found[of.id] = "Somebody else has to release this report."
        elif of.facts.released_at is not None:
            found[of.id] = "It is released already."
        else:
            try:
                check_may_release(of.rungs(today()), of.facts, of.talk_on, today(), "")
                found[of.id] = ""
            except Refusal as refused:
                found[of.id] = str(refused)
    return found


def release_drawn(session: Session, actor: Actor, team_id: uuid.UUID, issue: Issue) -> uuid.UUID:
    """Store a report that was drawn beforehand, when `turns_to_release` said yes and nothing has changed since."""
    return issue_feedback(session, actor.id, team_id, issue)


def reissue_after_withdrawal(session: Session, actor_id: uuid.UUID, released_by: str, concerned: Concerned) -> None:
    """Replace every released report that used the withdrawn consultation; nothing where none did.

    That is the clinician's own report; every report of the round that shows a fair average or a band, when the
    consultation was among the scores these were worked out from; and every later report that sets its results beside
    one of those.
    """
    replaced: set[OfRound] = set()
    own = (concerned.clinician_id, concerned.round_id)
    if was_released(session, *own):
        replaced |= _reissue(session, actor_id, released_by, [own], WITHDRAWN)
    sharing = [
        each for each in reports_sharing(session, concerned.round_id, concerned.consultation_id) if each not in replaced
    ]
    replaced |= _reissue(session, actor_id, released_by, sharing, WITHDRAWN_ELSEWHERE)
    latest: set[OfRound] = replaced
    while later := [each for each in reports_beside(session, latest) if each not in replaced]:
        latest = _reissue(session, actor_id, released_by, later, WITHDRAWN_EARLIER)
        replaced |= latest


def _reissue(
    session: Session, actor_id: uuid.UUID, released_by: str, reports: list[OfRound], note: str
) -> set[OfRound]:
    """Replace these reports by what the data say now. Whatever their number, the data are read once per round."""
    release = released_today(released_by, note)
    for round_id in sorted({round_id for _, round_id in reports}, key=str):
        clinicians = [clinician_id for clinician_id, of_round in reports if of_round == round_id]
        found = evidence_for_clinicians(session, clinicians, round_id, release)
        for clinician_id, evidence in found.items():
            team_id = team_of_clinician(session, clinician_id)
            if team_id is not None:
                remove_earlier_reports(session, actor_id, team_id, clinician_id, round_id)
                issue_feedback(session, actor_id, team_id, issue_of(evidence, (clinician_id, round_id)))
    return set(reports)


def issue_of(evidence: FeedbackEvidence, of: tuple[uuid.UUID, uuid.UUID]) -> Issue:
    """A clinician's report of a round as it would leave: its words, its bytes, what it rests on. Writes nothing."""
    feedback = build_feedback(evidence)
    rests = resting(evidence)
    return Issue(
        *of,
        fingerprint=feedback.fingerprint,
        content=to_plain(feedback),
        pdf=feedback_pdf(feedback),
        used=dict(rests.used),
        note=evidence.release.reissue_note,
        results=dict(rests.results),
        shared=(evidence.round_digest, evidence.round_consultations) if rests.on_round else None,
        previous_id=uuid.UUID(rests.previous) if rests.previous else None,
    )


def released_today(released_by: str, reissue_note: str = "") -> Release:
    """What a report says of itself when this person releases it today; again, when there is a note."""
    status = "reissued" if reissue_note else "released"
    return Release(status, prepared_on=today(), released_on=today(), released_by=released_by, reissue_note=reissue_note)


def drafted_today() -> Release:
    """What a draft of today says of itself."""
    return Release("draft", today())


def _issue(
    session: Session, actor_id: uuid.UUID, team_id: uuid.UUID, of: tuple[uuid.UUID, uuid.UUID], release: Release
) -> uuid.UUID:
    return issue_feedback(session, actor_id, team_id, issue_of(evidence_for_clinician(session, *of, release), of))
