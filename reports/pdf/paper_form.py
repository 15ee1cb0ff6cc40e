"""An instrument as a form to fill in with a pen: tagged, A4, with the same codes as on screen.

Session code and slot number are all that names the consultation; there is no room for anything about the patient.
"""

from dataclasses import dataclass, replace
from datetime import date

from instruments.answer_keys import answer_keys
from instruments.condition_words import condition_in_words
from instruments.definition import Entry, Instrument, Item, Question, in_language
from instruments.loading import fingerprint
from reports.figures.style import DARK, QUIET
from reports.pdf.document import LEFT, RIGHT, About, Document
from reports.pdf.flow import BODY, GRID, NOTE, PETROL, RULE, SECTION, STRONG, TITLE, Flow, Style
from reports.pdf.fonts import typefaces
from reports.pdf.form_words import FormWords, form_words
from reports.pdf.page import Letter
from reports.pdf.printable import is_left_out
from reports.pdf.tick_boxes import Choice, Groups, boxes, boxes_height

_CODE = Letter(7.5, QUIET)
_LINE = 22.0


@dataclass(frozen=True, slots=True)
class PaperWords:
    """Whose wording is printed, under which name, and in which language.

    The instrument speaks that language where it has it; what the form says around it does where `form_words` does.
    """

    wording: str
    observer_type: str
    language: str = "en"

    @property
    def form(self) -> FormWords:
        return form_words(self.language)

    @property
    def reader(self) -> str:
        return self.form.reader(self.wording, self.observer_type)


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
    _foot(flow, instrument, words)
    return flow.document.written()


def can_be_printed(instrument: Instrument, language: str) -> bool:
    """Whether the fonts have the letters of this language, judged by the words of every entry."""
    face = typefaces()[0]
    words = (in_language(instrument.title, language), *(each.wording("any", language) for each in instrument.entries))
    return not any(is_left_out(text, face) for text in words)


def _about(instrument: Instrument, words: PaperWords, day: date) -> About:
    title, form = in_language(instrument.title, words.language), words.form
    mark = f"{instrument.id} {instrument.version} · {fingerprint(instrument)[:12]}"
    return About(
        title=form.title.format(instrument=title, version=instrument.version, reader=words.reader),
        subject=form.subject,
        language=words.language,
        producer="Levelfield",
        running_head=title,
        running_title=form.head,
        foot=f"{mark} · {instrument.attribution.printed}",
        day=day,
    )


def _front(flow: Flow, instrument: Instrument, words: PaperWords) -> None:
    flow.top -= 26
    flow.section = flow.document.tree.root.child("Sect")
    title = in_language(instrument.title, words.language)
    flow.document.bookmark(title, flow.top)
    flow.paragraph(title, TITLE, role="H1")
    form = words.form
    _says(flow, words, form.for_whom.format(version=instrument.version, reader=words.reader), STRONG)
    _blanks(flow, words, ((form.session, 0.28), (form.slot, 0.14), (form.date, 0.22), (form.observer, 0.36)))
    _says(flow, words, form.nothing_of_patient, NOTE)
    _says(flow, words, form.consent, STRONG)
    listing = boxes(flow, (tuple(Choice("", each) for each in form.asked_by),))
    if listing is not None:
        listing.language = _if_other(words)
    flow.top += GRID
    if instrument.introduction:
        flow.paragraph(in_language(instrument.introduction, words.language), BODY)


def _says(flow: Flow, words: PaperWords, text: str, style: Style) -> None:
    """A sentence of the form itself, which may be in another language than the instrument."""
    flow.paragraph(text, style).language = _if_other(words)


def _if_other(words: PaperWords) -> str:
    """The form's own language where it is not that of the document, else empty."""
    own = words.form.language
    return "" if words.language.split("-")[0] == own else own


def _blanks(flow: Flow, words: PaperWords, names: tuple[tuple[str, float], ...]) -> None:
    """Names with a line after each, side by side; each with its share of the width."""
    flow.top += GRID
    x = LEFT
    for name, share in names:
        width = (RIGHT - LEFT) * share
        element = flow.section.child("P")
        element.language = _if_other(words)
        with flow.page.tagged(element):
            flow.page.text(x, flow.top + 12, name, _CODE)
        used = flow.document.typeface(bold=False).width(name, _CODE.size) + 5
        with flow.page.artifact():
            end = RIGHT if (name, share) == names[-1] else x + width - 12
            flow.page.line(x + used, flow.top + 13, end, flow.top + 13, DARK, 0.7)
        x += width
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
        _says(flow, words, condition_in_words(instrument, entry.show_if, words.wording, words.language), NOTE)
    if entry.guidance:
        flow.paragraph(in_language(entry.guidance, words.language), NOTE)
    if isinstance(entry, Item):
        for behaviour in entry.scale.behaviours if entry.scale.type == "tally_then_level" else ():
            _counted(flow, in_language(behaviour.label, words.language))
    elif entry.kind in ("text", "number"):
        _lines(flow, 1 if entry.kind == "number" else 3)
    boxes(flow, _choices(entry, words.language))
    if isinstance(entry, Item) and entry.evidence_note != "none":
        form = words.form
        seen = form.seen_at_extremes if entry.evidence_note == "required_at_extremes" else form.seen
        _says(flow, words, seen, replace(NOTE, after=0.0))
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
    ticked = boxes_height(flow, _choices(entry, words.language))
    return legend * STRONG.leading + help_lines * NOTE.leading + counted + ticked + 24


def _choices(entry: Entry, language: str) -> Groups:
    """The boxes: the levels in a group of their own, so that answers without a score stand apart."""
    keys = answer_keys(entry)
    if isinstance(entry, Question):
        options = tuple(Choice(keys[each.code], in_language(each.label, language)) for each in entry.options)
        return (options,) if options else ()
    rated = tuple(
        Choice(
            keys[point.code],
            in_language(point.label, language),
            in_language(point.anchor, language) if point.anchor else "",
        )
        for point in entry.scale.points
    )
    others = tuple(Choice(keys[each.code], in_language(each.label, language)) for each in entry.scale.non_scoring)
    return (rated, others) if others else (rated,)


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


def _foot(flow: Flow, instrument: Instrument, words: PaperWords) -> None:
    flow.section = flow.document.tree.root.child("Sect")
    told, form = instrument.attribution, words.form
    permission = form.permission.format(reference=told.permission_reference) if told.permission_reference else ""
    based = form.based_on.format(source=told.based_on) if told.based_on else ""
    said = " ".join(each for each in (f"{told.printed}.", based, permission) if each.strip("."))
    flow.need(60)
    with flow.page.artifact():
        flow.page.line(LEFT, flow.top + 4, RIGHT, flow.top + 4, PETROL, 1.0)
    flow.top += 10
    _says(flow, words, said, NOTE)
    _says(flow, words, form.mark.format(mark=fingerprint(instrument)), NOTE)
