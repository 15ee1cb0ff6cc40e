"""The clinician's own rating, given before any result was seen, beside the observers'."""

from instruments.definition import Instrument
from instruments.scoring import Score, Scores, score
from instruments.sheet import Chosen, Sheet, rated_code
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.profile import Profile, Row, scale_of_items
from reports.feedback.question import LONGEST_ON_THE_FRONT
from reports.feedback.shape import Block, Bullets, DataTable, Paragraph, Section, Subheading
from reports.feedback.wording import count_of, note_for, value_with_interval
from reports.figures.scale import number

PROMPTS = Bullets(
    (
        "Where do you and the observers see the same? Keep doing that.",
        "Where do you see it most differently? What might they have noticed that you could not?",
        "What surprised you, and what would you like to ask the observers about it?",
    )
)


def own_scores(evidence: FeedbackEvidence) -> Scores | None:
    """The scores of the clinician's own rating; None when there is none."""
    own = evidence.preparation.self_ratings
    return _scored(evidence.instrument, own) if own else None


def _scored(instrument: Instrument, own: Sheet) -> Scores:
    """Scored as a consultation with a decision: a self-rating is of practice and is not asked the gate."""
    gate = instrument.question_with_role("decision_gate")
    if gate is not None and gate.id not in own and gate.option("yes") is not None:
        own = {**own, gate.id: Chosen(("yes",))}
    return score(instrument, own)


def self_rating_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """The clinician's own rating beside the others, or the sentence that there is none."""
    own = evidence.preparation.self_ratings
    title = "How you rated yourself"
    question = _long_question(evidence)
    if not own:
        none = Paragraph("You did not rate yourself before this report was made.")
        return Section("self", title, (none, *question))
    scores = _scored(evidence.instrument, own)
    rows = [("Overall", _own(scores.total), *_means(results.whole))]
    by_domain = dict(scores.domains)
    rows.extend((row.part.label, _own(by_domain[row.part.id]), *_means(row)) for row in results.domains)
    for row in results.items:
        mine = _own_rating(evidence, row, own)
        said = "not rated" if mine is None else number(mine)
        rows.append((row.part.label, said, *(value_with_interval(cell.estimate, 1) for cell in row.cells)))
    table = DataTable(
        "self-rating",
        "Your own rating, given before you saw any result, beside the observers’ means",
        ("Part", "You", *(group.type.plural for group in groups)),
        tuple(rows),
        note_for(tuple(rows), f"{_scales(results)} In brackets: the 95 % interval. n is the number of consultations."),
    )
    rated = sum(1 for item in evidence.instrument.items if rated_code(own.get(item.id)))
    opening = f"You rated {rated} of {count_of(len(results.items), 'item')} before seeing any result."
    prompts = (Subheading("To think about"), PROMPTS)
    compared = _compared(evidence, results, own)
    return Section("self", title, (Paragraph(opening), table, *compared, *prompts, *question))


def _own_rating(evidence: FeedbackEvidence, row: Row, own: Sheet) -> float | None:
    item = evidence.instrument.item(row.part.id)
    point = item.scale.point(rated_code(own.get(item.id)))
    return None if point is None else float(point.score)


def _compared(evidence: FeedbackEvidence, results: Profile, own: Sheet) -> tuple[Block, ...]:
    """The items on which the own rating lies outside the range of every kind of observer that may be shown."""
    higher: list[str] = []
    lower: list[str] = []
    ranged = 0
    for row in results.items:
        mine = _own_rating(evidence, row, own)
        known = [cell.estimate for cell in row.cells if cell.estimate.has_interval]
        if mine is None or not known:
            continue
        ranged += 1
        if all(each.high is not None and mine > each.high for each in known):
            higher.append(row.part.label)
        elif all(each.low is not None and mine < each.low for each in known):
            lower.append(row.part.label)
    if not ranged:
        return ()
    blocks: list[Block] = []
    for direction, names in (("higher", higher), ("lower", lower)):
        if names:
            said = f"You rated yourself {direction} than any kind of observer did, beyond their range, on:"
            blocks += [Paragraph(said), Bullets(tuple(names))]
    return tuple(blocks) or (Paragraph("No rating of yours lies clearly outside the range of the observers’."),)


def _long_question(evidence: FeedbackEvidence) -> tuple[Block, ...]:
    """The whole question, where the first page had no room for it."""
    question = evidence.preparation.question.strip()
    if len(question) <= LONGEST_ON_THE_FRONT:
        return ()
    return (Subheading("Your own question, whole"), Paragraph(question))


def _scales(results: Profile) -> str:
    """Two scales stand in one column, so each is named."""
    ends = {(row.part.lowest, row.part.highest) for row in (results.whole, *results.domains)}
    low, high = next(iter(ends))
    several = "Overall and domains go" if results.domains else "The overall score goes"
    scores = f"{several} from {number(low)} to {number(high)}." if len(ends) == 1 else ""
    return " ".join(each for each in (scores, scale_of_items(results.items)) if each)


def _own(mine: Score) -> str:
    return "not scored" if mine.value is None else number(float(mine.value), 0)


def _means(row: Row) -> tuple[str, ...]:
    return tuple(value_with_interval(cell.estimate, row.part.places) for cell in row.cells)
