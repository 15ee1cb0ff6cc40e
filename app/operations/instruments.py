"""Publish an instrument version for good, and retire it from new rounds."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.instruments import PublishedInstrument
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads
from instruments.catalogue import shipped, shipped_text
from instruments.definition import Instrument
from instruments.loading import DefinitionProblems, canonical_json, fingerprint, from_canonical_json, load
from instruments.publishing import Circumstances, publishing_problems


def publish_instrument(session: Session, actor: Actor, team_id: uuid.UUID, text: str | bytes) -> uuid.UUID:
    """Publish a definition for one team. The same definition published again is the same version, back in use.

    Raises NotThere outside the actor's teams, and Unfit with every problem of the definition, each with its line.
    """
    check_leads(actor, team_id)
    return store_instrument(session, _read(text), actor_id=actor.id, team_id=team_id)


def publish_shipped(session: Session, actor: Actor, team_id: uuid.UUID, code: str, version: str) -> uuid.UUID:
    """Take an instrument that comes with the product into use. Every team of the site may use it from then on."""
    check_leads(actor, team_id)
    try:
        text = shipped_text(code, version)
    except KeyError:
        raise NotThere from None
    return store_instrument(session, _read(text), actor_id=actor.id, team_id=None, chain_id=team_id)


def store_instrument(
    session: Session,
    instrument: Instrument,
    *,
    actor_id: uuid.UUID | None,
    team_id: uuid.UUID | None,
    chain_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Keep a version as canonical JSON under its fingerprint; ``team_id`` None shares it with every team.

    ``chain_id`` is the team in whose audit log this stands, when the version itself belongs to none.
    Raises Unfit when another content already carries the same id and version, and with everything that
    `instruments.publishing` still asks for.
    """
    mark = fingerprint(instrument)
    known = session.scalar(select(PublishedInstrument).where(PublishedInstrument.fingerprint == mark))
    log = team_id or chain_id
    if known is not None:
        return _again(session, known, actor_id=actor_id, team_id=log)
    _check_version(session, instrument, log)
    problems = publishing_problems(instrument, Circumstances(now().date(), _came_from(session, instrument, team_id)))
    if problems:
        raise Unfit(Problem(each.key, each.sentence) for each in problems)
    row = PublishedInstrument(
        code=instrument.id,
        version=instrument.version,
        title=instrument.title["en"][:200],
        fingerprint=mark,
        canonical=canonical_json(instrument),
        team_id=team_id,
    )
    session.add(row)
    session.flush()
    record(
        session,
        "instrument published",
        _named(row),
        actor_id=actor_id,
        team_id=log,
        details={"fingerprint": mark},
    )
    return row.id


def retire_instrument(session: Session, actor: Actor, team_id: uuid.UUID, instrument_id: uuid.UUID) -> None:
    """No new round may use this version. Rounds that do go on, and everything scored stays.

    Raises Conflict when another team's round uses the shared version.
    """
    check_leads(actor, team_id)
    row = session.get(PublishedInstrument, instrument_id)
    if row is None or row.team_id not in (None, team_id):
        raise NotThere
    if row.retired_at is not None:
        raise Conflict(f"{row.title} is retired already.")
    if row.team_id is None and _used_elsewhere(session, row.id, team_id):
        raise Conflict(f"Another team uses {row.title}, so it cannot be retired here.")
    row.retired_at = now()
    session.flush()
    record(session, "instrument retired", _named(row), actor_id=actor.id, team_id=team_id)


def _read(text: str | bytes) -> Instrument:
    try:
        return load(text, "published")
    except DefinitionProblems as refused:
        problems = [
            Problem("definition", f"Line {each.line}: {each.sentence}" if each.line else each.sentence)
            for each in refused.problems
        ]
        raise Unfit(problems) from None


def _again(
    session: Session, known: PublishedInstrument, *, actor_id: uuid.UUID | None, team_id: uuid.UUID | None
) -> uuid.UUID:
    if known.team_id not in (None, team_id):
        sentence = "Another team of this site has published this very definition. Ask your administrator to share it."
        raise Unfit([Problem("definition", sentence)])
    if known.retired_at is not None:
        known.retired_at = None
        session.flush()
        record(session, "instrument taken back into use", _named(known), actor_id=actor_id, team_id=team_id)
    return known.id


def _check_version(session: Session, instrument: Instrument, team_id: uuid.UUID | None) -> None:
    ours = session.scalar(
        select(PublishedInstrument.id).where(
            PublishedInstrument.code == instrument.id,
            PublishedInstrument.version == instrument.version,
            PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id),
        )
    )
    reserved = any(each.id == instrument.id and each.version == instrument.version for each in shipped())
    if ours is not None or (reserved and not _is_shipped(instrument)):
        sentence = (
            f"Version {instrument.version} of {instrument.id} is published with other content. "
            "Give this one a new version."
        )
        raise Unfit([Problem("definition", sentence)])


def _came_from(session: Session, instrument: Instrument, team_id: uuid.UUID | None) -> Instrument | None:
    """The version it says it replaces, else the newest published under the same id, of this team or of all teams."""
    ours = PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id)
    named = (
        (PublishedInstrument.code == instrument.linking.replaces_id)
        & (PublishedInstrument.version == instrument.linking.replaces_version)
        if instrument.linking
        else PublishedInstrument.code == instrument.id
    )
    query = select(PublishedInstrument.canonical).where(ours).order_by(PublishedInstrument.published_at.desc()).limit(1)
    found = session.scalar(query.where(named)) or session.scalar(query.where(PublishedInstrument.code == instrument.id))
    return from_canonical_json(found) if found else None


def _is_shipped(instrument: Instrument) -> bool:
    return fingerprint(instrument) in {fingerprint(each) for each in shipped()}


def _used_elsewhere(session: Session, instrument_id: uuid.UUID, team_id: uuid.UUID) -> bool:
    found = session.scalar(
        select(Round.id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Round.instrument_id == instrument_id, Programme.team_id != team_id)
        .limit(1)
    )
    return found is not None


def _named(row: PublishedInstrument) -> str:
    return f"instrument {row.code} version {row.version}"[:120]
