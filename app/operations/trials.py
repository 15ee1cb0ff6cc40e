"""Try a draft out before it is published: its data are thrown away, and never count as results."""

import uuid
from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, QuarantinedSheet
from app.models.programmes import Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads
from instruments.definition import Instrument
from instruments.loading import DefinitionProblems, canonical_json, fingerprint, load

VERSION_ROOM = 20


def begin_trial(session: Session, actor: Actor, team_id: uuid.UUID, text: str | bytes) -> uuid.UUID:
    """Make a draft available for rounds of one team, as a version of its own that says "trial".

    A draft may lack translations, owner and licence, so only this team can use it, and nothing scored with it is a
    result. Raises NotThere outside the actor's teams, and Unfit with every problem of the definition.
    """
    check_leads(actor, team_id)
    try:
        draft = load(text, "draft")
    except DefinitionProblems as refused:
        raise Unfit(
            Problem("definition", f"Line {each.line}: {each.sentence}" if each.line else each.sentence)
            for each in refused.problems
        ) from None
    if draft.attribution.permission_lapsed(now().date()):
        sentence = "The owner’s permission has ended: write the new one before you try it out."
        raise Unfit([Problem("definition", sentence)])
    tried = replace(draft, version=_free_version(session, draft))
    row = PublishedInstrument(
        code=tried.id,
        version=tried.version,
        title=f"Trial: {tried.title['en']}"[:200],
        fingerprint=fingerprint(tried),
        canonical=canonical_json(tried),
        team_id=team_id,
        trial=True,
    )
    session.add(row)
    session.flush()
    record(session, "instrument trial begun", _named(row), actor_id=actor.id, team_id=team_id)
    return row.id


def throw_trial_away(session: Session, actor: Actor, team_id: uuid.UUID, instrument_id: uuid.UUID) -> int:
    """Delete everything scored in a trial and end it; gives how many sheets went.

    The slots stay in the plan as done with, so that a sheet still on a tablet is told what happened.
    Raises NotThere outside the actor's teams, and Conflict for a version that is no trial or has ended.
    """
    check_leads(actor, team_id)
    row = session.get(PublishedInstrument, instrument_id)
    if row is None or row.team_id not in (None, team_id):
        raise NotThere
    if not row.trial:
        raise Conflict("This version is published: nothing scored with it is ever thrown away.")
    if row.retired_at is not None:
        raise Conflict("This trial has ended already.")
    sheets = session.scalar(select(func.count(Observation.id)).where(Observation.instrument_id == row.id)) or 0
    assignments = (
        select(Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .where(Round.instrument_id == row.id)
    )
    quietly = {"synchronize_session": False}
    for statement in (
        delete(QuarantinedSheet).where(QuarantinedSheet.assignment_id.in_(assignments)),
        delete(Observation).where(Observation.instrument_id == row.id),
        update(Assignment).where(Assignment.id.in_(assignments)).values(state="void"),
        update(Round).where(Round.instrument_id == row.id, Round.closed_at.is_(None)).values(closed_at=now()),
    ):
        session.execute(statement, execution_options=quietly)
    row.retired_at = now()
    session.flush()
    record(
        session,
        "instrument trial thrown away",
        _named(row),
        actor_id=actor.id,
        team_id=team_id,
        details={"sheets": sheets},
    )
    return sheets


def _free_version(session: Session, draft: Instrument) -> str:
    known = session.scalars(select(PublishedInstrument.version).where(PublishedInstrument.code == draft.id)).all()
    names = (f"{draft.version[: VERSION_ROOM - len(end)]}{end}" for end in ("-trial", *_numbered()))
    return next(name for name in names if name not in known)


def _numbered() -> list[str]:
    return [f"-trial-{number}" for number in range(2, 1000)]


def _named(row: PublishedInstrument) -> str:
    return f"instrument {row.code} version {row.version}"[:120]
