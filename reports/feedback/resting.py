"""What a report shows beside its own sheets: who must make it anew when something is withdrawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.feedback.evidence import EarlierRelease, FeedbackEvidence
from reports.feedback.groups import Group, groups
from reports.feedback.held_back import unrated_parts
from reports.feedback.overall import standing_of
from reports.feedback.previous import kept_result
from reports.feedback.profile import profile
from reports.feedback.readings import DomainParts, Part, domain_parts, whole_part


@dataclass(frozen=True, slots=True)
class Resting:
    """used: per observer type shown, [consultation, observer, parts it has no score for] of the sheets its figures rest
    on. results: the overall results shown, as plain values. on_round: whether a number of the whole round is shown.
    previous: the opaque key of the earlier report whose results stand beside these, or "".
    """

    used: Mapping[str, list[list[Any]]]
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
    parts = whole_part(evidence.instrument), domain_parts(evidence.instrument, evidence.language)
    return Resting(
        {group.type.code: _used(group, *parts) for group in grouped if group.shown},
        {group.type.code: kept_result(cell.estimate) for group, cell in shown},
        on_round,
        previous.key if previous is not None and beside else "",
    )


def earlier_release(observer_type: str, used: Sequence[Sequence[Any]]) -> EarlierRelease:
    """What `used` said of one type, as the next report needs it. Older records name no parts."""
    return EarlierRelease(
        observer_type,
        frozenset((sheet[0], sheet[1]) for sheet in used),
        frozenset((sheet[0], sheet[1], part) for sheet in used if len(sheet) > 2 for part in sheet[2]),
    )


def _used(group: Group, whole: Part, domains: tuple[DomainParts, ...]) -> list[list[Any]]:
    unrated: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for consultation, observer, part in sorted(unrated_parts(group, whole, domains)):
        unrated[consultation, observer].append(part)
    return [[*pair, unrated[pair]] for pair in sorted(group.pairs)]
