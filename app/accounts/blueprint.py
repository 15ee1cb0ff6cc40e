"""The gates of one's own account (anyone signed in), of the front, and of a shared tablet's own pages."""

from app.rules import Actor
from app.web.gate import anyone, gated_blueprint


def signed_in_people(who: Actor | None) -> bool:
    return who is not None


accounts = gated_blueprint("accounts", __name__, allows=signed_in_people, url_prefix="/account")
tablets = gated_blueprint("tablets", __name__, allows=anyone, url_prefix="/tablet")
front = gated_blueprint("front", __name__, allows=anyone)
