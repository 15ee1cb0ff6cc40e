"""What a new report may use beside earlier ones, so that nothing can be worked out by holding them side by side.

Over all releases every sheet has a history: in which of them it was used. Sheets of one history always stand together
in what was published, so their sum can be had by subtraction. Each history must therefore belong to enough people to
hide among, or to nobody. Where it does not, sheets are left out: what is new waits until enough people bring something
new, and what a patient took back takes a few others with it. Which ones is decided by keys, never by ratings.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

Pair = tuple[str, str]
"""Consultation and observer: one sheet."""
Pairs = frozenset[Pair]
History = tuple[bool, ...]


def usable(current: Pairs, earlier: Sequence[Pairs], minimum: int) -> Pairs:
    """The sheets of one observer type that may be used now: as many as can be.

    current: all that are there now; earlier: those each earlier report used, withdrawn ones included.
    """
    if not earlier:
        return current
    kept: set[Pair] = set()
    for history, sheets in _by_history(current, earlier).items():
        here = frozenset(sheet for sheet in sheets if sheet in current)
        gone = sheets - here
        kept |= _kept_of(here, gone, minimum, used_before=any(history))
    return frozenset(kept)


def given_away(raters: Mapping[str, Pairs], now: Pairs, earlier: Sequence[Pairs], minimum: int) -> frozenset[str]:
    """The parts (items, domains, the whole) that too few people of some history rated, though enough are in it.

    raters: per part the sheets that rate it, those of earlier reports among them.
    """
    histories = [sheets for history, sheets in _by_history(now, [*earlier, now]).items() if any(history)]
    return frozenset(
        part for part, rated in raters.items() if any(0 < _people(sheets & rated) < minimum for sheets in histories)
    )


def _by_history(current: Pairs, earlier: Sequence[Pairs]) -> dict[History, Pairs]:
    every = current.union(*earlier)
    found: defaultdict[History, set[Pair]] = defaultdict(set)
    for sheet in every:
        found[tuple(sheet in release for release in earlier)].add(sheet)
    return {history: frozenset(sheets) for history, sheets in found.items()}


def _kept_of(here: Pairs, gone: Pairs, minimum: int, *, used_before: bool) -> Pairs:
    """Of one history: all, all but a few companions of what is gone, or none."""
    missing = minimum - _people(gone) if used_before and gone else 0
    left = here - _companions(here, gone, missing) if missing > 0 else here
    enough = _people(left) >= minimum and (missing <= 0 or _people((here - left) | gone) >= minimum)
    return left if enough else frozenset()


def _companions(here: Pairs, gone: Pairs, missing: int) -> Pairs:
    """One sheet each of as many other people, of those who have most: they still count with the rest."""
    own: defaultdict[str, list[Pair]] = defaultdict(list)
    for sheet in sorted(here):
        own[sheet[1]].append(sheet)
    others = sorted((name for name in own if name not in {each for _, each in gone}), key=lambda n: (-len(own[n]), n))
    return frozenset(own[name][0] for name in others[:missing])


def _people(sheets: Collection[Pair]) -> int:
    return len({observer for _, observer in sheets})
