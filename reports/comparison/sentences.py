"""What a lead may say first, before any table: the basis, the gap between types, agreement, what each is worth."""

from __future__ import annotations

from collections.abc import Sequence

from reports.comparison.coefficients import AgreementRow
from reports.comparison.pooled import Pooled
from reports.comparison.rating_set import LeftOut
from reports.comparison.type_gaps import TypeGaps
from reports.comparison.wording import counted, listed, many, no_range, observers_of_type


def basis_sentences(
    consultations: int, paired: int, sheets: int, observers: tuple[tuple[str, int], ...], left_out: LeftOut
) -> tuple[str, ...]:
    """How much there is, and what was left out and why."""
    if not sheets:
        return ("No consultation is open for comparing yet: every observer’s sheet for it must be in first.",)
    people = listed(tuple(observers_of_type(count, name) for name, count in observers))
    said = [f"{people} sent {counted(sheets, 'sheet')} on {counted(consultations, 'consultation')}."]
    if paired:
        were = "was" if paired == 1 else "were"
        said.append(
            f"{counted(paired, 'consultation')} {were} seen by two observers or more; only those show agreement."
        )
    else:
        said.append("No consultation was seen by two observers yet, so there is nothing to compare.")
    if left_out.warm_ups:
        said.append(f"Left out: {counted(left_out.warm_ups, 'sheet')} from warm-up consultations.")
    if left_out.not_open:
        said.append(
            f"Not counted yet: {counted(left_out.not_open, 'sheet')} on consultations where a sheet is still to come."
        )
    if left_out.other_versions:
        said.append(
            f"Left out: {counted(left_out.other_versions, 'sheet')} made with another version of the instrument."
        )
    return tuple(said)


def first_sentences(
    groups: Sequence[tuple[str, Pooled | None, AgreementRow]], gaps: Sequence[TypeGaps]
) -> tuple[str, ...]:
    """Gap between types first, then how often each group agreed, then what one sheet's total tells."""
    if not groups or not groups[0][2].meetings:
        return ()
    said: list[str] = []
    for gap in gaps:
        said.extend(gap.sentences)
    compared = [(who, pooled) for who, pooled, _ in groups if pooled is not None]
    shown = compared if len(compared) < 3 else compared[1:]
    for who, pooled in shown:
        said.append(_pooled_sentence(who, pooled))
    said.append(groups[0][2].reading("icc"))
    return tuple(said)


def _pooled_sentence(who: str, pooled: Pooled) -> str:
    same, near = pooled.exact, pooled.within_one
    if same.value is None or near.value is None:
        return f"{who}: {same.undefined or near.undefined}"

    def share(value: float, low: float | None, high: float | None) -> str:
        if low is None or high is None:
            return f"{round(value * 100)} (no likely range: {no_range(same)})"
        return f"{round(value * 100)} (likely {round(low * 100)} to {round(high * 100)})"

    return (
        f"{who} watching the same consultation gave the same rating in {share(same.value, same.low, same.high)} "
        f"of every 100 pairs, and were at most one step apart in {share(near.value, near.low, near.high)}."
    )


def kinds_apart(first: str, second: str, groups: Sequence[tuple[str, Pooled | None]]) -> tuple[str, ...]:
    """Whether two of different kinds disagree more than two of one kind do. groups: between, within first, within
    second; the pooled shares are None where there are too few pairs."""
    said: list[str] = []
    for who, pooled in groups:
        if pooled is not None and pooled.within_one.value is not None:
            near = pooled.within_one
            ends = ""
            if near.low is not None and near.high is not None:
                ends = f" (likely {round(near.low * 100)} to {round(near.high * 100)})"
            elif near.no_interval:
                ends = f" (no likely range: {no_range(near)})"
            share = f"{round(near.number * 100)}{ends}"
            said.append(f"{who} were at most one step apart in {share} of every 100 pairs of ratings.")
    missing = [who for who, pooled in groups[1:] if pooled is None]
    if missing:
        kinds = listed(tuple(who[:1].lower() + who[1:] for who in missing))
        said.append(
            f"Nothing can be said yet of {kinds}: too few consultations, or too few people. Until there are more, what "
            "looks like a difference between kinds may be one between people."
        )
    elif said:
        near = [pooled.within_one.number for _, pooled in groups if pooled is not None]
        said.append(_expected(first, second) if near[0] < min(near[1:]) else _no_less(first, second))
    return tuple(said)


def _expected(first: str, second: str) -> str:
    return (
        f"That {many(first)} and {many(second)} agree less with each other than among themselves is to be expected: it "
        "is information, not failure."
    )


def _no_less(first: str, second: str) -> str:
    return f"Here {many(first)} and {many(second)} agree no less with each other than people of one kind do."
