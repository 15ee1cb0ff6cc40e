"""What a report shows beside its own sheets: who must make it anew when something is withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import groups
from reports.feedback.overall import standing_of
from reports.feedback.previous import kept_result
from reports.feedback.profile import profile


@dataclass(frozen=True, slots=True)
class Resting:
    """results: the overall results shown, per observer type, as plain values. on_round: whether a number of the whole
    round is shown. previous: the opaque key of the earlier report whose results stand beside these, or ""."""

    results: Mapping[str, Mapping[str, Any]]
    on_round: bool
    previous: str


def resting(evidence: FeedbackEvidence) -> Resting:
    """Of the report that `build_feedback` makes from the same evidence."""
    grouped = groups(evidence)
    whole = profile(evidence.instrument, grouped, evidence.minimums, evidence.language).whole
    shown = [(group, cell) for group, cell in zip(grouped, whole.cells, strict=True) if cell.estimate.defined]
    standings = [standing_of(evidence, group) for group, _ in shown]
    on_round = any(each.fair.estimate.defined or each.band.low is not None for each in standings)
    previous = evidence.previous
    beside = previous is not None and any(previous.result(group.type.code) for group, _ in shown)
    return Resting(
        {group.type.code: kept_result(cell.estimate) for group, cell in shown},
        on_round,
        previous.key if previous is not None and beside else "",
    )
