"""Which pages a tablet may keep for when there is no network, and for whom."""

from flask import Response, current_app, request

from app.rules import Actor
from app.web.light_assets import compressed


def may_be_kept(response: Response, who: Actor, form: str = "") -> Response:
    """Tell the service worker that it may keep this page for this person, and which build's assets it needs.

    ``form`` is the fingerprint of the version on it: a kept page with another one is not lost to it.
    """
    response.headers["X-Levelfield-Keep"] = str(who.id)
    response.headers["X-Levelfield-Build"] = current_app.config["BUILD"]
    if form:
        response.headers["X-Levelfield-Form"] = form
    return compressed(response, request.headers.get("Accept-Encoding", ""))
