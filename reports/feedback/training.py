"""How many of those who observed were trained on this instrument beforehand: by kind, never so that it tells of one.

A kind's people are counted only when there are enough of them, and when no earlier report set beside this one would
leave fewer than that to come or go between the two. Of a few among many no number is said.
"""

from collections.abc import Mapping
from datetime import date

from reports.feedback.case_mix import NOT_RECORDED
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.releases_apart import Pairs, usable


def trained_beforehand(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> str:
    """One line: each kind that observed. Training counts from the day after it."""
    if not evidence.first_trained:
        return NOT_RECORDED
    least = evidence.minimums.observers_in_group
    said = [_of_kind(group, dict(evidence.first_trained), least) for group in groups if group.sheets]
    return "; ".join(said) or "Nobody has observed yet"


def _of_kind(group: Group, first_trained: Mapping[str, date], least: int) -> str:
    began: dict[str, date] = {}
    for sheet in group.sheets:
        began[sheet.observer] = min(sheet.session_date, began.get(sheet.observer, sheet.session_date))
    plural = group.type.plural
    if len(began) < least:
        return f"{plural}: too few took part to say"
    if not _may_be_told(frozenset(began), group.earlier, least):
        return f"{plural}: not said, since too little has changed since an earlier report"
    trained = sum(first_trained.get(each, day) < day for each, day in began.items())
    return f"{plural}: {_how_many(trained, len(began), least)}"


def _how_many(trained: int, of: int, least: int) -> str:
    if trained == of:
        return f"all {of}"
    if not trained:
        return f"none of {of}"
    if min(trained, of - trained) < least:
        return f"some of {of}, not all"
    return f"{trained} of {of}"


def _may_be_told(now: frozenset[str], earlier: tuple[Pairs, ...], least: int) -> bool:
    """Whether everybody here may be counted beside what earlier reports counted: people stand for sheets here."""
    people = frozenset(("", each) for each in now)
    before = [frozenset(("", observer) for _, observer in each) for each in earlier]
    return usable(people, before, least) == people
