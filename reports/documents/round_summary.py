"""A round for a team meeting: what can be said, how the points were used, what to talk about. Nobody in it by name.

The sentences and counts are those of the lead's pages, where kinds of few people are left out already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.comparison.figures import item_distribution
from reports.comparison.front_page import FrontPage
from reports.comparison.rating_counts import ItemCounts
from reports.documents.paper import Paper
from reports.feedback.shape import (
    Block,
    Bullets,
    DataTable,
    Facts,
    FigureBlock,
    Paragraph,
    Section,
    Subheading,
    WritingSpace,
)
from reports.feedback.wording import between, on_day
from reports.figures.rating_distribution import Distribution, RatingDistribution

# As for a band of colleagues.
LEAST_TO_COUNT = 10
LEAST_TO_SAY = 3
OPEN = (
    "How often each point was given is told once the round is closed: two papers of an open round, taken from each "
    "other, would give single visits."
)


@dataclass(frozen=True, slots=True)
class RoundOfTeam:
    """What the round is, in the words of its lead."""

    team: str
    programme: str
    name: str
    opens_on: date
    closes_on: date
    instrument: str
    closed: bool
    aim: str = ""


def round_summary(
    of: RoundOfTeam,
    front: FrontPage,
    counts: Sequence[ItemCounts],
    clinicians: int,
    left_out: Sequence[str],
    today: date,
) -> Paper:
    """clinicians: how many were observed. left_out: sentences on what is not shown, and why."""
    few = _too_few(clinicians)
    held = few or ("" if of.closed else OPEN)
    return Paper(
        title="For the team meeting",
        subtitle=f"{of.programme}: {of.name}",
        language="en",
        day=today,
        foot=f"{of.team}. As it stood on {on_day(today)}.",
        facts=Facts(
            (
                ("Team", of.team),
                ("Period", between(of.opens_on, of.closes_on)),
                ("Scored with", of.instrument),
                *((("What for", of.aim),) if of.aim else ()),
            )
        ),
        sections=(
            Section("said", "What can be said", _said(front) if clinicians >= LEAST_TO_SAY else (Paragraph(few),)),
            *(_used(counts) if not held else ()),
            Section("talk", "To talk about", _to_talk_about()),
            Section("not-here", "What is not in here", _not_here((held, *front.notes, *left_out))),
        ),
    )


def _said(front: FrontPage) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for each in front.said:
        blocks += [Subheading(each.about), Paragraph(each.sentence)]
    return tuple(blocks)


def _used(counts: Sequence[ItemCounts]) -> tuple[Section, ...]:
    """A figure for each scale that items share."""
    blocks: list[Block] = []
    for at, labels in enumerate(dict.fromkeys(each.labels for each in counts)):
        figure = item_distribution([each for each in counts if each.labels == labels], "How often each point was given")
        if figure is not None:
            blocks.append(_figure(figure, at))
    return (Section("points", "How the points were used", tuple(blocks)),) if blocks else ()


def _figure(figure: RatingDistribution, at: int) -> FigureBlock:
    rows = tuple(
        (row.label, group, *_counts(each, len(figure.points)))
        for row in figure.rows
        for group, each in zip(figure.groups, row.groups, strict=True)
    )
    columns = ("Item", "Observers", *figure.points, "Not scored", "Blank")
    twin = DataTable(f"points-{at}", "Ratings with each point", columns, rows)
    return FigureBlock(
        f"points-{at}",
        "How often each point was given",
        "Each bar is all ratings of one kind of observer. The lowest point stands at the left.",
        figure,
        twin,
    )


def _counts(each: Distribution, points: int) -> tuple[str, ...]:
    if each.not_yet:
        return (each.not_yet, *("–",) * (points + 1))
    return tuple(str(count) for count in (*each.points, each.not_scored, each.left_blank))


def _to_talk_about() -> tuple[Block, ...]:
    return (
        Paragraph("Take what matters to patients first. A low point is an invitation, not a verdict."),
        WritingSpace("together", "What do both kinds of observer see?", 2),
        WritingSpace("apart", "Where do they part, and what might each have noticed?", 2),
        WritingSpace("try", "One thing we try as a team, and how we will know", 2),
    )


def _not_here(notes: Sequence[str]) -> tuple[Block, ...]:
    always = (
        "No clinician, observer or patient is in here by name, and nothing of one visit.",
        "Kinds of observers with too few people are left out, also where they could be worked out from the rest.",
    )
    return (Bullets((*always, *(note for note in notes if note))),)


def _too_few(clinicians: int) -> str:
    """With few colleagues round the table everybody knows whose point it was."""
    if clinicians >= LEAST_TO_COUNT:
        return ""
    return (
        f"Points are counted from {LEAST_TO_COUNT} clinicians on; here are {clinicians}. With fewer, everybody in the"
        " room would know whose they are."
    )
