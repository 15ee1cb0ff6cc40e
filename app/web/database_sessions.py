"""Flask sessions kept in the database: the cookie is a random word, and ending a session really ends it."""

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, session
from flask import request as current_request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from app.database import Database, is_passing_trouble
from app.operations.web_sessions import end_session, keep_session, touch_session
from app.queries.web_sessions import KeptSession, kept_session
from app.rules import Actor

BY_PIN = "by_pin"
# The paired tablet's own cookie; `app.web.tablet` sets and reads it.
TABLET_COOKIE = "levelfield_tablet"


class DatabaseSession(CallbackDict[str, Any], SessionMixin):  # pyright: ignore[reportIncompatibleMethodOverride]
    """A session that knows whether it changed."""

    def __init__(self, token: str, kept: KeptSession | None) -> None:
        def changed(_: Any) -> None:
            self.modified = True
            self.accessed = True

        super().__init__(kept.contents if kept else {}, changed)
        self.token = token
        self.kept = kept
        self.new = kept is None
        self.stale = kept is not None and kept.stale
        # Why it could not be read: then nobody knows who is asking, and the request is not answered but put off.
        self.trouble: SQLAlchemyError | None = None
        self.modified = False
        self.accessed = False
        self.old_token: str | None = None

    def person(self, known_as: str) -> Actor | None:
        """Who was read together with the session, when it is this person."""
        return self.kept.who if self.kept and self.kept.known_as == known_as else None

    def rotate(self) -> None:
        """Take a new cookie value, as after signing in: a value planted before is worthless."""
        self.old_token, self.token = self.token, secrets.token_urlsafe(32)
        self.modified = True


class DatabaseSessions(SessionInterface):
    """Read with a reading connection; written, only when needed, in a short transaction of its own."""

    def __init__(self, database: Database, idle: timedelta) -> None:
        self.database = database
        self.idle = idle

    def open_session(self, app: Flask, request: Request) -> DatabaseSession:
        token = request.cookies.get(self.get_cookie_name(app))
        if token:
            try:
                with self.database.reading() as connection:
                    kept = kept_session(connection, token, self.idle, request.cookies.get(TABLET_COOKIE, ""))
            except SQLAlchemyError as error:
                unread = DatabaseSession(token, None)
                unread.trouble = error
                return unread
            if kept is not None:
                return DatabaseSession(token, kept)
        return DatabaseSession(secrets.token_urlsafe(32), None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, DatabaseSession) or session.trouble is not None:
            return
        try:
            self._save(app, session, response)
        except SQLAlchemyError as error:
            # That somebody was here, or the token of a page that says what went wrong, is not worth the answer itself.
            needed = session.modified and response.status_code < 500
            if needed or not is_passing_trouble(error):
                raise

    def _save(self, app: Flask, session: DatabaseSession, response: Response) -> None:
        name, path, domain = self.get_cookie_name(app), self.get_cookie_path(app), self.get_cookie_domain(app)
        if not session:
            if not session.new:
                with self.database.short_write() as write:
                    end_session(write, session.old_token or session.token)
                response.delete_cookie(name, path=path, domain=domain)
            return
        if session.modified:
            with self.database.short_write() as write:
                if session.old_token and not session.new:
                    end_session(write, session.old_token)
                agent = current_request.user_agent.string
                keep_session(write, session.token, dict(session), agent, current_request.cookies.get(TABLET_COOKIE, ""))
        elif session.stale:
            with self.database.short_write() as write:
                touch_session(write, session.token)
        if session.modified and (session.new or session.old_token):
            response.set_cookie(
                name,
                session.token,
                path=path,
                domain=domain,
                httponly=True,
                secure=self.get_cookie_secure(app),
                samesite="Lax",
            )


def put_off_when_unread() -> None:
    """Before every view. A session that could not be read must not look like nobody's: the cookie stays."""
    here = session._get_current_object()  # type: ignore[attr-defined]
    if isinstance(here, DatabaseSession) and here.trouble is not None:
        raise here.trouble


def person_of_session(known_as: str) -> Actor | None:
    """Who was read together with this request's session; None when another has signed in since."""
    here = session._get_current_object()  # type: ignore[attr-defined]
    return here.person(known_as) if isinstance(here, DatabaseSession) else None


def begin_by_pin(uniquifier: str) -> None:
    """Begin a session of somebody known by their PIN: never fresh, and worth nothing off this tablet."""
    session.clear()
    session["_user_id"] = uniquifier
    session["_fresh"] = False
    session[BY_PIN] = True
    here = session._get_current_object()  # type: ignore[attr-defined]
    if isinstance(here, DatabaseSession):
        here.rotate()
