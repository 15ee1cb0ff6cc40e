"""The gates of the tablet: pages and sending for observers; the service worker for any browser that asks."""

from typing import Any

from flask import request

from app.rules import Actor, NotAllowed
from app.web.gate import anyone, gated_blueprint


def observers(who: Actor | None) -> bool:
    return who is not None and who.is_observer


observing = gated_blueprint("observing", __name__, allows=observers, url_prefix="/observe")
sync = gated_blueprint("sync", __name__, allows=observers, url_prefix="/api/v1")
offline = gated_blueprint("offline", __name__, allows=anyone)


def copiers(who: Actor | None) -> bool:
    return who is not None and (who.is_observer or who.is_lead)


def readers_of_drafts(who: Actor | None) -> bool:
    return who is not None and who.reads_drafts


previews = gated_blueprint("previews", __name__, allows=readers_of_drafts, url_prefix="/studio")
paper = gated_blueprint("paper", __name__, allows=copiers, url_prefix="/paper")


def need_a_browsers_word() -> None:
    """A frozen sheet may be sent hours after its page was made, so no form token fits.

    Instead the browser must say where the request comes from: `app.web.cross_origin` refuses other sites, and here a
    request that says nothing at all is refused too.
    """
    if "Sec-Fetch-Site" not in request.headers and "Origin" not in request.headers:
        raise NotAllowed("We could not tell where this came from, so it was not taken. It is kept on this tablet.")


def _without_form_token(state: Any) -> None:
    protection = state.app.extensions.get("csrf")
    if protection is not None:
        protection.exempt(sync)


sync.record(_without_form_token)
sync.before_request(need_a_browsers_word)
