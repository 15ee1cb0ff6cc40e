"""What a round's ratings say about observers and observer types, ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.comparison.coefficients import AgreementRow, agreement_row
from reports.comparison.groups import Group, groups_of
from reports.comparison.minimums import PRODUCT_MINIMUMS
from reports.comparison.pooled import Pooled, pooled_agreement
from reports.comparison.rating_counts import ItemCounts, item_counts
from reports.comparison.rating_set import LeftOut, RatingSet
from reports.comparison.sentences import basis_sentences, first_sentences
from reports.comparison.small_kinds import groups_held_back
from reports.comparison.type_gaps import TypeGaps, type_gaps
from reports.statistics.minimums import Minimums


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """One group of observers: all items pooled, and the total. Its items are worked out when asked for."""

    key: str
    title: str
    who: str
    pooled: Pooled | None
    total: AgreementRow


@dataclass(frozen=True, slots=True)
class Basis:
    """What was compared: consultations, how many of them seen by two or more, sheets, people of each type."""

    consultations: int
    paired: int
    sheets: int
    clinicians: int
    observers: tuple[tuple[str, int], ...]
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class AgreementOverview:
    """sentences: what can be said before any table. groups: all observers first. gaps: one for each two types."""

    title: str
    fingerprint: str
    basis: Basis
    sentences: tuple[str, ...]
    groups: tuple[GroupAgreement, ...]
    gaps: tuple[TypeGaps, ...]
    counts: tuple[ItemCounts, ...]

    def group(self, key: str) -> GroupAgreement | None:
        """The group of this key, or None."""
        return next((each for each in self.groups if each.key == key), None)


def agreement_overview(ratings: RatingSet, minimums: Minimums = PRODUCT_MINIMUMS) -> AgreementOverview:
    """Everything but the items of each group, which `item_rows` gives."""
    found = groups_of(ratings)
    held = groups_held_back(ratings, minimums)
    groups = tuple(_group(ratings, group, minimums, held.get(group.key, "")) for group in found)
    gaps = type_gaps(ratings, minimums)
    basis = _basis(ratings, found[0])
    sentences = (
        *basis_sentences(basis.consultations, basis.paired, basis.sheets, basis.observers, basis.left_out),
        *first_sentences([(each.who, each.pooled, each.total) for each in groups], gaps),
    )
    return AgreementOverview(
        ratings.title, ratings.fingerprint, basis, sentences, groups, gaps, item_counts(ratings, minimums)
    )


def item_rows(ratings: RatingSet, group_key: str, minimums: Minimums = PRODUCT_MINIMUMS) -> tuple[AgreementRow, ...]:
    """The five numbers for every item in one group. Raises KeyError when there is no such group."""
    group = next((each for each in groups_of(ratings) if each.key == group_key), None)
    if group is None:
        raise KeyError(group_key)
    held = groups_held_back(ratings, minimums).get(group_key, "")
    return tuple(agreement_row(ratings, group, at, minimums, held) for at in range(len(ratings.items)))


def rows_of_item(
    ratings: RatingSet, item_id: str, minimums: Minimums = PRODUCT_MINIMUMS
) -> tuple[tuple[str, AgreementRow], ...]:
    """The five numbers for one item in every group, each with the group's title. Raises KeyError for no such item."""
    at = ratings.item(item_id)
    held = groups_held_back(ratings, minimums)
    return tuple(
        (group.title, agreement_row(ratings, group, at, minimums, held.get(group.key, "")))
        for group in groups_of(ratings)
    )


def _group(ratings: RatingSet, group: Group, minimums: Minimums, held: str) -> GroupAgreement:
    total = agreement_row(ratings, group, None, minimums, held)
    pooled = None if held else pooled_agreement(ratings, group, minimums)
    return GroupAgreement(group.key, group.title, group.who, pooled, total)


def _basis(ratings: RatingSet, everybody: Group) -> Basis:
    rated = np.unique(ratings.sheet_unit)
    return Basis(
        consultations=len(rated),
        paired=int(((everybody.sheets >= 0).sum(1) >= 2).sum()),
        sheets=len(ratings.sheet_unit),
        clinicians=len(np.unique(ratings.unit_clinician[rated])),
        observers=tuple(
            (kind.name, len(ratings.observers_of(at)))
            for at, kind in enumerate(ratings.types)
            if len(ratings.observers_of(at))
        ),
        left_out=ratings.left_out,
    )
