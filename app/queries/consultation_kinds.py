"""What sort of consultation each compared one was: its decision, its clinic, its length, its clinician's profession."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision, SheetAnswer
from app.models.people import Clinic, Clinician
from app.queries.ratings import RatingsOfRound
from instruments.definition import Question, Role, in_language
from reports.comparison.kinds_of_consultation import Grouping

DIFFERENTLY = "Observers saw this differently"
NOT_RECORDED = "Not recorded"
LANGUAGE = "en"
# A visit of a musculoskeletal clinic lasts half an hour on average; up to which minute each band reaches.
LENGTHS = ((15.0, "Up to 15 minutes"), (30.0, "16 to 30 minutes"), (float("inf"), "Over 30 minutes"))
ROLES: tuple[tuple[Role, str], ...] = (
    ("decision_kind", "By kind of decision"),
    ("decision_gate", "By whether there was a decision"),
    ("duration", "By length"),
)

Answers = Mapping[str, Mapping[uuid.UUID, Sequence[tuple[tuple[str, ...], str]]]]


def groupings_of_round(session: Session, found: RatingsOfRound) -> tuple[Grouping, ...]:
    """The ways of sorting the compared consultations that leave at least two groups. Two statements.

    ``found`` was read for a lead, so everything in it may be seen by whoever asks.
    """
    asked = {role: found.instrument.question_with_role(role) for role, _ in ROLES}
    answers = _answers(session, found.round.id, [each.id for each in asked.values() if each is not None])
    groupings = [
        _by_answer(role, title, question, found, answers)
        for role, title in ROLES
        if (question := asked[role]) is not None
    ]
    groupings += _by_place_and_person(session, found)
    return tuple(each for each in groupings if sum(bool(members) for members in each.members) > 1)


def _answers(session: Session, round_id: uuid.UUID, question_ids: Sequence[str]) -> Answers:
    """By question and consultation, what each first sheet answered: (codes, text)."""
    given: defaultdict[str, defaultdict[uuid.UUID, list[tuple[tuple[str, ...], str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    rows = session.execute(
        select(SheetAnswer.question_id, Assignment.consultation_id, SheetAnswer.codes, SheetAnswer.text)
        .join(ObservationRevision, ObservationRevision.id == SheetAnswer.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(
            ClinicSession.round_id == round_id,
            ObservationRevision.number == 1,
            SheetAnswer.question_id.in_(question_ids),
        )
    )
    for row in rows:
        given[row.question_id][row.consultation_id].append((tuple(row.codes), row.text))
    return given


def _by_answer(role: Role, title: str, question: Question, found: RatingsOfRound, answers: Answers) -> Grouping:
    per_consultation = answers.get(question.id, {})
    if question.kind == "number":
        labels = [label for _, label in LENGTHS]
        placed = [[_length(per_consultation.get(each, ()))] for each in found.consultations]
        return _grouping(role, title, labels, placed)
    labels = [in_language(option.label, LANGUAGE) for option in question.options]
    place = {option.code: label for option, label in zip(question.options, labels, strict=True)}
    placed = [_chosen(question, place, per_consultation.get(each, ())) for each in found.consultations]
    return _grouping(role, title, labels, placed)


def _chosen(question: Question, place: Mapping[str, str], given: Iterable[tuple[tuple[str, ...], str]]) -> list[str]:
    """The groups one consultation stands in. Where only one answer fits and observers differ, that is its group."""
    chosen = {codes for codes, _ in given if codes}
    if not chosen:
        return [NOT_RECORDED]
    if len(chosen) > 1 and question.kind == "choice":
        return [DIFFERENTLY]
    return sorted({place[code] for codes in chosen for code in codes if code in place}) or [NOT_RECORDED]


def _length(given: Iterable[tuple[tuple[str, ...], str]]) -> str:
    minutes = [float(text) for _, text in given if text]
    if not minutes:
        return NOT_RECORDED
    middle = median(minutes)
    return next(label for most, label in LENGTHS if middle <= most)


def _by_place_and_person(session: Session, found: RatingsOfRound) -> tuple[Grouping, Grouping]:
    """By clinic, and by the profession of the clinician observed."""
    rows = session.execute(
        select(Consultation.id, Clinic.name, Clinician.profession)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(ClinicSession.round_id == found.round.id)
    )
    known = {row.id: (row.name, row.profession.replace("_", " ").capitalize()) for row in rows}

    def sorted_by(key: str, title: str, which: int) -> Grouping:
        placed = [[known[each][which]] for each in found.consultations]
        return _grouping(key, title, sorted({each[which] for each in known.values()}), placed)

    return sorted_by("setting", "By clinic", 0), sorted_by("profession", "By profession", 1)


def _grouping(key: str, title: str, labels: Sequence[str], placed: Sequence[Sequence[str]]) -> Grouping:
    order = [*labels, DIFFERENTLY, NOT_RECORDED]
    members: dict[str, list[int]] = {label: [] for label in order}
    for unit, groups in enumerate(placed):
        for label in groups:
            members[label].append(unit)
    overlapping = any(len(groups) > 1 for groups in placed)
    groups = tuple(tuple(members[label]) for label in order)
    return Grouping(key, title, tuple(order), groups, overlapping, unsorted=2)
