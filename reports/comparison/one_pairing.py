"""The one meeting that would let a clinician's score be adjusted for who observed, in words for a lead and for them.

A lead reads names. The clinician reads what kind of observer it takes, never who: whom to send is the lead's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import numpy as np

from reports.comparison.rating_set import RATED, RatingSet
from reports.comparison.wording import counted
from reports.statistics.rotation.one_pairing import OnePairing, one_pairing


def meetings_of_clinicians(ratings: RatingSet) -> dict[tuple[str, str], float]:
    """(clinician's number, observer's key) → sheets with a rating. Clinicians: as `unit_clinician` numbers them."""
    rated = (ratings.answers == RATED).any(axis=1)
    clinician, watcher = ratings.unit_clinician[ratings.sheet_unit][rated], ratings.sheet_observer[rated]
    pairs: list[tuple[int, int]] = np.stack([clinician, watcher], axis=1).tolist()
    sheets = Counter((who, at) for who, at in pairs)
    return {(str(who), ratings.observers[at].key): float(number) for (who, at), number in sorted(sheets.items())}


def pairing_for(ratings: RatingSet, clinician: int, barred: Collection[tuple[int, str]] = ()) -> OnePairing:
    """The meeting that would help this clinician most. barred: (clinician's number, observer's key) in conflict."""
    refused = {(str(who), observer) for who, observer in barred}
    return one_pairing(str(clinician), meetings_of_clinicians(ratings), refused)


def pairing_for_lead(found: OnePairing, ratings: RatingSet, clinician_name: str) -> str:
    """One sentence with the observer's name. clinician_name: of who is to be watched."""
    if found.refused:
        return found.refused
    watcher = _observer_name(found, ratings)
    if found.joins:
        return (
            f"Let {watcher} watch {clinician_name}: then {counted(found.after, 'clinician')} can be compared with one "
            f"another instead of {found.before}."
        )
    return f"Let {watcher} watch {clinician_name} next: no other meeting makes this score surer."


def pairing_for_clinician(found: OnePairing, ratings: RatingSet) -> str:
    """One sentence to the clinician, with nobody's name in it."""
    if found.refused:
        return found.refused.replace("this clinician", "you")
    if found.clinician != found.whom:
        return "It takes one visit: somebody who watched you would also watch a colleague whom others watch."
    kind, seen = _kind_and_clinicians(found, ratings)
    watched = f"who has watched {counted(seen, 'other clinician')}"
    if found.joins:
        return f"It takes one visit: an observer ({kind}) {watched} would watch you too."
    return f"It would help most if an observer ({kind}) {watched}, and not yet you, came next."


def _observer_name(found: OnePairing, ratings: RatingSet) -> str:
    return next(each.name for each in ratings.observers if each.key == found.observer)


def _kind_and_clinicians(found: OnePairing, ratings: RatingSet) -> tuple[str, int]:
    """The observer's kind in lower case, and how many clinicians they watched."""
    observer = next(each for each in ratings.observers if each.key == found.observer)
    kind = next(each.name for each in ratings.types if each.code == observer.type_code)
    seen = sum(watcher == found.observer for _, watcher in meetings_of_clinicians(ratings))
    return f"{kind[:1].lower()}{kind[1:]}", seen
