"""The gates of the tablet: pages and sending for observers; the service worker for any browser that asks."""

from typing import Any

from flask import request

from app.rules import Actor, NotAllowed, TooOld
from app.web.gate import anyone, gated_blueprint
from app.web.languages import _
from app.web.pace import keep_pace
from app.web.tablet import tablet_here

# Which generation of the tablet's scripts sends: the one before the newest is still understood.
LEAST_CLIENT = 1
CLIENT_HEADER = "X-Levelfield-Client"


def observers(who: Actor | None) -> bool:
    return who is not None and who.is_observer


def observers_and_tablets(who: Actor | None) -> bool:
    """A paired tablet may speak for itself while its screen is locked."""
    return observers(who) or (who is None and tablet_here() is not None)


observing = gated_blueprint("observing", __name__, allows=observers, url_prefix="/observe")
sync = gated_blueprint("sync", __name__, allows=observers, url_prefix="/api/v1")
tablet_sync = gated_blueprint("tablet_sync", __name__, allows=observers_and_tablets, url_prefix="/api/v1")
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
        raise NotAllowed(_("We could not tell where this came from, so it was not taken. It is kept on this tablet."))


def need_a_client_we_understand() -> None:
    """A tablet that was away through several releases keeps its records, loads the new scripts, and sends then."""
    said = request.headers.get(CLIENT_HEADER, "1")
    if not said.isdigit() or int(said[:6]) < LEAST_CLIENT:
        raise TooOld(_("This page is too old to send. Reload it: what you scored stays on this tablet."))


def _without_form_token(state: Any) -> None:
    protection = state.app.extensions.get("csrf")
    if protection is not None:
        protection.exempt(sync)
        protection.exempt(tablet_sync)


sync.record(_without_form_token)
for _sending in (sync, tablet_sync):
    _sending.before_request(need_a_browsers_word)
    _sending.before_request(need_a_client_we_understand)
    _sending.before_request(keep_pace)
