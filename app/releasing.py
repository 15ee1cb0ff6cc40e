"""From evidence to a released report: the one road, whoever releases and for whatever reason."""

import uuid

from sqlalchemy.orm import Session

from app.climbing import report_in_hand, today
from app.ladder.standing import check_may_release
from app.operations.audit import wait_turn
from app.operations.consent import Concerned
from app.operations.feedback import Issue, OfRound, issue_feedback, remove_reports
from app.operations.jobs import Wanted, put_in_line
from app.operations.ladder import note_step
from app.queries.evidence import evidence_for_clinician
from app.queries.ladder import ladders_of_round
from app.queries.releases import team_of_clinician, was_released
from app.queries.report_basis import reports_beside, reports_sharing
from app.rules import Actor, Problem, Refusal, Unfit, can_release, is_own_report
from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence, Release
from reports.feedback.keeping import to_plain
from reports.feedback.resting import resting
from reports.feedback.shape import Feedback
from reports.pdf.feedback import feedback_pdf

TEAM = "the programme team"
# What a report that was made anew says of itself, by whose patient changed their mind.
WITHDRAWN = {
    "own": "A patient withdrew consent, so this report replaces an earlier one. Their consultation is not in it.",
    "colleague": "A patient of a colleague withdrew consent. Numbers that rest on the whole round, such as adjusted"
    " scores and where colleagues stand, were worked out again without that consultation, so this report replaces an"
    " earlier one.",
    "earlier": "A patient withdrew consent to an observation of an earlier round. Results of that round beside yours"
    " were worked out again, so this report replaces an earlier one.",
}


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
    wait_turn(session, of.team_id)
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


def release_drawn(session: Session, person_id: uuid.UUID, team_id: uuid.UUID, issue: Issue) -> uuid.UUID:
    """Store a report that was drawn beforehand, when it may go out and nothing has changed since."""
    return issue_feedback(session, person_id, team_id, issue)


def reissue_after_withdrawal(session: Session, actor_id: uuid.UUID, concerned: Concerned) -> None:
    """Take back every released report that used the withdrawn consultation, and put their making anew in line.

    That is the clinician's own report; every report of the round that shows a fair average or a band, when the
    consultation was among the scores these were worked out from; and every later report that sets its results beside
    one of those. From here on none of them can be read; a worker makes the new ones. Nothing where none used it.
    """
    own = (concerned.clinician_id, concerned.round_id)
    shared = reports_sharing(session, concerned.round_id, concerned.consultation_id)
    why = dict.fromkeys(shared, "colleague") | ({own: "own"} if was_released(session, *own) else {})
    # Earlier rounds first: a report that stands beside another can be made when that one is there again.
    waves: list[list[OfRound]] = [list(why)] if why else []
    while waves and (later := [each for each in reports_beside(session, waves[-1]) if each not in why]):
        why |= dict.fromkeys(later, "earlier")
        waves.append(later)
    team_id = team_of_clinician(session, concerned.clinician_id)
    if not waves or team_id is None:
        return
    remove_reports(session, actor_id, team_id, why)
    title = "1 report made anew" if len(why) == 1 else f"{len(why)} reports made anew"
    options = {"waves": [[[str(one) for one in of] for of in wave] for wave in waves]}
    wanted = Wanted("remake_reports", title, uuid.uuid4().hex, options, len(why))
    put_in_line(session, actor_id, (team_id, concerned.round_id), wanted)


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
