"""The one door for instrument files: `import_file` takes any format that is understood, `export_file` gives one.

Neither raises on what a person uploads: an import ends in a draft or in problems, each with its line where the
format has lines, and both say what could not be carried and what was done instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from app.exchange_files.on_paper import on_paper
from app.exchange_files.workbook_reading import is_workbook, read_workbook
from app.exchange_files.workbook_writing import workbook
from instruments.building import build
from instruments.definition import Instrument
from instruments.exchange.codebook import codebook
from instruments.exchange.fhir import questionnaire
from instruments.exchange.fhir_import import from_questionnaire
from instruments.exchange.item_list import from_item_list, table_of_items
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.redcap import data_dictionary
from instruments.exchange.redcap_import import from_data_dictionary
from instruments.exchange.remainder import Branch
from instruments.exchange.rows import Names
from instruments.exchange.sheets import Book, sheet_named
from instruments.exchange.xlsform import xlsform
from instruments.exchange.xlsform_import import from_xlsform
from instruments.loading import DefinitionProblems, Problem, canonical_json, load, to_yaml
from instruments.tree import Source
from instruments.writing import written

FORMS_IN: Mapping[str, str] = MappingProxyType(
    {
        "levelfield": "a Levelfield definition (YAML or JSON)",
        "xlsform": "an XLSForm workbook (.xlsx), as ODK and KoBo use it",
        "redcap": "a REDCap data dictionary (CSV)",
        "fhir": "a FHIR Questionnaire, release 4 or 5 (JSON)",
        "items": "a table of items (CSV, .xlsx or pasted)",
    }
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file became. `instrument` is a draft, or None when `problems` say why not.

    `form` is what the file was taken for, a key of FORMS_IN. `losses` may be there even beside problems.
    """

    form: str
    instrument: Instrument | None = None
    problems: tuple[Problem, ...] = ()
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand over: its bytes, its media type, a name for it, and what it could not carry."""

    content: bytes
    media_type: str
    filename: str
    losses: tuple[Loss, ...]


def _as_workbook(book: Book, report: LossReport) -> tuple[bytes, LossReport]:
    return workbook(book), report


_Writer: TypeAlias = Callable[[Instrument, str, str], tuple[bytes, LossReport]]
_Read: TypeAlias = tuple[Instrument, LossReport]


@dataclass(frozen=True, slots=True)
class WayOut:
    """One format to export to: in words, its media type, the end of its file names, who writes it."""

    words: str
    media_type: str
    ending: str
    write: _Writer


WAYS_OUT: Mapping[str, WayOut] = MappingProxyType(
    {
        "yaml": WayOut(
            "Levelfield definition to edit (YAML)",
            "application/yaml",
            "yaml",
            lambda instrument, _, __: (to_yaml(instrument).encode(), LossReport()),
        ),
        "json": WayOut(
            "Levelfield definition for programs (canonical JSON)",
            "application/json",
            "json",
            lambda instrument, _, __: (canonical_json(instrument), LossReport()),
        ),
        "xlsform": WayOut(
            "XLSForm workbook for ODK and KoBo (.xlsx)",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            lambda instrument, wording, _: _as_workbook(*xlsform(instrument, wording)),
        ),
        "redcap": WayOut("REDCap data dictionary (CSV)", "text/csv", "redcap.csv", data_dictionary),
        "fhir-r4": WayOut(
            "FHIR Questionnaire, release 4 (JSON)",
            "application/fhir+json",
            "fhir-r4.json",
            lambda instrument, wording, language: questionnaire(instrument, "R4", wording, language),
        ),
        "fhir-r5": WayOut(
            "FHIR Questionnaire, release 5 (JSON)",
            "application/fhir+json",
            "fhir-r5.json",
            lambda instrument, wording, language: questionnaire(instrument, "R5", wording, language),
        ),
        "codebook": WayOut(
            "Codebook for analysis (CSV)",
            "text/csv",
            "codebook.csv",
            lambda instrument, _, language: codebook(instrument, language),
        ),
        "pdf": WayOut("Form to fill in with a pen (PDF)", "application/pdf", "pdf", on_paper),
    }
)


def import_file(name: str, content: bytes, *, form: str = "", instrument_id: str = "", title: str = "") -> Imported:
    """The draft a file holds. `form` is a key of FORMS_IN, "" to find out; an id and a title given here win."""
    form = form or form_of(name, content)
    try:
        instrument, report = _READERS[form](_Given(content, id_from(name), title_from(name), instrument_id, title))
    except DefinitionProblems as refused:
        return Imported(form, problems=refused.problems)
    return Imported(form, replace(instrument, status="draft"), losses=report.losses)


def export_file(instrument: Instrument, to: str, *, wording: str = "any", language: str = "en") -> Exported:
    """The instrument in another format, a key of WAYS_OUT (KeyError otherwise).

    `wording` is the observer type whose words are used where the format has room for one only.
    """
    way = WAYS_OUT[to]
    content, report = way.write(instrument, wording, language)
    return Exported(content, way.media_type, f"{instrument.id}-{instrument.version}.{way.ending}", report.losses)


def form_of(name: str, content: bytes) -> str:
    """What a file is, by what stands in it and, where that leaves it open, by its name."""
    if is_workbook(content):
        return "xlsform"
    start = content[:4096].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if "Variable / Field Name" in start.partition("\n")[0]:
        return "redcap"
    if start.startswith(("{", "[")):
        return "fhir" if '"resourceType"' in start or b'"resourceType"' in content else "levelfield"
    if name.lower().endswith((".yaml", ".yml", ".json")) or start.startswith("format:"):
        return "levelfield"
    return "levelfield" if "\nformat:" in start else "items"


def id_from(name: str) -> str:
    """An instrument's id made from a file's name."""
    return Names().fresh(name.replace("\\", "/").rpartition("/")[2].partition(".")[0], "imported").replace("_", "-")


def title_from(name: str) -> str:
    """A title made from a file's name."""
    plain = name.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return " ".join(plain.replace("_", " ").replace("-", " ").split()) or "Imported instrument"


@dataclass(frozen=True, slots=True)
class _Given:
    """A file with the id and title made from its name, and those that were asked for."""

    content: bytes
    id_otherwise: str
    title_otherwise: str
    own_id: str
    own_title: str


def _own_format(given: _Given) -> _Read:
    instrument = load(given.content)
    tree: Branch = {**written(instrument), "status": "draft"}
    named: Branch = {"id": given.own_id, **({"title": {"en": given.own_title}} if given.own_title else {})}
    draft = build(Source({**tree, **{key: value for key, value in named.items() if value}}))
    again = Loss("status", f"It was {instrument.status}, and comes in as a draft.")
    return draft, LossReport(() if instrument.status == "draft" else (again,))


def _workbook(given: _Given) -> _Read:
    read = read_workbook(given.content)
    if sheet_named(read.book, "survey") is None and (table := table_of_items(read.book)):
        return _items(replace(given, content=table), read.losses)
    return from_xlsform(
        read.book,
        given.id_otherwise,
        given.title_otherwise,
        read.losses,
        own_id=given.own_id,
        own_title=given.own_title,
    )


def _redcap(given: _Given) -> _Read:
    return from_data_dictionary(
        given.content, given.id_otherwise, given.title_otherwise, own_id=given.own_id, own_title=given.own_title
    )


def _fhir(given: _Given) -> _Read:
    return from_questionnaire(
        given.content, given.id_otherwise, given.title_otherwise, own_id=given.own_id, own_title=given.own_title
    )


def _items(given: _Given, losses: tuple[Loss, ...] = ()) -> _Read:
    instrument, report = from_item_list(
        given.content, given.own_id or given.id_otherwise, given.own_title or given.title_otherwise
    )
    return instrument, LossReport((*losses, *report.losses))


_READERS: Mapping[str, Callable[[_Given], _Read]] = MappingProxyType(
    {"levelfield": _own_format, "xlsform": _workbook, "redcap": _redcap, "fhir": _fhir, "items": _items}
)
