"""A REDCap data dictionary as the draft of an instrument.

What a data dictionary does not say is assumed and reported: which fields are rated (those whose choices are
numbered), why a choice carries no score, and how scores are made. Identifying fields are left out on purpose.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from instruments.building import build
from instruments.definition import FORMAT, Instrument
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.redcap import HEADER
from instruments.exchange.rows import Names, Row, read_rows
from instruments.tree import Source, Tree

_NAME, _SECTION, _KIND, _LABEL, _CHOICES, _NOTE, _VALIDATION, _LOW, _HIGH, _IDENTIFIER, _LOGIC, _REQUIRED = (
    HEADER[column].casefold() for column in (0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
)
# A negative code nearly always stands for a missing answer, so it is never taken for a score.
_RATED = re.compile(r"[0-9]{1,6}")


def from_data_dictionary(content: str | bytes, instrument_id: str, title: str) -> tuple[Instrument, LossReport]:
    """The draft, and what was assumed or left out. Raises DefinitionProblems."""
    rows = read_rows(content, (HEADER[0], HEADER[3], HEADER[4]))
    reader = _Reader()
    # The first field of every data dictionary is the record's own number.
    for row in rows[1:]:
        reader.add(row)
    tree: dict[str, Tree] = {
        "format": FORMAT,
        "id": instrument_id,
        "version": "1",
        "title": title,
        "attribution": {"source": "Made from a REDCap data dictionary"},
        "scales": dict(reader.scales),
        "sections": [_section(section) for section in reader.sections],
        "scoring": {"rule": "profile"},
    }
    reader.lose("scoring", "No score is made yet: write the scoring rule.")
    return build(Source(tree)), LossReport(tuple(reader.losses))


@dataclass(slots=True)
class _Section:
    id: str
    title: str
    entries: list[Tree] = field(default_factory=list[Tree])
    is_rated: bool = False


def _section(section: _Section) -> Tree:
    kind = "domain" if section.is_rated else "context"
    return {"id": section.id, "title": section.title, "kind": kind, "items": section.entries}


class _Reader:
    """Takes the rows one by one."""

    def __init__(self) -> None:
        self.sections: list[_Section] = []
        self.scales: dict[str, Tree] = {}
        self.losses: list[Loss] = []
        self._scale_of: dict[str, str] = {}
        self._names = Names()
        self._section_names = Names()

    def lose(self, place: str, sentence: str) -> None:
        self.losses.append(Loss(place, sentence))

    def add(self, row: Row) -> None:
        name = self._names.fresh(row[_NAME], "field")
        if row[_IDENTIFIER].casefold() == "y":
            self.lose(name, "It is left out because it is marked as identifying a person.")
            return
        asked = self.asked(row, name)
        if asked is None:
            self.lose(name, f"A field of type {row[_KIND]} has no counterpart here and is left out.")
            return
        if row[_LOGIC]:
            self.lose(name, "It is always shown: its branching logic is not read.")
        section = self.section(row[_SECTION])
        section.entries.append({**_common(row, name), **asked})
        section.is_rated = section.is_rated or "scale" in asked

    def section(self, title: str) -> _Section:
        if title or not self.sections:
            name = self._section_names.fresh(title or "start", "section")
            self.sections.append(_Section(name, title or "Start"))
        return self.sections[-1]

    def asked(self, row: Row, name: str) -> dict[str, Tree] | None:
        match row[_KIND]:
            case "radio" | "dropdown":
                return self.choice(row[_CHOICES], name)
            case "yesno" | "truefalse":
                return {"kind": "choice", "options": _options({"yes": "Yes", "no": "No"})}
            case "checkbox":
                return {"kind": "choices", "options": _options(_choices(row[_CHOICES]))}
            case "notes":
                return {"kind": "text"}
            case "text":
                return _typed(row)
            case _:
                return None

    def choice(self, packed: str, name: str) -> dict[str, Tree]:
        choices = _choices(packed)
        rated = [code for code in choices if _RATED.fullmatch(code)]
        if len(rated) < 2:
            return {"kind": "choice", "options": _options(choices)}
        for code in choices:
            if code not in rated:
                self.lose(name, f'That "{code}" means not applicable is assumed: check it.')
        if packed not in self._scale_of:
            self._scale_of[packed] = f"scale_{len(self._scale_of) + 1}"
            self.scales[self._scale_of[packed]] = _scale(choices, rated)
        return {"scale": self._scale_of[packed]}


def _common(row: Row, name: str) -> dict[str, Tree]:
    required = "true" if row[_REQUIRED].casefold() == "y" else ""
    return {"id": name, "text": row[_LABEL], "guidance": row[_NOTE], "required": required}


def _choices(packed: str) -> dict[str, str]:
    pairs = (choice.partition(",") for choice in packed.split("|"))
    return {code.strip(): label.strip() or code.strip() for code, _, label in pairs if code.strip()}


def _code(code: str) -> str:
    return code.replace("-", "minus_", 1) if code.startswith("-") else code


def _options(choices: Mapping[str, str]) -> list[Tree]:
    return [{"code": _code(code), "label": label} for code, label in choices.items()]


def _scale(choices: Mapping[str, str], rated: list[str]) -> Tree:
    points: list[Tree] = [{"code": code, "score": code, "label": choices[code]} for code in sorted(rated, key=int)]
    non_scoring: list[Tree] = [
        {"code": _code(code), "reason": "not_applicable", "label": label}
        for code, label in choices.items()
        if code not in rated
    ]
    return {"points": points, "non_scoring": non_scoring}


def _typed(row: Row) -> dict[str, Tree]:
    if row[_VALIDATION].startswith(("number", "integer")):
        return {"kind": "number", "minimum": row[_LOW], "maximum": row[_HIGH]}
    return {"kind": "text"}
