"""An instrument as an XLSForm workbook: the sheets survey, choices and settings, as text cells.

Sources: xlsform.org/en and docs.getodk.org/form-question-types. Scores stand in a column of their own beside the
choices, which XLSForm allows. What it has no column for stands in a sheet called "levelfield", which other
programs pass over, so that a form that comes back unchanged is the same instrument.
"""

from collections.abc import Iterator
from itertools import chain

from instruments.canonical import fingerprint
from instruments.conditions import AllOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.definition import Entry, Instrument, Item, Question, Wording, for_observer
from instruments.exchange.anchors import anchors_text
from instruments.exchange.differences import losses_between
from instruments.exchange.languages import language_name
from instruments.exchange.loss import LossReport
from instruments.exchange.remainder import remainder
from instruments.exchange.rows import Names
from instruments.exchange.sheets import ASIDE, Book, Sheet, aside_sheet
from instruments.exchange.xlsform_import import native_draft
from instruments.writing import plain_decimal, written

NOTE = "What did you see or hear?"
_PLAIN = ("type", "name")
_WORDS = ("label", "hint", "guidance_hint")
_LOGIC = ("required", "relevant", "constraint", "appearance")
_INSTEAD = {
    "show_if": "It is always shown there.",
    "anchor": "The anchors stand in the guidance hint, not beside the points.",
    "example": "The examples stand in the guidance hint, not beside the points.",
    "guidance": "The guidance is the hint.",
    "evidence_note": "The note is a question of its own below it.",
    "behaviours": "The behaviours counted are questions of their own above it.",
    "introduction": "The introduction is a note at the top of the form.",
}


def xlsform(instrument: Instrument, observer_type: str = "any") -> tuple[Book, LossReport]:
    """The workbook, worded for one observer type in every language, and what other programs do not see of it."""
    writer = _Writer(instrument, observer_type)
    book: dict[str, Sheet] = {
        "survey": writer.survey(),
        "choices": writer.choices(),
        "settings": writer.settings(),
    }
    whole = written(instrument)
    native = native_draft(book, writer.parts).tree()
    kept = remainder(whole, native, fingerprint(instrument), writer.parts)
    losses = tuple(losses_between(whole, native, _INSTEAD))
    return {**book, ASIDE: aside_sheet(kept)}, LossReport(losses)


def _expression_safe(text: str) -> str:
    # "${" opens a reference there.
    return text.replace("${", "$ {")


class _Writer:
    """Writes one instrument for one observer type."""

    def __init__(self, instrument: Instrument, observer_type: str) -> None:
        self.instrument = instrument
        self.observer_type = observer_type
        self.languages = tuple(dict.fromkeys(("en", *instrument.languages)))
        self.parts: dict[str, str] = {}
        self._names = Names()
        for reserved in ("meta", "instanceid", "introduction"):
            self._names.code(reserved)
        self.groups = {section.id: self.fresh(section.id) for section in instrument.sections}
        self.names = {entry.id: self.fresh(entry.id) for entry in instrument.entries}
        self.entries = {entry.id: entry for entry in instrument.entries}
        self.lists: dict[str, list[list[str]]] = {}

    def fresh(self, wanted: str) -> str:
        return self._names.fresh(wanted, "q")

    # sheets

    def survey(self) -> Sheet:
        rows = [[*_PLAIN, *self.columns(_WORDS), *_LOGIC]]
        if self.instrument.introduction:
            self.parts["introduction"] = ""
            rows.append(self.row("note", "introduction", label=self.instrument.introduction))
        for section in self.instrument.sections:
            if section.entries:
                rows.append(self.row("begin_group", self.groups[section.id], label=section.title))
                rows += chain.from_iterable(map(self.entry, section.entries))
                rows.append(self.row("end_group", ""))
        return rows

    def choices(self) -> Sheet:
        header = ("list_name", "name", *self.columns(("label",)), "score", "reason")
        return [list(header), *chain.from_iterable(self.lists.values())]

    def settings(self) -> Sheet:
        instrument = self.instrument
        values = {
            "form_title": _expression_safe(instrument.title["en"]),
            "form_id": instrument.id,
            "version": instrument.version,
            "default_language": language_name("en") if len(self.languages) > 1 else "",
        }
        kept = {key: value for key, value in values.items() if value}
        return [list(kept), list(kept.values())]

    def columns(self, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(self.languages) == 1:
            return names
        return tuple(f"{name}::{language_name(language)}" for name in names for language in self.languages)

    def told(self, wording: Wording | None) -> list[str]:
        return [_expression_safe((wording or {}).get(language, "")) for language in self.languages]

    def row(
        self,
        kind: str,
        name: str,
        label: Wording | None = None,
        hint: Wording | None = None,
        guidance: Wording | None = None,
        **logic: str,
    ) -> list[str]:
        words = [*self.told(label), *self.told(hint), *self.told(guidance)]
        return [kind, name, *words, *(logic.get(column, "") for column in _LOGIC)]

    # entries

    def entry(self, entry: Entry) -> Iterator[list[str]]:
        name = self.names[entry.id]
        relevant = self.logic(entry.show_if) if entry.show_if else ""
        wording = for_observer(entry.text, self.observer_type)
        required = "yes" if entry.required else ""
        if isinstance(entry, Question):
            kind, constraint, appearance = self.question(entry, name)
            yield self.row(
                kind, name, wording, entry.guidance,
                required=required, relevant=relevant, constraint=constraint, appearance=appearance,
            )  # fmt: skip
            return
        for behaviour in entry.scale.behaviours:
            counted = self.part(f"{name}_{behaviour.code}", name)
            yield self.row("integer", counted, behaviour.label, relevant=relevant, constraint=". >= 0")
        guidance = anchors_text(entry, self.languages)
        yield self.row(
            f"select_one {self.scale(entry)}", name, wording, entry.guidance, guidance,
            required=required, relevant=relevant,
        )  # fmt: skip
        if entry.evidence_note != "none":
            yield self.row(
                "text", self.part(f"{name}_note", name), {"en": NOTE},
                required=self.needs_note(entry), relevant=relevant, appearance="multiline",
            )  # fmt: skip

    def part(self, wanted: str, of: str) -> str:
        """A field of its own that belongs to an item."""
        name = self.fresh(wanted)
        self.parts[name] = of
        return name

    def needs_note(self, item: Item) -> str:
        if item.evidence_note != "required_at_extremes":
            return ""
        ends = (item.scale.lowest, item.scale.highest)
        codes = [point.code for point in item.scale.points if point.score in ends]
        return " or ".join(f"${{{self.names[item.id]}}} = '{code}'" for code in codes)

    def question(self, question: Question, name: str) -> tuple[str, str, str]:
        if question.kind == "number":
            bars = ((">=", question.minimum), ("<=", question.maximum))
            limits = [f". {sign} {plain_decimal(limit)}" for sign, limit in bars if limit is not None]
            return "decimal", " and ".join(limits), ""
        if question.kind == "text":
            return "text", "", "multiline"
        rows = [[name, option.code, *self.told(option.label), "", ""] for option in question.options]
        self.lists[name] = rows
        return f"select_{'one' if question.kind == 'choice' else 'multiple'} {name}", "", ""

    def scale(self, item: Item) -> str:
        """The list of an item's answers: its scale's, or its own where it has its own labels."""
        scale = item.scale
        points = [[point.code, *self.told(point.label), plain_decimal(point.score), ""] for point in scale.points]
        gaps = [[gap.code, *self.told(gap.label), "", gap.reason] for gap in scale.non_scoring]
        answers = [*points, *gaps]
        name = next(name for name in self.list_names(item) if self.is_free_or_same(name, answers))
        self.lists.setdefault(name, [[name, *answer] for answer in answers])
        return name

    def list_names(self, item: Item) -> Iterator[str]:
        yield item.scale.id
        yield f"{item.scale.id}_{item.id}"
        yield from (f"{item.scale.id}_{item.id}_{n}" for n in range(2, 1000))

    def is_free_or_same(self, name: str, answers: list[list[str]]) -> bool:
        known = self.lists.get(name)
        is_a_question = any(self.names[question.id] == name for question in self.instrument.questions)
        return not is_a_question and (known is None or [row[1:] for row in known] == answers)

    # logic

    def logic(self, condition: Condition) -> str:
        match condition:
            case CodeIn(entry, codes):
                return _joined([self.chosen(entry, code) for code in codes], " or ")
            case CodeNotIn(entry, codes):
                unequal = [self.chosen(entry, code, is_chosen=False) for code in codes]
                return _joined([self.answered(entry), *unequal], " and ")
            case IsAnswered(entry):
                return self.answered(entry)
            case AllOf(conditions):
                return _joined([self.logic(part) for part in conditions], " and ")
            case _:
                return _joined([self.logic(part) for part in condition.conditions], " or ")

    def answered(self, entry: str) -> str:
        return f"${{{self.names[entry]}}} != ''"

    def chosen(self, entry_id: str, code: str, *, is_chosen: bool = True) -> str:
        reference, entry = f"${{{self.names[entry_id]}}}", self.entries[entry_id]
        if isinstance(entry, Question) and entry.kind == "choices":
            selected = f"selected({reference}, '{code}')"
            return selected if is_chosen else f"not({selected})"
        return f"{reference} {'=' if is_chosen else '!='} '{code}'"


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"
