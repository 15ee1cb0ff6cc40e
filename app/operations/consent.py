"""What the patient said. Agreement opens the form; a no, at any time, deletes everything of the consultation."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import plainly
from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.debriefs import AgreedPoint, Debrief, DebriefYes
from app.models.observations import Observation, ObservationRevision, QuarantinedSheet, Rating, SheetAnswer
from app.models.programmes import Programme, Round
from app.models.tablets import KeptDraft
from app.operations.audit import record
from app.operations.conflicts import pairs_in_conflict
from app.operations.working import forget_round
from app.rules import Actor, Conflict, Gone, NotThere, Problem, Unfit
from app.words import ASKED_BY, ASKED_HOW, CONSENT_STAGES, noted

REFUSED = ("declined", "withdrawn")

# An id that came before is the same yes, sent again.
_NOTE_ONCE = {
    "sqlite": sqlite.insert(ConsentEvent).on_conflict_do_nothing(index_elements=[ConsentEvent.id]),
    "postgresql": postgresql.insert(ConsentEvent).on_conflict_do_nothing(index_elements=[ConsentEvent.id]),
}
_AGREED = (
    update(Consultation)
    .where(Consultation.id == bindparam("consultation"), Consultation.consent != "agreed")
    .values(consent="agreed")
)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose results a withdrawal touches: a report already issued for them may have to be issued again."""

    consultation_id: uuid.UUID
    clinician_id: uuid.UUID
    round_id: uuid.UUID
    had_sheets: bool


@dataclass(frozen=True, slots=True)
class _Place:
    id: uuid.UUID
    consent: str
    clinician_id: uuid.UUID
    round_id: uuid.UUID
    team_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asked the patient (a role, never a name) and how; both may be unknown after a change of mind."""

    by: str = ""
    how: str = ""


UNKNOWN = Asking()


def record_agreement(
    session: Session, actor: Actor, assignment_id: uuid.UUID, asking: Asking, event_id: uuid.UUID | None = None
) -> None:
    """The patient agreed, asked by somebody in this role. Each observer records it; a second time changes nothing.

    Raises `NotThere` unless the assignment is the actor's own, `Gone` when the patient has said no since, and
    `Conflict` when the actor must not observe this clinician.
    """
    place = _place_of_assignment(session, actor, assignment_id)
    if place.consent in REFUSED:
        raise Gone(noted("The patient said no to this observation, so there is no form to fill in."))
    if pairs_in_conflict(session, [place.clinician_id], [actor.id]):
        raise Conflict(noted("It is noted that you should not observe this clinician. Please tell your lead."))
    if not _has_agreed_with(session, actor, place):
        _note(session, actor, place, "agreed", "before", asking, event_id)
        _set(session, place, "agreed")
        _audit(session, actor, place, "consent agreed", "before")


@dataclass(frozen=True, slots=True)
class Agreed:
    """A patient's yes that came with a sheet. The id was made on the tablet."""

    id: uuid.UUID
    consultation_id: uuid.UUID
    stage: str
    asking: Asking


def record_agreements(by: Session | Connection, actor: Actor, agreements: Sequence[Agreed]) -> None:
    """Note the yeses that came with sheets, each once; whether they may count was asked before."""
    if not agreements:
        return
    moment, plain = now(), plainly(by)
    plain.execute(
        _NOTE_ONCE[plain.dialect.name],
        [
            {
                "id": each.id,
                "consultation_id": each.consultation_id,
                "outcome": "agreed",
                "stage": each.stage,
                "asked_by": each.asking.by,
                "how": each.asking.how,
                "recorded_by": actor.id,
                "recorded_at": moment,
            }
            for each in agreements
        ],
    )
    plain.execute(_AGREED, [{"consultation": each.consultation_id} for each in agreements])


def record_refusal(
    session: Session, actor: Actor, assignment_id: uuid.UUID, asking: Asking, event_id: uuid.UUID | None = None
) -> Concerned:
    """The patient said no before the form was opened: only a count is left.

    If a colleague had recorded a yes, the no wins and is treated as a withdrawal. Raises `NotThere`.
    """
    place = _place_of_assignment(session, actor, assignment_id)
    if place.consent == "agreed":
        return withdraw_consent(session, actor, place.id, "before", asking=asking, event_id=event_id)
    if place.consent == "not_asked":
        _note(session, actor, place, "declined", "before", asking, event_id)
        _close(session, actor, place, "declined", "before", "consent declined")
    return Concerned(place.id, place.clinician_id, place.round_id, had_sheets=False)


def withdraw_consent(
    session: Session,
    actor: Actor,
    consultation_id: uuid.UUID,
    stage: str,
    *,
    asking: Asking = UNKNOWN,
    event_id: uuid.UUID | None = None,
) -> Concerned:
    """The patient changed their mind: delete every rating, answer, note and frozen sheet of the consultation.

    What stays is a bare tombstone: that a consultation took place and that consent was withdrawn, and when in the
    visit. An assigned observer may do it, and a lead of the team. Doing it twice changes nothing. Raises `NotThere`.
    """
    place = _place_of_consultation(session, actor, consultation_id)
    had_sheets = bool(session.scalar(_sheets(place.id).limit(1)))
    if place.consent not in REFUSED:
        _note(session, actor, place, "withdrawn", stage, asking, event_id)
        _close(session, actor, place, "withdrawn", stage, "consent withdrawn")
    return Concerned(place.id, place.clinician_id, place.round_id, had_sheets)


def withdraw_from_assignment(
    session: Session, actor: Actor, assignment_id: uuid.UUID, stage: str, event_id: uuid.UUID | None = None
) -> Concerned:
    """The same, told by an observer about the consultation they sat in on. Raises `NotThere`."""
    place = _place_of_assignment(session, actor, assignment_id)
    return withdraw_consent(session, actor, place.id, stage, event_id=event_id)


def _places() -> Select[uuid.UUID, str, uuid.UUID, uuid.UUID, uuid.UUID]:
    return (
        select(
            Consultation.id,
            Consultation.consent,
            Consultation.clinician_id,
            ClinicSession.round_id,
            Programme.team_id,
        )
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .with_for_update(of=Consultation)
    )


def _place_of_assignment(session: Session, actor: Actor, assignment_id: uuid.UUID) -> _Place:
    row = session.execute(
        _places()
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .where(
            Assignment.id == assignment_id,
            Assignment.person_id == actor.id,
            Programme.team_id.in_(actor.teams_as("observer")),
        )
    ).first()
    if row is None:
        raise NotThere("We do not know this sheet. Ask your lead.")
    return _Place(*row)


def _place_of_consultation(session: Session, actor: Actor, consultation_id: uuid.UUID) -> _Place:
    mine = select(Assignment.id).where(Assignment.consultation_id == Consultation.id, Assignment.person_id == actor.id)
    row = session.execute(
        _places().where(
            Consultation.id == consultation_id,
            or_(
                mine.exists() & Programme.team_id.in_(actor.teams_as("observer")),
                Programme.team_id.in_(actor.teams_as("lead")),
            ),
        )
    ).first()
    if row is None:
        raise NotThere
    return _Place(*row)


def _has_agreed_with(session: Session, actor: Actor, place: _Place) -> bool:
    found = session.scalar(
        select(ConsentEvent.id)
        .where(
            ConsentEvent.consultation_id == place.id,
            ConsentEvent.recorded_by == actor.id,
            ConsentEvent.outcome == "agreed",
        )
        .limit(1)
    )
    return found is not None


def _sheets(consultation_id: uuid.UUID) -> Select[uuid.UUID]:
    return (
        select(Observation.id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .where(Assignment.consultation_id == consultation_id)
    )


def _note(
    session: Session,
    actor: Actor,
    place: _Place,
    outcome: str,
    stage: str,
    asking: Asking,
    event_id: uuid.UUID | None,
) -> None:
    if asking.by and asking.by not in ASKED_BY:
        raise Unfit([Problem("asked_by", noted("Choose who asked the patient."))])
    if asking.how and asking.how not in ASKED_HOW:
        raise Unfit([Problem("how", noted("Choose how the patient was asked."))])
    if stage not in CONSENT_STAGES:
        raise Unfit([Problem("stage", noted("Say when the patient changed their mind: before, during or after."))])
    if event_id is not None and session.get(ConsentEvent, event_id) is not None:
        # The id came before, for another consultation: what the patient said counts, under an id of our own.
        event_id = None
    session.add(
        ConsentEvent(
            id=event_id or uuid.uuid4(),
            consultation_id=place.id,
            outcome=outcome,
            stage=stage,
            asked_by=asking.by,
            how=asking.how,
            recorded_by=actor.id,
            recorded_at=now(),
        )
    )
    session.flush()


def _set(session: Session, place: _Place, consent: str) -> None:
    session.execute(update(Consultation).where(Consultation.id == place.id).values(consent=consent))


def _close(session: Session, actor: Actor, place: _Place, consent: str, stage: str, event: str) -> None:
    """Delete what was scored, leave the tombstone, and say so in the audit log."""
    _set(session, place, consent)
    _delete_sheets(session, place)
    session.execute(
        update(Assignment).where(Assignment.consultation_id == place.id).values(state="void", given_up_reason="")
    )
    _audit(session, actor, place, event, stage)


def _delete_sheets(session: Session, place: _Place) -> None:
    observations = _sheets(place.id)
    revisions = select(ObservationRevision.id).where(ObservationRevision.observation_id.in_(observations))
    assignments = select(Assignment.id).where(Assignment.consultation_id == place.id)
    quietly = {"synchronize_session": False}
    debriefs = (AgreedPoint, DebriefYes, Debrief)
    for statement in (
        *(delete(table).where(table.consultation_id == place.id) for table in debriefs),
        delete(Rating).where(Rating.revision_id.in_(revisions)),
        delete(SheetAnswer).where(SheetAnswer.revision_id.in_(revisions)),
        delete(QuarantinedSheet).where(
            or_(QuarantinedSheet.assignment_id.in_(assignments), QuarantinedSheet.observation_id.in_(observations))
        ),
        delete(KeptDraft).where(KeptDraft.assignment_id.in_(assignments)),
        delete(ObservationRevision).where(ObservationRevision.observation_id.in_(observations)),
        delete(Observation).where(Observation.assignment_id.in_(assignments)),
    ):
        session.execute(statement, execution_options=quietly)
    forget_round(session, place.round_id)


def _audit(session: Session, actor: Actor, place: _Place, event: str, stage: str) -> None:
    record(
        session,
        event,
        f"consultation {place.id}",
        actor_id=actor.id,
        team_id=place.team_id,
        details={"stage": stage},
    )
