"""Two gates: whoever leads or observes develops a draft; leads decide. Which drafts, each query asks again."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def develops(who: Actor | None) -> bool:
    return who is not None and (who.is_lead or who.is_observer)


def leads(who: Actor | None) -> bool:
    return who is not None and who.is_lead


codesigning = gated_blueprint("codesigning", __name__, allows=develops, url_prefix="/codesign")
deciding = gated_blueprint("deciding", __name__, allows=leads, url_prefix="/codesign")
