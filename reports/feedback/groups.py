"""The sheets of one observer type that count towards a clinician's feedback, and whether they are enough to show."""

from collections import defaultdict
from dataclasses import dataclass

from reports.feedback.evidence import FeedbackEvidence, ObservedSheet, ObserverType
from reports.feedback.releases_apart import Pairs, usable
from reports.feedback.wording import more_needed


@dataclass(frozen=True, slots=True)
class Group:
    """One observer type's sheets that every one of its figures rests on: warm-ups and sheets without a score left out.

    not_yet: empty when figures may be shown. unscored: sheets left out because the instrument's rule gives them no
    score, as of a visit without a decision. waiting: scored sheets left out so that no report gives another away.
    earlier: per earlier report the sheets it used; unrated: (consultation, observer, part) they did not rate.
    """

    type: ObserverType
    sheets: tuple[ObservedSheet, ...]
    not_yet: str = ""
    unscored: int = 0
    waiting: int = 0
    earlier: tuple[Pairs, ...] = ()
    unrated: frozenset[tuple[str, str, str]] = frozenset()

    @property
    def shown(self) -> bool:
        return not self.not_yet

    @property
    def observers(self) -> int:
        return len({sheet.observer for sheet in self.sheets})

    @property
    def consultations(self) -> int:
        return len({sheet.consultation for sheet in self.sheets})

    @property
    def pairs(self) -> Pairs:
        return frozenset((sheet.consultation, sheet.observer) for sheet in self.sheets)


def counted(evidence: FeedbackEvidence) -> tuple[ObservedSheet, ...]:
    """All sheets but the warm-ups."""
    return tuple(sheet for sheet in evidence.observations if not sheet.warm_up)


def groups(evidence: FeedbackEvidence) -> tuple[Group, ...]:
    """A group for every observer type of the programme, in the programme's order, empty ones too."""
    sheets: defaultdict[str, list[ObservedSheet]] = defaultdict(list)
    for sheet in sorted(counted(evidence), key=lambda each: (each.consultation, each.observer)):
        sheets[sheet.observer_type].append(sheet)
    return tuple(_group(evidence, kind, sheets[kind.code]) for kind in evidence.observer_types)


def _group(evidence: FeedbackEvidence, kind: ObserverType, sheets: list[ObservedSheet]) -> Group:
    has_total = evidence.instrument.scoring.rule != "profile"
    scored = [sheet for sheet in sheets if not has_total or sheet.scores.total.value is not None]
    releases = [each for each in evidence.earlier_releases if each.observer_type == kind.code]
    earlier = tuple(each.used for each in releases)
    minimums = evidence.minimums
    current = frozenset((sheet.consultation, sheet.observer) for sheet in scored)
    kept = usable(current, earlier, minimums.observers_in_group)
    group = Group(
        kind,
        tuple(sheet for sheet in scored if (sheet.consultation, sheet.observer) in kept),
        unscored=len(sheets) - len(scored),
        waiting=len(current) - len(kept),
        earlier=earlier,
        unrated=frozenset[tuple[str, str, str]]().union(*(each.unrated for each in releases)),
    )
    return _with_reason(group, _not_yet(evidence, group, len(current)))


def _with_reason(group: Group, reason: str) -> Group:
    return Group(group.type, group.sheets, reason, group.unscored, group.waiting, group.earlier, group.unrated)


def _not_yet(evidence: FeedbackEvidence, group: Group, scored: int) -> str:
    minimums = evidence.minimums
    missing_observers = max(0, minimums.observers_in_group - group.observers)
    missing_consultations = max(0, minimums.consultations_for_result - group.consultations)
    if not missing_observers and not missing_consultations:
        return ""
    if group.waiting and scored > len(group.sheets):
        return "Not yet: too little has changed since the last report to show a new result safely."
    return more_needed(group.type, missing_observers, missing_consultations)
