"""A scoring rule shown at work on one sheet: what counts, what comes out, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from instruments.definition import Instrument, Item, in_language
from instruments.scoring import Score, score
from instruments.scoring_rules import raw_range
from instruments.sheet import Answer, NotScored, Rated, Sheet, Tallied, rated_code
from instruments.visibility import visible
from instruments.writing import plain_decimal


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One item of the example: its answer in words, and the points it carries ("" for none)."""

    id: str
    name: str
    code: str
    choices: tuple[tuple[str, str], ...]
    points: str


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """``outcome`` is the score or the reason there is none; ``steps`` say how it came about."""

    rows: tuple[ExampleRow, ...]
    steps: tuple[str, ...]
    outcome: str
    parts: tuple[tuple[str, str], ...]


def worked_example(instrument: Instrument, codes: Mapping[str, str], language: str = "en") -> WorkedExample:
    """The rule on a sheet with these codes by item id; an item without one gets a rating of our choosing."""
    chosen = {item.id: codes.get(item.id, usual) for item, usual in _usual(instrument)}
    sheet: Sheet = {item.id: answer for item in instrument.items if (answer := _answer(item, chosen[item.id]))}
    shown = frozenset(visible(instrument, sheet))
    sheet = {key: answer for key, answer in sheet.items() if key in shown}
    scores = score(instrument, sheet)
    titles = {section.id: in_language(section.title, language) for section in instrument.sections}
    return WorkedExample(
        rows=tuple(_row(item, chosen[item.id], sheet.get(item.id), language) for item in instrument.items),
        steps=tuple(_steps(instrument, sheet, scores.total)),
        outcome=_outcome(scores.total),
        parts=tuple((titles[part], _outcome(found)) for part, found in scores.domains)
        + tuple((actor.capitalize(), _outcome(found)) for actor, found in scores.actors),
    )


def _usual(instrument: Instrument) -> list[tuple[Item, str]]:
    """Ratings that go up and down, so that no rule looks simpler than it is."""
    return [
        (item, item.scale.points[(2 * place + 1) % len(item.scale.points)].code if item.scale.points else "")
        for place, item in enumerate(instrument.items)
    ]


def _answer(item: Item, code: str) -> Answer | None:
    if (option := item.scale.non_scoring_option(code)) is not None:
        return NotScored(code, option.reason)
    if item.scale.point(code) is None:
        return None
    return Tallied({}, code) if item.scale.type == "tally_then_level" else Rated(code)


def _row(item: Item, code: str, answer: Answer | None, language: str) -> ExampleRow:
    scale = item.scale
    choices = [(each.code, in_language(each.label, language)) for each in (*scale.points, *scale.non_scoring)]
    point = scale.point(rated_code(answer)) if answer is not None else None
    return ExampleRow(
        id=item.id,
        name=item.name(language=language),
        code=code,
        choices=(*choices, ("blank", "Left blank")),
        points=plain_decimal(point.score) if point else "",
    )


def _steps(instrument: Instrument, sheet: Sheet, total: Score) -> list[str]:
    rule = instrument.scoring
    items = [item for item in instrument.items if not rule.items or item.id in rule.items]
    if total.value is None or rule.rule not in ("sum", "mean_of_answered", "prorated_sum"):
        return [f"{total.answered} of {total.of} items have a rating."]
    points = [
        (low + high - point.score if item.id in rule.reverse else point.score) * rule.weights.get(item.id, 1)
        for item in items
        if (point := item.scale.point(rated_code(sheet.get(item.id)))) is not None
        for low, high in [(item.scale.lowest, item.scale.highest)]
    ]
    added = plain_decimal(sum(points, Decimal(0)))
    steps = [f"{total.answered} of {total.of} items have a rating; their points add up to {added}."]
    if rule.rescale is not None:
        low, high = raw_range(rule, items)
        ends = f"{_short(Fraction(low))} to {_short(Fraction(high))}"
        to = f"{plain_decimal(rule.rescale.to_min)} to {plain_decimal(rule.rescale.to_max)}"
        steps.append(f"The result can go from {ends}, and is stretched to {to}.")
    return steps


def _short(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"


def _outcome(found: Score) -> str:
    if found.value is None:
        return found.reason or "No score."
    return f"{plain_decimal(found.value)} of {plain_decimal(found.possible_max)}"
