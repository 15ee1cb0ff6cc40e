"""One gate: leads, and whoever a team has named to be told."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def is_told(who: Actor | None) -> bool:
    return who is not None and (who.is_lead or who.is_safety_contact)


safety = gated_blueprint("safety", __name__, allows=is_told, url_prefix="/safety")
