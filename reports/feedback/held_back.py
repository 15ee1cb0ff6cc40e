"""All that must be held back of one observer type: few raters, earlier reports beside this one, unlike sheets."""

from dataclasses import replace

from reports.feedback.evidence import ObservedSheet
from reports.feedback.groups import Group
from reports.feedback.readings import DomainParts, Part
from reports.feedback.releases_apart import Pairs, given_away
from reports.feedback.suppression import Withheld, withheld
from reports.feedback.unlike_sheets import PartOfSheet, ShownPart, also_held_back


def held_back(group: Group, whole: Part, domains: tuple[DomainParts, ...], minimum: int) -> Withheld:
    """Of a group whose figures may be shown."""
    parts = [
        whole,
        *(each.domain for each in domains if each.domain),
        *(item for each in domains for item in each.items),
    ]
    raters = {part.id: _raters(group, part) for part in parts}
    people = {part.id: _people(raters[part.id]) for part in parts}
    given = frozenset[str]()
    if group.earlier:
        ever = {part.id: raters[part.id] | _earlier_raters(group, part) for part in parts}
        given = given_away(ever, group.pairs, group.earlier, minimum)
    found = withheld(
        people[whole.id],
        {each.domain.id: people[each.domain.id] for each in domains if each.domain},
        {each.domain.id if each.domain else "": {item.id: people[item.id] for item in each.items} for each in domains},
        minimum,
        domains_scored=any(each.domain for each in domains),
        given_away=given,
    )
    for each in domains:
        if each.domain and each.domain.id not in found.domains:
            found = _blurred(found, group, each.domain, each.items, minimum)
    every = tuple(item for each in domains for item in each.items)
    return found if found.whole else _blurred(found, group, whole, every, minimum)


def unrated_parts(group: Group, whole: Part, domains: tuple[DomainParts, ...]) -> frozenset[tuple[str, str, str]]:
    """(consultation, observer, part) of every part a sheet of the group has no score for."""
    parts = [
        whole,
        *(each.domain for each in domains if each.domain),
        *(item for each in domains for item in each.items),
    ]
    return frozenset(
        (sheet.consultation, sheet.observer, part.id)
        for sheet in group.sheets
        for part in parts
        if part.read(sheet) is None
    )


def _blurred(found: Withheld, group: Group, part: Part, items: tuple[Part, ...], minimum: int) -> Withheld:
    """With the items held back that protect sheets unlike the others; or the part itself, and with it the total."""
    ranges = {item.id: item.highest - item.lowest for item in items}
    shown = ShownPart(ranges, 10.0**-part.places, part.lowest, part.highest)
    sheets = [_part_of(sheet, part, items) for sheet in group.sheets]
    extra = also_held_back(shown, sheets, found.items, minimum)
    if extra is not None:
        return replace(found, items=found.items | extra)
    domains = found.domains if part.id == "whole" else found.domains | {part.id}
    return Withheld(found.items, domains, whole=True)


def _part_of(sheet: ObservedSheet, part: Part, items: tuple[Part, ...]) -> PartOfSheet:
    found = {item.id: item.read(sheet) for item in items}
    ratings = {item.id: rating - item.lowest for item in items if (rating := found[item.id]) is not None}
    return PartOfSheet(sheet.observer, ratings, part.read(sheet))


def _raters(group: Group, part: Part) -> Pairs:
    return frozenset((sheet.consultation, sheet.observer) for sheet in group.sheets if part.read(sheet) is not None)


def _earlier_raters(group: Group, part: Part) -> Pairs:
    """Of the sheets that earlier reports used and this one does not; what they rated was noted then."""
    gone = frozenset[tuple[str, str]]().union(*group.earlier) - group.pairs
    return frozenset(pair for pair in gone if (*pair, part.id) not in group.unrated)


def _people(pairs: Pairs) -> frozenset[str]:
    return frozenset(observer for _, observer in pairs)
