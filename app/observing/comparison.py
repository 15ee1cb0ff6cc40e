"""A sheet in words, and several sheets item by item: where they differ most comes first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.web.languages import _, later
from instruments.definition import Entry, Instrument, Item, Point, Question, in_language
from instruments.sheet import Answer, Chosen, Marked, NotScored, Number, Rated, Sheet, Tallied, Written

BLANK = later("Left blank")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in words. ``tapped`` says what was tapped while watching, a sentence for each behaviour."""

    answer: str
    detail: str
    note: str
    tapped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryWords:
    """One entry of one sheet in words."""

    legend: str
    said: Said


@dataclass(frozen=True, slots=True)
class WordsOf:
    """One section of one sheet in words."""

    title: str
    entries: tuple[EntryWords, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry of all sheets. ``gap`` is the distance between the highest and lowest score given."""

    name: str
    legend: str
    said: tuple[Said, ...]
    gap: Decimal
    is_same: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Rated items that differ (largest gap first), those that are the same, and everything that is not rated."""

    different: tuple[Difference, ...]
    same: tuple[Difference, ...]
    words: tuple[Difference, ...]


def sheet_in_words(instrument: Instrument, sheet: Sheet, wording: str, language: str = "en") -> tuple[WordsOf, ...]:
    """What was answered, section by section; what was not asked of this sheet is left out."""
    return tuple(
        WordsOf(
            in_language(section.title, language),
            tuple(
                EntryWords(entry.wording(wording, language), said(entry, sheet.get(entry.id), language))
                for entry in section.entries
                if entry.id in sheet
            ),
        )
        for section in instrument.sections
        if any(entry.id in sheet for entry in section.entries)
    )


def side_by_side(instrument: Instrument, sheets: Sequence[Sheet], wording: str, language: str = "en") -> SideBySide:
    """Compare sheets of one instrument version. Entries blank on every sheet are left out."""
    answered = [entry for entry in instrument.entries if any(entry.id in sheet for sheet in sheets)]
    items = [_difference(entry, sheets, wording, language) for entry in answered if isinstance(entry, Item)]
    words = [_difference(entry, sheets, wording, language) for entry in answered if isinstance(entry, Question)]
    different = sorted((each for each in items if not each.is_same), key=lambda each: -each.gap)
    return SideBySide(tuple(different), tuple(each for each in items if each.is_same), tuple(words))


def said(entry: Entry, answer: Answer | None, language: str = "en") -> Said:
    """One answer in words; a blank says that it is one."""
    if isinstance(entry, Item):
        return _item_said(entry, answer, language)
    match answer:
        case Chosen(codes):
            labels = [in_language(option.label, language) for option in entry.options if option.code in codes]
            return Said(", ".join(labels), "", "")
        case Written(text):
            return Said(text, "", "")
        case Number(value):
            return Said(format(value, "f"), "", "")
        case _:
            return Said(str(BLANK), "", "")


def tapped_words(taps: Sequence[int], what: str = "") -> str:
    """What was tapped while watching: how often, and in which minutes; of the item itself, or of a behaviour."""
    if not taps:
        return ""
    minutes = [str(minute) for minute in dict.fromkeys(taps)]
    first, last = ", ".join(minutes[:-1]), minutes[-1]
    listed = _("{first} and {last}", first=first, last=last) if first else last
    if what and len(taps) == 1:
        return _("{what}: in minute {minutes}", what=what, minutes=listed)
    if what:
        return _("{what}: {count} times, in minute {minutes}", what=what, count=len(taps), minutes=listed)
    if len(taps) == 1:
        return _("Tapped once, in minute {minutes}.", minutes=listed)
    if len(taps) == 2:
        return _("Tapped twice, in minute {minutes}.", minutes=listed)
    return _("Tapped {count} times, in minute {minutes}.", count=len(taps), minutes=listed)


def marked_words(item: Item, marked: Marked, language: str = "en") -> tuple[str, ...]:
    """What was tapped by behaviour, in the order of the item."""
    return tuple(
        tapped_words(marked[marker.code], in_language(marker.label, language))
        for marker in item.markers
        if marked.get(marker.code)
    )


def _tapped(item: Item, mark: Rated | NotScored | Tallied, language: str) -> tuple[str, ...]:
    whole = tapped_words(mark.taps)
    return (*((whole,) if whole else ()), *marked_words(item, mark.marked, language))


def _item_said(item: Item, answer: Answer | None, language: str) -> Said:
    match answer:
        case Rated(code, note) | Tallied(_, code, note):
            point = item.scale.point(code)
            label = in_language(point.label, language) if point else code
            number = f"{code}: " if code.isdigit() and code != label else ""
            anchor = in_language(point.anchor, language) if point and point.anchor else ""
            return Said(f"{number}{label}", anchor, note, _tapped(item, answer, language))
        case NotScored(code, _, note):
            option = item.scale.non_scoring_option(code)
            return Said(
                in_language(option.label, language) if option else code, "", note, _tapped(item, answer, language)
            )
        case _:
            return Said(str(BLANK), "", "")


def _difference(entry: Entry, sheets: Sequence[Sheet], wording: str, language: str) -> Difference:
    answers = [sheet.get(entry.id) for sheet in sheets]
    scores = [point.score for answer in answers if isinstance(entry, Item) and (point := _point(entry, answer))]
    gap = max(scores) - min(scores) if scores else Decimal(0)
    told = {said(entry, answer, language).answer for answer in answers}
    return Difference(
        name=entry.name(wording, language),
        legend=entry.wording(wording, language),
        said=tuple(said(entry, answer, language) for answer in answers),
        gap=gap,
        is_same=len(told) == 1,
    )


def _point(item: Item, answer: Answer | None) -> Point | None:
    return item.scale.point(answer.code) if isinstance(answer, Rated | Tallied) else None
