"""The sheets of one observer type that count towards a clinician's feedback, and whether they are enough to show."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.feedback.evidence import FeedbackEvidence, ObservedSheet, ObserverType
from reports.feedback.wording import more_needed


@dataclass(frozen=True, slots=True)
class Group:
    """One observer type's counted sheets (warm-ups left out). `not_yet` is empty when figures may be shown."""

    type: ObserverType
    sheets: tuple[ObservedSheet, ...]
    not_yet: str = ""

    @property
    def shown(self) -> bool:
        return not self.not_yet

    @property
    def observers(self) -> int:
        return len({sheet.observer for sheet in self.sheets})

    @property
    def consultations(self) -> int:
        return len({sheet.consultation for sheet in self.sheets})


def counted(evidence: FeedbackEvidence) -> tuple[ObservedSheet, ...]:
    """All sheets but the warm-ups."""
    return tuple(sheet for sheet in evidence.observations if not sheet.warm_up)


def groups(evidence: FeedbackEvidence) -> tuple[Group, ...]:
    """A group for every observer type of the programme, in the programme's order, empty ones too."""
    sheets = counted(evidence)
    return tuple(
        _group(evidence, kind, tuple(sheet for sheet in sheets if sheet.observer_type == kind.code))
        for kind in evidence.observer_types
    )


def figures_rest_on(evidence: FeedbackEvidence) -> dict[str, frozenset[tuple[str, str]]]:
    """Per observer type that is shown, the (consultation, observer) pairs its figures are made from.

    Keep it with a released report and hand it back as `EarlierRelease`, so that the next report on the same round
    cannot be subtracted from this one. A group that was not shown gave nothing away and is not in it.
    """
    return {
        group.type.code: frozenset((sheet.consultation, sheet.observer) for sheet in group.sheets)
        for group in groups(evidence)
        if group.shown
    }


def _group(evidence: FeedbackEvidence, kind: ObserverType, sheets: tuple[ObservedSheet, ...]) -> Group:
    group = Group(kind, sheets)
    minimums = evidence.minimums
    missing_observers = max(0, minimums.observers_in_group - group.observers)
    missing_consultations = max(0, minimums.consultations_for_result - group.consultations)
    if missing_observers or missing_consultations:
        return Group(kind, sheets, more_needed(kind, missing_observers, missing_consultations))
    if _gives_somebody_away(evidence, group):
        return Group(kind, sheets, "Not yet: too little has changed since the last report.")
    return group


def _gives_somebody_away(evidence: FeedbackEvidence, group: Group) -> bool:
    """Whether subtracting an earlier report would leave the sheets of too few people to hide among."""
    now = frozenset((sheet.consultation, sheet.observer) for sheet in group.sheets)
    for earlier in evidence.earlier_releases:
        if earlier.observer_type != group.type.code:
            continue
        for changed in (now - earlier.used, earlier.used - now):
            if changed and _people(changed) < evidence.minimums.observers_in_group:
                return True
    return False


def _people(pairs: Iterable[tuple[str, str]]) -> int:
    return len({observer for _, observer in pairs})
