"""Who has observed whom, as a figure's values: people in groups that share nobody, and the meetings between them.

Few people are drawn as lines between two columns (`rating_lines`), many as a table of squares (`rating_matrix`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

# From here on lines would cross too often to be followed.
MOST_IN_A_COLUMN, MOST_LINES = 16, 40


@dataclass(frozen=True, slots=True)
class Watcher:
    """An observer with their number in the table; kind: position in `RatingGraph.kinds`."""

    number: int
    name: str
    kind: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A clinician with their number in the table."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class GraphGroup:
    """People joined to one another and to nobody else, in the order in which they are drawn."""

    clinicians: tuple[Watched, ...]
    observers: tuple[Watcher, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A clinician and an observer by number, and how many consultations they shared. new: planned only."""

    clinician: int
    observer: int
    consultations: int


@dataclass(frozen=True, slots=True)
class RatingGraph:
    """weakest, wanted: (clinician, observer) by number; the meeting that carries most, and the one that would help."""

    title: str
    kinds: tuple[str, ...]
    groups: tuple[GraphGroup, ...]
    meetings: tuple[Meeting, ...]
    weakest: tuple[int, int] | None = None
    wanted: tuple[int, int] | None = None

    @property
    def clinicians(self) -> tuple[Watched, ...]:
        """Every clinician, group by group."""
        return tuple(each for group in self.groups for each in group.clinicians)

    @property
    def observers(self) -> tuple[Watcher, ...]:
        """Every observer, group by group."""
        return tuple(each for group in self.groups for each in group.observers)

    @property
    def as_lines(self) -> bool:
        """Whether lines can still be followed by eye."""
        longest = max((len(self.clinicians), len(self.observers)), default=0)
        return longest <= MOST_IN_A_COLUMN and len(self.meetings) <= MOST_LINES

    @property
    def met(self) -> dict[int, list[Meeting]]:
        """Each clinician's meetings, by number, in their order."""
        found: defaultdict[int, list[Meeting]] = defaultdict(list)
        for each in self.meetings:
            found[each.clinician].append(each)
        return dict(found)

    @property
    def description(self) -> str:
        """Who was watched by whom, clinician by clinician, within each group."""
        names = {each.number: each.name for each in self.observers}
        met = self.met
        said = ["The more consultations two people shared, the heavier the line or the darker the square."]
        for at, group in enumerate(self.groups, start=1):
            if len(self.groups) > 1:
                said.append(f"{group_words(at, len(self.groups))} shares nobody with the others.")
            for who in group.clinicians:
                own = met.get(who.number, ())
                by = ", ".join(f"{names[each.observer]} ({each.consultations})" for each in own)
                said.append(f"{who.name} was watched by {by}." if by else f"{who.name} was watched by nobody yet.")
        said += [f"{words} {self._pair_words(pair)}." for words, pair in self._marked()]
        return " ".join(said)

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each meeting."""
        watched = {each.number: (each.name, at) for at, g in enumerate(self.groups, start=1) for each in g.clinicians}
        watcher = {each.number: each for each in self.observers}
        rows = tuple(
            (
                *watched[each.clinician],
                watcher[each.observer].name,
                self.kinds[watcher[each.observer].kind],
                each.consultations,
                "yes" if (each.clinician, each.observer) == self.weakest else "no",
            )
            for each in self.meetings
        )
        return ("clinician", "group", "observer", "observer type", "consultations", "weakest link"), rows

    def _marked(self) -> list[tuple[str, tuple[int, int]]]:
        found: list[tuple[str, tuple[int, int]]] = []
        if self.weakest is not None:
            found.append(("The weakest link is", self.weakest))
        if self.wanted is not None:
            found.append(("What would help most is", self.wanted))
        return found

    def _pair_words(self, pair: tuple[int, int]) -> str:
        clinician = next(each.name for each in self.clinicians if each.number == pair[0])
        observer = next(each.name for each in self.observers if each.number == pair[1])
        return f"{observer} watching {clinician}"


def group_words(at: int, of: int) -> str:
    """ "Group 1 of 2"."""
    return f"Group {at} of {of}"


def in_drawing_order(group: GraphGroup, meetings: tuple[Meeting, ...], rounds: int = 6) -> GraphGroup:
    """The same group with people near to those they met, so that few lines cross (barycentre method, Sugiyama 1981)."""
    clinicians, observers = list(group.clinicians), list(group.observers)
    for _ in range(rounds):
        at = {each.number: place for place, each in enumerate(clinicians)}
        known = {o.number: [at[m.clinician] for m in meetings if m.observer == o.number] for o in observers}
        observers.sort(key=lambda one: (_mean(known[one.number]), one.number))
        at = {each.number: place for place, each in enumerate(observers)}
        known = {c.number: [at[m.observer] for m in meetings if m.clinician == c.number] for c in clinicians}
        clinicians.sort(key=lambda one: (_mean(known[one.number]), one.number))
    return GraphGroup(tuple(clinicians), tuple(observers))


def _mean(places: list[int]) -> float:
    return sum(places) / len(places) if places else 0.0
