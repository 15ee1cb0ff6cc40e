"""The outline of a draft: its sections with their items, its scales, and what was taken out. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.studio.pages import EntryRow, RemovedRow, ScaleRow, SectionRow
from app.studio.wordings import QUESTION_KINDS, SECTION_KINDS, scale_name
from instruments.drafting.draft import Draft, Removed, entry_words
from instruments.drafting.places import Definition, records_at, text_at
from instruments.problems import Problem
from instruments.tree import Path

_KINDS = dict(SECTION_KINDS)
_ANSWERS = dict(QUESTION_KINDS)
UNWRITTEN = "No words yet"


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[SectionRow, ...]
    scales: tuple[ScaleRow, ...]
    removed: tuple[RemovedRow, ...]
    items: int


def outline_of(draft: Draft, problems: Iterable[Problem]) -> Outline:
    """Everything the outline shows, with how many problems each item has."""
    wrong = Counter(problem.path[:4] for problem in problems)
    used = Counter(str(entry.get("scale")) for _, entry in draft.entries() if "kind" not in entry)
    return Outline(
        sections=tuple(_section(section, ("sections", s), wrong) for s, section in enumerate(draft.sections)),
        scales=tuple(_scale(scale_id, scale, used[scale_id]) for scale_id, scale in draft.scales.items()),
        removed=tuple(_removed(each) for each in reversed(draft.removed)),
        items=sum(used.values()),
    )


def _section(section: Definition, path: Path, wrong: Counter[Path]) -> SectionRow:
    kind = text_at(section, ("kind",)) or "domain"
    return SectionRow(
        id=text_at(section, ("id",)),
        title=text_at(section, ("title", "en")) or UNWRITTEN,
        kind=_KINDS.get(kind, kind),
        entries=tuple(
            EntryRow(
                id=text_at(entry, ("id",)),
                words=entry_words(entry) or UNWRITTEN,
                answered_by=_answered_by(entry),
                is_item="kind" not in entry,
                condition="show_if" in entry,
                problems=wrong[*path, "items", e],
                number=e + 1,
            )
            for e, entry in enumerate(records_at(section, ("items",)))
        ),
    )


def _answered_by(entry: Definition) -> str:
    if "kind" in entry:
        return _ANSWERS.get(text_at(entry, ("kind",)), "")
    scale = text_at(entry, ("scale",))
    return f"Scale: {scale_name(scale)}" if scale else "No scale yet"


def _scale(scale_id: str, scale: Definition, items: int) -> ScaleRow:
    labels = [text_at(point, ("label", "en")) for point in records_at(scale, ("points",))]
    ends = f"{len(labels)} levels, from “{labels[0]}” to “{labels[-1]}”" if len(labels) > 1 else "No levels yet"
    return ScaleRow(scale_id, scale_name(scale_id), ends, items)


def _removed(each: Removed) -> RemovedRow:
    part = each.part if isinstance(each.part, dict) else {}
    match each.kind:
        case "entry":
            words = entry_words(part) or each.id
        case "section":
            words = f"Section “{text_at(part, ('title', 'en'))}”"
        case "scale":
            words = f"Scale “{scale_name(each.id)}”"
    return RemovedRow(each.kind, each.id, words)
