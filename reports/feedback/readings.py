"""What the counted sheets of a group say about each part of an instrument: the whole, its domains, its items."""

from collections.abc import Callable
from dataclasses import dataclass

from instruments.definition import Instrument, Item
from instruments.scoring import Score, possible_range
from instruments.sheet import NotScored, rated_code
from instruments.visibility import visible
from reports.feedback.estimates import Scored
from reports.feedback.evidence import ObservedSheet
from reports.figures.rating_distribution import Distribution

Read = Callable[[ObservedSheet], float | None]
# On a shorter scale a whole point is too coarse.
WHOLE_NUMBERS_FROM = 12.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an instrument with the ends of its scale and the way to read its score off one sheet."""

    id: str
    label: str
    lowest: float
    highest: float
    read: Read

    @property
    def places(self) -> int:
        """Decimal places of every number shown of it: what is shown is rounded once, everywhere alike."""
        return 0 if self.highest - self.lowest > WHOLE_NUMBERS_FROM else 1


@dataclass(frozen=True, slots=True)
class DomainParts:
    """A domain and its items. Without domain scores all items stand in one domain that has no score of its own."""

    domain: Part | None
    items: tuple[Part, ...]


def whole_part(instrument: Instrument) -> Part:
    rule = instrument.scoring
    items = [item for item in instrument.items if not rule.items or item.id in rule.items]
    low, high = possible_range(rule, items)
    return Part("whole", "Overall", float(low), float(high), lambda sheet: _value(sheet.scores.total))


def domain_parts(instrument: Instrument, language: str) -> tuple[DomainParts, ...]:
    rule = instrument.domain_scoring
    if rule is None:
        return (DomainParts(None, tuple(_item_part(item, language) for item in instrument.items)),)
    parts: list[DomainParts] = []
    for domain in instrument.domains:
        low, high = possible_range(rule, domain.items)
        label = domain.title.get(language) or domain.title["en"]
        part = Part(domain.id, label, float(low), float(high), _domain_reader(domain.id))
        parts.append(DomainParts(part, tuple(_item_part(item, language) for item in domain.items)))
    return tuple(parts)


def scored(sheets: tuple[ObservedSheet, ...], part: Part) -> tuple[Scored, ...]:
    """The scores the sheets give to a part; sheets without one are left out."""
    return tuple(
        Scored(value, sheet.consultation, sheet.observer) for sheet in sheets if (value := part.read(sheet)) is not None
    )


def distribution(instrument: Instrument, item: Item, sheets: tuple[ObservedSheet, ...]) -> Distribution:
    """How the item was answered: points along the scale, options that are no score, blanks.

    A sheet whose earlier answers hid the item counts nowhere: it was not asked.
    """
    codes = [point.code for point in item.scale.points]
    counts = [0] * len(codes)
    not_scored = blank = 0
    for sheet in sheets:
        if item.show_if is not None and item.id not in visible(instrument, sheet.sheet):
            continue
        answer = sheet.sheet.get(item.id)
        code = rated_code(answer)
        if code in codes:
            counts[codes.index(code)] += 1
        elif isinstance(answer, NotScored):
            not_scored += 1
        else:
            blank += 1
    return Distribution(tuple(counts), not_scored, blank)


def _item_part(item: Item, language: str) -> Part:
    scores = {point.code: float(point.score) for point in item.scale.points}
    return Part(
        item.id,
        item.name("peer_clinician", language),
        float(item.scale.lowest),
        float(item.scale.highest),
        lambda sheet: scores.get(rated_code(sheet.sheet.get(item.id))),
    )


def _domain_reader(domain: str) -> Read:
    return lambda sheet: next((_value(score) for name, score in sheet.scores.domains if name == domain), None)


def _value(score: Score) -> float | None:
    return None if score.value is None else float(score.value)
