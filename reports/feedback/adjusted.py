"""The fair average in words, or why there is none and the one meeting that would change it. Names nobody."""

from collections.abc import Mapping

from reports.feedback.beside import Standing
from reports.feedback.evidence import ObserverType
from reports.feedback.readings import Part
from reports.feedback.wording import count_of, interval, number_out_of
from reports.statistics.fair_scores import Refusal
from reports.statistics.rotation.one_pairing import OnePairing

WHY_ADJUSTED = (
    "Some observers are stricter than others. The adjusted score is what the average observer of that kind in this"
    " round would have given. It also takes in chance in who came, so its interval can be wider."
)
_WHY: dict[Refusal, str] = {
    "": "It would not rest on the same observations as the score beside it.",
    "nobody_else": "The {plural} of this round observed nobody but you, so nobody can tell how strict each is.",
    "not_linked": (
        "The {plural} who observed you share no clinician with the others, so nobody can tell how strict they are"
        " beside them."
    ),
    "few_observers": "Only {observers} {plural} took part in this round, too few to tell how strict each is.",
    "few_sheets": "There are too few sheets to tell how strict each observer is.",
    "few_shared": "Too few of the {plural} who observed you have observed anybody else, so nobody can tell how strict"
    " they are beside the others.",
    "at_the_end": "Every score is at the same end of the scale, and beyond the end there is nothing to adjust to.",
    "not_settled": "The scores of this round do not allow it: the sums came to no stable answer.",
}


def adjusted_sentence(kind: ObserverType, standing: Standing, part: Part) -> str:
    """To the clinician, about one type whose raw result is shown; it stands behind the type's name."""
    found = standing.fair.estimate
    plural = kind.plural.lower()
    if found.value is not None:
        return (
            f"{number_out_of(found.value, part.highest, part.places)} adjusted (95 % interval:"
            f" {interval(found, part.places)}). This rests on {standing.observers} {plural} and"
            f" {count_of(standing.clinicians, 'clinician')} linked through shared observers."
        )
    return f"not adjusted. {_why(kind, standing)} The score as observed stands."


def _why(kind: ObserverType, standing: Standing) -> str:
    why = _WHY[standing.fair.refusal].format(plural=kind.plural.lower(), observers=standing.observers)
    return f"{why} {_mended(kind, standing.pairing)}".strip()


def _mended(kind: ObserverType, pairing: OnePairing | None) -> str:
    one = kind.name.lower()
    if pairing is None or pairing.refused:
        return ""
    if pairing.clinician != pairing.whom:
        return f"It takes one visit: a {one} who observed you would also observe a colleague whom others observe."
    return f"It takes one more visit to you, by a {one} who also visits your colleagues."


def sentence_for_lead(plural: str, found: OnePairing, names: Mapping[str, str]) -> str:
    """What would let the score by this kind of observer be adjusted, with names. names: by the pairing's keys."""
    if found.refused:
        return f"{plural}: not adjusted. {found.refused}"
    watcher, watched = names[found.observer], names[found.clinician]
    said = f"{plural}: not adjusted. Let {watcher} observe {watched}"
    if found.joins:
        return f"{said}: then {found.after} clinicians can be compared with one another instead of {found.before}."
    return f"{said} next: no other visit tells more."
