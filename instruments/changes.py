"""What differs between two versions of an instrument, and which differences change what a rating or a score means.

A critical change makes the new version's ratings something else than the old one's: codes, points, scoring, items that
are gone, who is asked. The rest is wording and help, listed so that nothing is overlooked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from instruments.conditions import Condition
from instruments.definition import Entry, Instrument, Item, Question, Scale, ScoringRule, Wording

Kind: TypeAlias = Literal["meaning", "wording", "use"]
"""What differs: what a rating or a score means, the words people read, or only how the sheet is used."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `entry_id` is the item or question it concerns, "" when it concerns the whole version."""

    kind: Kind
    entry_id: str
    sentence: str

    @property
    def is_critical(self) -> bool:
        return self.kind == "meaning"


def changes(earlier: Instrument, later: Instrument) -> tuple[Change, ...]:
    """Everything that differs, critical changes first, each part in sheet order."""
    found = [*_entries(earlier, later), *_whole(earlier, later)]
    return tuple(sorted(found, key=lambda change: not change.is_critical))


def critical_changes(earlier: Instrument, later: Instrument) -> tuple[Change, ...]:
    """The differences that change what a rating or a score means."""
    return tuple(change for change in changes(earlier, later) if change.is_critical)


def _entries(earlier: Instrument, later: Instrument) -> Iterator[Change]:
    before, after = _by_id(earlier), _by_id(later)
    for entry_id, entry in before.items():
        if entry_id not in after:
            yield Change("meaning" if isinstance(entry, Item) else "use", entry_id, f"{_quoted(entry)} is gone.")
    for entry_id, entry in after.items():
        old = before.get(entry_id)
        if old is None:
            yield Change("meaning" if isinstance(entry, Item) else "use", entry_id, f"{_quoted(entry)} is new.")
        elif isinstance(old, Item) and isinstance(entry, Item):
            yield from _item(old, entry)
        elif isinstance(old, Question) and isinstance(entry, Question):
            yield from _question(old, entry)
        else:
            what = "rated and was only asked" if isinstance(entry, Item) else "only asked and was rated"
            yield Change("meaning", entry_id, f"{_quoted(entry)} is now {what}.")
    yield from _order(earlier, later)


def _by_id(instrument: Instrument) -> dict[str, Entry]:
    return {entry.id: entry for entry in instrument.entries}


def _quoted(entry: Entry) -> str:
    return f"“{entry.name()}”"


def _item(old: Item, new: Item) -> Iterator[Change]:
    name = _quoted(old)
    yield from (Change("meaning", new.id, f"{name}: {what}") for what in _scale(old.scale, new.scale))
    if old.actors != new.actors:
        yield Change("meaning", new.id, f"{name} now rates {_listed(new.actors)}, before {_listed(old.actors)}.")
    if old.construct != new.construct:
        yield Change("meaning", new.id, f"{name} now stands for “{new.construct}”, before for “{old.construct}”.")
    yield from _asked(old, new)
    if old.evidence_note != new.evidence_note:
        yield Change("use", new.id, f"{name}: when a note is asked for has changed.")
    if old.markers != new.markers:
        yield Change("use", new.id, f"{name}: the behaviours to tap while watching have changed.")
    if _labels(old.scale) != _labels(new.scale):
        yield Change("wording", new.id, f"{name}: the words of its points have changed.")


def _question(old: Question, new: Question) -> Iterator[Change]:
    name = _quoted(old)
    if old.kind != new.kind:
        yield Change("meaning", new.id, f"{name} is now answered another way ({new.kind}, before {old.kind}).")
    gone = [option.code for option in old.options if new.option(option.code) is None]
    added = [option.code for option in new.options if old.option(option.code) is None]
    if gone:
        yield Change("meaning", new.id, f"{name}: the choice {_listed(gone)} is gone.")
    if added:
        yield Change("use", new.id, f"{name}: the choice {_listed(added)} is new.")
    if (old.minimum, old.maximum) != (new.minimum, new.maximum):
        yield Change("use", new.id, f"{name}: the lowest or highest number has changed.")
    if old.role != new.role:
        yield Change("meaning", new.id, f"{name} now plays another part on the sheet.")
    yield from _asked(old, new)
    kept = [(option, found) for option in old.options if (found := new.option(option.code))]
    if any(option.label != found.label for option, found in kept):
        yield Change("wording", new.id, f"{name}: the words of its choices have changed.")


def _asked(old: Entry, new: Entry) -> Iterator[Change]:
    name = _quoted(old)
    if old.show_if != new.show_if:
        yield Change("meaning", new.id, f"{name} is asked {_when(new.show_if)}, before {_when(old.show_if)}.")
    if old.required != new.required:
        words = "must now be answered" if new.required else "may now be left blank"
        yield Change("use", new.id, f"{name} {words}.")
    if old.text != new.text:
        yield Change("wording", new.id, f"{name} is worded differently.")
    if (old.guidance, old.short) != (new.guidance, new.short):
        yield Change("wording", new.id, f"{name}: its short name or its help has changed.")


def _when(condition: Condition | None) -> str:
    return "always" if condition is None else "only after certain answers"


def _scale(old: Scale, new: Scale) -> Iterator[str]:
    if old.type != new.type:
        yield f"the kind of scale changed from {old.type} to {new.type}."
    yield from _points({each.code: each.score for each in old.points}, {each.code: each.score for each in new.points})
    reasons = {each.code: each.reason for each in old.non_scoring}
    now = {each.code: each.reason for each in new.non_scoring}
    for code, reason in reasons.items():
        if now.get(code) != reason:
            yield f"the answer without a score {code} is gone or means something else."
    yield from (f"the answer without a score {code} is new." for code in now if code not in reasons)
    if [each.code for each in old.behaviours] != [each.code for each in new.behaviours]:
        yield "the behaviours to count have changed."


def _points(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> Iterator[str]:
    for code, points in before.items():
        if code not in after:
            yield f"the point {code} is gone."
        elif after[code] != points:
            yield f"the point {code} now counts {after[code]}, before {points}."
    yield from (f"the point {code} is new." for code in after if code not in before)


def _labels(scale: Scale) -> tuple[tuple[str, Wording | None, Wording | None, Wording | None], ...]:
    points = tuple((point.code, point.label, point.anchor, point.example) for point in scale.points)
    others = tuple((each.code, each.label, None, None) for each in (*scale.non_scoring, *scale.behaviours))
    return points + others


def _order(earlier: Instrument, later: Instrument) -> Iterator[Change]:
    kept = set(_by_id(earlier)) & set(_by_id(later))
    if [each for each in _by_id(earlier) if each in kept] != [each for each in _by_id(later) if each in kept]:
        yield Change("use", "", "Items and questions stand in another order.")


def _whole(earlier: Instrument, later: Instrument) -> Iterator[Change]:
    yield from _scoring("The total", earlier.scoring, later.scoring)
    yield from _scoring("The score of each domain", earlier.domain_scoring, later.domain_scoring)
    if _membership(earlier) != _membership(later):
        yield Change("meaning", "", "The domains are made of other items.")
    if earlier.standard != later.standard:
        yield Change("meaning", "", "The minimum standard has changed.")
    if earlier.published_range != later.published_range:
        yield Change("use", "", "The published range beside results has changed.")
    if [(each.id, each.title) for each in earlier.sections] != [(each.id, each.title) for each in later.sections]:
        yield Change("wording", "", "The sections have other titles or stand in another order.")
    if (earlier.title, earlier.introduction) != (later.title, later.introduction):
        yield Change("use", "", "The title or the introduction has changed.")
    if set(earlier.languages) != set(later.languages):
        now, before = _listed(later.languages), _listed(earlier.languages)
        yield Change("wording", "", f"It is written in {now}, before in {before}.")
    if earlier.attribution != later.attribution:
        yield Change("use", "", "Owner, licence or permission has changed.")


def _scoring(name: str, old: ScoringRule | None, new: ScoringRule | None) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            yield Change("meaning", "", f"{name} is {'no longer computed' if new is None else 'now computed'}.")
        return
    if (old.rule, old.rule_version) != (new.rule, new.rule_version):
        yield Change("meaning", "", f"{name} is computed by another rule ({new.rule}, before {old.rule}).")
    for what, before, after in (
        ("over other items", set(old.items), set(new.items)),
        ("with other weights", dict(old.weights), dict(new.weights)),
        ("with other items turned round", set(old.reverse), set(new.reverse)),
        ("from another number of answered items on", old.min_answered, new.min_answered),
        ("with gaps treated differently", dict(old.non_scoring), dict(new.non_scoring)),
        ("on another range or with other rounding", (old.rescale, old.places), (new.rescale, new.places)),
        ("for other people taking part", old.per_actor, new.per_actor),
    ):
        if before != after:
            yield Change("meaning", "", f"{name} is computed {what}.")


def _membership(instrument: Instrument) -> dict[str, frozenset[str]]:
    return {domain.id: frozenset(item.id for item in domain.items) for domain in instrument.domains}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "nobody in particular"
