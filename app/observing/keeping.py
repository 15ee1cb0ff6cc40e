"""Which pages a tablet may keep for when there is no network, and for whom."""

from flask import Response, current_app, request

from app.rules import Actor
from app.web.light_assets import compressed


def may_be_kept(response: Response, who: Actor) -> Response:
    """Tell the service worker that it may keep this page for this person, and which build's assets it needs."""
    response.headers["X-Levelfield-Keep"] = str(who.id)
    response.headers["X-Levelfield-Build"] = current_app.config["BUILD"]
    return compressed(response, request.headers.get("Accept-Encoding", ""))
