"""The gate of the lead's desk: whoever leads a team. Which team, each query asks again."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def leads(who: Actor | None) -> bool:
    return who is not None and who.is_lead


organising = gated_blueprint("organising", __name__, allows=leads, url_prefix="/organise")
