"""Words on a sheet that might tell who the patient is, asked about before it is locked. Pure.

The tablet asks the same with the same words, from `identifiers.js`; one table of cases holds the two together.
"""

from dataclasses import dataclass

from app.observing.entries import field_name
from instruments.definition import Instrument
from instruments.sheet import Answer, NotScored, Rated, Sheet, Tallied, Written
from reports.feedback.identifiers import identifiers_in


@dataclass(frozen=True, slots=True)
class NameFound:
    """Where it stands, and a sentence that quotes it."""

    field: str
    name: str
    sentence: str


def names_found(instrument: Instrument, sheet: Sheet, wording: str) -> tuple[NameFound, ...]:
    """Everything on the sheet that looks like a name, date or number of a person, in sheet order."""
    return tuple(
        NameFound(field_name(entry.id), entry.name(wording), sentence)
        for entry in instrument.entries
        for sentence in identifiers_in(_words(sheet.get(entry.id)))
    )


def _words(answer: Answer | None) -> str:
    match answer:
        case Written(text):
            return text
        case Rated() | NotScored() | Tallied():
            return answer.note
        case _:
            return ""
