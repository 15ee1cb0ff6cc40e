"""What a proposal for the next weeks does and buys, in sentences a lead can read out."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from reports.comparison.more_observations import MoreObservations
from reports.comparison.plan_names import PlanNames
from reports.comparison.wording import counted, listed
from reports.figures.scale import number
from reports.statistics.estimate import Estimate
from reports.statistics.rotation.graph import mean_variance, weakest_link
from reports.statistics.rotation.proposal import Proposal
from reports.statistics.rotation.wishes import Work

MOST_NAMED = 3


def plan_sentences(
    work: Work,
    found: Proposal,
    now: Sequence[Estimate],
    then: Sequence[Estimate],
    more: MoreObservations,
    names: PlanNames,
) -> tuple[str, ...]:
    """now, then: how far each clinician's mean can be relied on, in one order."""
    asked = sum(len(names) for names in found.asked.values())
    seats, sessions = counted(asked, "seat"), counted(len(work.seats), "session")
    fills = [] if found.refused else [f"The proposal fills {seats} in {sessions}."]
    said = [*fills, _hold(work, found), *_firm(work, found, names), _reliance(now, then, more)]
    said += _alike(work, found)
    busy = max(found.workload.values(), default=0)
    said.append(f"Nobody has more than {counted(busy, 'session')}.")
    if found.unfilled:
        short = counted(len(found.unfilled), "session")
        said.append(f"{short} could not be filled wholly; the reason stands beside it.")
    return tuple(said)


def _alike(work: Work, found: Proposal) -> list[str]:
    kind = {each.name: each.type for each in work.observers}
    rooms = [
        {kind[name] for name in (*seat.held, *found.asked[seat.session]) if name in kind}
        for seat in work.seats
        if len(seat.held) + len(found.asked[seat.session]) > 1
    ]
    if not rooms:
        return []
    alike = sum(len(kinds) == 1 for kinds in rooms)
    return [
        f"In {alike} of {counted(len(rooms), 'shared session')} people of one kind sit together: without any such, "
        "nobody could tell whether kinds or persons differ."
    ]


def _hold(work: Work, found: Proposal) -> str:
    if len(work.clinicians) < 2:
        return "There is only one clinician, so there is nobody to compare them with, whoever observes."
    if found.parts_after == 1:
        if found.parts_before > 1:
            return (
                f"It joins the {found.parts_before} groups that share nobody today: after it everybody watched can be "
                "compared."
            )
        return (
            "After it everybody watched can be compared, as today."
            if work.met
            else ("After it everybody watched can be compared.")
        )
    return (
        f"After it there would still be {found.parts_after} groups that share nobody, so not everybody could be "
        "compared: more sessions, or observers free of a conflict of interest, are needed."
    )


def _firm(work: Work, found: Proposal, names: PlanNames) -> list[str]:
    """How much closer comparisons would be, and whether everything would still hang on one pairing."""
    said: list[str] = []
    watched = {clinician for clinician, _ in work.met}
    before, after = mean_variance(watched, work.met), mean_variance(watched, found.met)
    if before and after is not None and len(watched) > 1:
        closer = 100 * (1 - (after / before) ** 0.5)
        if closer >= 1:
            said.append(f"Clinicians watched so far could be compared about {number(closer, 0)} % more closely.")
    weakest = weakest_link(found.met)
    if weakest is not None and weakest.alone and weakest.cut_off and found.parts_after == 1:
        who = f"{names.observers[weakest.observer]} watching {names.clinicians[weakest.clinician]}"
        lost = tuple(names.clinicians[each] for each in weakest.cut_off[:MOST_NAMED])
        rest = len(weakest.cut_off) - len(lost)
        people = listed((*lost, counted(rest, "other")) if rest else lost)
        said.append(f"The weakest link would be {who}: it alone would join {people} to the others.")
    elif found.parts_after == 1 and len(work.clinicians) > 1:
        said.append("No single pairing would carry the connection any more.")
    return said


def _reliance(before: Sequence[Estimate], after: Sequence[Estimate], more: MoreObservations) -> str:
    if more.shares is None:
        return f"How far scores could then be relied on cannot be forecast yet. {more.refused}"
    then = [each for each in after if each.value is not None]
    now = [each for each in before if each.value is not None]
    if not then:
        return "Nobody would be watched, so there is nothing to forecast."
    today = f"{_middle(now)} today and " if now else ""
    return (
        f"How far a score can be relied on, for the clinician in the middle: {today}{_middle(then)} after it. 1 would "
        "be free of error."
    )


def _middle(found: Sequence[Estimate]) -> str:
    value = median_low([each.number for each in found])
    one = next(each for each in found if each.value == value)
    reach = "" if one.low is None or one.high is None else f" (likely {number(one.low, 2)} to {number(one.high, 2)})"
    return f"{number(value, 2)}{reach}"
