"""A REDCap data dictionary as the draft of an instrument.

What a data dictionary does not say is assumed and reported: which fields are rated (those whose choices are
numbered), why a choice carries no score, and how scores are made. Identifying fields are left out on purpose.
"""

from collections.abc import Mapping, Sequence

from instruments.definition import Instrument
from instruments.exchange.answers import Choice, answers, number_of
from instruments.exchange.cells import unguarded
from instruments.exchange.draft import Draft, finished
from instruments.exchange.logic import Asked, NotCarried, read_logic
from instruments.exchange.loss import LossReport
from instruments.exchange.redcap_columns import HEADER, annotation_beside, aside_of
from instruments.exchange.remainder import Branch, Remainder
from instruments.exchange.rows import Row, read_rows
from instruments.tree import Tree
from instruments.writing import plain_decimal

LARGEST = 4 * 1024 * 1024

(
    _NAME, _FORM, _SECTION, _KIND, _LABEL, _CHOICES, _NOTE, _VALIDATION, _LOW, _HIGH, _IDENTIFIER, _LOGIC, _REQUIRED,
    _ALIGNMENT, _NUMBER, _MATRIX, _RANKING, _ANNOTATION,
) = (column.casefold() for column in HEADER)  # fmt: skip
_YES_NO: dict[str, tuple[str, str]] = {"1": ("yes", "Yes"), "0": ("no", "No")}


def from_data_dictionary(
    content: str | bytes, instrument_id: str, title: str, *, own_id: str = "", own_title: str = ""
) -> tuple[Instrument, LossReport]:
    """The draft, and what was assumed or left out. Raises DefinitionProblems by line."""
    rows = read_rows(content, (HEADER[0], HEADER[3], HEADER[4]), limit=LARGEST)
    kept = _kept(rows)
    draft = native_draft(rows, kept.parts, kept)
    return finished(draft, instrument_id, title, own_id=own_id, own_title=own_title)


def native_draft(rows: Sequence[Row], parts: Mapping[str, str], kept: Remainder | None = None) -> Draft:
    """What the columns themselves say, without the fields called in `parts`."""
    reader = _Reader(kept)
    # The first field of every data dictionary is the record's own number.
    for row in rows[1:] if rows and rows[0][_KIND].casefold() == "text" else rows:
        reader.heading(row)
        if row[_NAME] not in parts:
            reader.add(row)
    return reader.draft


def _kept(rows: Sequence[Row]) -> Remainder:
    asides = {row[_NAME]: aside for row in rows if (aside := aside_of(row[_ANNOTATION])) is not None}
    form = asides.pop(rows[0][_NAME], {}) if rows else {}
    return Remainder(form, asides)


class _Reader:
    """Takes the rows one by one."""

    def __init__(self, kept: Remainder | None) -> None:
        self.draft = Draft("Made from a REDCap data dictionary", kept=kept)
        self.asked: dict[str, Asked] = {}
        self._form = ""

    def add(self, row: Row) -> None:
        draft, name = self.draft, row[_NAME].casefold() or f"line {row.line}"
        if row[_IDENTIFIER].casefold() == "y":
            draft.lose(name, "It is left out because it is marked as identifying a person.")
            return
        asked = self.fields(row, name)
        if asked is None:
            return
        entry_id = draft.names.kept(name, "field")
        fields, codes = asked
        label = draft.words(unguarded(row[_LABEL]), entry_id)
        if not label:
            draft.lose(entry_id, "It has no words there: write its text.")
        entry: Branch = {"id": entry_id, **fields, "text": {"any": label or {"en": entry_id}}}
        draft.add({**entry, **self.common(row, entry_id)}, row.line)
        self.asked[row[_NAME].casefold()] = Asked(entry_id, codes, takes_several=fields.get("kind") == "choices")

    def heading(self, row: Row) -> None:
        """A section header, or another form, begins a section."""
        title, is_other_form = unguarded(row[_SECTION]), row[_FORM] != self._form
        if title or (is_other_form and self._form):
            self.draft.close_group()
            words = self.draft.words(title or row[_FORM].replace("_", " ").capitalize(), row[_NAME])
            if words:
                self.draft.open_group(words, str(words["en"]), row[_NAME])
        self._form = row[_FORM]

    def fields(self, row: Row, name: str) -> tuple[Branch, Mapping[str, str]] | None:
        """What is asked, with the codes of its answers; None when it is left out."""
        kind = row[_KIND].casefold()
        match kind:
            case "radio" | "dropdown" | "checkbox":
                return self.choice(row, name, takes_several=kind == "checkbox")
            case "yesno" | "truefalse":
                options: list[Tree] = [{"code": code, "label": {"en": label}} for code, label in _YES_NO.values()]
                return {"kind": "choice", "options": options}, {there: code for there, (code, _) in _YES_NO.items()}
            case "notes":
                return {"kind": "text"}, {}
            case "text":
                return self.typed(row, name), {}
            case "slider":
                return self.slider(row, name), {}
            case "descriptive":
                self.descriptive(row, name)
            case _:
                self.draft.lose(name, f"A field of type {row[_KIND]} has no counterpart here and is left out.")
        return None

    def choice(self, row: Row, name: str, *, takes_several: bool) -> tuple[Branch, Mapping[str, str]] | None:
        given = [
            Choice(code, self.draft.words(label, name, code)) for code, label in _choices(unguarded(row[_CHOICES]))
        ]
        found = answers(self.draft, given, name)
        if found is None:
            return None
        if found.scale is not None and not takes_several:
            return {"scale": self.draft.scale(found.scale)}, found.codes
        return {"kind": "choices" if takes_several else "choice", "options": found.options}, found.codes

    def typed(self, row: Row, name: str) -> Branch:
        validation = row[_VALIDATION].casefold()
        if validation.startswith(("number", "integer")):
            return {"kind": "number", **self.limits(row, name)}
        if validation:
            self.draft.lose(name, f"Any words can be given here: the check “{validation[:40]}” is not made.")
        return {"kind": "text"}

    def limits(self, row: Row, name: str) -> Branch:
        limits: Branch = {}
        for key, column in (("minimum", _LOW), ("maximum", _HIGH)):
            number = number_of(row[column].replace(",", "."))
            if number is not None:
                limits[key] = plain_decimal(number)
            elif row[column]:
                self.draft.lose(name, f"The limit “{row[column][:40]}” is no plain number and is left out.")
        return limits

    def slider(self, row: Row, name: str) -> Branch:
        ends = ", ".join(part.strip() for part in row[_CHOICES].split("|") if part.strip())
        self.draft.lose(name, f"The slider is asked as a number{f'; its labels were: {ends[:200]}' if ends else ''}.")
        return {"kind": "number", "minimum": "0", "maximum": "100", **self.limits(row, name)}

    def descriptive(self, row: Row, name: str) -> None:
        words = self.draft.words(unguarded(row[_LABEL]), name)
        if (
            words
            and not any(section.entries for section in self.draft.sections)
            and "introduction" not in self.draft.header
        ):
            self.draft.header["introduction"] = words
        else:
            told = f": “{str(words['en'])[:80]}”" if words else ""
            self.draft.lose(name, f"This text without a question is left out{told}.")

    def common(self, row: Row, entry_id: str) -> Branch:
        draft = self.draft
        fields: Branch = {"required": "true" if row[_REQUIRED].casefold() == "y" else ""}
        fields["guidance"] = draft.words(unguarded(row[_NOTE]), entry_id)
        if row[_MATRIX]:
            draft.lose(entry_id, f"It stands by itself here, not in the table {row[_MATRIX][:40]}.")
        if row[_RANKING].casefold() == "y":
            draft.lose(entry_id, "Its answers are not ranked here: two questions may get the same one.")
        if told := annotation_beside(row[_ANNOTATION]):
            draft.lose(entry_id, f"Its annotation is left out: {told[:120]}")
        condition = self.condition(row, entry_id)
        return {**fields, "show_if": condition} if condition else fields

    def condition(self, row: Row, entry_id: str) -> Branch | None:
        if not row[_LOGIC]:
            return None
        try:
            logic = read_logic(row[_LOGIC], lambda name: self.asked.get(name.casefold()))
        except NotCarried as why:
            self.draft.lose(entry_id, f"It is always shown: of “{row[_LOGIC][:60]}”, {why}.")
            return None
        for sentence in logic.assumed:
            self.draft.lose(entry_id, sentence)
        return logic.condition


def _choices(packed: str) -> list[tuple[str, str]]:
    between = "|" if "|" in packed else "\n"
    pairs = (choice.partition(",") for choice in packed.split(between))
    return [(code.strip(), label.strip() or code.strip()) for code, _, label in pairs if code.strip()]
