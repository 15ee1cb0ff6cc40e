"""The database session of the current request, opened when first asked for."""

from collections.abc import Generator
from contextlib import contextmanager

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.orm import Session

from app.database import Database

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def attach_database(app: Flask, database: Database) -> None:
    app.extensions["levelfield_database"] = database
    app.teardown_appcontext(_close_what_is_left)


def _close_what_is_left(_: BaseException | None) -> None:
    session: Session | None = g.pop("levelfield_session", None)
    if session is not None:
        session.close()


def database() -> Database:
    found: Database = current_app.extensions["levelfield_database"]
    return found


def db() -> Session:
    """The request's one session. A page that only reads takes no write lock."""
    session: Session | None = g.get("levelfield_session")
    if session is None:
        readonly = has_request_context() and request.method in SAFE_METHODS
        session = database().open(readonly=readonly)
        g.levelfield_session = session
    return session


def only_read_from_here() -> None:
    """What is left of this request, such as a page that says what went wrong, waits for no write lock."""
    _close_what_is_left(None)
    g.levelfield_session = database().open(readonly=True)


@contextmanager
def one_transaction() -> Generator[None]:
    """The commit rule: what the block did is kept when it ends, and undone when it raises."""
    try:
        yield
        session: Session | None = g.get("levelfield_session")
        if session is not None:
            session.commit()
    finally:
        session = g.pop("levelfield_session", None)
        if session is not None:
            session.close()
