"""A reporting checklist for studies of reliability and agreement, filled in as far as the data and the round go.

The fifteen points are those of the Guidelines for Reporting Reliability and Agreement Studies (GRRAS): Kottner, J. et
al. (2011) J Clin Epidemiol 64, 96-106. They are asked here in our own words; what only a person can know is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.comparison.coefficients import AgreementRow
from reports.comparison.equivalence import Equivalence
from reports.comparison.front_page import FrontPage
from reports.comparison.method_words import method_words
from reports.comparison.overview import AgreementOverview
from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import KINDS, counted, listed, observers_of_type
from reports.figures.scale import number
from reports.statistics.minimums import Minimums


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the round's own record says of the study. imported: it took place elsewhere, and nothing is known of how."""

    programme: str
    round: str
    instrument: str
    how_chosen: str
    opens_on: date
    closes_on: date
    margin_changes: tuple[str, ...] = ()
    imported: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """One point: its number, the part of a paper it belongs to, what it asks, what is known, what a person must add."""

    number: int
    part: str
    asks: str
    known: tuple[str, ...]
    to_add: tuple[str, ...]


def reporting_checklist(
    ratings: RatingSet,
    overview: AgreementOverview,
    front: FrontPage,
    answers: Sequence[Equivalence],
    circumstances: Circumstances,
    minimums: Minimums,
) -> tuple[ChecklistPoint, ...]:
    """All fifteen points, in their order."""
    return (
        *_opening(ratings, overview, circumstances),
        *_methods(overview, answers, circumstances, minimums),
        *_results(ratings, overview, front),
    )


def as_text(title: str, points: Sequence[ChecklistPoint]) -> str:
    """The checklist as Markdown, which is also plain text to read."""
    lines = [f"# {title}", "", "What a person must add is marked **To add**.", ""]
    part = ""
    for point in points:
        if point.part != part:
            part = point.part
            lines += [f"## {part}", ""]
        lines += [f"### {point.number}. {point.asks}", ""]
        lines += [_paragraph(each) for each in point.known]
        lines += [_paragraph(f"**To add:** {each}") for each in point.to_add]
    return "\n".join(lines).rstrip() + "\n"


def _paragraph(text: str) -> str:
    return f"{' '.join(text.split())}\n"


def _opening(ratings: RatingSet, overview: AgreementOverview, told: Circumstances) -> tuple[ChecklistPoint, ...]:
    kinds = listed(tuple(observers_of_type(count, name) for name, count in overview.basis.observers)) or "none yet"
    scales = sorted({(len(item.points), item.points[0], item.points[-1]) for item in ratings.items})
    scale = listed(tuple(f"{count} points from {number(low)} to {number(high)}" for count, low, high in scales))
    return (
        ChecklistPoint(
            1,
            "Title and summary",
            "Does the title or summary say that reliability or agreement between raters was studied?",
            (f"Suggested: “Agreement between observers of shared decision making in clinic: {told.programme}”.",),
            (),
        ),
        ChecklistPoint(
            2,
            "Introduction",
            "What was measured, and with what instrument?",
            (
                f"{told.instrument}: {counted(len(ratings.items), 'item')}, scales of {scale}. The total runs from "
                f"{number(ratings.total.lowest)} to {number(ratings.total.highest)}. Fingerprint of the exact version: "
                f"{ratings.fingerprint}.",
            ),
            ("Where the instrument comes from, and what it is meant to measure.",),
        ),
        ChecklistPoint(
            3,
            "Introduction",
            "Which consultations and clinicians is this about?",
            (),
            ("The clinics, the conditions seen there, and to whom you wish the results to apply.",),
        ),
        ChecklistPoint(
            4,
            "Introduction",
            "Which raters is this about?",
            (f"Observers who took part: {kinds}.",),
            ("How observers were found, and to which other observers the results should apply.",),
        ),
        ChecklistPoint(
            5,
            "Introduction",
            "What is known already, and why was this study needed?",
            (),
            ("Earlier findings on this instrument and on lay and professional observers, and your question.",),
        ),
    )


def _methods(
    overview: AgreementOverview,
    answers: Sequence[Equivalence],
    told: Circumstances,
    minimums: Minimums,
) -> tuple[ChecklistPoint, ...]:
    margins = tuple(
        f"The margin within which kinds of observer count as alike was {number(each.margin)} points of the total, "
        f"{'named by the programme' if each.agreed else 'one step on one item, the default'}."
        for each in answers[:1]
    )
    return (
        ChecklistPoint(
            6,
            "Methods",
            "How were the numbers of raters, consultations and repeated ratings chosen?",
            (
                f"Numbers were shown only from {minimums.paired_consultations} consultations seen by two observers, "
                f"{minimums.observers_to_describe} observers of a kind (for an interval {minimums.observers_to_infer}) "
                f"and {minimums.ratings_of_observer} sheets of an observer on.",
                *margins,
                *told.margin_changes,
            ),
            ("The sample size you planned, and how you came to it.",),
        ),
        ChecklistPoint(
            7,
            "Methods",
            "How were consultations and raters sampled?",
            (f"How consultations were chosen: {told.how_chosen}",) if told.how_chosen else (),
            ("How many patients were asked and said no, and how observers were given to sessions.",),
        ),
        ChecklistPoint(
            8,
            "Methods",
            "How did rating take place: when, with what information, and blind to what?",
            (
                *_how_rated(told),
                *(
                    (f"Left out: {counted(overview.basis.left_out.warm_ups, 'sheet')} from warm-up consultations.",)
                    if overview.basis.left_out.warm_ups
                    else ()
                ),
            ),
            ("What observers knew of patient and clinician, and any departure from this.",),
        ),
        ChecklistPoint(
            9,
            "Methods",
            "Were ratings made independently?",
            () if told.imported else ("Yes: each scored alone, and only the first locked scores are analysed.",),
            (f"Whether {'raters' if told.imported else 'observers'} could talk before they scored.",),
        ),
        ChecklistPoint(10, "Methods", "Which statistics were used?", _statistics(overview), ()),
    )


def _how_rated(told: Circumstances) -> tuple[str, ...]:
    if told.imported:
        return ("The ratings were brought in from a study that took place elsewhere.",)
    return (
        f"Observers sat in on consultations between {_day(told.opens_on)} and {_day(told.closes_on)} and scored each "
        "on a tablet.",
        "Nobody could see another’s ratings of a consultation before every sheet for it was in or given up.",
    )


def _results(ratings: RatingSet, overview: AgreementOverview, front: FrontPage) -> tuple[ChecklistPoint, ...]:
    basis = overview.basis
    total = overview.groups[0].total if overview.groups else None
    return (
        ChecklistPoint(
            11,
            "Results",
            "How many raters, consultations and repeated ratings entered?",
            (
                f"{counted(basis.sheets, 'sheet')} on {counted(basis.consultations, 'consultation')} of "
                f"{counted(basis.clinicians, 'clinician')}; {counted(basis.paired, 'consultation')} with two sheets or "
                "more.",
            ),
            (),
        ),
        ChecklistPoint(
            12,
            "Results",
            "Who were the raters and what were the consultations like?",
            tuple(f"{observers_of_type(count, name)}." for name, count in basis.observers),
            ("Training and experience of observers, professions of clinicians, and the kinds of consultation.",),
        ),
        ChecklistPoint(
            13,
            "Results",
            "What are the estimates, each with its uncertainty?",
            (*(said.sentence for said in front.said[1:]), *(() if total is None else _estimates(total))),
            (),
        ),
        ChecklistPoint(
            14,
            "Discussion",
            "What do the results mean in practice?",
            (),
            ("What you will do with them, what they do not show, and what observers and clinicians say to them.",),
        ),
        ChecklistPoint(
            15,
            "Further material",
            "Where are the detailed results?",
            (
                "The analysis bundle of this round holds the ratings with codes instead of names, the codebook, the "
                f"commands and every number of {counted(len(overview.groups), 'group')} and "
                f"{counted(len(ratings.items), 'item')}.",
            ),
            ("Where readers can get it, if they may.",),
        ),
    )


def _statistics(overview: AgreementOverview) -> tuple[str, ...]:
    """Each coefficient with the ways in which it was made here, as a methods section would say it."""
    said: list[str] = []
    rows = [group.total for group in overview.groups]
    for kind in KINDS:
        ways = method_words(row.estimate(kind.kind).method for row in rows if row.estimate(kind.kind).value is not None)
        if ways:
            said.append(f"{kind.name}: {'; or '.join(ways)}.")
    gaps = dict.fromkeys(gap.total.difference.method for gap in overview.gaps if gap.total.difference.method)
    said.extend(f"Gap between kinds of observer: {way}." for way in gaps)
    if overview.gaps:
        said.append("Alike or not: two one-sided tests at 5 % each against the margin, with observers as the units.")
    return tuple(said) or ("Nothing has been worked out yet.",)


def _estimates(total: AgreementRow) -> tuple[str, ...]:
    return tuple(f"Total score, {kind.name}: {total.words(kind.kind)} ({total.basis})." for kind in KINDS)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
