"""Who has observed whom in a round: is everybody comparable, what is the weakest link, and what would mend it.

For those who run the programme: it names people, but holds no rating of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from reports.comparison.rating_set import RATED, RatingSet
from reports.comparison.wording import counted, listed, many
from reports.figures.rating_graph import GraphGroup, Meeting, RatingGraph, Watched, Watcher, in_drawing_order
from reports.figures.scale import number
from reports.statistics.design import double_observation
from reports.statistics.rotation.graph import Link, islands, links, weakest_of
from reports.statistics.rotation.one_pairing import OnePairing
from reports.statistics.rotation.round_pairing import round_pairing
from reports.statistics.rotation.wishes import Meetings

NOBODY = "Nobody has been observed yet, so there is nothing to compare."
# A link whose share is above this is worth a second one beside it.
THIN = 0.5
# Symbols there are; further kinds share the last.
MOST_KINDS = 4


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One meeting in words. group: number of the part it belongs to. carries: in per cent."""

    clinician: str
    observer: str
    type_name: str
    group: int
    consultations: int
    carries: str
    weakest: bool


@dataclass(frozen=True, eq=False)
class WhoObserved:
    """comparable, weakest, mend, alike (whether people of one kind sat together): a sentence each, "" where there is
    nothing to say. figure: None when nobody met.
    """

    comparable: str
    weakest: str
    mend: str
    alike: str
    pairing: OnePairing
    figure: RatingGraph | None
    lines: tuple[LinkLine, ...]


def who_observed(
    ratings: RatingSet, clinicians: Sequence[str], barred: Collection[tuple[int, str]] = ()
) -> WhoObserved:
    """clinicians: names, by `RatingSet.unit_clinician`. barred: (clinician's number, observer's key) in conflict."""
    meetings = meetings_of_clinicians(ratings)
    pairing = round_pairing(meetings, {(str(who), observer) for who, observer in barred})
    if not meetings:
        return WhoObserved(NOBODY, "", "", "", pairing, None, ())
    names = _Names(ratings, clinicians)
    found = links(meetings)
    weakest = weakest_of(found)
    part = {name: at for at, island in enumerate(islands(meetings).islands, start=1) for name in island.clinicians}
    return WhoObserved(
        comparable=_comparable(meetings),
        weakest="" if weakest is None else _weakest(weakest, found, len(set(part.values())), names),
        mend=_mend(pairing, names),
        alike=_alike(ratings),
        pairing=pairing,
        figure=_figure(meetings, names, weakest, pairing),
        lines=tuple(
            LinkLine(
                clinician=names.clinician(each.clinician),
                observer=names.observer(each.observer),
                type_name=names.type_name(each.observer),
                group=part[each.clinician],
                consultations=int(each.sheets),
                carries=f"{number(100 * each.carries, 0)} %",
                weakest=each == weakest,
            )
            for each in found
        ),
    )


def meetings_of_clinicians(ratings: RatingSet) -> dict[tuple[str, str], float]:
    """(clinician's number, observer's key) → sheets with a rating. Clinicians: as `unit_clinician` numbers them."""
    rated = (ratings.answers == RATED).any(axis=1)
    clinician, watcher = ratings.unit_clinician[ratings.sheet_unit][rated], ratings.sheet_observer[rated]
    pairs: list[tuple[int, int]] = np.stack([clinician, watcher], axis=1).tolist()
    sheets = Counter((who, at) for who, at in pairs)
    return {(str(who), ratings.observers[at].key): float(number) for (who, at), number in sorted(sheets.items())}


class _Names:
    """From the keys of the graph to names and numbers."""

    def __init__(self, ratings: RatingSet, clinicians: Sequence[str]) -> None:
        self.ratings = ratings
        self.clinicians = clinicians
        self._observers = {each.key: each for each in ratings.observers}
        self._types = {each.code: at for at, each in enumerate(ratings.types)}

    def clinician(self, key: str) -> str:
        return self.clinicians[int(key)]

    def observer(self, key: str) -> str:
        return self._observers[key].name

    def kind(self, key: str) -> int:
        return min(self._type(key), MOST_KINDS - 1)

    def type_name(self, key: str) -> str:
        return self.ratings.types[self._type(key)].name

    def _type(self, key: str) -> int:
        return self._types[self._observers[key].type_code]


def _comparable(meetings: Meetings) -> str:
    parts = islands(meetings).islands
    people = {observer for _, observer in meetings}
    if len({clinician for clinician, _ in meetings}) == 1:
        return "Only one clinician has been observed, so there is nobody to compare them with."
    if len(people) == 1:
        return (
            "Everybody was watched by the same one observer. Clinicians can be compared, but nothing tells whether "
            "that observer is severe or mild: it takes a second one."
        )
    if len(parts) == 1:
        return (
            f"Everybody can be compared: {counted(len(parts[0].clinicians), 'clinician')} and "
            f"{counted(len(people), 'observer')} hang together through the visits they shared."
        )
    sizes = tuple(
        f"{counted(len(part.clinicians), 'clinician')} with {counted(len(part.observers), 'observer')}"
        for part in parts[:3]
    )
    more = f", and {len(parts) - 3} more" if len(parts) > 3 else ""
    return (
        f"Not everybody can be compared: there are {len(parts)} groups that share nobody ({'; '.join(sizes)}{more}). "
        "Whoever is in one group cannot be set against anybody in another, however many visits there are."
    )


def _weakest(weakest: Link, found: Sequence[Link], groups: int, names: _Names) -> str:
    who = f"{names.observer(weakest.observer)} watching {names.clinician(weakest.clinician)}"
    visits = counted(int(weakest.sheets), "visit")
    if weakest.alone and weakest.cut_off:
        lost = tuple(names.clinician(each) for each in weakest.cut_off[:4])
        rest = len(weakest.cut_off) - len(lost)
        people = listed((*lost, counted(rest, "other"))) if rest else listed(lost)
        return f"The weakest link is {who} ({visits}): it alone joins {people} to the others."
    if weakest.alone:
        return f"The weakest link is {who} ({visits}). If it fell away, that observer would be left without anybody."
    loose = sum(each.alone for each in found)
    beside = f" {counted(loose, 'observer')} watched one clinician only." if loose else ""
    firmer = f": another observer for {names.clinician(weakest.clinician)} would make it firmer"
    carried = (
        "No single pairing carries the connection: without any one of them all clinicians could still be compared."
        if groups == 1
        else "Within each group no single pairing carries the connection."
    )
    return f"{carried} The thinnest is {who} ({visits}){firmer if weakest.carries > THIN else ''}.{beside}"


def _mend(pairing: OnePairing, names: _Names) -> str:
    if pairing.refused:
        return pairing.refused
    who = f"{names.observer(pairing.observer)} watch {names.clinician(pairing.clinician)}"
    if pairing.joins:
        return (
            f"The one pairing that would fix it: let {who}. Then {pairing.after} clinicians can be compared with one "
            f"another instead of {pairing.before}."
        )
    gain = ""
    if pairing.variance_before and pairing.variance_after is not None:
        less = 100 * (1 - (pairing.variance_after / pairing.variance_before) ** 0.5)
        gain = (
            f" Comparisons between clinicians would be about {number(less, 1 if less < 10 else 0)} % closer on average."
        )
    return f"The one pairing that would help most: let {who}.{gain}"


def _alike(ratings: RatingSet) -> str:
    """Whether a gap between kinds could be told from one between persons; nothing where there is one kind only."""
    kinds = [each.type_code for each in ratings.observers]
    codes = [each.code for each in ratings.types if kinds.count(each.code)]
    if len(codes) < 2:
        return ""
    rated = (ratings.answers == RATED).any(axis=1)
    watchers: list[int] = ratings.sheet_observer[rated].tolist()
    rooms: list[int] = ratings.sheet_unit[rated].tolist()
    found = double_observation(rooms, watchers, [kinds[at] for at in watchers])
    if not found.double:
        return "No visit had two observers, so nothing can be said of how far two people agree."
    visits = f"{counted(found.double, 'visit')} of {found.single + found.double}"
    never = tuple(
        many(each.name) for each in ratings.types if each.code in found.without_same_type and kinds.count(each.code) > 1
    )
    if never:
        return (
            f"{visits} had two observers or more. No two {' and no two '.join(never)} sat together, so a gap between "
            "kinds cannot be told from one between these persons. Let two of one kind sit together now and then."
        )
    alike = sum(found.same_type.values())
    if not alike:
        return (
            f"{visits} had two observers or more, of different kinds each time: there is one person of each kind only."
        )
    return f"{visits} had two observers or more, and in {alike} of these two of one kind sat together, as it should be."


def _figure(meetings: Meetings, names: _Names, weakest: Link | None, pairing: OnePairing) -> RatingGraph:
    parts = islands(meetings).islands
    clinicians = [key for part in parts for key in sorted(part.clinicians, key=names.clinician)]
    observers = [
        key
        for part in parts
        for key in sorted(part.observers, key=lambda each: (names.kind(each), names.observer(each)))
    ]
    row = {key: at for at, key in enumerate(clinicians, start=1)}
    column = {key: at for at, key in enumerate(observers, start=1)}
    shared = tuple(
        Meeting(row[clinician], column[observer], int(sheets))
        for (clinician, observer), sheets in sorted(
            meetings.items(), key=lambda one: (row[one[0][0]], column[one[0][1]])
        )
    )
    groups = tuple(
        GraphGroup(
            tuple(Watched(row[key], names.clinician(key)) for key in sorted(part.clinicians, key=row.__getitem__)),
            tuple(
                Watcher(column[key], names.observer(key), names.kind(key))
                for key in sorted(part.observers, key=column.__getitem__)
            ),
        )
        for part in parts
    )
    kinds = names.ratings.types[:MOST_KINDS]
    plain = RatingGraph("Who has observed whom", tuple(each.name for each in kinds), groups, shared)
    ordered = tuple(in_drawing_order(group, shared) for group in groups) if plain.as_lines else groups
    return RatingGraph(
        title=plain.title,
        kinds=plain.kinds,
        groups=ordered,
        meetings=shared,
        weakest=None if weakest is None else (row[weakest.clinician], column[weakest.observer]),
        wanted=None if pairing.refused else (row[pairing.clinician], column[pairing.observer]),
    )
