"""The form of the published range: where others' totals lay, whom the study saw, and why it may not fit here. Pure."""

from app.studio.part_form import Group, PartField, PartForm, Values, as_tree
from instruments.drafting.draft import Draft
from instruments.drafting.places import text_at
from instruments.tree import Path, Tree

BASE: Path = ("published_range",)
_NUMBERS = {"lowest": "Lowest", "highest": "Highest", "mean": "Mean, if it was printed"}


def published_range_form(draft: Draft) -> PartForm:
    """Empty in every field means: no range is shown."""
    numbers = tuple(
        PartField(name, label, (*BASE, name), text_at(draft.definition, (*BASE, name)), width="4")
        for name, label in _NUMBERS.items()
    )
    words = (
        PartField(
            "who",
            "Whom the study saw",
            (*BASE, "who"),
            draft.text("published_range", "who", "en"),
            hint="Such as: physiotherapists in back-pain clinics in England.",
        ),
        PartField(
            "source",
            "Where to read it",
            (*BASE, "source"),
            text_at(draft.definition, (*BASE, "source")),
            hint="Authors, year, journal, and the address if there is one.",
        ),
        PartField(
            "caveat",
            "Why it may not fit here",
            (*BASE, "caveat"),
            draft.text("published_range", "caveat", "en"),
            kind="long",
            hint="Such as: other observers, other visits. It is printed beside the range.",
        ),
    )
    groups = (Group("In points of the total", numbers), Group("In words", words))
    return PartForm(BASE, groups, _written)


def _written(draft: Draft, values: Values) -> Draft:
    if not any(values.values()):
        return draft.with_values({BASE: {}})
    places: dict[str, Path] = {
        **{name: (*BASE, name) for name in (*_NUMBERS, "source")},
        **{name: (*BASE, name, "en") for name in ("who", "caveat")},
    }
    told: dict[Path, Tree] = {places[name]: as_tree(value) for name, value in values.items() if name in places}
    return draft.with_values(told)
