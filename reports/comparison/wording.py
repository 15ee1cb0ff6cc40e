"""Every sentence of a comparison that carries a number: one thought each, made to be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.figures.scale import number
from reports.statistics.estimate import Estimate

Kind = Literal["exact", "within_one", "kappa", "ac2", "icc"]


@dataclass(frozen=True, slots=True)
class Explained:
    """A coefficient's name, short name for a column, and what it tells. `share`: it is a share of pairs, in %."""

    kind: Kind
    name: str
    short: str
    meaning: str
    share: bool = False


KINDS: tuple[Explained, ...] = (
    Explained(
        "exact",
        "Same rating",
        "Same rating",
        "How many of every 100 pairs of ratings are exactly the same. Easy to read, but two observers who both "
        "nearly always give the same point would agree often by luck.",
        share=True,
    ),
    Explained(
        "within_one",
        "Same or one step apart",
        "Within one step",
        "How many of every 100 pairs of ratings are the same or neighbours on the scale. For a total, one step is "
        "what one point on one item is worth.",
        share=True,
    ),
    Explained(
        "kappa",
        "Weighted kappa (quadratic)",
        "Weighted kappa",
        "Agreement with luck taken away: 1 is perfect, 0 is what luck alone would give. A wide gap between two "
        "ratings counts more than a narrow one. Cohen’s form for two observers, Conger’s for more. It can look low "
        "when nearly everybody uses the same point.",
    ),
    Explained(
        "ac2",
        "Gwet’s AC2 (quadratic)",
        "Gwet’s AC2",
        "Agreement with luck taken away in another way, which stays steady when nearly everybody uses the same "
        "point: 1 is perfect, 0 is luck. Read it beside kappa; when the two differ a lot, look at how the points "
        "were used.",
    ),
    Explained(
        "icc",
        "Intraclass correlation, ICC(A,1)",
        "ICC(A,1)",
        "How far one observer’s rating tells consultations apart: the share of all differences that comes from the "
        "consultations, not from who observed. Two-way random, absolute agreement, one observer (McGraw and Wong). "
        "When observers change from visit to visit it is worked out from variance components (REML).",
    ),
)


def explained(kind: Kind) -> Explained:
    """The description of one coefficient."""
    return next(each for each in KINDS if each.kind == kind)


def many(name: str) -> str:
    """The plural of an observer type inside a sentence: *patient partners*."""
    word = name[:1].lower() + name[1:]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return word if word.endswith("s") else f"{word}s"


def plural(name: str) -> str:
    """The plural of an observer type at the beginning of a sentence: *Patient partners*."""
    word = many(name)
    return word[:1].upper() + word[1:]


def counted(count: int, one: str, several: str = "") -> str:
    """1 consultation, 2 consultations."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def observers_of_type(count: int, name: str) -> str:
    """1 patient partner, 9 patient partners."""
    return counted(count, name[:1].lower() + name[1:], many(name))


def listed(parts: tuple[str, ...]) -> str:
    """One, two and three."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def value_words(kind: Kind, estimate: Estimate) -> str:
    """A value with its interval in one line, or why there is none."""
    value, reach = value_parts(kind, estimate)
    return f"{value} ({reach})" if reach else value


def value_parts(kind: Kind, estimate: Estimate) -> tuple[str, str]:
    """A value and its interval for the two lines of a table cell; or why there is none, and nothing."""
    if estimate.value is None:
        return estimate.undefined or "", ""
    show = _percent if explained(kind).share else _two_places
    if estimate.low is None or estimate.high is None:
        return show(estimate.value), "no interval"
    return show(estimate.value), f"{show(estimate.low)} to {show(estimate.high)}"


def reading(kind: Kind, estimate: Estimate, who: str, what: str = "rating") -> str:
    """One sentence that a patient partner could read aloud. `who`: "Two observers"; `what`: "rating" or "total"."""
    name = explained(kind).name
    if estimate.value is None:
        return f"{name}: {estimate.undefined}"
    reach = _reach(kind, estimate)
    match kind:
        case "exact":
            return f"{who} watching the same consultation gave the same {what} in {_of_hundred(estimate.value)}{reach}."
        case "within_one":
            share = _of_hundred(estimate.value)
            near = "the same or one step apart" if what == "rating" else "at most one point on one item apart"
            return f"{who} watching the same consultation were {near} in {share}{reach}."
        case "kappa":
            return f"{_beyond_luck(estimate.value, who)} Weighted kappa is {_two_places(estimate.value)}{reach}."
        case "ac2":
            return (
                f"Allowing for points that nearly everybody uses, agreement (Gwet’s AC2) is "
                f"{_two_places(estimate.value)}{reach}, where 1 is perfect."
            )
        case "icc":
            return _told_apart(estimate.value, reach, what)


def _reach(kind: Kind, estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return f" (no likely range: {no_range(estimate)})"
    if kind in {"exact", "within_one", "icc"}:
        low, high = (round(max(end, 0.0) * 100) for end in (estimate.low, estimate.high))
        return f" (likely {low} to {high})"
    return f" (likely {_two_places(estimate.low)} to {_two_places(estimate.high)})"


def no_range(estimate: Estimate) -> str:
    """Why a value has no likely range, as part of a sentence."""
    reason = (estimate.no_interval or "there is too little to make one from").rstrip(".")
    if "one cluster" in reason:
        return "all these visits are of one clinician"
    return reason[:1].lower() + reason[1:]


def _beyond_luck(value: float, who: str) -> str:
    if value < 0:
        return f"{who} agreed less than luck alone would give."
    if value < 0.005:
        return f"{who} agreed no more than luck alone would give."
    return f"{who} went {round(value * 100)} of 100 steps from luck towards perfect agreement."


def _told_apart(value: float, reach: str, what: str) -> str:
    if value <= 0:
        return (
            f"None of the difference between {what}s could be put down to the consultations{reach}; "
            "it came from who observed and from chance."
        )
    return (
        f"Of every 100 parts of difference between {what}s, {round(value * 100)}{reach} came from the consultations "
        "themselves; the rest came from who observed and from chance."
    )


def _of_hundred(value: float) -> str:
    return f"{round(value * 100)} of every 100 pairs"


def _percent(value: float) -> str:
    return f"{round(value * 100)} %"


def _two_places(value: float) -> str:
    return number(value, 2)
