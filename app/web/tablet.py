"""The paired tablet that is asking, known by a cookie that page scripts cannot read."""

from datetime import datetime

from flask import Response, current_app, g, request

from app.queries.tablets import TabletHere, tablet_by_credential
from app.web.database_sessions import TABLET_COOKIE
from app.web.request_database import database


def credential() -> str:
    return request.cookies.get(TABLET_COOKIE, "")


def tablet_here() -> TabletHere | None:
    """Which tablet, or None. Read with a connection of its own, once in a request."""
    if "tablet_here" not in g:
        token = credential()
        g.tablet_here = None
        if token:
            with database().open(readonly=True) as reading:
                g.tablet_here = tablet_by_credential(reading, token)
    found: TabletHere | None = g.tablet_here
    return found


def keep_credential(response: Response, token: str, ends_at: datetime) -> Response:
    response.set_cookie(
        TABLET_COOKIE,
        token,
        expires=ends_at,
        httponly=True,
        secure=current_app.session_interface.get_cookie_secure(current_app),
        samesite="Lax",
    )
    return response
