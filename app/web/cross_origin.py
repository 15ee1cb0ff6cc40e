"""Refuse writes that another site's page makes a browser send."""

from urllib.parse import urlsplit

from flask import request

from app.rules import NotAllowed
from app.web.request_database import SAFE_METHODS


def refuse_other_sites() -> None:
    """Fetch metadata first, the Origin header where a browser does not send it.

    Browsers send one or the other with every write. A client that sends neither (a script) carries no cookie that a
    stranger could ride on, but is still asked for a form token by the forms.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
        raise NotAllowed("This was sent from another site, so it was not done.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise NotAllowed("This was sent from another site, so it was not done.")
