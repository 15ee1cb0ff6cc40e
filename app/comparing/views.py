"""The views of a round, in the order in which a lead would read them. A view named here is listed everywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """key: its endpoint in the comparing room, taking the round alone. answers: its question, in plain words. named: it
    shows people by name, so that every look is recorded and kinds of few people are not hidden from it.
    """

    key: str
    name: str
    answers: str
    named: bool = False


VIEWS: tuple[View, ...] = (
    View("agreement", "How far observers agree", "Do two people who watch the same visit rate it alike?"),
    View("types", "Kinds side by side", "Do patient partners and peers score alike, and on which item not?"),
    View("sees", "What each kind sees", "On which item do the kinds part, and what did each write about it?"),
    View("usage", "How the scale was used", "Which points were given, and does everybody sit at one end?"),
    View("observers", "Who agrees with whom", "For leads only: each observer beside each other one.", named=True),
    View(
        "who", "Who has observed whom", "For leads only: can everybody be compared, and what would mend it?", named=True
    ),
    View("next_weeks", "The next weeks", "For leads only: who should observe whom next, and what for?", named=True),
    View(
        "severity", "Severe and mild", "For leads only: who scores low, and how much hangs on who observed?", named=True
    ),
    View("differences", "How far totals lie apart", "What gap between two scores is to be expected?"),
    View("items", "Which items move together", "Do items measure different things, or one impression?"),
    View("more", "What more visits would buy", "How sure is a clinician’s score, and what would make it surer?"),
    View("kinds", "By kind of consultation", "Is agreement the same for every decision, clinic and length?"),
    View("planning", "How many more are needed", "What it takes to know a number as closely as you wish."),
    View("reporting", "Report and share", "A reporting checklist, filled in, and all it takes to work it out again."),
)
