"""The overall result with everything it may be held against: adjusted, earlier, colleagues', the clinician's own.

Two kinds of observer side by side, never merged; what may not stand on one axis with the result is said in words.
"""

from dataclasses import replace

from instruments.definition import PublishedRange, in_language
from reports.feedback.adjusted import WHY_ADJUSTED, adjusted_sentence
from reports.feedback.beside import Band, Standing
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.previous import PreviousReport, smallest_change
from reports.feedback.profile import NOT_YET, Cell, Profile, Row
from reports.feedback.result import side_by_side
from reports.feedback.self_rating import own_scores
from reports.feedback.shape import Block, DataTable, FigureBlock, Paragraph, Section, Subheading
from reports.feedback.wording import between, count_of, listed, said_together
from reports.figures.result_lines import LineKind, ResultGroup, ResultLine, ResultLines
from reports.figures.scale import number
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.fair_scores import FairScore

TITLE = "Your overall result, and what to compare it with"
NOT_ADJUSTED = "Not adjusted"
APART = "Not on one axis"
_WAITING = FairScore(undefined("Not every observation counts in this report."))


def overall_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """The columns in words, one figure with its table, then what each line in it means; or the reasons alone."""
    whole = results.whole
    pairs = tuple(zip(groups, whole.cells, strict=True))
    columns_of_words = side_by_side(groups, whole)
    if not any(cell.estimate.defined for cell in whole.cells):
        return Section("overall", TITLE, (columns_of_words,))
    columns = tuple(_column(evidence, group, cell, whole, at) for at, (group, cell) in enumerate(pairs))
    blocks: list[Block] = [columns_of_words, _figure(evidence, columns, whole)]
    shown = [(group, cell) for group, cell in pairs if cell.estimate.defined]
    blocks.append(Subheading("Adjusted for who observed"))
    standings = [(group.type, standing_of(evidence, group)) for group, _ in shown]
    if any(standing.fair.estimate.defined for _, standing in standings):
        blocks.append(Paragraph(WHY_ADJUSTED))
    adjusted = tuple((kind.plural, adjusted_sentence(kind, standing, whole.part)) for kind, standing in standings)
    blocks += [Paragraph(each) for each in said_together(adjusted)]
    if evidence.previous is not None:
        blocks += [Subheading("Beside your last report"), *_change(evidence.previous, shown, whole)]
    blocks += [Subheading("Beside your colleagues"), *_colleagues(evidence, shown)]
    published = evidence.instrument.published_range
    if published is not None:
        blocks += [Subheading("Beside what has been published"), Paragraph(_published(published, evidence.language))]
    return Section("overall", TITLE, tuple(blocks))


def standing_of(evidence: FeedbackEvidence, group: Group) -> Standing:
    """This clinician beside the round in the eyes of one type; an empty one when nobody looked."""
    of_type = (each for each in evidence.standings if each.observer_type == group.type.code)
    found = next(of_type, Standing(group.type.code))
    # The round is fitted with all sheets: beside a result without some of them it would give those away.
    return replace(found, fair=_WAITING, pairing=None) if group.waiting else found


def _column(evidence: FeedbackEvidence, group: Group, cell: Cell, whole: Row, at: int) -> ResultGroup:
    places = whole.part.places
    found = [_line("raw", "As observed", cell.estimate, NOT_YET, places)]
    if cell.estimate.defined:
        standing = standing_of(evidence, group)
        found.append(_line("fair", "Adjusted for who observed", standing.fair.estimate, NOT_ADJUSTED, places))
        before = evidence.previous.result(group.type.code) if evidence.previous else None
        if before is not None and evidence.previous is not None:
            found.append(_line("earlier", f"Last report: {evidence.previous.round_name}", before, APART, places))
        found.extend(_band(standing.band, places))
    return ResultGroup(group.type.plural, tuple(found), at)


def _line(kind: LineKind, name: str, found: Estimate, otherwise: str, places: int) -> ResultLine:
    """Rounded as it is printed: a figure never holds more than its words."""
    if found.value is None:
        return ResultLine(kind, name, not_yet=otherwise)
    low, high = (None if end is None else round(end, places) for end in (found.low, found.high))
    return ResultLine(kind, name, round(found.value, places), low, high)


def _band(band: Band, places: int) -> tuple[ResultLine, ...]:
    if band.low is None or band.high is None:
        return ()
    name = f"Middle half of {count_of(band.clinicians, 'clinician')}"
    return (ResultLine("band", name, low=round(band.low, places), high=round(band.high, places)),)


def _figure(evidence: FeedbackEvidence, columns: tuple[ResultGroup, ...], whole: Row) -> FigureBlock:
    own = _own(evidence)
    alone = ResultLine("own", "Your own rating", float(round(own, whole.part.places))) if own is not None else None
    others = tuple(line for line in (alone, _published_line(evidence)) if line is not None)
    groups = (*columns, ResultGroup("", others)) if others else columns
    figure = ResultLines(TITLE, groups, whole.part.lowest, whole.part.highest)
    names = tuple(dict.fromkeys(line.name for column in columns for line in column.lines))
    rows = [(name, *(_said(column, name) for column in columns)) for name in names]
    rows.extend((line.name, *(line.words for _ in columns)) for line in others)
    twin = DataTable(
        "overall-lines",
        f"Overall result out of {number(whole.part.highest)}, with 95 % intervals",
        ("What is shown", *(column.name for column in columns)),
        tuple(rows),
    )
    caption = "The overall result by kind of observer"
    return FigureBlock("figure-overall", caption, _how_to_read(groups), figure, twin)


def _how_to_read(groups: tuple[ResultGroup, ...]) -> str:
    """What the marks are, of those that are there."""
    drawn = [line for group in groups for line in group.lines if line.value is not None or line.low is not None]
    hollow = any(line.kind not in ("raw", "band") for line in drawn)
    band = any(line.kind == "band" for line in drawn)
    beside = tuple(name for name, there in (("hollow marks", hollow), ("the grey bar", band)) if there)
    said = ["The filled mark is what was observed."]
    if beside:
        subject = listed(beside)
        verb = "are" if hollow else "is"
        said.append(f"{subject[:1].upper()}{subject[1:]} {verb} there to compare it with.")
    if any(line.low is not None and line.value is not None for line in drawn):
        said.append("The lines through the marks are 95 % intervals.")
    return " ".join(said)


def _published_line(evidence: FeedbackEvidence) -> ResultLine | None:
    published = evidence.instrument.published_range
    if published is None:
        return None
    mean = None if published.mean is None else float(published.mean)
    return ResultLine("published", "Published elsewhere", mean, float(published.lowest), float(published.highest))


def _published(published: PublishedRange, language: str) -> str:
    reach = f"from {number(float(published.lowest))} to {number(float(published.highest))}"
    mean = "" if published.mean is None else f", with a mean of {number(float(published.mean))}"
    return (
        f"{in_language(published.who, language)}: scores ran {reach}{mean} ({published.source})."
        f" {in_language(published.caveat, language)} It is no mark to reach."
    )


def _said(column: ResultGroup, name: str) -> str:
    return next((line.words for line in column.lines if line.name == name), "–")


def _own(evidence: FeedbackEvidence) -> float | None:
    scores = own_scores(evidence)
    return None if scores is None or scores.total.value is None else float(scores.total.value)


def _change(previous: PreviousReport, shown: list[tuple[Group, Cell]], whole: Row) -> tuple[Block, ...]:
    """Now, then, and whether the change is more than error."""
    opening = f"Your last report: {previous.round_name} ({between(previous.starts, previous.ends)})."
    blocks: list[Block] = [Paragraph(opening)]
    reasons: set[str] = set()
    crossed = False
    for group, cell in shown:
        before = previous.result(group.type.code)
        if before is None:
            blocks.append(Paragraph(f"{group.type.plural}: it showed no result of theirs."))
        elif before.value is None:
            reasons.add(before.undefined or APART)
        else:
            crossed = True
            blocks.append(Paragraph(f"{group.type.plural}: {_compared(before, cell.estimate, whole.part.places)}"))
    blocks += [Paragraph(reason) for reason in sorted(reasons)]
    if crossed and previous.crossing:
        blocks.append(Paragraph(previous.crossing, "note"))
    return tuple(blocks)


def _compared(before: Estimate, now: Estimate, places: int) -> str:
    then, here = round(before.number, places), round(now.number, places)
    said = f"{number(then)} then, {number(here)} now."
    smallest = smallest_change(before, now)
    if smallest is None:
        return f"{said} How large a change would have to be to mean something is not known."
    limit = max(round(smallest, places), 10.0**-places)
    said += f" A change below {number(limit)} points is no more than error."
    if abs(here - then) < limit:
        return f"{said} So this is no change to rely on."
    return f"{said} So this is more than error: the score went {'up' if here > then else 'down'}."


def _colleagues(evidence: FeedbackEvidence, shown: list[tuple[Group, Cell]]) -> tuple[Block, ...]:
    """What the grey bar is, and for whom there is none yet."""
    blocks: list[Block] = []
    bands = [(group.type, standing_of(evidence, group).band) for group, _ in shown]
    if any(band.low is not None for _, band in bands):
        blocks.append(
            Paragraph(
                "The grey bar is where the middle half of the clinicians of this round stand, you among them. It says"
                " where most are now, not where anybody should be. Its ends are worked out from everybody’s scores, so"
                " that no colleague’s score can be read from it."
            )
        )
    missing: list[tuple[str, str]] = []
    for kind, band in bands:
        if band.low is None:
            more = count_of(band.needed or evidence.minimums.clinicians_in_band, "more clinician")
            missing.append(
                (kind.plural, f"not yet, {more} with enough observations needed before there is a grey bar.")
            )
    return (*blocks, *(Paragraph(each) for each in said_together(tuple(missing))))
