"""The clinician's own rating, given before any result was seen, beside the observers'."""

from instruments.definition import Instrument
from instruments.scoring import Score, Scores, score
from instruments.sheet import Chosen, Sheet, rated_code
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.profile import Profile, Row
from reports.feedback.shape import DataTable, Paragraph, Section
from reports.feedback.wording import count_of, value_with_interval
from reports.figures.scale import number


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
    if not own:
        return Section("self", title, (Paragraph("You did not rate yourself before this report was made."),))
    scores = _scored(evidence.instrument, own)
    rows = [("Overall", _own(scores.total), *_means(results.whole))]
    by_domain = dict(scores.domains)
    rows.extend((row.part.label, _own(by_domain[row.part.id]), *_means(row)) for row in results.domains)
    for row in results.items:
        item = evidence.instrument.item(row.part.id)
        point = item.scale.point(rated_code(own.get(item.id)))
        mine = "not rated" if point is None else number(float(point.score))
        rows.append((row.part.label, mine, *(value_with_interval(cell.estimate, 1) for cell in row.cells)))
    table = DataTable(
        "self-rating",
        "Your own rating, given before you saw any result, beside the observers’ means",
        ("Part", "You", *(group.type.plural for group in groups)),
        tuple(rows),
        "n is the number of consultations.",
    )
    rated = sum(1 for item in evidence.instrument.items if rated_code(own.get(item.id)))
    said = f"You rated {rated} of {count_of(len(results.items), 'item')} before seeing any result."
    return Section("self", title, (Paragraph(f"{said} Where do you and the observers see it differently?"), table))


def _own(mine: Score) -> str:
    return "not scored" if mine.value is None else number(float(mine.value), 0)


def _means(row: Row) -> tuple[str, ...]:
    return tuple(value_with_interval(cell.estimate) for cell in row.cells)
