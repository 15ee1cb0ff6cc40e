"""Everything one clinician's feedback of one round is made from."""

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import feedback as tables
from app.models.base import AnyRow, AnySelect
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinic, Clinician, Membership, ObserverType, Person, Team
from app.models.programmes import Programme, Round
from app.queries.colleagues import RoundNumbers, numbers_of_round, raised_minimums, round_scores
from app.queries.previous_reports import previous_reports
from app.queries.published_instruments import published_instrument
from app.queries.sheets import sheets_of
from app.queries.talks import talks_for_reports
from app.queries.training import first_trained
from app.rules import NotThere, Sheet, ratings_are_open
from instruments import scoring
from instruments.definition import Instrument
from instruments.scoresheet import read_sheet
from instruments.sheet import Sheet as AnsweredSheet
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
from reports.feedback.resting import earlier_release

PROFESSIONS_WITH_A_PAGE = ("physiotherapist", "podiatrist", "doctor", "nurse", "osteopath")


def evidence_for_clinician(
    session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID, release: Release
) -> FeedbackEvidence:
    """The evidence, from open consultations and first revisions only. Raises `NotThere` for an unknown pair."""
    found = evidence_for_clinicians(session, (clinician_id,), round_id, release).get(clinician_id)
    if found is None:
        raise NotThere
    return found


def evidence_for_clinicians(
    session: Session, clinician_ids: Sequence[uuid.UUID], round_id: uuid.UUID, release: Release
) -> dict[uuid.UUID, FeedbackEvidence]:
    """The same for many clinicians of one round, with as many statements as for one. Unknown ones are left out."""
    ids = list(clinician_ids)
    heads = session.execute(
        select(Clinician, Round, Programme, Clinic.name.label("clinic"), Team.name.label("team"))
        .join(Programme, Programme.team_id == Clinician.team_id)
        .join(Round, Round.programme_id == Programme.id)
        .join(Team, Team.id == Clinician.team_id)
        .outerjoin(Clinic, Clinic.id == Clinician.clinic_id)
        .where(Clinician.id.in_(ids), Round.id == round_id)
    ).all()
    if not heads:
        return {}
    of_round, programme, team_id = heads[0].Round, heads[0].Programme, heads[0].Programme.team_id
    instrument, fingerprint = published_instrument(session, of_round.instrument_id)
    words = ProgrammeWords(
        name=programme.name,
        round_name=of_round.name,
        starts=of_round.opens_on,
        ends=of_round.closes_on,
        purpose=programme.aim,
        how_chosen=of_round.how_chosen,
        query_contact=_leads(session, team_id),
        data_controller=heads[0].team,
    )
    types, minimums = observer_types(session, team_id), raised_minimums(of_round.minimums)
    rows = _open_revisions(session, ids, round_id)
    sheets = sheets_of(session, instrument, [row.revision_id for each in rows.values() for row in each])
    comments, said_no = _comments(session, ids, round_id), _said_no(session, ids, round_id)
    preparations = _preparations(session, ids, round_id, instrument)
    numbers = numbers_of_round(session, round_id, instrument, minimums)
    previous = previous_reports(session, ids, round_id, team_id)
    trained = first_trained(session, team_id, instrument.id)
    reflections, earlier = _reflections(session, ids, round_id), _earlier(session, ids, round_id)
    found: dict[uuid.UUID, FeedbackEvidence] = {}
    for head in heads:
        clinician: Clinician = head.Clinician
        shown, held_back = comments.get(clinician.id, ((), 0))
        profession = clinician.profession if clinician.profession in PROFESSIONS_WITH_A_PAGE else "other"
        found[clinician.id] = FeedbackEvidence(
            clinician=clinician.name,
            profession=profession,
            role=clinician.profession.replace("_", " ").capitalize(),
            clinic=head.clinic or "",
            programme=words,
            release=release,
            instrument=instrument,
            instrument_fingerprint=fingerprint,
            observer_types=types,
            observations=tuple(
                _observed(row, instrument, sheets[row.revision_id]) for row in rows.get(clinician.id, ())
            ),
            preparation=preparations.get(clinician.id, Preparation()),
            comments=shown,
            comments_held_back=held_back,
            refused=said_no[clinician.id]["declined"],
            withdrawn=said_no[clinician.id]["withdrawn"],
            reflection=reflections.get(clinician.id, Reflection()),
            minimums=minimums,
            earlier_releases=tuple(earlier[clinician.id]),
            standings=numbers.colleagues.beside(str(clinician.id)),
            previous=previous.get(clinician.id),
            round_digest=numbers.digest,
            round_consultations=numbers.consultations,
            first_trained=trained,
            software_version=software_version(),
        )
    return found


def numbers_behind_reports(session: Session, round_id: uuid.UUID) -> tuple[RoundNumbers, FeedbackMinimums] | None:
    """What all reports of a round share and what takes longest: for whoever draws many, in several processes."""
    of_round = session.get(Round, round_id)
    if of_round is None:
        return None
    minimums = raised_minimums(of_round.minimums)
    instrument = published_instrument(session, of_round.instrument_id)[0]
    return numbers_of_round(session, round_id, instrument, minimums), minimums


def evidence_stamps(session: Session, clinician_ids: Sequence[uuid.UUID], round_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """A word for each clinician that changes when a sheet, a comment's decision or a patient's yes behind it does.

    Colleagues' sheets are behind it too: fair averages and bands rest on the whole round.
    """
    ids = list(clinician_ids)
    whole_round = _digest_of_round(session, round_id)
    marks: defaultdict[uuid.UUID, list[str]] = defaultdict(lambda: [whole_round])
    for clinician_id, rows in _open_revisions(session, ids, round_id).items():
        marks[clinician_id] += [str(row.revision_id) for row in rows]
    decided = _of_round(
        select(
            Consultation.clinician_id,
            tables.ScreenedComment.revision_id,
            tables.ScreenedComment.entry_id,
            tables.ScreenedComment.decided_at,
        ).select_from(tables.ScreenedComment),
        ids,
        round_id,
    ).order_by(tables.ScreenedComment.revision_id, tables.ScreenedComment.entry_id)
    for row in session.execute(decided):
        marks[row.clinician_id].append(f"{row.revision_id} {row.entry_id} {row.decided_at.isoformat()}")
    return {each: hashlib.sha256("\n".join(marks[each]).encode()).hexdigest() for each in ids}


def _digest_of_round(session: Session, round_id: uuid.UUID) -> str:
    instrument_id = session.scalar(select(Round.instrument_id).where(Round.id == round_id))
    if instrument_id is None:
        return ""
    return round_scores(session, round_id, published_instrument(session, instrument_id)[0]).digest


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


def reflection_for_report(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> Reflection:
    """What the clinician wrote after reading, in the words of the report; empty when nothing."""
    return _reflections(session, [clinician_id], round_id).get(clinician_id, Reflection())


def _observed(row: AnyRow, instrument: Instrument, sheet: AnsweredSheet) -> ObservedSheet:
    return ObservedSheet(
        consultation=str(row.consultation_id),
        session_date=row.on_date,
        observer=str(row.person_id),
        observer_type=row.observer_type,
        warm_up=row.warm_up,
        sheet=sheet,
        scores=scoring.score(instrument, sheet),
    )


def _open_revisions(session: Session, ids: list[uuid.UUID], round_id: uuid.UUID) -> dict[uuid.UUID, list[AnyRow]]:
    rows = session.execute(
        select(
            Consultation.clinician_id,
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
            Consultation.clinician_id.in_(ids),
            ClinicSession.round_id == round_id,
            Consultation.consent == "agreed",
        )
        .order_by(ClinicSession.on_date, ClinicSession.code, Consultation.slot, ObserverType.name, Assignment.id)
    ).all()
    states: defaultdict[uuid.UUID, list[Sheet]] = defaultdict(list)
    for row in rows:
        states[row.consultation_id].append(Sheet(row.person_id, row.state))
    found: defaultdict[uuid.UUID, list[AnyRow]] = defaultdict(list)
    # A bridging sheet keeps its consultation closed until it is in, but its scores stand on another scale.
    for row in rows:
        if row.own_version and row.revision_id and ratings_are_open(states[row.consultation_id]):
            found[row.clinician_id].append(row)
    return found


def _of_round(statement: AnySelect, ids: list[uuid.UUID], round_id: uuid.UUID) -> AnySelect:
    """A statement on screened comments, joined up to the consultations of these clinicians in this round."""
    return (
        statement.join(ObservationRevision, ObservationRevision.id == tables.ScreenedComment.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(Consultation.clinician_id.in_(ids), ClinicSession.round_id == round_id)
    )


def _comments(
    session: Session, ids: list[uuid.UUID], round_id: uuid.UUID
) -> dict[uuid.UUID, tuple[tuple[ScreenedComment, ...], int]]:
    """By clinician: the comments to show, and how many are held back: a change waits for its author's word."""
    waiting = (
        select(EditAsked.id)
        .where(
            EditAsked.revision_id == tables.ScreenedComment.revision_id,
            EditAsked.entry_id == tables.ScreenedComment.entry_id,
            EditAsked.state.in_(("open", "other")),
        )
        .exists()
    )
    rows: defaultdict[uuid.UUID, list[AnyRow]] = defaultdict(list)
    columns = (
        Consultation.clinician_id,
        tables.ScreenedComment.entry_id,
        tables.ScreenedComment.decision,
        tables.ScreenedComment.text,
        ObserverType.code,
        waiting.label("waits"),
    )
    # By their words: the order in which they were written would tell who wrote them.
    order = (tables.ScreenedComment.entry_id, ObserverType.name, tables.ScreenedComment.text)
    statement = _of_round(select(*columns).select_from(tables.ScreenedComment), ids, round_id)
    for row in session.execute(statement.order_by(*order)):
        rows[row.clinician_id].append(row)
    found: dict[uuid.UUID, tuple[tuple[ScreenedComment, ...], int]] = {}
    for clinician_id, each in rows.items():
        shown = tuple(
            ScreenedComment(row.entry_id, row.code, row.text)
            for row in each
            if row.decision != "withhold" and not row.waits
        )
        found[clinician_id] = (shown, len(each) - len(shown))
    return found


def _said_no(session: Session, ids: list[uuid.UUID], round_id: uuid.UUID) -> defaultdict[uuid.UUID, Counter[str]]:
    rows = session.execute(
        select(Consultation.clinician_id, Consultation.consent, func.count())
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(Consultation.clinician_id.in_(ids), ClinicSession.round_id == round_id)
        .group_by(Consultation.clinician_id, Consultation.consent)
    )
    counts: defaultdict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row[0]][row[1]] = row[2]
    return counts


def _preparations(
    session: Session, ids: list[uuid.UUID], round_id: uuid.UUID, instrument: Instrument
) -> dict[uuid.UUID, Preparation]:
    rows = session.scalars(
        select(tables.Preparation).where(
            tables.Preparation.clinician_id.in_(ids), tables.Preparation.round_id == round_id
        )
    )
    return {
        row.clinician_id: Preparation(row.question, read_sheet(instrument, row.self_ratings)[0], tuple(row.about))
        for row in rows
    }


def _reflections(session: Session, ids: list[uuid.UUID], round_id: uuid.UUID) -> dict[uuid.UUID, Reflection]:
    """By clinician what they wrote and what was agreed. Agreed actions take the place of the one they thought of."""
    rows = session.scalars(
        select(tables.Reflection).where(tables.Reflection.clinician_id.in_(ids), tables.Reflection.round_id == round_id)
    )
    written = {row.clinician_id: row for row in rows}
    talks, agreed = talks_for_reports(session, ids, round_id)
    found: dict[uuid.UUID, Reflection] = {}
    for clinician_id in {*written, *talks, *agreed}:
        row = written.get(clinician_id)
        thought_of = (
            (AgreedAction(row.will_try, row.what_will_change, row.look_again_on),) if row and row.will_try else ()
        )
        found[clinician_id] = Reflection(
            row.text if row else "", agreed.get(clinician_id, thought_of), talks.get(clinician_id)
        )
    return found


def _earlier(
    session: Session, ids: list[uuid.UUID], round_id: uuid.UUID
) -> defaultdict[uuid.UUID, list[EarlierRelease]]:
    kept = session.execute(
        select(tables.IssuedReport.clinician_id, tables.IssuedReport.used)
        .where(tables.IssuedReport.clinician_id.in_(ids), tables.IssuedReport.round_id == round_id)
        .order_by(tables.IssuedReport.number)
    )
    found: defaultdict[uuid.UUID, list[EarlierRelease]] = defaultdict(list)
    for row in kept:
        for code, pairs in sorted(row.used.items()):
            found[row.clinician_id].append(earlier_release(code, pairs))
    return found


def _leads(session: Session, team_id: uuid.UUID) -> str:
    names = session.scalars(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team_id, Membership.role == "lead", Membership.ended_at.is_(None))
        .order_by(Person.name)
    )
    return " or ".join(names)
