"""What is written on the way to a clinician's report and after it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.models.base import AnyRow, Json, now
from app.models.consultations import Assignment, Consultation
from app.models.feedback import IssuedReport, Preparation, Reflection, ScreenedComment, SharedNumbers
from app.models.ladder import LadderStep
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinician
from app.models.report_words import ReportWord
from app.operations.audit import Event, record, record_all
from app.rules import Actor, Conflict, NotThere, Problem, Unfit
from app.words import MADE_ANEW, SCREENING_DECISIONS, noted

# What a reply was about, when the report it speaks of was made anew without a patient who changed their mind.
NO_LONGER_THERE = "An earlier report, which was replaced"
OfRound = tuple[uuid.UUID, uuid.UUID]
"""A clinician and a round: whose report it is."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A report as it leaves: its words, its bytes, and which sheets it used per observer type.

    results     its overall results per observer type
    shared      digest and consultations of the round's scores, when it shows a number of the whole round
    previous_id the report on an earlier round that it sets its results beside
    """

    clinician_id: uuid.UUID
    round_id: uuid.UUID
    fingerprint: str
    content: Json
    pdf: bytes
    used: dict[str, list[list[str]]] = field(default_factory=dict[str, list[list[str]]])
    note: str = ""
    results: Json = field(default_factory=dict[str, Any])
    shared: tuple[str, tuple[str, ...]] | None = None
    previous_id: uuid.UUID | None = None


def issue_feedback(session: Session, actor_id: uuid.UUID, team_id: uuid.UUID, issue: Issue) -> uuid.UUID:
    """Store a released report under the next number. From here the clinician can read it."""
    number = 1 + (
        session.scalar(
            select(func.max(IssuedReport.number)).where(
                IssuedReport.clinician_id == issue.clinician_id, IssuedReport.round_id == issue.round_id
            )
        )
        or 0
    )
    row = IssuedReport(
        clinician_id=issue.clinician_id,
        round_id=issue.round_id,
        number=number,
        fingerprint=issue.fingerprint,
        content=issue.content,
        pdf=issue.pdf,
        used=issue.used,
        note=issue.note,
        results=issue.results,
        shared_id=None if issue.shared is None else _shared(session, issue.round_id, *issue.shared),
        previous_id=issue.previous_id,
        issued_by=actor_id,
    )
    session.add(row)
    session.flush()
    record(
        session,
        "report released" if number == 1 else "report released again",
        f"clinician {issue.clinician_id}",
        actor_id=actor_id,
        team_id=team_id,
        details={"round": str(issue.round_id), "number": number, "fingerprint": issue.fingerprint},
    )
    return row.id


def _shared(session: Session, round_id: uuid.UUID, digest: str, consultations: tuple[str, ...]) -> uuid.UUID:
    """The row that says what these numbers of the round came from, written once for all its reports."""
    known = session.scalar(
        select(SharedNumbers.id).where(SharedNumbers.round_id == round_id, SharedNumbers.digest == digest).limit(1)
    )
    if known is not None:
        return known
    row = SharedNumbers(round_id=round_id, digest=digest, consultations=list(consultations))
    session.add(row)
    session.flush()
    return row.id


def remove_reports(session: Session, actor_id: uuid.UUID, team_id: uuid.UUID, reports: Mapping[OfRound, str]) -> None:
    """Take the words and bytes out of released reports at once: a patient withdrew what they rest on.

    reports: for each of them why it has to be made anew, one of `MADE_ANEW`. Of two reasons the one stays that is
    nearer to its clinician.
    What clinicians replied stays theirs; the words of the report that it quotes go as well.
    """
    rows = _of(session, reports)
    newest = {(row.clinician_id, row.round_id): row for row in rows}
    standing = [row.id for row in rows if row.removed_at is None]
    quietly = {"synchronize_session": False}
    session.execute(
        update(ReportWord).where(ReportWord.report_id.in_(standing)).values(about=NO_LONGER_THERE),
        execution_options=quietly,
    )
    session.execute(
        update(IssuedReport).where(IssuedReport.id.in_(standing)).values(content={}, pdf=b"", removed_at=now()),
        execution_options=quietly,
    )
    for why in MADE_ANEW[1:]:
        waiting = [newest[of].id for of in reports if _nearer(reports[of], newest[of].anew) == why]
        session.execute(
            update(IssuedReport).where(IssuedReport.id.in_(waiting)).values(anew=why),
            execution_options=quietly,
        )
    removed = {(row.clinician_id, row.round_id) for row in rows if row.removed_at is None}
    record_all(
        session,
        [
            Event(
                "reports removed after a withdrawn consent",
                f"clinician {clinician_id}",
                actor_id,
                team_id,
                {"round": str(round_id)},
            )
            for clinician_id, round_id in sorted(removed, key=str)
        ],
    )


def _of(session: Session, reports: Collection[OfRound]) -> list[AnyRow]:
    """Every number of these reports, the newest last."""
    rows = session.execute(
        select(
            IssuedReport.id,
            IssuedReport.clinician_id,
            IssuedReport.round_id,
            IssuedReport.removed_at,
            IssuedReport.anew,
        )
        .where(
            IssuedReport.clinician_id.in_({clinician_id for clinician_id, _ in reports}),
            IssuedReport.round_id.in_({round_id for _, round_id in reports}),
        )
        .order_by(IssuedReport.number)
    ).all()
    return [row for row in rows if (row.clinician_id, row.round_id) in reports]


def _nearer(one: str, other: str) -> str:
    """Of two reasons the one that says more to the clinician: an own patient before a colleague's."""
    return min((each for each in (one, other) if each), key=MADE_ANEW.index)


def screen_comment(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    revision_id: uuid.UUID,
    entry_id: str,
    *,
    decision: str,
    text: str,
    reason: str = "",
) -> None:
    """Decide on one free text before release. An edit and a withholding say why; the original stays as it was."""
    if decision not in SCREENING_DECISIONS:
        raise Unfit([Problem("decision", "Choose what to do with this comment.")])
    if decision == "edit" and not text.strip():
        raise Unfit([Problem("text", "Write the comment as it should be shown, or choose to leave it out.")])
    if decision != "include" and not reason.strip():
        raise Unfit([Problem("reason", "Say why in a few words, so that the observer can be told.")])
    belongs = session.scalar(
        select(ObservationRevision.id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(ObservationRevision.id == revision_id, Clinician.team_id == team_id)
    )
    if belongs is None:
        raise NotThere
    row = session.get(ScreenedComment, (revision_id, entry_id))
    if row is None:
        row = ScreenedComment(revision_id=revision_id, entry_id=entry_id)
        session.add(row)
    row.decision, row.reason = decision, reason.strip()
    row.text = "" if decision == "withhold" else text.strip()
    row.decided_by, row.decided_at = actor.id, now()
    session.flush()
    record(
        session,
        "comment screened",
        f"comment {entry_id} of revision {revision_id}",
        actor_id=actor.id,
        team_id=team_id,
        details={"decision": decision},
    )


def save_preparation(
    session: Session,
    actor: Actor,
    clinician_id: uuid.UUID,
    round_id: uuid.UUID,
    *,
    question: str,
    about: Sequence[str] = (),
    self_ratings: Json,
) -> None:
    """Keep a clinician's own question and self-rating: only before the first report, as later it would be hindsight."""
    team_id = _own_team(session, actor, clinician_id)
    if session.scalar(
        select(IssuedReport.id).where(IssuedReport.clinician_id == clinician_id, IssuedReport.round_id == round_id)
    ):
        raise Conflict("Your report is out, so your question and self-rating can no longer be changed.")
    row = session.scalar(
        select(Preparation).where(Preparation.clinician_id == clinician_id, Preparation.round_id == round_id)
    )
    if row is None:
        row = Preparation(clinician_id=clinician_id, round_id=round_id)
        session.add(row)
    row.question, row.about = question.strip(), list(about)
    row.self_ratings, row.written_at = self_ratings, now()
    session.flush()
    record(session, "preparation written", f"clinician {clinician_id}", actor_id=actor.id, team_id=team_id)


def save_reflection(
    session: Session,
    actor: Actor,
    clinician_id: uuid.UUID,
    round_id: uuid.UUID,
    *,
    text: str,
    will_try: str,
    what_will_change: str,
    look_again_on: date | None,
) -> None:
    """Keep what the clinician makes of the report and what they will try.

    After the talk it stays as it was; what was not written by then may still be written once. Raises `Conflict`.
    """
    team_id = _own_team(session, actor, clinician_id)
    row = session.scalar(
        select(Reflection).where(Reflection.clinician_id == clinician_id, Reflection.round_id == round_id)
    )
    if row is not None and _talked_through(session, clinician_id, round_id):
        raise Conflict(noted("You have talked your report through, so your reflection is locked as it stands."))
    if row is None:
        row = Reflection(clinician_id=clinician_id, round_id=round_id)
        session.add(row)
    row.text, row.will_try, row.what_will_change = text.strip(), will_try.strip(), what_will_change.strip()
    row.look_again_on, row.written_at = look_again_on, now()
    session.flush()
    record(session, "reflection written", f"clinician {clinician_id}", actor_id=actor.id, team_id=team_id)


def _talked_through(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> bool:
    step = session.get(LadderStep, (clinician_id, round_id, "talk"))
    return step is not None and step.done_at is not None


def _own_team(session: Session, actor: Actor, clinician_id: uuid.UUID) -> uuid.UUID:
    team_id = session.scalar(
        select(Clinician.team_id).where(Clinician.id == clinician_id, Clinician.person_id == actor.id)
    )
    if team_id is None or team_id not in actor.teams_as("clinician"):
        raise NotThere
    return team_id
