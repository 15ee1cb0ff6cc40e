"""The talk about a report and the actions agreed in it: for the clinician, for who talked with them, for the report."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinician, Person
from app.models.talks import AgreedAction, ConversationRecord
from app.rules import Sheet, ratings_are_open
from app.words import MECHANISMS, TALK_HEADINGS
from reports.feedback.evidence import AgreedAction as ActionInReport
from reports.feedback.evidence import Conversation

OfRound = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class ConversationShown:
    """The record of a talk. ``notes``: by heading."""

    held_on: date
    notes: dict[str, str]
    written_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActionShown:
    """One action. ``again_on``: the day of the session in which it is looked at again; ``looked_again``: all its sheets
    are in. It never tells what was seen there."""

    id: uuid.UUID
    clinician_id: uuid.UUID
    round_id: uuid.UUID
    clinician: str
    action: str
    what_will_change: str
    in_whom: str
    how_known: str
    mechanism: str
    look_again_on: date
    state: str
    outcome: str
    asked_again: bool
    again_on: date | None
    looked_again: bool

    def is_late(self, today: date) -> bool:
        """Whether its day has come and nobody has said what became of it."""
        return self.state == "open" and self.look_again_on <= today


def conversation_about(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> ConversationShown | None:
    """The record as it stands, confirmed or not."""
    row = session.execute(
        select(ConversationRecord, Person.name)
        .join(Person, Person.id == ConversationRecord.written_by)
        .where(ConversationRecord.clinician_id == clinician_id, ConversationRecord.round_id == round_id)
    ).first()
    if row is None:
        return None
    found: ConversationRecord = row.ConversationRecord
    notes = {heading: str(getattr(found, heading)) for heading in TALK_HEADINGS}
    return ConversationShown(found.held_on, notes, row.name, found.confirmed_at)


def actions_of(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[ActionShown, ...]:
    """The actions of one report, as they were written down."""
    return _actions(session, AgreedAction.clinician_id == clinician_id, AgreedAction.round_id == round_id)


def actions_of_round(session: Session, round_id: uuid.UUID, not_of: uuid.UUID) -> tuple[ActionShown, ...]:
    """Every action of a round, the next day to look again first; without those of the person who looks."""
    found = _actions(
        session,
        AgreedAction.round_id == round_id,
        Clinician.person_id.is_distinct_from(not_of),
    )
    return tuple(sorted(found, key=lambda each: (each.look_again_on, each.clinician)))


def per_mechanism(actions: Iterable[ActionShown]) -> tuple[tuple[str, int], ...]:
    """How many actions work through each of the four."""
    counts = Counter(each.mechanism for each in actions)
    return tuple((mechanism, counts[mechanism]) for mechanism in MECHANISMS)


def actions_due(session: Session, team_ids: Iterable[uuid.UUID], until: date) -> tuple[tuple[uuid.UUID, date], ...]:
    """Whose open actions come to their day until then: (the clinician's own person, the day); one statement."""
    rows = session.execute(
        select(Clinician.person_id, AgreedAction.look_again_on)
        .join(Clinician, Clinician.id == AgreedAction.clinician_id)
        .where(
            Clinician.team_id.in_(list(team_ids)),
            Clinician.person_id.is_not(None),
            AgreedAction.state == "open",
            AgreedAction.look_again_on <= until,
        )
        .order_by(AgreedAction.look_again_on)
    )
    return tuple((row.person_id, row.look_again_on) for row in rows)


def talks_for_reports(
    session: Session, clinician_ids: Sequence[uuid.UUID], round_id: uuid.UUID
) -> tuple[dict[uuid.UUID, Conversation], dict[uuid.UUID, tuple[ActionInReport, ...]]]:
    """By clinician what their reports print: records they confirmed, and their actions. Three statements."""
    rows = session.execute(
        select(ConversationRecord, Person.name)
        .join(Person, Person.id == ConversationRecord.written_by)
        .where(
            ConversationRecord.clinician_id.in_(clinician_ids),
            ConversationRecord.round_id == round_id,
            ConversationRecord.confirmed_at.is_not(None),
        )
    )
    talks: dict[uuid.UUID, Conversation] = {}
    for row in rows:
        found: ConversationRecord = row.ConversationRecord
        talks[found.clinician_id] = Conversation(
            found.relationship, found.reaction, found.content, found.coaching, held_with=row.name, held_on=found.held_on
        )
    actions: defaultdict[uuid.UUID, list[ActionInReport]] = defaultdict(list)
    for each in _actions(session, AgreedAction.clinician_id.in_(clinician_ids), AgreedAction.round_id == round_id):
        actions[each.clinician_id].append(
            ActionInReport(
                each.action,
                each.what_will_change,
                each.look_again_on,
                in_whom=each.in_whom,
                how_known=each.how_known,
                works_through=each.mechanism,
                became=each.state if each.state != "open" else "",
                what_happened=each.outcome,
                seen_again_on=each.again_on if each.looked_again else None,
            )
        )
    return talks, {clinician_id: tuple(own) for clinician_id, own in actions.items()}


def _actions(session: Session, *of: ColumnElement[bool]) -> tuple[ActionShown, ...]:
    rows = session.execute(
        select(AgreedAction, Clinician.name, ClinicSession.on_date)
        .join(Clinician, Clinician.id == AgreedAction.clinician_id)
        .outerjoin(ClinicSession, ClinicSession.id == AgreedAction.again_session_id)
        .where(*of)
        .order_by(AgreedAction.written_at, AgreedAction.id)
    ).all()
    seen = _seen_again(session, [row.AgreedAction for row in rows])
    return tuple(
        ActionShown(
            id=row.AgreedAction.id,
            clinician_id=row.AgreedAction.clinician_id,
            round_id=row.AgreedAction.round_id,
            clinician=row.name,
            action=row.AgreedAction.action,
            what_will_change=row.AgreedAction.what_will_change,
            in_whom=row.AgreedAction.in_whom,
            how_known=row.AgreedAction.how_known,
            mechanism=row.AgreedAction.mechanism,
            look_again_on=row.AgreedAction.look_again_on,
            state=row.AgreedAction.state,
            outcome=row.AgreedAction.outcome,
            asked_again=row.AgreedAction.asked_again_at is not None,
            again_on=row.on_date,
            looked_again=row.AgreedAction.id in seen,
        )
        for row in rows
    )


def _seen_again(session: Session, actions: Sequence[AgreedAction]) -> set[uuid.UUID]:
    """The actions whose linked session has a visit of the clinician, and whose every sheet there is in."""
    linked = {(each.again_session_id, each.clinician_id): each.id for each in actions if each.again_session_id}
    if not linked:
        return set()
    rows = session.execute(
        select(
            Consultation.session_id, Consultation.clinician_id, Consultation.id, Assignment.person_id, Assignment.state
        )
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .where(Consultation.session_id.in_({session_id for session_id, _ in linked}), Consultation.consent == "agreed")
    )
    sheets: defaultdict[OfRound, defaultdict[uuid.UUID, list[Sheet]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        sheets[row.session_id, row.clinician_id][row.id].append(Sheet(row.person_id, row.state))
    return {
        each.id
        for each in actions
        if each.again_session_id
        and (found := sheets.get((each.again_session_id, each.clinician_id)))
        and all(ratings_are_open(own) for own in found.values())
        and any(sheet.state == "locked" for own in found.values() for sheet in own)
    }
