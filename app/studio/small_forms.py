"""The forms of the front of an instrument, of its licence and of one section. Pure."""

from app.studio.part_form import Group, PartField, PartForm, write_at_paths
from app.studio.wordings import LICENCES, SECTION_KINDS
from instruments.drafting.draft import Draft
from instruments.tree import Path

_ATTRIBUTION = (
    ("source", "Where the words come from", "Such as: written by the Riverside team in 2026."),
    ("owner", "Owner", "The person or body that holds the rights."),
    ("licence", "Licence", LICENCES),
    ("based_on", "Based on", "A published measure this one builds on, if any."),
    ("validation", "How well it is tested", "“Not validated” is an answer too."),
    ("permission_reference", "Where the permission is recorded", "Such as a letter’s date or a contract’s number."),
    ("permission_expires", "The permission ends on", "Such as 2027-03-31. Empty means: it does not end."),
)


def details_form(draft: Draft, locked: str = "") -> PartForm:
    """Title, purpose and version."""
    fields = (
        PartField("title", "Title", ("title", "en"), draft.text("title", "en"), locked=locked),
        PartField(
            "introduction",
            "Purpose and introduction",
            ("introduction", "en"),
            draft.text("introduction", "en"),
            kind="long",
            rows=4,
            hint="Observers read this at the top of their sheet.",
            locked=locked,
        ),
        PartField(
            "version",
            "Version it will become",
            ("version",),
            draft.text("version"),
            width="5",
            hint="Such as 2 or 2.1. A published version never changes.",
        ),
    )
    return PartForm((), (Group("", fields),), write_at_paths(fields))


def licence_form(draft: Draft) -> PartForm:
    """Where the wording comes from and by what right it is used."""
    fields = tuple(
        PartField(name, label, ("attribution", name), draft.text("attribution", name), hint=hint)
        for name, label, hint in _ATTRIBUTION
    )
    return PartForm(("attribution",), (Group("", fields),), write_at_paths(fields))


def section_form(draft: Draft, section_id: str, locked: str = "") -> PartForm | None:
    """Title and kind of a section, or None when it is not there."""
    base: Path | None = draft.section_path(section_id)
    if base is None:
        return None
    fields = (
        PartField("title", "Title", (*base, "title", "en"), draft.text(*base, "title", "en"), locked=locked),
        PartField(
            "kind",
            "What happens in this section",
            (*base, "kind"),
            draft.text(*base, "kind") or "domain",
            kind="radio",
            options=SECTION_KINDS,
        ),
    )
    return PartForm(base, (Group("", fields),), write_at_paths(fields))
