"""How a score comes about, in sentences for people who read an instrument."""

from instruments.definition import Instrument, ScoringRule

RULES = {
    "sum": "The points of the items are added up.",
    "mean_of_answered": "The points of the rated items are averaged.",
    "prorated_sum": "The points are added up; an item without a rating counts as the average of the others.",
    "percent_top_box": "The share of items with the top point.",
    "all_top_box": "Whether every item has the top point.",
    "max": "The highest point of any item.",
    "profile": "No total: each item stands for itself.",
}
GAPS = {
    "not_applicable": "did not apply",
    "not_observed": "could not be seen or heard",
    "insufficient_evidence": "gave too little to go by",
    "blank": "was left blank",
}
TREATMENTS = {
    "exclude": "is left out of the score",
    "lowest": "counts as the lowest point",
    "undefined": "leaves the score undefined",
}


def rule_in_words(instrument: Instrument, rule: ScoringRule) -> tuple[str, ...]:
    """What the rule does, a sentence for each step."""
    count = len(rule.items or instrument.items)
    sentences = [RULES[rule.rule]]
    if rule is instrument.scoring:
        least = f"; at least {rule.min_answered} must be rated" if rule.min_answered is not None else ""
        sentences.append(f"{count} {'item' if count == 1 else 'items'} count{'s' if count == 1 else ''}{least}.")
    elif rule.min_answered is not None:
        sentences.append(f"At least {rule.min_answered} of its items must be rated.")
    if rule.reverse:
        sentences.append(f"Turned round before counting: {', '.join(rule.reverse)}.")
    if rule.weights:
        weights = ", ".join(f"{item} × {weight:f}" for item, weight in rule.weights.items())
        sentences.append(f"Weighted: {weights}.")
    sentences += [f"An item that {GAPS[gap]} {TREATMENTS[how]}." for gap, how in rule.non_scoring.items()]
    if rule.rescale is not None:
        sentences.append(f"The result is stretched to {rule.rescale.to_min:f} to {rule.rescale.to_max:f}.")
    if rule.places is not None:
        sentences.append(f"It is rounded to {rule.places} {'place' if rule.places == 1 else 'places'}.")
    return tuple(sentences)
