"""How the studio calls the closed lists of an instrument, in words for people who do not program."""

SECTION_KINDS = (
    ("domain", "Rated: items with a scale, scored"),
    ("context", "Asked first: about the visit, not scored"),
    ("comments", "In their own words: comments, not scored"),
)
SCALE_TYPES = (
    ("ordinal", "Levels from low to high"),
    ("yes_no", "Yes or no"),
    ("tally_then_level", "Count what you see, then choose a level"),
    ("grade", "A grade, with “too little to judge”"),
)
SCALE_STARTS = (
    ("0-4", "0 to 4, five levels from “not seen” to “very well”"),
    ("0-3", "0 to 3, four levels"),
    ("1-5", "1 to 5, from “poor” to “excellent”"),
    ("yes-no", "Yes or no"),
    ("grade", "A grade, with “too little to judge”"),
    ("tally", "Count what you see, then choose a level"),
)
EVIDENCE = (
    ("none", "No note"),
    ("optional", "A note if the observer likes"),
    ("required_at_extremes", "A note is needed for the lowest and the highest level"),
)
QUESTION_KINDS = (
    ("choice", "Choose one answer"),
    ("choices", "Choose all that apply"),
    ("number", "A number"),
    ("text", "Their own words"),
)
ROLES = (
    ("", "Nothing special"),
    ("decision_gate", "Says whether there was a decision to share"),
    ("decision_kind", "Says what the decision was about"),
    ("duration", "Says how long the visit took"),
    ("part_not_observed", "Says whether a part was not seen"),
    ("visit_kind", "Says whether it was a first visit or a follow-up"),
    ("carer_present", "Says whether somebody came with the person"),
    ("way_of_meeting", "Says how they met: face to face, by video, by telephone"),
    ("went_well", "One thing that went well"),
    ("one_thing_to_try", "One thing to try"),
)
REASONS = {
    "not_applicable": "Did not apply",
    "not_observed": "Could not be seen or heard",
    "insufficient_evidence": "Too little to judge",
}
GAPS = {
    "not_applicable": "An item that did not apply",
    "not_observed": "An item that could not be seen or heard",
    "insufficient_evidence": "An item with too little to judge",
    "blank": "An item left blank",
}
TREATMENTS = (
    ("", "cannot happen, or is not decided yet"),
    ("undefined", "leaves the sheet without a score"),
    ("exclude", "is left out of the score"),
    ("lowest", "counts as the lowest level"),
)
RULES = (
    ("sum", "Add up: the points of all items added together"),
    ("mean_of_answered", "Average: the mean of the items that were rated"),
    ("prorated_sum", "Add up and fill gaps: a missing item counts as the average of the others"),
    ("percent_top_box", "Share at the top: the percentage of items with the top level"),
    ("all_top_box", "All at the top: 100 if every item has the top level, else 0"),
    ("max", "Best: the highest level of any item"),
    ("profile", "No total: each item stands for itself"),
)
PLACES = (("", "Do not round"), ("0", "Whole numbers"), ("1", "1 decimal place"), ("2", "2 decimal places"))
ACTORS = (("clinician", "The clinician"), ("patient", "The patient"), ("carer", "A carer or relative"))
LICENCES = (
    "CC BY 4.0, CC BY-SA 4.0, CC0, OGL and public domain are open. "
    "For any other licence say where the owner’s permission is recorded."
)


def scale_name(scale_id: str) -> str:
    """A scale's id as people read it."""
    return scale_id.replace("_", " ").replace("-", " ").capitalize()
