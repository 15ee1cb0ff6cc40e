"""Where in the studio a problem of a draft is mended: its place in the definition as a page. Pure but for addresses."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from instruments.drafting.draft import Draft, entry_words
from instruments.drafting.places import record_at, text_at
from instruments.drafting.wordings import wording_parts
from instruments.problems import Problem
from instruments.tree import Path

_PAGES = {
    "attribution": ("studio.licence", "Licence"),
    "scoring": ("studio.scoring", "Scoring"),
    "domain_scoring": ("studio.scoring", "Scoring"),
    "standard": ("studio.standard", "Minimum standard"),
    "published_range": ("studio.published_range", "Published range"),
    "languages": ("drafts.languages", "Languages"),
    "title": ("studio.details", "Title and purpose"),
    "introduction": ("studio.details", "Title and purpose"),
    "version": ("studio.details", "Title and purpose"),
}


# How the judge of definitions begins about a text that lacks a declared language.
UNTRANSLATED = "Write this text in "


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """``where`` names the part in words; ``address`` is the page to mend it on."""

    sentence: str
    where: str
    address: str


def problems_shown(
    draft: Draft, problems: Iterable[Problem], team_id: uuid.UUID, draft_id: uuid.UUID
) -> tuple[ProblemShown, ...]:
    """Each problem with the page to mend it on; texts to be translated are counted, not listed one by one."""
    found = tuple(problems)
    untranslated = [each for each in found if each.sentence.startswith(UNTRANSLATED)]
    others = [_shown(draft, each, team_id, draft_id) for each in found if each not in untranslated]
    if untranslated:
        address = url_for("drafts.languages", team_id=team_id, draft_id=draft_id)
        count = sum(part.missing(draft, code) for part in wording_parts(draft) for code in draft.languages)
        sentence = f"{count} {'text is' if count == 1 else 'texts are'} still to be written in another language."
        others.append(ProblemShown(sentence, "Languages", address))
    return tuple(others)


def _shown(draft: Draft, problem: Problem, team_id: uuid.UUID, draft_id: uuid.UUID) -> ProblemShown:
    path = problem.path
    ids: dict[str, Any] = {"team_id": team_id, "draft_id": draft_id}
    if path[:1] == ("sections",) and len(path) > 1:
        return _in_section(draft, problem.sentence, path, ids)
    if path[:1] == ("sections",):
        return ProblemShown(problem.sentence, "Outline", url_for("drafts.outline", **ids))
    if path[:1] == ("scales",) and len(path) > 1:
        scale_id = str(path[1])
        return ProblemShown(problem.sentence, f"Scale {scale_id}", url_for("studio.scale", **ids, scale_id=scale_id))
    endpoint, where = _PAGES.get(str(path[0]) if path else "", ("studio.text", "Text"))
    return ProblemShown(problem.sentence, where, url_for(endpoint, **ids))


def _in_section(draft: Draft, sentence: str, path: Path, ids: dict[str, Any]) -> ProblemShown:
    section = record_at(draft.definition, path[:2])
    entry = record_at(draft.definition, path[:4]) if len(path) > 3 else {}
    if entry_id := text_at(entry, ("id",)):
        page = "studio.conditions" if "show_if" in path else "studio.entry"
        address = url_for(page, **ids, entry_id=entry_id)
        return ProblemShown(sentence, entry_words(entry) or entry_id, address)
    section_id = text_at(section, ("id",))
    address = url_for("studio.section", **ids, section_id=section_id) if section_id else url_for("studio.text", **ids)
    return ProblemShown(sentence, text_at(section, ("title", "en")) or section_id, address)
