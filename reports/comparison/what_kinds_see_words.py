"""What kinds of observer see differently, in sentences: how much, how sure, and never who is right."""

from __future__ import annotations

from collections.abc import Sequence

from reports.comparison.gap_words import signed
from reports.comparison.type_gaps import Gap, Side
from reports.comparison.wording import counted, listed, many, plural
from reports.figures.scale import number
from reports.statistics.estimate import Estimate
from reports.statistics.many_tests import FAMILY_ERROR

CHECKED = "The model that allows for who saw what and for the ends of the scale"


def opening(items: Sequence[tuple[Gap, Estimate]], first: str, second: str) -> tuple[str, ...]:
    """Which items stand out, and that being seen differently is not being right."""
    tested = [(gap, found) for gap, found in items if found.value is not None]
    if not tested:
        reasons = tuple(dict.fromkeys(found.undefined or "" for _, found in items))
        said = f"What {many(first)} and {many(second)} see differently cannot be said yet. {' '.join(reasons)}"
        return (said.strip(),)
    out = [(gap, found) for gap, found in tested if gap.beyond_luck]
    if not out:
        return (
            f"On none of {counted(len(tested), 'item')} do {many(first)} and {many(second)} part by more than luck "
            "would give. That is not proof that they see all of them alike: each likely range says what is still "
            "possible.",
        )
    named = listed(tuple(f"“{gap.name}”" for gap, _ in out))
    return (
        f"{plural(first)} and {many(second)} see {counted(len(out), 'item')} of {len(tested)} differently, beyond "
        f"luck: {named}.",
        "Where two kinds part, both may be right: they look from different places. Read what each wrote, then talk "
        "it over.",
    )


def item_sentence(gap: Gap, found: Estimate, check: Estimate, first: str, second: str) -> str:
    """One item, to be read aloud."""
    if found.value is None:
        told = described(gap, first, second)
        return f"{told} {found.undefined}" if told else ""
    if found.low is None or found.high is None:
        return f"Beside the other items the gap is {signed(found.value)} points, without a likely range."
    word = "lower" if found.value < 0 else "higher"
    likely = f"likely {signed(found.low)} to {signed(found.high)}"
    if float(number(abs(found.value), 1).replace("−", "-")) == 0:
        opening_words = f"Beside the other items, {many(first)} and {many(second)} rated this the same ({likely})."
    else:
        opening_words = (
            f"Beside the other items, {many(first)} rated this {number(abs(found.value), 1)} points {word} than "
            f"{many(second)} did ({likely})."
        )
    if not gap.beyond_luck:
        most = f"a gap of more than {number(max(abs(found.low), abs(found.high)), 1)} points is unlikely"
        if found.low <= 0 <= found.high:
            return f"{opening_words} No difference beyond luck; {most}."
        return f"{opening_words} Among so many items luck alone would now and then give one like this; {most}."
    return f"{opening_words} That is more than luck, even with all items looked at. {_checked(found, check)}".strip()


def described(gap: Gap, first: str, second: str) -> str:
    """What these very people gave on average; nothing while one side has too few to be shown."""
    if gap.difference.value is None or gap.first.mean is None or gap.second.mean is None:
        return ""
    return f"{_side(gap.first, first)}, {_side(gap.second, second)} on average. This describes these people only."


def method_words(tests: int, *, modelled: bool) -> str:
    """For a methods section."""
    check = ""
    if modelled:
        check = (
            " Check: mean residuals of the many-facet Rasch model (rating scale; clinician, observer and item), in "
            "points, compared in the same way."
        )
    return (
        "Item less the mean of the sheet’s other items that do not stand out (forward purification), in points of the "
        "item; means of observers’ means, Welch’s t "
        f"with at most as many degrees of freedom as observers less two; Holm’s correction over {tests} tests, "
        f"{number(FAMILY_ERROR * 100)} % for all of them together.{check}"
    )


def _checked(found: Estimate, check: Estimate) -> str:
    if check.value is None or check.low is None or check.high is None:
        return ""
    if check.value * found.number > 0 and not check.low <= 0 <= check.high:
        return f"{CHECKED} finds it too."
    return f"{CHECKED} does not find it, so crowding at one end of the scale may be behind it."


def _side(side: Side, name: str) -> str:
    kind = many(name) if side.observers != 1 else name[:1].lower() + name[1:]
    return f"{side.observers} {kind} gave {number(side.mean or 0.0, 1)}"
