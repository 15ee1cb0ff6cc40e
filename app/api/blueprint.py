"""The gate of the HTTP interface: whoever leads a team. Which teams, each query asks again."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def leads(who: Actor | None) -> bool:
    return who is not None and who.is_lead


api = gated_blueprint("api", __name__, allows=leads, url_prefix="/api/v1")
