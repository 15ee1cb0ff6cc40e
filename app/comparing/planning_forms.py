"""How closely a lead wishes to know a number: three numbers in the address, each with a default."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from reports.comparison.plans import Wishes


@dataclass(frozen=True)
class WishField:
    """A number to fill in: what was written, and what is wrong with it."""

    name: str
    label: str
    hint: str
    value: str
    problem: str


@dataclass(frozen=True)
class WishForm:
    """The fields, and the wishes they stand for; a field that does not fit counts as left empty."""

    fields: tuple[WishField, ...]
    wishes: Wishes

    @property
    def sound(self) -> bool:
        return not any(each.problem for each in self.fields)


FIELDS: tuple[tuple[str, str, str, float, float], ...] = (
    ("width", "How wide may the likely range of a coefficient be?", "From end to end, such as 0.2.", 0.01, 1.0),
    ("points", "How wide may the likely range of a gap or a mean be?", "In points of the total.", 0.01, 100_000.0),
    ("planned", "Which ICC do you expect, before there are data?", "Between 0 and 1; take a cautious one.", 0.0, 0.99),
)


def wish_form(given: MultiDict[str, str], points: float) -> WishForm:
    """The form as sent. points: the width in points to begin with."""
    start = Wishes(points=points)
    fields: list[WishField] = []
    wished: dict[str, float] = {}
    for name, label, hint, lowest, highest in FIELDS:
        text = given.get(name, "").strip()
        number, problem = _number(text, lowest, highest)
        wished[name] = getattr(start, name) if number is None else number
        fields.append(WishField(name, label, hint, text or f"{getattr(start, name):g}", problem))
    return WishForm(tuple(fields), Wishes(**wished))


def _number(text: str, lowest: float, highest: float) -> tuple[float | None, str]:
    if not text:
        return None, ""
    problem = f"Write a number from {lowest:g} to {highest:g}."
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None, problem
    return (number, "") if lowest <= number <= highest else (None, problem)
