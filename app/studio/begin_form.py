"""How an instrument begins: one short form that already makes a sheet one can look at. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from app.studio.part_form import PartField
from app.studio.wordings import SCALE_STARTS
from instruments.drafting.beginning import blank_definition
from instruments.drafting.draft import Draft
from instruments.drafting.parts import add_entries, add_section, new_item, pasted_lines
from instruments.drafting.scale_making import STARTS, add_scale, scale_from
from instruments.fields import TEXT_LIMIT
from instruments.section_reading import ENTRY_LIMIT
from instruments.tree import Tree, cleaned

_SCORINGS: Mapping[str, dict[str, Tree]] = {
    "sum100": {"rule": "sum", "rescale": {"to_min": "0", "to_max": "100"}, "round": {"places": "1"}},
    "sum": {"rule": "sum"},
    "mean100": {"rule": "mean_of_answered", "rescale": {"to_min": "0", "to_max": "100"}, "round": {"places": "1"}},
    "profile": {"rule": "profile"},
}
_FIELDS = (
    PartField("title", "Title", (), hint="As observers and clinicians will read it."),
    PartField("introduction", "Purpose", (), kind="long", rows=3, hint="What it is for, in a sentence or two."),
    PartField(
        "items",
        "Items, one on each line",
        (),
        kind="long",
        rows=12,
        hint="Paste a list. Numbers and bullets in front are left out.",
    ),
    PartField("scale", "Scale for all these items", (), "0-4", kind="radio", options=SCALE_STARTS),
    PartField(
        "scoring",
        "The total",
        (),
        "sum100",
        kind="radio",
        options=(
            ("sum100", "Add up the items, stretched to 0 to 100"),
            ("sum", "Add up the items"),
            ("mean100", "Average of the items, stretched to 0 to 100"),
            ("profile", "No total, or decide later"),
        ),
    ),
)


def begin_fields(sent: Mapping[str, str] | None) -> tuple[PartField, ...]:
    """The fields, with what was sent and what is wrong with it."""
    if sent is None:
        return _FIELDS
    return tuple(_told(replace(each, value=sent.get(each.name, ""))) for each in _FIELDS)


def _told(field: PartField) -> PartField:
    value = cleaned(str(field.value))
    wrong = ""
    match field.name:
        case "title":
            wrong = "" if value else "Write a title."
        case "items":
            lines = pasted_lines(value)
            if len(lines) > ENTRY_LIMIT:
                wrong = f"These are {len(lines)} lines: an instrument has {ENTRY_LIMIT} items at most."
            elif long := next((line for line in lines if len(line) > TEXT_LIMIT), ""):
                wrong = f"The line that begins “{long[:40]}…” is too long: {TEXT_LIMIT} letters at most."
        case "scale":
            wrong = "" if value in STARTS else "Choose a scale to begin with."
        case "scoring":
            wrong = "" if value in _SCORINGS else "Choose how the total is made."
        case _:
            pass
    return replace(field, errors=(wrong,) if wrong else ())


def begun(sent: Mapping[str, str], team: str) -> Draft:
    """The draft that this form begins; its fields must fit."""
    title = cleaned(sent["title"])
    draft = Draft({**blank_definition(title, f"Written by {team}"), "scoring": dict(_SCORINGS[sent["scoring"]])})
    draft = draft.with_values({("introduction", "en"): cleaned(sent.get("introduction", ""))})
    lines = pasted_lines(cleaned(sent.get("items", "")))
    draft, scale_id = add_scale(draft, "Levels", scale_from(sent["scale"]))
    if not lines:
        return draft
    draft, section_id = add_section(draft, "What observers look for")
    draft, _ = add_entries(draft, section_id, [new_item(line, scale_id) for line in lines])
    return draft
