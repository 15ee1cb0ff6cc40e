"""Every sentence that carries a number. A reading age of about eleven; one thought to a sentence."""

from datetime import date

from reports.feedback.evidence import ObserverType
from reports.figures.scale import number
from reports.statistics.estimate import Estimate

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

HELD_BACK = "Held back so that no one observer can be worked out."
# In a cell there is room for two words; the rest of the sentence stands once below the table.
HELD_BACK_IN_A_CELL = "Held back"


def on_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def between(first: date, last: date) -> str:
    """A period, said without repeating the month or the year."""
    if first == last:
        return on_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {on_day(last)}"
    start = f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{start} to {on_day(last)}" if first.year == last.year else f"{on_day(first)} to {on_day(last)}"


def count_of(count: int, one: str, several: str = "") -> str:
    """A count with its noun in the right number."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def people(kind: ObserverType, count: int) -> str:
    return count_of(count, kind.name.lower(), kind.plural.lower())


def listed(parts: tuple[str, ...]) -> str:
    """One, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def said_together(said: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Pairs of whom and what as sentences: what is said of several alike is said once, of all of them."""
    gathered: dict[str, list[str]] = {}
    for whom, what in said:
        later = what in gathered
        gathered.setdefault(what, []).append(whom[:1].lower() + whom[1:] if later else whom)
    return tuple(f"{listed(tuple(whom))}: {what}" for what, whom in gathered.items())


def more_needed(kind: ObserverType, observers: int, consultations: int) -> str:
    """Why a group is not shown, and what would change it."""
    parts: list[str] = []
    if observers:
        parts.append(f"{observers} more {kind.name.lower() if observers == 1 else kind.plural.lower()}")
    if consultations:
        parts.append(f"{consultations} more {'consultation' if consultations == 1 else 'consultations'}")
    return f"Not yet: {listed(tuple(parts))} needed."


def number_out_of(value: float, highest: float, places: int = 0) -> str:
    return f"{number(value, places)} out of {number(highest)}"


def interval(estimate: Estimate, places: int = 0) -> str:
    """The interval in words, or why there is none."""
    if estimate.low is None or estimate.high is None:
        return estimate.no_interval or estimate.undefined or "no interval"
    return f"{number(estimate.low, places)} to {number(estimate.high, places)}"


def value_with_interval(estimate: Estimate, places: int = 0) -> str:
    """A value with its interval and its number of consultations, for a table cell."""
    if estimate.value is None:
        return in_a_cell(estimate.undefined or "not yet")
    reach = interval(estimate, places) if estimate.has_interval else "no interval"
    return f"{number(estimate.value, places)} ({reach}), n = {estimate.units}"


def in_a_cell(why_not: str) -> str:
    """Why there is no number, as short as it is said in a table."""
    return HELD_BACK_IN_A_CELL if why_not == HELD_BACK else why_not


def note_for(rows: tuple[tuple[str, ...], ...], note: str = "") -> str:
    """The note under a table, with the whole sentence on what its cells say in two words."""
    if not any(HELD_BACK_IN_A_CELL in row for row in rows):
        return note
    return f"{note} {HELD_BACK.replace(HELD_BACK_IN_A_CELL, f'{HELD_BACK_IN_A_CELL}:', 1)}".strip()


def signed(value: float, places: int = 0) -> str:
    """A difference with its sign."""
    text = number(value, places)
    return text if text.startswith("−") or not float(text) else f"+{text}"


def signed_interval(gap: Estimate, places: int = 0) -> str:
    """A gap with its interval for a table cell."""
    if gap.value is None or gap.low is None or gap.high is None:
        return "Not yet"
    return f"{signed(gap.value, places)} ({signed(gap.low, places)} to {signed(gap.high, places)})"


def gap_in_words(first: ObserverType, second: ObserverType, gap: Estimate, places: int = 0) -> str:
    """Which type scored higher, by how much, and whether the interval leaves room for no gap at all."""
    if gap.value is None:
        return (
            f"How {first.plural.lower()} and {second.plural.lower()} differ is not worked out yet."
            f" {gap.undefined or ''}"
        ).strip()
    size = f"{number(abs(gap.value), places)} {'point' if round(abs(gap.value), places) == 1 else 'points'}"
    if gap.low is None or gap.high is None:
        return f"{first.plural} and {second.plural.lower()} were {size} apart."
    if round(gap.value, places) == 0:
        opening = f"{first.plural} and {second.plural.lower()} gave about the same score."
    else:
        higher, lower = (first, second) if gap.value > 0 else (second, first)
        opening = f"{higher.plural} scored {size} higher than {lower.plural.lower()}."
    near, far = (gap.low, gap.high) if gap.value >= 0 else (-gap.high, -gap.low)
    if near > 0:
        reach = (
            f"The gap could be anywhere from {number(near, places)} to {number(far, places)} points (95 % interval)."
        )
        return f"{opening} {reach} A gap like this is worth talking about; it does not say who is right."
    reach = (
        f"The gap could be anywhere from {number(-near, places)} points the other way to {number(far, places)} points"
        " (95 % interval)."
    )
    return f"{opening} {reach} That leaves room for no gap at all."


def surety(
    results: tuple[tuple[ObserverType, Estimate], ...], highest: float = 100.0, places: int = 0
) -> tuple[str, ...]:
    """How far the results would move with other consultations, and what would count as a change."""
    known = [(kind, each) for kind, each in results if each.has_interval and each.standard_error is not None]
    said: list[str] = []
    if known:
        ranges = tuple(f"from {interval(each, places)} by {kind.plural.lower()}" for kind, each in known)
        change = max(1.96 * 2**0.5 * (each.standard_error or 0.0) for _, each in known)
        said.append(
            f"With other visits the overall score (out of {number(highest)}) could well lie anywhere {listed(ranges)}."
            f" A later score would have to differ by about {number(change, places)} points before we would call it a"
            " change."
        )
    unknown: dict[str, list[str]] = {}
    for kind, each in results:
        if not each.has_interval:
            unknown.setdefault(each.no_interval or "", []).append(kind.plural.lower())
    said.extend(
        f"How far the result by {listed(tuple(kinds))} could move is not known. {why}".strip()
        for why, kinds in unknown.items()
    )
    return tuple(said)


def seen_from(estimate: Estimate, kind: ObserverType) -> str:
    """What a result rests on."""
    observations = count_of(estimate.ratings, "observation")
    consultations = count_of(estimate.units, "consultation")
    return f"{observations} of {consultations} by {people(kind, estimate.raters)}"
