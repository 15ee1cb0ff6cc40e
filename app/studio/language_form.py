"""Two languages side by side: each English text with a field for the same text in another language. Pure."""

from babel import Locale, UnknownLocaleError

from app.studio.part_form import Group, PartField, PartForm, write_at_paths
from instruments.drafting.draft import Draft
from instruments.drafting.places import text_at
from instruments.drafting.wordings import WordingPart

# The languages most spoken in British clinics beside English; any other can be written by its code.
OFFERED = ("cy", "ar", "bn", "fa", "fr", "gu", "pa", "pl", "pt", "ro", "so", "es", "uk", "ur", "zh", "gd", "ga")


def language_name(code: str) -> str:
    """The language's English name, or its code where that is not known."""
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def language_form(draft: Draft, part: WordingPart, language: str, locked: str = "") -> PartForm:
    """A field for each text of this part in this language; the English stands beside it."""
    fields = tuple(
        PartField(
            name="words-" + "-".join(str(step) for step in place.path),
            label=place.label,
            path=(*place.path, language),
            value=text_at(draft.definition, (*place.path, language)),
            kind="long",
            rows=2,
            hint=place.english,
            language=language,
            locked=locked,
        )
        for place in part.places
    )
    return PartForm((), (Group(part.title, fields),), write_at_paths(fields))
