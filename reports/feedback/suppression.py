"""Which scores of a group may be shown, so that no one or two people's ratings can be read or worked out.

A domain's score is made from its items and the total from its domains. When one item is held back, the domain
less the items shown would give it away; so further items are held back with it, until those held back together
rest on enough people. Where that cannot be had, the domain is held back; and when a domain is, so is the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Raters = Mapping[str, frozenset[str]]
"""Part (item, domain) to the observers whose scores its figure rests on."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Ids of the items and domains held back, and whether the total is."""

    items: frozenset[str]
    domains: frozenset[str]
    whole: bool


def withheld(
    whole: frozenset[str],
    domains: Raters,
    items_of: Mapping[str, Raters],
    minimum: int,
    *,
    domains_scored: bool,
    given_away: frozenset[str] = frozenset(),
) -> Withheld:
    """What must be held back of one group.

    whole       observers whose total counts
    domains     per domain, the observers whose domain score counts
    items_of    per domain, its items with the observers who scored them; without domain scores, one entry for all
    minimum     observers a figure must rest on
    given_away  parts that an earlier report gives away beside this one, though enough people are behind them now
    """
    hidden_items: frozenset[str] = frozenset()
    unsafe: set[str] = set()
    for domain, items in items_of.items():
        hidden = _hidden_among(items, minimum, given_away)
        hidden_items |= hidden
        if hidden and not _safe_together(items, hidden, minimum, given_away):
            unsafe.add(domain)
    few = {name for name, people in domains.items() if 0 < len(people) < minimum or name in given_away}
    hidden_domains = frozenset(few | unsafe) if domains_scored else frozenset[str]()
    whole_hidden = len(whole) < minimum or "whole" in given_away or bool(unsafe) or bool(hidden_domains)
    return Withheld(hidden_items, hidden_domains, whole_hidden)


def _hidden_among(items: Raters, minimum: int, given_away: frozenset[str]) -> frozenset[str]:
    """Items too few scored, and the companions that protect them. An item nobody scored hides nothing."""
    hidden = {name for name, people in items.items() if 0 < len(people) < minimum or (people and name in given_away)}
    if not hidden:
        return frozenset()
    companions = sorted(
        (name for name, people in items.items() if len(people) >= minimum and name not in hidden),
        key=lambda name: (len(items[name]), name),
    )
    for companion in companions:
        if _safe_together(items, frozenset(hidden), minimum, given_away):
            break
        hidden.add(companion)
    return frozenset(hidden)


def _safe_together(items: Raters, hidden: frozenset[str], minimum: int, given_away: frozenset[str]) -> bool:
    """Several items, whose raters together are enough; beside one that is given away, one that is not."""
    if len(hidden) < 2 or len(frozenset[str]().union(*(items[name] for name in hidden))) < minimum:
        return False
    return not hidden & given_away or any(len(items[name]) >= minimum for name in hidden - given_away)
