"""The gate of comparing: whoever leads a team. Which rounds, each query asks again."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def leads(who: Actor | None) -> bool:
    return who is not None and who.is_lead


comparing = gated_blueprint("comparing", __name__, allows=leads, url_prefix="/compare")
