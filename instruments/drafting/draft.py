"""A draft: the tree of a definition that may be unfinished, and what was taken out of it and may come back. Pure.

Entries and sections are known by their ids, which stay while the draft is edited: a proposal or a comment about an
item still finds it after it was moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from instruments.building import build
from instruments.definition import Instrument, Status
from instruments.drafting.places import Definition, at, record_at, records_at, text_at, with_values
from instruments.problems import DefinitionProblems, Problem
from instruments.tree import Path, Source, Tree

PartKind = Literal["entry", "section", "scale"]


@dataclass(frozen=True, slots=True)
class Removed:
    """A part that was taken out: where it stood, for an entry in which section, and its whole content."""

    kind: PartKind
    id: str
    within: str
    place: int
    part: Tree


@dataclass(frozen=True, slots=True)
class Draft:
    """What a lead works on. `removed` is kept until publishing, newest last."""

    definition: Definition
    removed: tuple[Removed, ...] = field(default=())

    def with_values(self, values: dict[Path, Tree]) -> "Draft":
        """The draft with these places set; see `places.with_values`."""
        return replace(self, definition=with_values(self.definition, values))

    @property
    def sections(self) -> list[Definition]:
        """The sections, top to bottom."""
        return records_at(self.definition, ("sections",))

    @property
    def languages(self) -> tuple[str, ...]:
        """The declared languages, English first."""
        found = at(self.definition, ("languages",))
        codes = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
        return tuple(dict.fromkeys(["en", *codes]))

    def entries(self) -> Iterator[tuple[Path, Definition]]:
        """Every item and question with its place, top to bottom."""
        for s, section in enumerate(self.sections):
            for e, entry in enumerate(records_at(section, ("items",))):
                yield ("sections", s, "items", e), entry

    def entry_path(self, entry_id: str) -> Path | None:
        """Where this item or question stands, or None."""
        return next((path for path, entry in self.entries() if entry.get("id") == entry_id), None)

    def section_path(self, section_id: str) -> Path | None:
        """Where this section stands, or None."""
        places = (("sections", s) for s, section in enumerate(self.sections) if section.get("id") == section_id)
        return next(places, None)

    @property
    def scales(self) -> dict[str, Definition]:
        """The scales by id, in the order written."""
        return {key: value for key, value in record_at(self.definition, ("scales",)).items() if isinstance(value, dict)}

    def text(self, *path: str | int) -> str:
        """The text at this place, "" when there is none."""
        return text_at(self.definition, path)


def entry_words(entry: Definition) -> str:
    """An item or question in a few words: its short name, else its first wording, else ""."""
    wordings = (text_at(entry, ("text", observer, "en")) for observer in record_at(entry, ("text",)))
    return text_at(entry, ("short", "en")) or next((each for each in wordings if each), "")


def problems_of(definition: Definition, status: Status = "draft") -> tuple[Problem, ...]:
    """What is wrong with it, each with its place; with the status "published" also what publishing asks for."""
    try:
        build(Source({**definition, "status": status}))
    except DefinitionProblems as found:
        return found.problems
    return ()


def instrument_of(definition: Definition, status: Status = "draft") -> Instrument | None:
    """The instrument this draft describes, or None while something is wrong with it."""
    try:
        return build(Source({**definition, "status": status}))
    except DefinitionProblems:
        return None


def removed_from_json(raw: object) -> tuple[Removed, ...]:
    """What was taken out, as it is stored."""
    found = cast("list[dict[str, object]]", raw) if isinstance(raw, list) else []
    return tuple(
        Removed(
            kind=cast("PartKind", each["kind"]),
            id=str(each["id"]),
            within=str(each["within"]),
            place=int(cast("int", each["place"])),
            part=cast("Tree", each["part"]),
        )
        for each in found
    )
