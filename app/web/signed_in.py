"""The actor of this request: who is signed in, as a value and not a table row."""

from flask import g, session

from app.queries.actors import actor_for_session
from app.rules import Actor, by_pin
from app.web.database_sessions import BY_PIN, person_of_session
from app.web.request_database import database


class SignInNeeded(Exception):
    """The page is for people who have signed in."""


def signed_in() -> Actor | None:
    """Who is asking, or None. Read on a connection of its own, so that no page waits for a writer to be known."""
    if "actor" not in g:
        uniquifier = session.get("_user_id")
        if not uniquifier:
            g.actor = None
        else:
            who = person_of_session(uniquifier) or _read_anew(uniquifier)
            g.actor = by_pin(who) if who and session.get(BY_PIN) else who
    actor: Actor | None = g.actor
    return actor


def _read_anew(uniquifier: str) -> Actor | None:
    with database().open(readonly=True) as reading:
        return actor_for_session(reading, uniquifier)


def actor() -> Actor:
    """Who is asking; raises `SignInNeeded` when nobody is signed in."""
    who = signed_in()
    if who is None:
        raise SignInNeeded
    return who
