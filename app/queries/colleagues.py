"""The scores of a whole round and what they say of each clinician, worked out once and remembered by their digest."""

import uuid
from dataclasses import dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import Json
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import ObserverType
from app.models.programmes import Round
from app.queries.open_consultations import open_consultations
from app.remembering import Remembered
from instruments.definition import Instrument
from reports.feedback.colleagues import Colleagues, RoundScore, RoundScores, colleagues
from reports.feedback.evidence import FeedbackMinimums
from reports.feedback.readings import whole_part

_remembered = Remembered(most=16)


@dataclass(frozen=True, slots=True)
class RoundNumbers:
    """What the whole round says, and which data it says it from: their digest and their consultations."""

    colleagues: Colleagues
    digest: str
    consultations: tuple[str, ...]


def numbers_of_round(
    session: Session, round_id: uuid.UUID, instrument: Instrument, minimums: FeedbackMinimums
) -> RoundNumbers:
    """Fair averages and bands of a round. Two statements; the sums are done anew only when a score has changed.

    Whoever makes many reports of a round asks once and hands the answer on.
    """
    scores = round_scores(session, round_id, instrument)
    found = _remembered.get((scores.digest, minimums), lambda: colleagues(scores, minimums))
    return RoundNumbers(found, scores.digest, scores.consultations)


def hand_on(numbers: RoundNumbers, minimums: FeedbackMinimums) -> None:
    """Take over what another process has worked out; used while the scores stay the same."""
    _remembered.get((numbers.digest, minimums), lambda: numbers.colleagues)


def round_scores(session: Session, round_id: uuid.UUID, instrument: Instrument) -> RoundScores:
    """Totals of locked first sheets made with the round's own instrument, of open consultations, warm-ups left out."""
    opens = open_consultations(session, ClinicSession.round_id == round_id)
    whole = whole_part(instrument)
    rows = session.execute(
        select(
            ObserverType.code,
            Consultation.clinician_id,
            Assignment.consultation_id,
            Assignment.person_id,
            ObservationRevision.total,
        )
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .where(
            ClinicSession.round_id == round_id,
            Consultation.warm_up.is_(False),
            Assignment.state == "locked",
            ObservationRevision.number == 1,
            ObservationRevision.total.is_not(None),
            Observation.instrument_id == Round.instrument_id,
        )
    )
    return RoundScores(
        tuple(
            RoundScore(row.code, str(row.clinician_id), str(row.consultation_id), str(row.person_id), float(row.total))
            for row in rows
            if row.consultation_id in opens
        ),
        whole.lowest,
        whole.highest,
    )


def raised_minimums(raised: Json) -> FeedbackMinimums:
    """The product's own numbers, each raised to the round's where that is higher."""
    own = FeedbackMinimums()
    names = [each.name for each in fields(own) if each.name in raised]
    return replace(own, **{name: max(int(raised[name]), getattr(own, name)) for name in names})
