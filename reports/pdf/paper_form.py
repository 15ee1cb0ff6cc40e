"""An instrument as a form to fill in with a pen: tagged, A4, with the same codes as on screen.

Session code and slot number are all that names the consultation; there is no room for anything about the patient.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from instruments.answer_keys import answer_keys
from instruments.condition_words import condition_in_words
from instruments.definition import Entry, Instrument, Item, Question, in_language
from instruments.loading import fingerprint
from reports.figures.style import DARK, QUIET
from reports.pdf.document import LEFT, RIGHT, About, Document
from reports.pdf.flow import BODY, GRID, NOTE, PETROL, RULE, SECTION, STRONG, TITLE, Flow
from reports.pdf.page import Letter

_CODE = Letter(7.5, QUIET)
_CHOICE = Letter(8.6, DARK)
_BOLD = Letter(8.6, DARK, bold=True)
_KEY = 10.0
_ANCHOR = Letter(7.6, DARK)
_LEADING, _ANCHOR_LEADING = 11.0, 9.8
_BOX = 9.0
_PEN = 1.0
_LINE = 22.0
_WIDEST_ROW = 5
_ASKED_BY = ("reception", "the clinician", "a nurse or helper", "an observer", "somebody else")


@dataclass(frozen=True, slots=True)
class PaperWords:
    """Whose wording is printed, under which name, and in which language."""

    wording: str
    observer_type: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class _Choice:
    """One box to tick, with the key that is typed when the form is copied."""

    key: str
    label: str
    anchor: str = ""


_Groups: TypeAlias = tuple[tuple[_Choice, ...], ...]


def paper_form(instrument: Instrument, words: PaperWords, day: date) -> bytes:
    """The form as PDF; the same arguments give the same bytes. Raises FontsMissing when there are no fonts."""
    flow = Flow(Document(_about(instrument, words, day)))
    _front(flow, instrument, words)
    number = 0
    for section in (each for each in instrument.sections if each.entries):
        flow.section = flow.document.tree.root.child("Sect")
        title = in_language(section.title, words.language)
        flow.document.bookmark(title, flow.top)
        flow.heading(title, 2, SECTION, keep=_entry_height(flow, section.entries[0], words))
        for entry in section.entries:
            number += 1
            _entry(flow, instrument, entry, words, number)
    _foot(flow, instrument)
    return flow.document.written()


def _about(instrument: Instrument, words: PaperWords, day: date) -> About:
    title = in_language(instrument.title, words.language)
    mark = f"{instrument.id} {instrument.version} · {fingerprint(instrument)[:12]}"
    return About(
        title=f"{title}, version {instrument.version}: paper form for {words.observer_type.lower()}",
        subject="A score sheet to fill in with a pen.",
        language=words.language,
        producer="Levelfield",
        running_head=title,
        running_title="Session ____________  Slot ____",
        foot=f"{mark} · {instrument.attribution.printed}",
        day=day,
    )


def _front(flow: Flow, instrument: Instrument, words: PaperWords) -> None:
    flow.top -= 26
    flow.section = flow.document.tree.root.child("Sect")
    flow.paragraph(in_language(instrument.title, words.language), TITLE, role="H1")
    flow.paragraph(f"Version {instrument.version}. For: {words.observer_type.lower()}.", STRONG)
    _blanks(flow, ("Session code", "Slot", "Date", "Observer"))
    flow.paragraph(
        "Write nothing that could tell who the patient is: no name, no number, no date of birth. "
        "Tick one box for each item. Leave an item empty only if you mean to.",
        NOTE,
    )
    flow.paragraph("The patient was asked, and said yes. Asked by:", STRONG)
    _boxes(flow, (tuple(_Choice("", each) for each in _ASKED_BY),))
    if instrument.introduction:
        flow.paragraph(in_language(instrument.introduction, words.language), BODY)


def _blanks(flow: Flow, names: tuple[str, ...]) -> None:
    """Names with a line after each, side by side."""
    width = (RIGHT - LEFT) / len(names)
    flow.top += GRID
    for at, name in enumerate(names):
        x = LEFT + width * at
        with flow.page.tagged(flow.section.child("P")):
            flow.page.text(x, flow.top + 12, name, _CODE)
        used = flow.document.typeface(bold=False).width(name, _CODE.size) + 5
        with flow.page.artifact():
            flow.page.line(x + used, flow.top + 13, x + width - 12, flow.top + 13, DARK, 0.7)
    flow.top += 24


def _entry(flow: Flow, instrument: Instrument, entry: Entry, words: PaperWords, number: int) -> None:
    legend = f"{number}. {entry.wording(words.wording, words.language)}"
    flow.need(_entry_height(flow, entry, words))
    with flow.page.artifact():
        flow.page.line(LEFT, flow.top, RIGHT, flow.top, RULE, 0.5)
    flow.top += 4
    page, top = flow.page, flow.top
    flow.paragraph(legend, replace(STRONG, after=1.0), role="H3", width=RIGHT - LEFT - 90)
    with page.tagged(flow.section.child("P")):
        page.text(RIGHT, top + 10, entry.id, _CODE, "end")
    if entry.show_if is not None:
        flow.paragraph(condition_in_words(instrument, entry.show_if, words.wording, words.language), NOTE)
    if entry.guidance:
        flow.paragraph(in_language(entry.guidance, words.language), NOTE)
    if isinstance(entry, Item):
        for behaviour in entry.scale.behaviours if entry.scale.type == "tally_then_level" else ():
            _counted(flow, in_language(behaviour.label, words.language))
    elif entry.kind in ("text", "number"):
        _lines(flow, 1 if entry.kind == "number" else 3)
    _boxes(flow, _choices(entry, words.language))
    if isinstance(entry, Item) and entry.evidence_note != "none":
        must = " (needed for the lowest and the highest)" if entry.evidence_note == "required_at_extremes" else ""
        flow.paragraph(f"What I saw or heard{must}:", replace(NOTE, after=0.0))
        _lines(flow, 1)
    flow.top += 5


def _entry_height(flow: Flow, entry: Entry, words: PaperWords) -> float:
    """Room for an entry's wording, help and boxes, so that they stand together."""
    legend = len(flow.broken(entry.wording(words.wording, words.language), STRONG.letter, RIGHT - LEFT - 100))
    help_lines = (
        len(flow.broken(in_language(entry.guidance, words.language), NOTE.letter, RIGHT - LEFT)) + 1
        if entry.guidance
        else 0
    )
    counted = len(entry.scale.behaviours) * _LINE if isinstance(entry, Item) else 0.0
    rows = _rows(flow, _choices(entry, words.language))
    boxes = sum(max(cell.height for cell in row) for row in rows)
    return legend * STRONG.leading + help_lines * NOTE.leading + counted + boxes + 24


def _choices(entry: Entry, language: str) -> _Groups:
    """The boxes: the levels in a group of their own, so that answers without a score stand apart."""
    keys = answer_keys(entry)
    if isinstance(entry, Question):
        options = tuple(_Choice(keys[each.code], in_language(each.label, language)) for each in entry.options)
        return (options,) if options else ()
    rated = tuple(
        _Choice(
            keys[point.code],
            in_language(point.label, language),
            in_language(point.anchor, language) if point.anchor else "",
        )
        for point in entry.scale.points
    )
    others = tuple(_Choice(keys[each.code], in_language(each.label, language)) for each in entry.scale.non_scoring)
    return (rated, others) if others else (rated,)


def _row_width(choices: tuple[_Choice, ...]) -> int:
    """How many boxes stand side by side: all of them when they are few, else rows of equal length."""
    count = len(choices)
    if count <= _WIDEST_ROW:
        return max(1, count)
    rows = -(-count // _WIDEST_ROW)
    return -(-count // rows)


@dataclass(frozen=True, slots=True)
class _Cell:
    key: str
    words: list[str]
    anchor: list[str]

    @property
    def height(self) -> float:
        return len(self.words) * _LEADING + len(self.anchor) * _ANCHOR_LEADING + 5


def _rows(flow: Flow, groups: _Groups) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    for choices in groups:
        across = _row_width(choices)
        width = (RIGHT - LEFT) / across - _BOX - 12
        cells = [
            _Cell(
                each.key,
                flow.broken(each.label, _CHOICE, width - (_KEY if each.key else 0)),
                flow.broken(each.anchor, _ANCHOR, width - _KEY) if each.anchor else [],
            )
            for each in choices
        ]
        rows += [cells[start : start + across] for start in range(0, len(cells), across)]
    return rows


def _boxes(flow: Flow, groups: _Groups) -> None:
    """Boxes to tick, in rows; each is an entry of a list when read aloud."""
    rows = _rows(flow, groups)
    if not rows:
        return
    listing = flow.section.child("L")
    across = 1
    for row in rows:
        # A shorter last row keeps the columns of the row above it.
        across = len(row) if len(row) > across or len(row) < 3 else across
        tallest = max(cell.height for cell in row)
        flow.need(tallest)
        for at, cell in enumerate(row):
            x = LEFT + (RIGHT - LEFT) / across * at
            with flow.page.artifact():
                flow.page.box(x + 1, flow.top + 2, _BOX, _BOX, None, DARK, _PEN)
            body = listing.child("LI").child("LBody")
            with flow.page.tagged(body):
                left = x + _BOX + 6
                if cell.key:
                    flow.page.text(left, flow.top + 9.5, cell.key, _BOLD)
                    left += _KEY
                flow.page.lines(left, flow.top + 9.5, cell.words, _CHOICE, _LEADING)
                if cell.anchor:
                    below = flow.top + 9.5 + len(cell.words) * _LEADING - 1
                    flow.page.lines(left, below, cell.anchor, _ANCHOR, _ANCHOR_LEADING)
        flow.top += tallest


def _counted(flow: Flow, label: str) -> None:
    """A behaviour with room for tally marks."""
    flow.need(_LINE)
    half = (RIGHT - LEFT) * 0.62
    top = flow.top
    flow.paragraph(label, replace(BODY, after=0.0), width=half - GRID)
    with flow.page.artifact():
        flow.page.box(LEFT + half, top + 1, RIGHT - LEFT - half, max(14.0, flow.top - top - 2), None, DARK, 0.6)
    flow.top += 4


def _lines(flow: Flow, count: int) -> None:
    for _ in range(count):
        flow.need(_LINE)
        flow.top += _LINE
        with flow.page.artifact():
            flow.page.line(LEFT, flow.top - 3, RIGHT, flow.top - 3, RULE, 0.6, (1.0, 2.0))
    flow.top += 3


def _foot(flow: Flow, instrument: Instrument) -> None:
    flow.section = flow.document.tree.root.child("Sect")
    told = instrument.attribution
    permission = f"Permission: {told.permission_reference}." if told.permission_reference else ""
    based = f"Based on: {told.based_on}." if told.based_on else ""
    words = " ".join(each for each in (f"{told.printed}.", based, permission) if each.strip("."))
    flow.need(60)
    with flow.page.artifact():
        flow.page.line(LEFT, flow.top + 4, RIGHT, flow.top + 4, PETROL, 1.0)
    flow.top += 10
    flow.paragraph(words, NOTE)
    flow.paragraph(f"Mark of this version: {fingerprint(instrument)}", NOTE)
