"""The minimum numbers a round may raise, with the product's own and what each is for."""

from dataclasses import fields

from reports.feedback.evidence import FeedbackMinimums
from reports.statistics.minimums import Minimums

WORDINGS = {
    "consultations_for_result": "Consultations before a clinician sees results",
    "ratings_for_item": "Ratings before one item is shown to a clinician",
    "observers_to_compare": "Observers on each side before a report compares two kinds",
    "observers_in_group": "Observers before a kind of observer is shown apart",
    "clinicians_in_band": "Clinicians before colleagues’ scores are shown",
    "paired_consultations": "Consultations with two sheets before a correlation",
    "ratings_of_observer": "Sheets before anything is said of one observer",
    "observers_to_describe": "Observers on each side before you see two kinds compared",
    "observers_to_infer": "Observers on each side before that has an interval",
}


def minimums_in_words() -> dict[str, tuple[int, str]]:
    """Each minimum's name, the product's own number and its wording, in the order of the form."""
    floors: dict[str, int] = {}
    for product in (Minimums(), FeedbackMinimums()):
        for each in fields(product):
            floors[each.name] = max(floors.get(each.name, 0), getattr(product, each.name))
    return {name: (floors[name], wording) for name, wording in WORDINGS.items() if name in floors}
