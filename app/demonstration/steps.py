"""Reports of the demonstration at every step of the release ladder, so that a lead finds each in its place."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.demonstration.cast import Character
from app.demonstration.people import Company
from app.operations.comment_edits import answer_edit, follow_decision
from app.operations.feedback import screen_comment
from app.operations.ladder import note_step, plan_step
from app.queries.actors import actor_for_person
from app.queries.comment_edits import author_of, edits_about
from app.queries.comments import comments_to_screen
from app.queries.ladder import ladders_of_round
from app.rules import Actor
from app.words import with_reasons

REASON = "One observer moved away. What is there is enough to talk about."


WHY = with_reasons(("observer",), "The second half is a way of putting it that others would know you by.")
OTHER_WORDS = "{first}, in a way that left room for an answer."


def climb_the_ladder(
    session: Session,
    everybody: Company,
    team_id: uuid.UUID,
    round_id: uuid.UUID,
    today: date,
    reported: Collection[int],
) -> None:
    """One clinician of the closed round at each step, and two whose comments wait for their authors.

    Those with everything there stay at the ready check, so that a lead can begin with one.
    """
    actors = (actor_of(session, everybody, everybody.leads[0]), actor_of(session, everybody, everybody.facilitator))
    places = {row.id: place for place, row in enumerate(everybody.clinician_rows)}
    waiting = [
        of
        for of in ladders_of_round(session, round_id)
        if of.evidence.consultations and of.facts.findings and places[of.id] not in reported
    ]
    steps = ("comments", "authors", "authors", "lead", "guide", "released")
    for turn, (step, of) in enumerate(zip(steps, waiting, strict=False)):
        which = (of.id, round_id)
        if step != "authors":
            climb_until(session, actors, team_id, which, step, today + timedelta(days=2))
            continue
        climb_until(session, actors, team_id, which, "lead")
        _change_one(session, actors[0], team_id, which, answered=turn == 2)


def _change_one(
    session: Session, lead: Actor, team_id: uuid.UUID, of: tuple[uuid.UUID, uuid.UUID], *, answered: bool
) -> None:
    """Change the first comment, so that its author is asked; or has suggested other words already."""
    comments = comments_to_screen(session, *of)
    comment = next((each for each in comments if "," in each.original), None)
    if comment is None:
        return
    first = comment.original.partition(",")[0]
    which = (comment.revision_id, comment.entry_id)
    screen_comment(session, lead, team_id, *which, decision="edit", text=f"{first}.", reason=WHY)
    follow_decision(session, lead, team_id, *which)
    edit = edits_about(session, *of)[which]
    author = actor_for_person(session, author_of(session, edit.id))
    if answered and author is not None:
        answer_edit(session, author, edit.id, "other", OTHER_WORDS.format(first=first))


def actor_of(session: Session, everybody: Company, who: Character) -> Actor:
    """One of the cast as they act. Raises LookupError when they are missing."""
    found = actor_for_person(session, everybody.person(who))
    if found is None:
        raise LookupError(f"{who.name} of the demonstration is missing.")
    return found


def screen_all(session: Session, lead: Actor, team_id: uuid.UUID, of: tuple[uuid.UUID, uuid.UUID]) -> None:
    """Show every comment as it is. ``of``: clinician and round."""
    for comment in comments_to_screen(session, *of):
        screen_comment(
            session, lead, team_id, comment.revision_id, comment.entry_id, decision="include", text=comment.original
        )


def climb_until(
    session: Session,
    actors: tuple[Actor, Actor],
    team_id: uuid.UUID,
    of: tuple[uuid.UUID, uuid.UUID],
    step: str,
    talk_on: date | None = None,
) -> None:
    """Take every step a person takes before this one. ``actors``: the lead and the supporting colleague."""
    lead, facilitator = actors
    for code, who in (("ready", lead), ("comments", lead), ("lead", lead), ("guide", facilitator)):
        if code == step:
            return
        if code == "comments":
            screen_all(session, lead, team_id, of)
        note = REASON if code == "ready" else ""
        note_step(session, who, team_id, of, code, note=note, accepted=_SOFT if code == "ready" else ())
        if code == "guide":
            plan_step(session, who, team_id, of, "talk", person_id=who.id, due_on=talk_on)


# What may be missing in an invented round: named beforehand, so that the check need not be run for each.
_SOFT = (
    "sheets-out",
    "set-aside",
    "alone",
    "no-question",
    "no-self-rating",
    "no-account",
    "too-few-Patient partner",
    "too-few-Peer clinician",
)
