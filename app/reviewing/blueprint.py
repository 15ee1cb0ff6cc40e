"""Two gates: one's own feedback, and the release of other people's."""

from app.rules import Actor
from app.web.gate import gated_blueprint


def clinicians_and_releasers(who: Actor | None) -> bool:
    return who is not None and (who.is_clinician or releasers(who))


def releasers(who: Actor | None) -> bool:
    return who is not None and (who.is_lead or who.is_facilitator)


def clinicians(who: Actor | None) -> bool:
    return who is not None and who.is_clinician


reading = gated_blueprint("reading", __name__, allows=clinicians_and_releasers, url_prefix="/review/reports")
mine = gated_blueprint("mine", __name__, allows=clinicians, url_prefix="/review")
releases = gated_blueprint("releases", __name__, allows=releasers, url_prefix="/review/release")
