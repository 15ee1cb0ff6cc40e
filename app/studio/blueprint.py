"""Two gates: leads write instruments; patient partners of the team read them while they are written."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def leads(who: Actor | None) -> bool:
    return who is not None and who.is_lead


def readers(who: Actor | None) -> bool:
    return who is not None and who.reads_drafts


studio = gated_blueprint("studio", __name__, allows=leads, url_prefix="/studio")
drafts = gated_blueprint("drafts", __name__, allows=readers, url_prefix="/studio")
