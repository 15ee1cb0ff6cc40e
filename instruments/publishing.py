"""What must be true before a version is published: one list, asked by the studio, the command and the operation alike.

To add a condition, write a function from instrument and circumstances to findings and put it into `CONDITIONS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from instruments.changes import changes
from instruments.consistency import Finding, findings
from instruments.definition import Instrument, Item
from instruments.fields import dotted
from instruments.problems import Problem


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day, and the version this one came from, if it came from one."""

    on: date
    came_from: Instrument | None = None


PublishingCondition: TypeAlias = Callable[[Instrument, Circumstances], Iterator[Finding]]


def is_whole(instrument: Instrument, _: Circumstances) -> Iterator[Finding]:
    """It fits together, every language is there, and it says by what right its words are used."""
    yield from findings(replace(instrument, status="published"))


def is_permitted_today(instrument: Instrument, circumstances: Circumstances) -> Iterator[Finding]:
    """The owner's permission has not ended."""
    expires = instrument.attribution.permission_expires
    if expires is not None and instrument.attribution.permission_lapsed(circumstances.on):
        sentence = f"The owner’s permission ended on {expires.isoformat()}: write the new one before publishing."
        yield ("attribution", "permission_expires"), sentence


def keeps_locked_words(instrument: Instrument, circumstances: Circumstances) -> Iterator[Finding]:
    """A licence without derivatives allows no other words, points or items than those of the version it came from."""
    source = circumstances.came_from
    if source is None or not source.attribution.wording_locked:
        return
    places = {
        entry.id: ("sections", s, "items", e)
        for s, section in enumerate(instrument.sections)
        for e, entry in enumerate(section.entries)
    }
    for change in changes(source, instrument):
        if change.kind != "use":
            sentence = (
                f"{change.sentence} Take this back: the licence of version {source.version} "
                f"({source.attribution.licence}) allows no other words or points."
            )
            yield places.get(change.entry_id, ("sections",)), sentence


def tells_items_apart(instrument: Instrument, _: Circumstances) -> Iterator[Finding]:
    """No two items have one name: a sheet's list of what is missing, and every chart, could not say which is meant."""
    seen: set[str] = set()
    for s, section in enumerate(instrument.sections):
        for e, entry in enumerate(section.entries):
            if not isinstance(entry, Item):
                continue
            if entry.name() in seen:
                sentence = f"Another item is called “{entry.name()}” too: give this one a short name of its own."
                yield ("sections", s, "items", e, "short"), sentence
            seen.add(entry.name())


CONDITIONS: tuple[PublishingCondition, ...] = (is_whole, is_permitted_today, keeps_locked_words, tells_items_apart)


def publishing_problems(
    instrument: Instrument, circumstances: Circumstances, conditions: tuple[PublishingCondition, ...] = CONDITIONS
) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing this version today; empty when nothing does."""
    found = dict.fromkeys(finding for condition in conditions for finding in condition(instrument, circumstances))
    return tuple(Problem(None, dotted(path), sentence, path) for path, sentence in found)
