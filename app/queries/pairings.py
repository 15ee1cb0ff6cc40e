"""The one meeting that would let a clinician's score be adjusted, with names, for those who may release the report."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.people import Clinician, ObserverType, Person
from app.queries.conflicts import barred_in_team
from app.queries.evidence import numbers_behind_reports
from reports.feedback.adjusted import sentence_for_lead
from reports.statistics.rotation.one_pairing import OnePairing, one_pairing


def pairings_for_lead(
    session: Session, team_id: uuid.UUID, clinician_id: uuid.UUID, round_id: uuid.UUID
) -> tuple[str, ...]:
    """A sentence for each kind of observer whose score a meeting would let us adjust; conflicts of interest kept to."""
    behind = numbers_behind_reports(session, round_id)
    if behind is None:
        return ()
    numbers, whom = behind[0], str(clinician_id)
    wanted = [each.observer_type for each in numbers.colleagues.beside(whom) if each.pairing is not None]
    if not wanted:
        return ()
    barred = {(str(clinician), str(person)) for clinician, person in barred_in_team(session, team_id)}
    found = {kind: one_pairing(whom, numbers.colleagues.meetings[kind], barred) for kind in wanted}
    names = _names(session, tuple(found.values()))
    rows = session.execute(
        select(ObserverType.code, ObserverType.name)
        .where(ObserverType.team_id == team_id, ObserverType.code.in_(wanted))
        .order_by(ObserverType.name)
    )
    return tuple(sentence_for_lead(f"{row.name}s", found[row.code], names) for row in rows)


def _names(session: Session, pairings: tuple[OnePairing, ...]) -> dict[str, str]:
    """Of everybody in the pairings, two statements."""
    observers = [uuid.UUID(each.observer) for each in pairings if each.observer]
    clinicians = [uuid.UUID(each.clinician) for each in pairings if each.clinician]
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(observers))).all()
    watched = session.execute(select(Clinician.id, Clinician.name).where(Clinician.id.in_(clinicians))).all()
    return {str(row.id): row.name for row in (*people, *watched)}
