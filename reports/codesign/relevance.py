"""The result of a vote of relevance: each kind of voter beside the other, never merged, with sentences and a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reports.figures.relevance_votes import RelevanceVotes, VotedShare
from reports.figures.scale import number
from reports.statistics.content_validity import (
    WANTED_OF_SCALE,
    ContentValidity,
    ItemValidity,
    content_validity,
    kappa_word,
)


@dataclass(frozen=True, slots=True)
class ItemSaid:
    """One item in words, one sentence per group."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelevanceResult:
    """The vote in words and as a figure, None while there is no item."""

    scale: tuple[str, ...]
    items: tuple[ItemSaid, ...]
    figure: RelevanceVotes | None


def relevance_result(
    names: Sequence[str], groups: Sequence[str], of_person: Sequence[str], votes: Sequence[Sequence[float]]
) -> RelevanceResult:
    """names: of the items; groups: in the order to show; votes: one row per person (1 to 4, NaN for none)."""
    table = np.asarray(votes, dtype=np.float64).reshape(len(of_person), len(names))
    labels = np.asarray(of_person, dtype=object)
    found = [content_validity(table[labels == group]) for group in groups]
    items = tuple(
        ItemSaid(name, tuple(_item_sentence(g, each.items[at]) for g, each in zip(groups, found, strict=True)))
        for at, name in enumerate(names)
    )
    scale = tuple(_scale_sentence(group, each) for group, each in zip(groups, found, strict=True))
    return RelevanceResult(scale, items, _figure(names, groups, found) if names and groups else None)


def _item_sentence(group: str, item: ItemValidity) -> str:
    if item.share.value is None:
        return f"{group}: {item.share.undefined}"
    verdict = "That is enough." if item.is_enough else "That is not enough yet: talk about it."
    kappa = item.kappa.number
    return (
        f"{group}: {item.relevant} of {item.raters} find it relevant (I-CVI {number(item.share.value, 2)}, "
        f"kappa {number(kappa, 2)}: {kappa_word(kappa)}). {verdict}"
    )


def _scale_sentence(group: str, found: ContentValidity) -> str:
    average, universal = found.average, found.universal
    if average.value is None or universal.value is None:
        return f"{group}: {average.undefined}"
    reach = ""
    if average.low is not None and average.high is not None:
        reach = f", between {number(100 * average.low, 0)} and {number(100 * average.high, 0)} with 95 % confidence"
    verdict = "enough" if average.value >= WANTED_OF_SCALE else f"{number(100 * WANTED_OF_SCALE, 0)} is wanted"
    return (
        f"{group}: on average {number(100 * average.value, 0)} of 100 votes on an item say relevant "
        f"(S-CVI/Ave{reach}; {verdict}). All {found.raters} agree on {number(100 * universal.value, 0)} of 100 items "
        "(S-CVI/UA)."
    )


def _figure(names: Sequence[str], groups: Sequence[str], found: Sequence[ContentValidity]) -> RelevanceVotes:
    return RelevanceVotes(
        "How many find each item relevant",
        tuple(groups),
        tuple((name, tuple(_share(each.items[at]) for each in found)) for at, name in enumerate(names)),
    )


def _share(item: ItemValidity) -> VotedShare:
    share = item.share
    if share.value is None or share.low is None or share.high is None:
        return VotedShare(item.relevant, item.raters, not_yet=share.undefined or "")
    return VotedShare(item.relevant, item.raters, 100 * share.value, 100 * share.low, 100 * share.high)
