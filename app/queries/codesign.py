"""What people said about a draft: proposals, comments, votes, decisions and sign-offs. Votes blind until one's own."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import nan

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.models.codesign import DraftComment, DraftDecision, DraftProposal, DraftSignOff, RelevanceVote
from app.models.drafts import InstrumentDraft
from app.models.people import Membership, ObserverType, Person, Team
from app.queries.people import TeamName
from app.rules import Actor, NotThere, can_develop
from instruments.drafting.draft import Draft
from instruments.drafting.proposing import ItemOfDraft, draft_fingerprint, items_of


@dataclass(frozen=True, slots=True)
class DraftToDevelop:
    """A draft in a list. ``voted``: on how many items the reader voted; ``open_proposals``: not decided yet."""

    id: uuid.UUID
    team: TeamName
    title: str
    version: str
    open_proposals: int
    voted: int


@dataclass(frozen=True, slots=True)
class DraftInWork:
    """A draft as those who develop it see it. ``my_votes``: by item my vote on the words as they stand now."""

    id: uuid.UUID
    team: TeamName
    title: str
    version: str
    is_open: bool
    voting_closed_at: datetime | None
    items: tuple[ItemOfDraft, ...]
    sections: tuple[tuple[str, str], ...]
    fingerprint: str
    sign_off_asked_for: bool
    may_vote: bool
    my_votes: Mapping[str, int]
    comments: Mapping[str, int]

    def item(self, item_id: str) -> ItemOfDraft:
        """Raises NotThere when it is not in the draft."""
        found = next((each for each in self.items if each.id == item_id), None)
        if found is None:
            raise NotThere
        return found


@dataclass(frozen=True, slots=True)
class Proposal:
    id: uuid.UUID
    kind: str
    target: str
    wording: str
    text: str
    why: str
    state: str
    reason: str
    by: str
    kind_of_person: str
    at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class Comment:
    by: str
    kind_of_person: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Votes:
    """One row per person who voted, one column per item in the draft's order; NaN where they did not.

    set_aside: votes on words that were changed since. Items the reader may not see yet hold NaN throughout.
    """

    groups: tuple[str, ...]
    of_person: tuple[str, ...]
    table: tuple[tuple[float, ...], ...]
    hidden: frozenset[str]
    set_aside: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Decision:
    at: datetime
    by: str
    what: str
    about: str
    why: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """``current``: the draft has not changed since."""

    by: str
    at: datetime
    fingerprint: str
    current: bool
    is_mine: bool


def drafts_to_develop(session: Session, actor: Actor) -> tuple[DraftToDevelop, ...]:
    """The open drafts of every team in which the actor leads or observes. One statement."""
    proposals = (
        select(func.count(DraftProposal.id))
        .where(DraftProposal.draft_id == InstrumentDraft.id, DraftProposal.state == "open")
        .scalar_subquery()
    )
    voted = (
        select(func.count(RelevanceVote.id))
        .where(RelevanceVote.draft_id == InstrumentDraft.id, RelevanceVote.person_id == actor.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            InstrumentDraft.id,
            Team.id.label("team_id"),
            Team.name.label("team"),
            InstrumentDraft.title,
            InstrumentDraft.version,
            proposals.label("open_proposals"),
            voted.label("voted"),
        )
        .join(Team, Team.id == InstrumentDraft.team_id)
        .where(
            InstrumentDraft.team_id.in_(actor.teams_as("lead", "observer")),
            InstrumentDraft.published_id.is_(None),
            InstrumentDraft.discarded_at.is_(None),
        )
        .order_by(Team.name, InstrumentDraft.title, InstrumentDraft.id)
    )
    return tuple(
        DraftToDevelop(row.id, TeamName(row.team_id, row.team), row.title, row.version, row.open_proposals, row.voted)
        for row in rows
    )


def draft_in_work(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID) -> DraftInWork:
    """One draft for whoever leads the team or observes in it. Raises NotThere for anybody else."""
    if not can_develop(actor, team_id):
        raise NotThere
    found = session.execute(
        select(InstrumentDraft, Team.name, Team.partners_sign_off)
        .join(Team, Team.id == InstrumentDraft.team_id)
        .where(InstrumentDraft.id == draft_id, InstrumentDraft.team_id == team_id)
    ).first()
    if found is None:
        raise NotThere
    row, team, sign_off = found
    draft = Draft(row.definition)
    items = items_of(draft)
    marks = {item.id: item.mark for item in items}
    mine = session.execute(
        select(RelevanceVote.item_id, RelevanceVote.relevance, RelevanceVote.mark).where(
            RelevanceVote.draft_id == draft_id, RelevanceVote.person_id == actor.id
        )
    )
    counted = session.scalars(select(DraftComment.item_id).where(DraftComment.draft_id == draft_id))
    return DraftInWork(
        id=row.id,
        team=TeamName(team_id, team),
        title=row.title,
        version=row.version,
        is_open=row.published_id is None and row.discarded_at is None,
        voting_closed_at=row.voting_closed_at,
        items=items,
        sections=tuple(
            (str(each.get("id", "")), draft.text("sections", at, "title", "en") or str(each.get("id", "")))
            for at, each in enumerate(draft.sections)
            if each.get("kind", "domain") == "domain"
        ),
        fingerprint=draft_fingerprint(draft),
        sign_off_asked_for=sign_off,
        may_vote=team_id in actor.teams_as("observer"),
        my_votes={each.item_id: each.relevance for each in mine if marks.get(each.item_id) == each.mark},
        comments=Counter(counted),
    )


def proposals_of(session: Session, draft_id: uuid.UUID) -> tuple[Proposal, ...]:
    """Every proposal, those still to be decided first, newest first. The caller checks the scope."""
    decider = aliased(Person)
    rows = session.execute(
        select(DraftProposal, Person.name, _kind(DraftProposal.proposed_by, draft_id), decider.name)
        .join(Person, Person.id == DraftProposal.proposed_by)
        .outerjoin(decider, decider.id == DraftProposal.decided_by)
        .where(DraftProposal.draft_id == draft_id)
        .order_by(DraftProposal.state != "open", DraftProposal.proposed_at.desc())
    )
    return tuple(
        Proposal(
            row.id,
            row.kind,
            row.target,
            row.wording,
            row.text,
            row.why,
            row.state,
            row.reason,
            name,
            kind or "Lead",
            row.proposed_at,
            decided_by or "",
        )
        for row, name, kind, decided_by in rows
    )


def comments_on(session: Session, draft_id: uuid.UUID, item_id: str) -> tuple[Comment, ...]:
    """The thread of an item, oldest first. The caller checks the scope."""
    rows = session.execute(
        select(DraftComment, Person.name, _kind(DraftComment.written_by, draft_id))
        .join(Person, Person.id == DraftComment.written_by)
        .where(DraftComment.draft_id == draft_id, DraftComment.item_id == item_id)
        .order_by(DraftComment.written_at, DraftComment.id)
    )
    return tuple(Comment(name, kind or "Lead", row.written_at, row.text) for row, name, kind in rows)


def votes_on(session: Session, draft: DraftInWork) -> Votes:
    """The votes that whoever the draft was read for may see, in two statements.

    Independent judgement first: whoever may vote sees the others' votes on an item only after voting on it, or when
    voting is closed.
    """
    rows = session.execute(
        select(
            RelevanceVote.person_id,
            RelevanceVote.item_id,
            RelevanceVote.relevance,
            RelevanceVote.mark,
            ObserverType.name.label("kind"),
        )
        .join(ObserverType, ObserverType.id == RelevanceVote.observer_type_id)
        .where(RelevanceVote.draft_id == draft.id)
        .order_by(ObserverType.name, RelevanceVote.person_id)
    ).all()
    blind = draft.may_vote and draft.voting_closed_at is None
    hidden = frozenset(item.id for item in draft.items if blind and item.id not in draft.my_votes)
    marks = {item.id: item.mark for item in draft.items}
    kinds: dict[uuid.UUID, str] = {}
    seen: defaultdict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    set_aside: Counter[str] = Counter()
    for row in rows:
        if marks.get(row.item_id) != row.mark:
            set_aside[row.item_id] += 1
            continue
        kinds[row.person_id] = row.kind
        if row.item_id not in hidden:
            seen[row.person_id][row.item_id] = row.relevance
    return Votes(
        groups=_kinds_of_observer(session, draft.team.id),
        of_person=tuple(kinds.values()),
        table=tuple(tuple(float(seen[who].get(item.id, nan)) for item in draft.items) for who in kinds),
        hidden=hidden,
        set_aside=set_aside,
    )


def decisions_of(session: Session, draft_id: uuid.UUID) -> tuple[Decision, ...]:
    """The decision log, oldest first. The caller checks the scope."""
    rows = session.execute(
        select(DraftDecision, Person.name)
        .join(Person, Person.id == DraftDecision.person_id)
        .where(DraftDecision.draft_id == draft_id)
        .order_by(DraftDecision.decided_at, DraftDecision.id)
    )
    return tuple(Decision(row.decided_at, name, row.what, row.about, row.why) for row, name in rows)


def sign_offs_of(session: Session, actor: Actor, draft: DraftInWork) -> tuple[SignOff, ...]:
    """Who signed off what, newest first."""
    rows = session.execute(
        select(DraftSignOff, Person.name)
        .join(Person, Person.id == DraftSignOff.person_id)
        .where(DraftSignOff.draft_id == draft.id)
        .order_by(DraftSignOff.signed_at.desc())
    )
    return tuple(
        SignOff(name, row.signed_at, row.fingerprint, row.fingerprint == draft.fingerprint, row.person_id == actor.id)
        for row, name in rows
    )


def _kinds_of_observer(session: Session, team_id: uuid.UUID) -> tuple[str, ...]:
    names = session.scalars(
        select(ObserverType.name).where(ObserverType.team_id == team_id).order_by(ObserverType.name)
    )
    return tuple(names)


def _kind(person: InstrumentedAttribute[uuid.UUID], draft_id: uuid.UUID) -> ScalarSelect[str]:
    """As what the person observes in the draft's team, where they do."""
    return (
        select(func.min(ObserverType.name))
        .join(Membership, Membership.observer_type_id == ObserverType.id)
        .join(InstrumentDraft, InstrumentDraft.team_id == Membership.team_id)
        .where(InstrumentDraft.id == draft_id, Membership.person_id == person, Membership.ended_at.is_(None))
        .scalar_subquery()
    )
