"""Reports of the demonstration at every step of the release ladder, so that a lead finds each in its place."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from app.operations.feedback import screen_comment
from app.operations.ladder import note_step, plan_step
from app.queries.comments import comments_to_screen
from app.rules import Actor

REASON = "One observer moved away. What is there is enough to talk about."


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
