"""An XLSForm workbook as the draft of an instrument.

Sources: xlsform.org/en and docs.getodk.org/form-question-types. Questions with one answer whose choices carry
numbers, scores, or the appearance of a scale become items; other questions are asked without a score; what has no
counterpart is left out. All of it is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from instruments.definition import Instrument
from instruments.exchange.answers import Answers, Choice, answers, number_of
from instruments.exchange.draft import Draft, finished
from instruments.exchange.logic import Asked, NotCarried, read_logic
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.remainder import Branch, Remainder
from instruments.exchange.sheets import Book, Line, aside_read, lines, sheet_named
from instruments.exchange.xlsform_columns import Columns
from instruments.exchange.xlsform_kinds import LEFT_OUT, SILENT, limits, range_points
from instruments.fields import ID, VERSION
from instruments.tree import Tree, refusal
from instruments.writing import plain_decimal

_SOURCE = "Made from an XLSForm"
_SCALE_APPEARANCES = {"likert", "rating", "picker", "vertical", "horizontal"}
_YES = {"yes", "true", "true()", "1"}


def from_xlsform(
    book: Book, instrument_id: str, title: str, notes: Sequence[Loss] = (), *, own_id: str = "", own_title: str = ""
) -> tuple[Instrument, LossReport]:
    """The draft, and what was assumed or left out. Raises DefinitionProblems by row of the survey sheet.

    `notes`: what was already lost when the file became cells.
    """
    kept = aside_read(book)
    draft = native_draft(book, kept.parts, kept)
    draft.losses[:0] = notes
    return finished(draft, instrument_id, title, own_id=own_id, own_title=own_title)


def native_draft(book: Book, parts: Mapping[str, str], kept: Remainder | None = None) -> Draft:
    """What the sheets themselves say, without the rows called in `parts`. Raises DefinitionProblems."""
    survey = sheet_named(book, "survey")
    if survey is None:
        raise refusal(None, "This workbook has no sheet called survey, so it is no XLSForm.")
    return _Reader(book, list(lines(survey)), parts, kept).draft


def _header(rows: Sequence[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for row in rows for column in row.cells))


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that is open, and whether it became a section."""

    name: str
    is_section: bool


class _Reader:
    """Reads the survey row by row."""

    def __init__(self, book: Book, survey: list[Line], parts: Mapping[str, str], kept: Remainder | None) -> None:
        self.draft = Draft(_SOURCE, kept=kept)
        self.columns = Columns(self.draft, _header(survey))
        self.settings(book)
        self.lists = self.choice_lists(book)
        self.asked: dict[str, Asked] = {}
        self.relevant: list[str] = []
        self.groups: list[_Group] = []
        for line in survey:
            if self.columns.cell(line, "name") not in parts or not self.columns.cell(line, "name"):
                self.row(line)
        if self.groups:
            self.draft.lose(self.groups[-1].name, "This group is never ended in the file; it ends with the form here.")

    # the other sheets

    def settings(self, book: Book) -> None:
        rows = list(lines(sheet_named(book, "settings") or ()))
        columns = Columns(self.draft, _header(rows))
        said = (
            {name: columns.cell(rows[0], name) for name in ("form_title", "form_id", "version", "default_language")}
            if rows
            else {}
        )
        named = said.get("default_language", "")
        languages = self.columns.languages
        default = _language(named, languages) or (languages[0] if languages else "en")
        self.draft.language = "en" if "en" in languages and not named else default
        if said.get("form_title"):
            self.draft.header["title"] = self.draft.words({"en": said["form_title"]}, "title")
        form_id = said.get("form_id", "")
        if ID.fullmatch(form_id):
            self.draft.header["id"] = form_id
        if VERSION.fullmatch(said.get("version", "")):
            self.draft.header["version"] = said["version"]
        elif said.get("version"):
            self.draft.lose("version", f'The version "{said["version"][:40]}" cannot be written here; it is 1 for now.')

    def choice_lists(self, book: Book) -> dict[str, list[Choice]]:
        rows = list(lines(sheet_named(book, "choices") or ()))
        columns = Columns(self.draft, _header(rows))
        lists: dict[str, list[Choice]] = {}
        list_name = ""
        for line in rows:
            named, code = columns.cell(line, "list_name"), columns.cell(line, "name")
            if not named and list_name and code:
                self.draft.lose(
                    list_name, "Its name stands beside its first answer only; the answers below were counted to it."
                )
            list_name = named or list_name
            if list_name and code:
                texts = columns.texts(line, "label", self.draft.language)
                label = self.draft.words(texts, list_name, code)
                score = number_of(columns.cell(line, "score"))
                lists.setdefault(list_name, []).append(Choice(code, label, score, columns.cell(line, "reason")))
        return lists

    # rows

    def row(self, line: Line) -> None:
        written, name = self.columns.cell(line, "type"), self.columns.cell(line, "name")
        words = written.replace("_", " ").split()
        kind = " ".join(words[:2]).lower()
        if self.columns.cell(line, "disabled").lower() in _YES:
            self.draft.lose(name or f"row {line.number}", "It is left out because it is disabled there.")
        elif kind in ("begin group", "begin repeat"):
            self.open_group(line, name, is_repeat=kind == "begin repeat")
        elif kind in ("end group", "end repeat"):
            self.close_group()
        elif written or name:
            self.question(line, written, name or f"row {line.number}")

    def open_group(self, line: Line, name: str, *, is_repeat: bool) -> None:
        texts = self.columns.texts(line, "label", self.draft.language)
        if is_repeat:
            self.draft.lose(name, "This group can be answered many times there, and once here.")
        label = self.draft.words(texts, name)
        # A group without words only lays questions out; outside every other one it still makes a section.
        is_section = bool(label) or not any(group.is_section for group in self.groups)
        if is_section:
            self.draft.open_group(label or {"en": name or "Questions"}, name, name)
        self.groups.append(_Group(name, is_section))
        self.relevant.append(self.columns.cell(line, "relevant"))

    def close_group(self) -> None:
        if self.groups:
            self.relevant.pop()
            if self.groups.pop().is_section:
                self.draft.close_group()

    def question(self, line: Line, written: str, name: str) -> None:
        kind, _, rest = " ".join(written.split()).partition(" ")
        kind, rest = _joined_kind(kind.lower(), rest)
        if kind in SILENT:
            return
        if kind == "note":
            self.note(line, name)
            return
        if kind in LEFT_OUT:
            self.draft.lose(name, f"{LEFT_OUT[kind]} has no counterpart here and is left out.")
            return
        asked = self.answered(line, kind, rest, name)
        if asked is None:
            return
        entry_id = self.draft.names.kept(name, "question")
        fields, codes = asked
        label = self.label(line, entry_id)
        entry: Branch = {"id": entry_id, **fields, "text": {"any": label}, **self.common(line, entry_id)}
        self.draft.add(entry, line.number)
        self.asked[name] = Asked(entry_id, codes, takes_several=fields.get("kind") == "choices")

    def label(self, line: Line, place: str) -> Branch:
        texts = self.columns.texts(line, "label", self.draft.language)
        if any("${" in text for text in texts.values()):
            self.draft.lose(
                place, "Answers that were put into its words there (${…}) are not: the words stand as written."
            )
        label = self.draft.words(texts, place)
        if not label:
            self.draft.lose(place, "It has no words there: write its text.")
        return label or {"en": place}

    def note(self, line: Line, name: str) -> None:
        words = self.draft.words(self.columns.texts(line, "label", self.draft.language), name)
        if words and not self.draft.sections and "introduction" not in self.draft.header:
            self.draft.header["introduction"] = words
        elif words:
            self.draft.lose(name, f"This note is left out: “{str(words['en'])[:80]}”.")

    def answered(self, line: Line, kind: str, rest: str, name: str) -> tuple[Branch, Mapping[str, str]] | None:
        """What is asked, with the codes of its answers; None when it is left out."""
        match kind:
            case "select_one" | "select_multiple":
                return self.choice(line, kind, rest, name)
            case "range":
                return self.range(line, name)
            case "integer" | "decimal":
                return {"kind": "number", **self.limits(line, name)}, {}
            case "text" | "string":
                return {"kind": "text"}, {}
            case "acknowledge" | "trigger":
                return {"kind": "choices", "options": [_option("ok", "OK"), _option("no", "Not yet")]}, {"OK": "ok"}
            case _:
                self.draft.lose(name, f"A question of the type “{kind[:40]}” is not known here and is left out.")
                return None

    def choice(self, line: Line, kind: str, rest: str, name: str) -> tuple[Branch, Mapping[str, str]] | None:
        list_name, _, more = rest.partition(" ")
        if self.columns.cell(line, "choice_filter"):
            self.draft.lose(name, "All its choices are always offered: its choice filter is not read.")
        given = list(self.lists.get(list_name, ()))
        if not given:
            self.draft.lose(name, f"It is left out: there is no list called “{list_name[:40]}” on the choices sheet.")
            return None
        if "or_other" in more.replace(" ", "_"):
            given.append(Choice("other", {"en": "Other"}))
            self.draft.lose(name, "“Other” is a choice; what else it was is not asked.")
        appearance = set(self.columns.cell(line, "appearance").lower().split())
        found = answers(self.draft, given, name, is_scale=bool(appearance & {"likert", "rating"}))
        return self.sorted(found, kind, list_name) if found else None

    def sorted(self, found: Answers, kind: str, list_name: str) -> tuple[Branch, Mapping[str, str]]:
        if found.scale is not None and kind == "select_one":
            return {"scale": self.draft.scale(found.scale, list_name)}, found.codes
        return {"kind": "choice" if kind == "select_one" else "choices", "options": found.options}, found.codes

    def range(self, line: Line, name: str) -> tuple[Branch, Mapping[str, str]] | None:
        found = range_points(self.columns.cell(line, "parameters"))
        if isinstance(found, str):
            self.draft.lose(name, found)
            return {"kind": "number", **self.limits(line, name)}, {}
        ticks = {choice.code: choice.label for choice in self.lists.get(found.tick_list, ())}
        given = [
            Choice(plain_decimal(n), ticks.get(plain_decimal(n), {"en": plain_decimal(n)}), n) for n in found.points
        ]
        made = answers(self.draft, given, name)
        return ({"scale": self.draft.scale(made.scale)}, made.codes) if made and made.scale else None

    def limits(self, line: Line, name: str) -> Branch:
        constraint = self.columns.cell(line, "constraint")
        found = limits(constraint)
        if found is None:
            self.draft.lose(name, f"Any number can be given: the constraint “{constraint[:60]}” is not read.")
        return found or {}

    def common(self, line: Line, entry_id: str) -> Branch:
        hints = [
            self.draft.words(self.columns.texts(line, kind, self.draft.language), entry_id)
            for kind in ("hint", "guidance_hint")
        ]
        guidance = _together([hint for hint in hints if hint])
        required = self.columns.cell(line, "required").lower()
        if required not in ("", "no", "false", "false()", *_YES):
            self.draft.lose(entry_id, "It need not be answered here: there it is needed only sometimes.")
        fields: Branch = {"guidance": guidance, "required": "true" if required in _YES else ""}
        if self.columns.cell(line, "read_only").lower() in _YES:
            self.draft.lose(entry_id, "It can be answered here, where there it can only be read.")
        if self.columns.cell(line, "default") or self.columns.cell(line, "calculation"):
            self.draft.lose(entry_id, "It starts blank here: its default answer is left out.")
        condition = self.condition(line, entry_id)
        return {**fields, "show_if": condition} if condition else fields

    def condition(self, line: Line, entry_id: str) -> Branch | None:
        expressions = [each for each in (*self.relevant, self.columns.cell(line, "relevant")) if each]
        read: list[Tree] = []
        for expression in expressions:
            try:
                logic = read_logic(expression, self.asked.get)
            except NotCarried as why:
                self.draft.lose(entry_id, f"It is always shown: of “{expression[:60]}”, {why}.")
                continue
            for sentence in logic.assumed:
                self.draft.lose(entry_id, sentence)
            read.append(logic.condition)
        if not read:
            return None
        return read[0] if len(read) == 1 and isinstance(read[0], dict) else {"all": read}


def _language(named: str, languages: Sequence[str]) -> str:
    from_columns = Columns(Draft(""), [f"label::{named}"]).languages if named else ()
    return next((code for code in from_columns if code in languages or not languages), "")


def _joined_kind(kind: str, rest: str) -> tuple[str, str]:
    """Both `select one colours` and `select_one colours` are written."""
    second, _, more = rest.partition(" ")
    if kind == "select" and second.lower() in ("one", "multiple"):
        return f"select_{second.lower()}", more.removeprefix("from ")
    if kind == "select" and second.lower().startswith("all"):
        return "select_multiple", more.removeprefix("that apply from ")
    return {"select1": "select_one", "select": "select_multiple", "int": "integer"}.get(kind, kind), rest


def _option(code: str, label: str) -> Tree:
    return {"code": code, "label": {"en": label}}


def _together(hints: list[Branch]) -> Branch:
    languages = dict.fromkeys(language for hint in hints for language in hint)
    return {
        language: "\n".join(dict.fromkeys(str(hint[language]) for hint in hints if language in hint))
        for language in languages
    }
