"""Everything one clinician's feedback of one round is made from."""

import uuid
from collections import defaultdict
from dataclasses import fields, replace
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import feedback as tables
from app.models.base import AnyRow, Json
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinic, Clinician, Membership, ObserverType, Person, Team
from app.models.programmes import Programme, Round
from app.queries.published_instruments import published_instrument
from app.queries.sheets import sheets_of
from app.rules import NotThere, Sheet, ratings_are_open
from instruments import scoring
from instruments.scoresheet import read_sheet
from reports.feedback.evidence import (
    AgreedAction,
    EarlierRelease,
    FeedbackEvidence,
    FeedbackMinimums,
    ObservedSheet,
    Preparation,
    Reflection,
    Release,
    ScreenedComment,
)
from reports.feedback.evidence import ObserverType as TypeOfObserver
from reports.feedback.evidence import Programme as ProgrammeWords

PROFESSIONS_WITH_A_PAGE = ("physiotherapist", "podiatrist", "doctor", "nurse", "osteopath")


def evidence_for_clinician(
    session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID, release: Release
) -> FeedbackEvidence:
    """The evidence, from open consultations and first revisions only. Raises `NotThere` for an unknown pair."""
    head = session.execute(
        select(Clinician, Round, Programme, Clinic.name.label("clinic"), Team.name.label("team"))
        .join(Programme, Programme.team_id == Clinician.team_id)
        .join(Round, Round.programme_id == Programme.id)
        .join(Team, Team.id == Clinician.team_id)
        .outerjoin(Clinic, Clinic.id == Clinician.clinic_id)
        .where(Clinician.id == clinician_id, Round.id == round_id)
    ).first()
    if head is None:
        raise NotThere
    clinician, of_round, programme = head.Clinician, head.Round, head.Programme
    instrument, fingerprint = published_instrument(session, of_round.instrument_id)
    types = observer_types(session, clinician.team_id)
    rows = _open_revisions(session, clinician_id, round_id)
    sheets = sheets_of(session, instrument, [row.revision_id for row in rows])
    comments, held_back = _comments(session, clinician_id, round_id)
    refused, withdrawn = _said_no(session, clinician_id, round_id)
    preparation = session.scalar(
        select(tables.Preparation).where(
            tables.Preparation.clinician_id == clinician_id, tables.Preparation.round_id == round_id
        )
    )
    profession = clinician.profession if clinician.profession in PROFESSIONS_WITH_A_PAGE else "other"
    return FeedbackEvidence(
        clinician=clinician.name,
        profession=profession,
        role=clinician.profession.replace("_", " ").capitalize(),
        clinic=head.clinic or "",
        programme=ProgrammeWords(
            name=programme.name,
            round_name=of_round.name,
            starts=of_round.opens_on,
            ends=of_round.closes_on,
            purpose=programme.aim,
            how_chosen=of_round.how_chosen,
            query_contact=_leads(session, clinician.team_id),
            data_controller=head.team,
        ),
        release=release,
        instrument=instrument,
        instrument_fingerprint=fingerprint,
        observer_types=types,
        observations=tuple(
            ObservedSheet(
                consultation=str(row.consultation_id),
                session_date=row.on_date,
                observer=str(row.person_id),
                observer_type=row.observer_type,
                warm_up=row.warm_up,
                sheet=sheets[row.revision_id],
                scores=scoring.score(instrument, sheets[row.revision_id]),
            )
            for row in rows
        ),
        preparation=Preparation(
            preparation.question if preparation else "",
            read_sheet(instrument, preparation.self_ratings)[0] if preparation else {},
            tuple(preparation.about) if preparation else (),
        ),
        comments=comments,
        comments_held_back=held_back,
        refused=refused,
        withdrawn=withdrawn,
        reflection=reflection_for_report(session, clinician_id, round_id),
        minimums=_minimums(of_round.minimums),
        earlier_releases=_earlier(session, clinician_id, round_id),
        software_version=software_version(),
    )


def observer_types(session: Session, team_id: uuid.UUID) -> tuple[TypeOfObserver, ...]:
    """The team's kinds of observer, by name: the same order everywhere, so that none is always first by rank."""
    rows = session.execute(
        select(ObserverType.code, ObserverType.name).where(ObserverType.team_id == team_id).order_by(ObserverType.name)
    )
    return tuple(TypeOfObserver(row.code, row.name, f"{row.name}s") for row in rows)


def software_version() -> str:
    """The version of this program, for the last page of every report."""
    try:
        return version("levelfield")
    except PackageNotFoundError:
        return "development"


def _open_revisions(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> list[AnyRow]:
    rows = session.execute(
        select(
            Consultation.id.label("consultation_id"),
            Consultation.warm_up,
            ClinicSession.on_date,
            Assignment.person_id,
            Assignment.state,
            ObserverType.code.label("observer_type"),
            ObservationRevision.id.label("revision_id"),
            (Observation.instrument_id == Round.instrument_id).label("own_version"),
        )
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .outerjoin(Observation, Observation.assignment_id == Assignment.id)
        .outerjoin(
            ObservationRevision,
            (ObservationRevision.observation_id == Observation.id) & (ObservationRevision.number == 1),
        )
        .where(
            Consultation.clinician_id == clinician_id,
            ClinicSession.round_id == round_id,
            Consultation.consent == "agreed",
        )
        .order_by(ClinicSession.on_date, ClinicSession.code, Consultation.slot, ObserverType.name, Assignment.id)
    ).all()
    states: dict[uuid.UUID, list[Sheet]] = defaultdict(list)
    for row in rows:
        states[row.consultation_id].append(Sheet(row.person_id, row.state))
    # A bridging sheet keeps its consultation closed until it is in, but its scores stand on another scale.
    return [
        row for row in rows if row.own_version and row.revision_id and ratings_are_open(states[row.consultation_id])
    ]


def _comments(
    session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID
) -> tuple[tuple[ScreenedComment, ...], int]:
    rows = session.execute(
        select(
            tables.ScreenedComment.entry_id,
            tables.ScreenedComment.decision,
            tables.ScreenedComment.text,
            ObserverType.code,
        )
        .join(ObservationRevision, ObservationRevision.id == tables.ScreenedComment.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(Consultation.clinician_id == clinician_id, ClinicSession.round_id == round_id)
        # By their words: the order in which they were written would tell who wrote them.
        .order_by(tables.ScreenedComment.entry_id, ObserverType.name, tables.ScreenedComment.text)
    ).all()
    shown = tuple(ScreenedComment(row.entry_id, row.code, row.text) for row in rows if row.decision != "withhold")
    return shown, len(rows) - len(shown)


def _said_no(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[int, int]:
    rows = session.execute(
        select(Consultation.consent, func.count())
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(Consultation.clinician_id == clinician_id, ClinicSession.round_id == round_id)
        .group_by(Consultation.consent)
    )
    counts = {row[0]: row[1] for row in rows}
    return counts.get("declined", 0), counts.get("withdrawn", 0)


def reflection_for_report(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> Reflection:
    """What the clinician wrote after reading, in the words of the report; empty when nothing."""
    row = session.scalar(
        select(tables.Reflection).where(
            tables.Reflection.clinician_id == clinician_id, tables.Reflection.round_id == round_id
        )
    )
    if row is None:
        return Reflection()
    actions = (AgreedAction(row.will_try, row.what_will_change, row.look_again_on),) if row.will_try else ()
    return Reflection(row.text, actions)


def _earlier(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[EarlierRelease, ...]:
    kept = session.scalars(
        select(tables.IssuedReport.used)
        .where(tables.IssuedReport.clinician_id == clinician_id, tables.IssuedReport.round_id == round_id)
        .order_by(tables.IssuedReport.number)
    )
    return tuple(
        EarlierRelease(code, frozenset((pair[0], pair[1]) for pair in pairs))
        for used in kept
        for code, pairs in sorted(used.items())
    )


def _minimums(raised: Json) -> FeedbackMinimums:
    """The product's own numbers, each raised to the round's where that is higher."""
    own = FeedbackMinimums()
    names = [each.name for each in fields(own) if each.name in raised]
    return replace(own, **{name: max(int(raised[name]), getattr(own, name)) for name in names})


def _leads(session: Session, team_id: uuid.UUID) -> str:
    names = session.scalars(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team_id, Membership.role == "lead", Membership.ended_at.is_(None))
        .order_by(Person.name)
    )
    return ", ".join(names)
