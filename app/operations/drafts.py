"""Drafts of instruments: begin one, save it, discard it, publish it."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.drafts import InstrumentDraft
from app.models.instruments import PublishedInstrument
from app.operations.audit import record
from app.operations.instruments import publish_instrument
from app.operations.signed_off import check_signed_off
from app.rules import Actor, Conflict, NotThere, OutOfDate, Problem, Unfit, check_leads
from instruments.drafting.draft import Draft, problems_of
from instruments.drafting.places import text_at
from instruments.tree import Tree
from instruments.yaml_writing import tree_to_yaml

MOVED_ON = "Somebody else changed this draft while you had it open. Look at it again, then make your change."


def begin_draft(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    definition: Mapping[str, Tree],
    replaces_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Keep a new draft of this definition: a blank one, the next version of one, or one read from a file.

    Raises NotThere outside the actor's teams, and when the version it replaces is not one of the team's.
    """
    check_leads(actor, team_id)
    return store_draft(session, team_id, Draft(dict(definition)), replaces_id=replaces_id, actor_id=actor.id)


def store_draft(
    session: Session,
    team_id: uuid.UUID,
    draft: Draft,
    *,
    replaces_id: uuid.UUID | None,
    actor_id: uuid.UUID | None,
) -> uuid.UUID:
    """`begin_draft` for who has been let in already, such as the demonstration."""
    if replaces_id is not None:
        replaced = session.get(PublishedInstrument, replaces_id)
        if replaced is None or replaced.team_id not in (None, team_id):
            raise NotThere
    row = InstrumentDraft(
        team_id=team_id,
        replaces_id=replaces_id,
        definition=draft.definition,
        removed=[asdict(each) for each in draft.removed],
        created_by=actor_id,
        changed_by=actor_id,
        **_labels(draft.definition),
    )
    session.add(row)
    session.flush()
    record(session, "instrument draft begun", _named(row), actor_id=actor_id, team_id=team_id)
    return row.id


def save_draft(
    session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, draft: Draft, seen: int
) -> None:
    """Keep a changed draft. ``seen`` is the count of changes its author had before them.

    Raises NotThere, Conflict when it is published or discarded, and OutOfDate when the draft has moved on since.
    """
    row = _open(session, actor, team_id, draft_id)
    if row.changes != seen:
        raise OutOfDate(MOVED_ON)
    row.definition = dict(draft.definition)
    row.removed = [asdict(each) for each in draft.removed]
    for name, value in _labels(draft.definition).items():
        setattr(row, name, value)
    row.changes = seen + 1
    row.changed_by, row.changed_at = actor.id, now()
    session.flush()
    record(
        session,
        "instrument draft changed",
        _named(row),
        actor_id=actor.id,
        team_id=team_id,
        details={"change": row.changes},
    )


def discard_draft(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    """Lay a draft aside. What was said about it stays. Raises NotThere and Conflict."""
    row = _open(session, actor, team_id, draft_id)
    row.discarded_at = now()
    session.flush()
    record(session, "instrument draft discarded", _named(row), actor_id=actor.id, team_id=team_id)


def publish_draft(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, seen: int) -> uuid.UUID:
    """Publish what is drafted as an immutable version; gives the version's id.

    Raises NotThere, Conflict, OutOfDate, and Unfit with everything publishing still asks for.
    """
    row = _open(session, actor, team_id, draft_id)
    if row.changes != seen:
        raise OutOfDate(MOVED_ON)
    definition = {**row.definition, "status": "published"}
    if problems := problems_of(definition, "published"):
        # A draft has no lines to point at; its places are told by its forms.
        raise Unfit(Problem(each.key, each.sentence) for each in problems)
    check_signed_off(session, row)
    made = publish_instrument(session, actor, team_id, tree_to_yaml(definition))
    row.published_id = made
    session.flush()
    record(session, "instrument draft published", _named(row), actor_id=actor.id, team_id=team_id)
    return made


def _open(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID) -> InstrumentDraft:
    check_leads(actor, team_id)
    row = session.scalar(
        select(InstrumentDraft)
        .where(InstrumentDraft.id == draft_id, InstrumentDraft.team_id == team_id)
        .with_for_update()
    )
    if row is None:
        raise NotThere
    if row.published_id is not None:
        raise Conflict("This draft is published, so it no longer changes. Begin the next version instead.")
    if row.discarded_at is not None:
        raise Conflict("This draft was discarded. Begin a new one.")
    return row


def _labels(definition: Mapping[str, Tree]) -> dict[str, str]:
    tree = dict(definition)
    title = text_at(tree, ("title", "en")) or text_at(tree, ("title",)) or "Untitled instrument"
    return {
        "code": text_at(tree, ("id",))[:80],
        "version": text_at(tree, ("version",))[:20],
        "title": title[:200],
    }


def _named(row: InstrumentDraft) -> str:
    return f"draft of {row.code} version {row.version}"[:120]
