"""Where every clinician's report of a round stands on the release ladder: counts and days, never a rating."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ladder.ready_check import Evidence, ready_check
from app.ladder.standing import Entry, Facts, Rungs, climb
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import IssuedReport, Reflection
from app.models.ladder import LadderStep
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinic, Clinician, Person
from app.models.programmes import Programme, Round
from app.models.report_words import ReportWord
from app.queries.comments import CommentCounts, comment_counts
from app.queries.open_consultations import open_consultations
from app.queries.ready_evidence import ReadyEvidence, assigned_in_round


@dataclass(frozen=True, slots=True)
class OnLadder:
    """One clinician of a round. ``person_id`` is theirs; None without an account."""

    id: uuid.UUID
    name: str
    clinic: str
    person_id: uuid.UUID | None
    team_id: uuid.UUID
    round_id: uuid.UUID
    evidence: Evidence
    facts: Facts
    entries: Mapping[str, Entry]

    def rungs(self, today: date) -> Rungs:
        """Every step as it stands today."""
        return climb(self.facts, self.entries, today)

    @property
    def talk_on(self) -> date | None:
        """The day they will talk it through, once somebody has said so."""
        return self.entries["talk"].due_on if "talk" in self.entries else None


def ladders_of_round(session: Session, round_id: uuid.UUID) -> tuple[OnLadder, ...]:
    """Every clinician observed in the round, by name: as many statements for one as for a thousand."""
    return _ladders(session, round_id, None)


def ladder_of(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> OnLadder | None:
    """One of them. The others' sheets are read too: whether somebody can be compared depends on who else was seen."""
    return next(iter(_ladders(session, round_id, clinician_id)), None)


def _ladders(session: Session, round_id: uuid.UUID, only: uuid.UUID | None) -> tuple[OnLadder, ...]:
    head = session.execute(
        select(Round.closes_on, Round.minimums, Programme.team_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Round.id == round_id)
    ).first()
    if head is None:
        return ()
    rows = assigned_in_round(session, round_id)
    open_ones = open_consultations(session, ClinicSession.round_id == round_id)
    counted = [row for row in rows if row.consultation_id in open_ones and not row.warm_up and row.part == 1]
    comments = comment_counts(session, round_id, open_ones, only)
    evidence = ReadyEvidence(session, round_id, head.team_id, head.minimums, rows, counted)
    facts = _Stored(session, round_id, comments)
    entries = _entries(session, round_id)
    everybody = {row.clinician_id for row in rows} | _planned(session, round_id)
    people = session.execute(
        select(Clinician.id, Clinician.name, Clinician.person_id, Clinic.name.label("clinic"))
        .outerjoin(Clinic, Clinic.id == Clinician.clinic_id)
        .where(Clinician.id.in_(everybody if only is None else everybody & {only}))
        .order_by(Clinician.name, Clinician.id)
    )
    found: list[OnLadder] = []
    for row in people:
        of = evidence.of(row.id, has_account=row.person_id is not None)
        found.append(
            OnLadder(
                id=row.id,
                name=row.name,
                clinic=row.clinic or "",
                person_id=row.person_id,
                team_id=head.team_id,
                round_id=round_id,
                evidence=of,
                facts=facts.of(row.id, head.closes_on, of),
                entries=entries.get(row.id, {}),
            )
        )
    return tuple(found)


def _planned(session: Session, round_id: uuid.UUID) -> set[uuid.UUID]:
    """Clinicians with a visit in the round, though nobody was asked to observe it yet."""
    return set(
        session.scalars(
            select(Consultation.clinician_id)
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .where(ClinicSession.round_id == round_id)
            .distinct()
        )
    )


class _Stored:
    """What has been said and done about each report, by clinician."""

    def __init__(self, session: Session, round_id: uuid.UUID, comments: CommentCounts) -> None:
        self.comments = comments
        self.waiting = _with_authors(session, round_id)
        self.released: dict[uuid.UUID, tuple[datetime, str]] = {}
        self.made_anew: dict[uuid.UUID, bool] = {}
        first = session.execute(
            select(IssuedReport.clinician_id, IssuedReport.issued_at, IssuedReport.anew, Person.name)
            .join(Person, Person.id == IssuedReport.issued_by)
            .where(IssuedReport.round_id == round_id)
            .order_by(IssuedReport.number)
        )
        for row in first:
            self.released.setdefault(row.clinician_id, (row.issued_at, row.name))
            self.made_anew[row.clinician_id] = bool(row.anew)
        words = session.execute(
            select(
                IssuedReport.clinician_id,
                func.min(ReportWord.written_at).label("written_at"),
                func.count(ReportWord.id)
                .filter(ReportWord.kind == "query", ReportWord.answered_at.is_(None))
                .label("unanswered"),
            )
            .join(IssuedReport, IssuedReport.id == ReportWord.report_id)
            .where(IssuedReport.round_id == round_id)
            .group_by(IssuedReport.clinician_id)
        ).all()
        self.open_queries = {row.clinician_id: row.unanswered for row in words}
        said = session.execute(
            select(Reflection.clinician_id, Reflection.written_at).where(Reflection.round_id == round_id)
        )
        self.replied: dict[uuid.UUID, datetime] = {row.clinician_id: row.written_at for row in words}
        for row in said:
            self.replied[row.clinician_id] = min(row.written_at, self.replied.get(row.clinician_id, row.written_at))

    def of(self, clinician_id: uuid.UUID, closes_on: date, evidence: Evidence) -> Facts:
        written = self.comments.written.get(clinician_id, 0)
        released_at, released_by = self.released.get(clinician_id, (None, ""))
        return Facts(
            closes_on=closes_on,
            findings=ready_check(evidence),
            comments=written,
            undecided=written - self.comments.screened.get(clinician_id, 0),
            with_authors=self.waiting.get(clinician_id, 0),
            decided_at=self.comments.decided_at.get(clinician_id),
            released_at=released_at,
            released_by=released_by,
            replied_at=self.replied.get(clinician_id),
            open_queries=self.open_queries.get(clinician_id, 0),
            made_anew=self.made_anew.get(clinician_id, False),
        )


def _with_authors(session: Session, round_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Changes whose author has not answered, or has asked for another wording that nobody has looked at."""
    rows = session.execute(
        select(Consultation.clinician_id, func.count(EditAsked.id))
        .select_from(EditAsked)
        .join(ObservationRevision, ObservationRevision.id == EditAsked.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, EditAsked.state.in_(("open", "other")))
        .group_by(Consultation.clinician_id)
    )
    return {row[0]: row[1] for row in rows}


def _entries(session: Session, round_id: uuid.UUID) -> dict[uuid.UUID, dict[str, Entry]]:
    rows = session.scalars(select(LadderStep).where(LadderStep.round_id == round_id)).all()
    names = _names(session, {each for row in rows for each in (row.person_id, row.done_by) if each})
    found: defaultdict[uuid.UUID, dict[str, Entry]] = defaultdict(dict)
    for row in rows:
        found[row.clinician_id][row.step] = Entry(
            person_id=row.person_id,
            person=names.get(row.person_id, "") if row.person_id else "",
            due_on=row.due_on,
            done_by=names.get(row.done_by, "") if row.done_by else "",
            done_at=row.done_at,
            note=row.note,
            accepted=frozenset(row.accepted),
        )
    return dict(found)


def _names(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(list(ids))))}
