"""What a lead wishes of the next weeks, as the address says it. What does not fit is told beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from app.operations.availability import EVERY_HALF_DAY

DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday"}
HALF_DAY_NAMES = {each: f"{DAYS[each.partition('-')[0]]} {each.partition('-')[2]}" for each in EVERY_HALF_DAY}
USUAL_HALF_DAYS = ("tue-morning", "thu-afternoon")
PLANS = {"sessions": "The sessions that are planned in this round", "numbers": "Numbers: nothing is planned yet"}


@dataclass(frozen=True, slots=True)
class NumberField:
    """A whole number to fill in: what was written, and what is wrong with it."""

    name: str
    label: str
    hint: str
    least: int
    most: int
    value: str
    number: int
    problem: str


# name, label, hint, least, most, usual. The first three count for every plan, the others for one in numbers.
FIELDS: tuple[tuple[str, str, str, int, int, int], ...] = (
    ("seats", "Observers in each room", "Two is usual.", 1, 4, 2),
    ("same", "Of a hundred shared sessions, how many with one kind of observer?", "Some are needed.", 0, 100, 25),
    ("most", "Half-days for each observer in four weeks, at most", "For those who have not said.", 0, 40, 6),
    ("weeks", "Weeks", "How far ahead you plan.", 1, 12, 4),
    ("rooms", "Rooms at once", "Sessions in one half-day.", 1, 20, 2),
    ("visits", "Visits in a half-day", "That can be watched.", 1, 12, 4),
)
# More than so many are not planned at once.
MOST_SESSIONS = 150


@dataclass(frozen=True)
class NextForm:
    """plan: "sessions" or "numbers". half_days: of a week, when clinics run. seed: which of several good proposals."""

    plan: str
    fields: tuple[NumberField, ...]
    half_days: tuple[str, ...]
    seed: int

    def __getitem__(self, name: str) -> int:
        return next(each.number for each in self.fields if each.name == name)

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        return tuple((each.name, each.problem) for each in self.fields if each.problem)

    def address(self, **changed: str) -> dict[str, str]:
        """The same wishes as they stand in an address."""
        said = {"plan": self.plan, "half": ".".join(self.half_days), "seed": str(self.seed)}
        return {**said, **{each.name: str(each.number) for each in self.fields}, **changed}


def next_form(given: Mapping[str, str], *, has_sessions: bool) -> NextForm:
    """The wishes as sent; a field that does not fit counts as left empty."""
    wanted = given.get("plan", "sessions")
    chosen = given.getlist("half") if isinstance(given, MultiDict) else [given.get("half", "")]
    said = {each for text in chosen for each in text.split(".")}
    half_days = tuple(each for each in EVERY_HALF_DAY if each in said) or USUAL_HALF_DAYS
    fields = [_field(each, given.get(each[0], "").strip()) for each in FIELDS]
    seed = given.get("seed", "1")
    return NextForm(
        plan="sessions" if wanted != "numbers" and has_sessions else "numbers",
        fields=_not_too_many(fields, len(half_days)),
        half_days=half_days,
        seed=int(seed) if seed.isascii() and seed.isdigit() and len(seed) < 6 else 1,
    )


def _not_too_many(fields: Sequence[NumberField], half_days: int) -> tuple[NumberField, ...]:
    """Fewer rooms where weeks, half-days and rooms make more sessions than are planned at once."""
    weeks = next(each.number for each in fields if each.name == "weeks")
    fit = MOST_SESSIONS // (weeks * half_days)
    return tuple(
        replace(each, number=max(fit, 1), problem=f"That makes more than {MOST_SESSIONS} sessions. Plan fewer at once.")
        if each.name == "rooms" and each.number > fit
        else each
        for each in fields
    )


def _field(known: tuple[str, str, str, int, int, int], text: str) -> NumberField:
    name, label, hint, least, most, usual = known
    fits = text.isascii() and text.isdigit() and len(text) < 4 and least <= int(text) <= most
    problem = "" if fits or not text else f"Write a whole number from {least} to {most}."
    return NumberField(name, label, hint, least, most, text or str(usual), int(text) if fits else usual, problem)
