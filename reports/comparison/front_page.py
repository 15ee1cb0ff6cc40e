"""What a round's data allow to be said, in five sentences: what there is, whether the kinds score alike, how often
observers agree, what they see differently, and what one score is worth.

Each sentence stands for itself, carries its numbers with their reach, and names the view that shows more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.comparison.equivalence import Equivalence
from reports.comparison.gap_words import gap_sentences
from reports.comparison.overview import AgreementOverview, GroupAgreement
from reports.comparison.sentences import basis_sentences
from reports.comparison.type_gaps import TypeGaps
from reports.comparison.wording import counted, no_range
from reports.statistics.estimate import Estimate
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.planning import more_needed

# How wide an interval of a reliability may be before more consultations are worth it (Bonett 2002 plans with this).
USEFUL_WIDTH = 0.2


@dataclass(frozen=True, slots=True)
class Said:
    """about: what the sentence answers. view: the key of the view that shows more."""

    about: str
    sentence: str
    view: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """said: the sentences, in the order in which to read them. notes: what was left out, and why."""

    said: tuple[Said, ...]
    notes: tuple[str, ...]


def front_page(overview: AgreementOverview, answers: Sequence[Equivalence], minimums: Minimums) -> FrontPage:
    """The sentences of one round. answers: one for each of `overview.gaps`, none where there is no margin."""
    basis = overview.basis
    opening = basis_sentences(basis.consultations, basis.paired, basis.sheets, basis.observers, basis.left_out)
    if not basis.sheets:
        return FrontPage((Said("What there is", opening[0], "usage"),), opening[1:])
    said = (
        Said("What there is", " ".join(opening[:2]), "usage"),
        Said("Do the kinds score alike?", _alike(overview.gaps, answers), "types"),
        Said("How often do two observers agree?", _agreeing(overview.groups, basis.paired, minimums), "agreement"),
        Said("Is there an item they see differently?", _item(overview.gaps), "sees"),
        Said("What is one score worth?", _worth(overview.groups[0]), "planning"),
    )
    return FrontPage(said, opening[2:])


def _alike(gaps: Sequence[TypeGaps], answers: Sequence[Equivalence]) -> str:
    if not gaps:
        return "Only one kind of observer has sheets here, so kinds cannot be compared."
    if not answers:
        return " ".join(gap.sentences[0] for gap in gaps)
    return " ".join(
        f"{answer.sentence} This counts {gap.total.first.observers} and {gap.total.second.observers} people."
        if answer.low is not None
        else answer.sentence
        for gap, answer in zip(gaps, answers, strict=True)
    )


def _agreeing(groups: Sequence[GroupAgreement], paired: int, minimums: Minimums) -> str:
    compared = [(group.who, group.pooled.within_one) for group in groups if group.pooled is not None]
    if not compared:
        short = not_yet(
            paired,
            minimums.paired_consultations,
            "consultation seen by two of them",
            "consultations seen by two of them",
        )
        return short or "The items have scales of different lengths, so there is no common step: see each by itself."
    # Once there are kinds to tell apart, everybody mixed says less than each two side by side.
    shown = compared if len(compared) < 3 else compared[1:]
    parts = [f"{_lowered(who)} {_of_hundred(near)}" for who, near in shown]
    opening = "Of every 100 times that two people rated the same thing, so many were the same or one step apart"
    return f"{opening}: {'; '.join(parts)}."


def _of_hundred(found: Estimate) -> str:
    if found.value is None:
        return "none that can be counted"
    if found.low is None or found.high is None:
        return f"{round(found.value * 100)} (no likely range: {no_range(found)})"
    return f"{round(found.value * 100)} (likely {round(found.low * 100)} to {round(found.high * 100)})"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _item(gaps: Sequence[TypeGaps]) -> str:
    if not gaps:
        return "Only one kind of observer has sheets here, so no item can be seen differently by another."
    said: list[str] = []
    for gap in gaps:
        sentences = gap_sentences(gap.first, gap.second, gap.total, gap.items)
        if len(sentences) > 1:
            said.append(sentences[1])
    if said:
        return " ".join(said)
    why = next((item.difference.undefined for gap in gaps for item in gap.items if item.difference.undefined), "")
    return f"Whether an item is seen differently cannot be said. {why}".strip()


def _worth(everybody: GroupAgreement) -> str:
    icc = everybody.total.icc
    reading = everybody.total.reading("icc")
    if icc.value is None:
        return reading
    plan = more_needed(icc, USEFUL_WIDTH)
    more = plan.more(icc.units)
    if not more:
        return reading
    return f"{reading} About {counted(more, 'more consultation')} seen by two observers would pin this down."
