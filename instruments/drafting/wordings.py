"""Every text of a draft with its place, for writing it in another language beside the English."""

from collections.abc import Iterator
from dataclasses import dataclass

from instruments.drafting.draft import Draft
from instruments.drafting.places import Definition, record_at, records_at, text_at
from instruments.tree import Path

OBSERVERS = {"any": "every observer", "patient_partner": "patient partners", "peer_clinician": "peer clinicians"}
_POINT_PARTS = {"label": "answer", "anchor": "what it looks like", "example": "example"}
_MARKER_PARTS = {"label": "button while watching"}


@dataclass(frozen=True, slots=True)
class WordingPlace:
    """One text: where it stands (without the language), what it is, and its English words."""

    path: Path
    label: str
    english: str


@dataclass(frozen=True, slots=True)
class WordingPart:
    """The texts of one part of the draft: of its front, of one scale, of one section."""

    title: str
    places: tuple[WordingPlace, ...]

    def missing(self, draft: Draft, language: str) -> int:
        """How many of its texts are not written in this language."""
        return sum(not text_at(draft.definition, (*each.path, language)) for each in self.places)


def wording_parts(draft: Draft) -> tuple[WordingPart, ...]:
    """Every text with English words, part by part in the order of the sheet."""
    front: list[tuple[Path, str]] = [
        (("title",), "Title"),
        (("introduction",), "Introduction"),
        (("standard", "title"), "Minimum standard"),
        (("published_range", "who"), "Published range: whom it saw"),
        (("published_range", "caveat"), "Published range: its caveat"),
    ]
    parts = [WordingPart("Front of the sheet", tuple(_known(draft.definition, front)))]
    for scale_id, scale in draft.scales.items():
        path: Path = ("scales", scale_id)
        title = f"Scale: {scale_id.replace('_', ' ')}"
        parts.append(WordingPart(title, tuple(_known(draft.definition, list(_points(path, scale))))))
    for s, section in enumerate(draft.sections):
        path = ("sections", s)
        places = [((*path, "title"), "Title of the section"), *_entries(path, section)]
        parts.append(WordingPart(text_at(section, ("title", "en")), tuple(_known(draft.definition, places))))
    return tuple(part for part in parts if part.places)


def _known(definition: Definition, places: list[tuple[Path, str]]) -> Iterator[WordingPlace]:
    for path, label in places:
        if english := text_at(definition, (*path, "en")):
            yield WordingPlace(path, label, english)


def _entries(path: Path, section: Definition) -> Iterator[tuple[Path, str]]:
    for e, entry in enumerate(records_at(section, ("items",))):
        here = (*path, "items", e)
        number = f"{e + 1}."
        for observer in record_at(entry, ("text",)):
            yield (*here, "text", observer), f"{number} Wording for {OBSERVERS.get(observer, observer)}"
        yield (*here, "short"), f"{number} Short name"
        yield (*here, "guidance"), f"{number} Help"
        yield from ((inner, f"{number} {label}") for inner, label in _points(here, entry))


def _points(path: Path, record: Definition) -> Iterator[tuple[Path, str]]:
    for key in ("points", "non_scoring", "behaviours", "options", "markers"):
        parts = _MARKER_PARTS if key == "markers" else _POINT_PARTS
        for number, point in enumerate(records_at(record, (key,))):
            code = text_at(point, ("code",))
            for part, words in parts.items():
                yield (*path, key, number, part), f"{code}: {words}"
