"""A draft in the making: what a reader of another program's file collects, in the shape a definition file has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from instruments.building import build
from instruments.canonical import fingerprint
from instruments.definition import FORMAT, Instrument
from instruments.exchange.differences import name_of
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.plain_text import plain
from instruments.exchange.remainder import Branch, Remainder, restored
from instruments.exchange.rows import Names
from instruments.problems import DefinitionProblems
from instruments.scoring_rules import RULE_VERSIONS
from instruments.tree import Path, Source, refusal

NOTHING_RATED = (
    "Nothing in this file is rated: no question has answers with scores or numbers, so there is no item to observe."
)


@dataclass(slots=True)
class DraftSection:
    """One section, and the line each of its entries came from."""

    id: str
    title: Branch
    entries: list[Branch] = field(default_factory=list[Branch])
    lines: list[int | None] = field(default_factory=list[int | None])


@dataclass(slots=True)
class _Group:
    """A titled group that is open, and the section its entries go to now."""

    title: Branch
    wanted: str
    section: DraftSection | None = None


class Draft:
    """Collects the parts of one file. `language` is the one its words are in where the file does not say."""

    def __init__(self, source: str, language: str = "en", kept: Remainder | None = None) -> None:
        self.header: Branch = {
            "version": "1",
            "attribution": {"source": source},
            "scoring": {"rule": "profile", "rule_version": RULE_VERSIONS["profile"]},
        }
        self.language = language
        self.languages: dict[str, None] = {}
        self.scales: Branch = {}
        self.sections: list[DraftSection] = []
        self.losses: list[Loss] = []
        self.kept = kept or Remainder()
        self.names = Names()
        self._section_names = Names()
        self._scale_names = Names()
        self._groups: list[_Group] = []
        self._loose = _Group({"en": "Questions"}, "questions")
        self.lacks_english = False

    def lose(self, place: str, sentence: str) -> None:
        """Note once what was left out or assumed."""
        loss = Loss(place, sentence)
        if loss not in self.losses:
            self.losses.append(loss)

    # words

    def text(self, raw: str, place: str) -> str:
        """Plain words; what was taken off is noted."""
        words, told = plain(raw)
        for sentence in told:
            self.lose(place, sentence)
        return words

    def words(self, texts: str | Mapping[str, str], place: str, otherwise: str = "") -> Branch:
        """A wording in every language given, English always among them; {} when there are no words at all."""
        given = {self.language: texts} if isinstance(texts, str) else texts
        told: Branch = {code: words for code, raw in given.items() if (words := self.text(raw, place))}
        if not told and otherwise:
            told = {"en": otherwise}
        if told and "en" not in told:
            self.lacks_english = True
            told = {"en": told.get(self.language) or next(iter(told.values())), **told}
        self.languages.update(dict.fromkeys(told))
        return told

    # sections

    def open_group(self, title: Branch, wanted: str, place: str) -> None:
        """A titled group begins: it becomes a section, whatever it stands in."""
        if self._groups:
            self.lose(place, "This group stands inside another there; here it is a section of its own.")
        self._groups.append(_Group(title, wanted))

    def close_group(self) -> None:
        """The innermost group ends; what follows in the outer one goes on in a section of its name."""
        if self._groups:
            self._groups.pop()

    def _current(self) -> DraftSection:
        """The section the next entry goes to. Entries outside every group get a heading of their own."""
        group = self._groups[-1] if self._groups else self._loose
        if group.section is not None and group.section is self.sections[-1]:
            return group.section
        title = group.title
        if group.section is not None:
            title = {code: f"{words} (continued)" for code, words in title.items()}
        group.section = DraftSection(self._section_names.kept(group.wanted, "section"), dict(title))
        self.sections.append(group.section)
        return group.section

    # entries

    def add(self, entry: Branch, line: int | None = None) -> None:
        """One item or question, below all others so far."""
        section = self._current()
        section.entries.append({key: value for key, value in entry.items() if value not in ("", [], {})})
        section.lines.append(line)

    def scale(self, scale: Branch, wanted: str = "") -> str:
        """The id of this scale; the same content of the same name gets the same id."""
        for scale_id, known in self.scales.items():
            if known == scale and (not wanted or scale_id == wanted):
                return scale_id
        name = self._scale_names.kept(wanted or f"scale_{len(self.scales) + 1}", "scale")
        self.scales[name] = scale
        return name

    # the end

    def tree(self) -> Branch:
        """Everything collected, as a definition file holds it; the id and the title only if the file has them."""
        filled = [section for section in self.sections if section.entries]
        last_rated = max((n for n, section in enumerate(filled) if _is_rated(section)), default=-1)
        tree: Branch = {**self.header, "format": FORMAT}
        languages = [code for code in self.languages if code != "en"]
        tree["languages"] = ["en", *languages]
        tree["scales"] = dict(self.scales)
        tree["sections"] = [
            {
                "id": section.id,
                "title": section.title,
                "kind": _kind(section, n > last_rated),
                "items": list(section.entries),
            }
            for n, section in enumerate(filled)
        ]
        return tree


def finished(
    draft: Draft, instrument_id: str, title: str, *, own_id: str = "", own_title: str = ""
) -> tuple[Instrument, LossReport]:
    """The draft instrument and what was assumed or left out. Raises DefinitionProblems.

    `instrument_id` and `title` serve where the file has none; `own_id` and `own_title` win over everything.
    """
    tree = draft.tree()
    own: Branch = {}
    if own_id:
        own["id"] = own_id
    if own_title:
        own["title"] = {"en": own_title}
    otherwise: Branch = {"id": instrument_id, "title": {"en": title}}
    if draft.kept.form and (back := _restored(draft, tree, otherwise, own)):
        return back
    if not any(map(_is_rated, draft.sections)):
        raise refusal(None, NOTHING_RATED)
    if draft.lacks_english:
        draft.lose("", f"There are no English words for some of it: those in {draft.language} stand in their place.")
    draft.lose("scoring", "No score is made yet: write the scoring rule.")
    return build(Source({**otherwise, **tree, **own}, _lines(draft))), LossReport(tuple(draft.losses))


def _restored(draft: Draft, tree: Branch, otherwise: Branch, own: Branch) -> tuple[Instrument, LossReport] | None:
    """The instrument with what was kept put back, or None when it no longer fits the file."""
    back = restored(tree, draft.kept)
    try:
        instrument = build(Source({**otherwise, **back.tree}))
        is_whole = fingerprint(instrument) == draft.kept.form.get("fingerprint")
        if own:
            instrument = build(Source({**otherwise, **back.tree, **own}))
    except DefinitionProblems:
        draft.lose("", "What Levelfield had put aside in this file no longer fits it and was left out.")
        return None
    if is_whole:
        return instrument, LossReport()
    for place, key in back.changed:
        draft.lose(place, f"It was changed since it left Levelfield; what the file says now was taken: {name_of(key)}.")
    return instrument, LossReport(tuple(draft.losses))


def _lines(draft: Draft) -> dict[Path, int]:
    filled = [section for section in draft.sections if section.entries]
    return {
        ("sections", s, "items", e): line
        for s, section in enumerate(filled)
        for e, line in enumerate(section.lines)
        if line is not None
    }


def _is_rated(section: DraftSection) -> bool:
    return any("scale" in entry for entry in section.entries)


def _kind(section: DraftSection, is_after_all_rated: bool) -> str:
    if _is_rated(section):
        return "domain"
    only_words = all(entry.get("kind") == "text" for entry in section.entries)
    return "comments" if is_after_all_rated and only_words else "context"
