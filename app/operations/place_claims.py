"""A locked sheet in the wrong place: an observer says so, and a lead moves it, or leaves it. Nothing is guessed."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.debriefs import AgreedPoint, Debrief, DebriefYes
from app.models.feedback import IssuedReport
from app.models.observations import Observation
from app.models.people import Clinician
from app.models.place_claims import PlaceClaim
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads
from app.words import noted

REFUSED = ("declined", "withdrawn")
CHOOSE = noted("Choose the slot it really was, or the clinician who was really there.")


def say_wrong_place(
    session: Session, actor: Actor, assignment_id: uuid.UUID, slot: int | None, clinician_id: uuid.UUID | None
) -> None:
    """The observer's own locked sheet belongs to another slot of the session, or another clinician saw the patient.

    Saying it again replaces what was said before. Raises `NotThere`, `Conflict` when nothing is locked, and `Unfit`.
    """
    place = _place(session, assignment_id)
    if place.assignment.person_id != actor.id or place.team_id not in actor.teams_as("observer"):
        raise NotThere
    if place.assignment.state != "locked":
        raise Conflict(noted("Lock your sheet first. Then say where it belongs."))
    if (slot is None) == (clinician_id is None):
        raise Unfit([Problem("place", CHOOSE)])
    if slot is not None and (slot == place.consultation.slot or _slot(session, place, slot) is None):
        raise Unfit([Problem("place", noted("Choose another slot of this session."))])
    if clinician_id is not None:
        clinician = session.get(Clinician, clinician_id)
        if clinician is None or clinician.team_id != place.team_id or clinician_id == place.consultation.clinician_id:
            raise Unfit([Problem("place", noted("Choose another clinician of this team."))])
    session.execute(delete(PlaceClaim).where(PlaceClaim.assignment_id == assignment_id, PlaceClaim.outcome.is_(None)))
    session.add(
        PlaceClaim(
            assignment_id=assignment_id, said_slot=slot, said_clinician_id=clinician_id, said_by=actor.id, said_at=now()
        )
    )
    session.flush()
    what = "slot" if slot is not None else "clinician"
    subject = f"assignment {assignment_id}"
    record(session, "wrong place told", subject, actor_id=actor.id, team_id=place.team_id, details={"what": what})


def settle_claim(session: Session, actor: Actor, claim_id: uuid.UUID, *, as_said: bool) -> str:
    """Do what the observer said, or leave everything where it is; gives "moved", "changed" or "left".

    Raises `NotThere` outside the actor's teams, and `Conflict` where the move would clash: then nothing is changed.
    """
    claim = session.get(PlaceClaim, claim_id)
    if claim is None:
        raise NotThere
    place = _place(session, claim.assignment_id)
    check_leads(actor, place.team_id)
    if claim.outcome is not None:
        raise Conflict("This was settled already.")
    outcome, event = "left", "sheet left in its place"
    if as_said:
        if place.assignment.state != "locked":
            raise Conflict("There is no locked sheet here any more, so there is nothing to move.")
        if claim.said_slot is not None:
            outcome, event = "moved", "sheet moved"
            _move(session, place, claim.said_slot)
        elif claim.said_clinician_id is not None:
            outcome, event = "changed", "clinician corrected"
            _change_clinician(session, place, claim.said_clinician_id)
    claim.outcome, claim.resolved_by, claim.resolved_at = outcome, actor.id, now()
    session.flush()
    details = {
        "session": place.session_code,
        "slot": place.slot_number,
        "to_slot": claim.said_slot,
        "from_clinician": str(place.clinician_id),
        "to_clinician": str(claim.said_clinician_id or ""),
    }
    subject = f"assignment {claim.assignment_id}"
    record(session, event, subject, actor_id=actor.id, team_id=place.team_id, details=details)
    return outcome


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sheet stands now, as it was when the question was opened."""

    assignment: Assignment
    consultation: Consultation
    session_code: str
    slot_number: int
    clinician_id: uuid.UUID
    round_id: uuid.UUID
    team_id: uuid.UUID


def _place(session: Session, assignment_id: uuid.UUID) -> _Place:
    row = session.execute(
        select(Assignment, Consultation, ClinicSession.code, ClinicSession.round_id, Programme.team_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Assignment.id == assignment_id)
        .with_for_update(of=(Assignment, Consultation))
    ).first()
    if row is None:
        raise NotThere
    assignment, consultation, code, round_id, team_id = row
    return _Place(assignment, consultation, code, consultation.slot, consultation.clinician_id, round_id, team_id)


def _slot(session: Session, place: _Place, slot: int) -> Consultation | None:
    return session.scalar(
        select(Consultation)
        .where(Consultation.session_id == place.consultation.session_id, Consultation.slot == slot)
        .with_for_update()
    )


def _move(session: Session, place: _Place, slot: int) -> None:
    target = _slot(session, place, slot)
    if target is None:
        raise Conflict(f"Slot {slot} is not in this session any more.")
    if target.consent in REFUSED:
        raise Conflict(f"The patient of slot {slot} said no, so no sheet can be moved there.")
    _check_not_own(session, place, target.clinician_id)
    _check_no_report(session, place, target.clinician_id)
    mine = session.scalars(
        select(Assignment).where(
            Assignment.consultation_id.in_((place.consultation.id, target.id)),
            Assignment.person_id == place.assignment.person_id,
        )
    ).all()
    there = {each.part: each for each in mine if each.consultation_id == target.id}
    if any(each.state == "locked" for each in there.values()):
        raise Conflict(f"This observer has a locked sheet for slot {slot} already. One of the two must be wrong.")
    for each in [one for one in mine if one.consultation_id == place.consultation.id]:
        _take_place(session, each, there.get(each.part), target)
    _take_consent(session, place, target)
    _forget_debriefs(session, place.consultation.id, target.id)


def _take_place(session: Session, here: Assignment, there: Assignment | None, target: Consultation) -> None:
    """The sheet goes to the place waiting for it; where none waits, the request to observe goes along."""
    if there is None:
        here.consultation_id = target.id
        session.flush()
        return
    session.execute(update(Observation).where(Observation.assignment_id == here.id).values(assignment_id=there.id))
    there.state, there.given_up_reason, here.state = here.state, here.given_up_reason, "assigned"
    session.flush()


def _take_consent(session: Session, place: _Place, target: Consultation) -> None:
    """The patient's yes that this observer recorded was the yes of the patient they really saw."""
    events = ConsentEvent.consultation_id == place.consultation.id, ConsentEvent.outcome == "agreed"
    session.execute(
        update(ConsentEvent)
        .where(*events, ConsentEvent.recorded_by == place.assignment.person_id)
        .values(consultation_id=target.id)
    )
    target.consent = "agreed"
    if session.scalar(select(ConsentEvent.id).where(*events).limit(1)) is None:
        place.consultation.consent = "not_asked"
    session.flush()


def _change_clinician(session: Session, place: _Place, clinician_id: uuid.UUID) -> None:
    observers = session.scalars(
        select(Assignment.person_id).where(Assignment.consultation_id == place.consultation.id)
    ).all()
    account = session.scalar(select(Clinician.person_id).where(Clinician.id == clinician_id))
    if account in observers:
        raise Conflict("That clinician observes this slot, so cannot have been its clinician.")
    _check_no_report(session, place, clinician_id)
    place.consultation.clinician_id = clinician_id
    session.flush()


def _check_not_own(session: Session, place: _Place, clinician_id: uuid.UUID) -> None:
    if session.scalar(select(Clinician.person_id).where(Clinician.id == clinician_id)) == place.assignment.person_id:
        raise Conflict("This observer is the clinician of that slot and cannot have observed it.")


def _check_no_report(session: Session, place: _Place, clinician_id: uuid.UUID) -> None:
    if clinician_id == place.clinician_id:
        return
    touched = (clinician_id, place.clinician_id)
    named = session.scalar(
        select(Clinician.name)
        .join(IssuedReport, IssuedReport.clinician_id == Clinician.id)
        .where(IssuedReport.round_id == place.round_id, Clinician.id.in_(touched))
        .limit(1)
    )
    if named:
        raise Conflict(f"The report of {named} for this round is out already, so its sheets stay where they are.")


def _forget_debriefs(session: Session, *consultation_ids: uuid.UUID) -> None:
    for table in (AgreedPoint, DebriefYes, Debrief):
        session.execute(delete(table).where(table.consultation_id.in_(consultation_ids)))
