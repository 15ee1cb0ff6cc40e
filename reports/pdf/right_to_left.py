"""Arabic and Hebrew script on paper: letters joined, and each line in the order in which it is drawn.

Letters are joined with the presentation forms that Unicode keeps for it, found through their own decompositions, so
no table is typed here. Lines are ordered by the implicit part of the bidirectional algorithm (Unicode Standard Annex
9: rules W1 to W7, N1, N2, I1, I2, L1 to L4). Explicit marks have been taken out before, and pairs of brackets are not
looked for (N0): they follow what stands around them.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"
_STRONG = frozenset({"L", "R", "AL"})
_RIGHT = frozenset({"R", "AN", "EN"})
_ANY_RIGHT = re.compile("[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufeff]")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_TATWEEL = "\u0640"
_FORMS = (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))

Form = Literal["isolated", "final", "initial", "medial"]


def has_right_to_left(text: str) -> bool:
    """Whether anything in the text is written from right to left."""
    return not text.isascii() and _ANY_RIGHT.search(text) is not None


def is_marked(line: str) -> bool:
    """Whether a line says how its paragraph runs."""
    return line[:1] in (RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK)


def runs_right_to_left(text: str) -> bool:
    """Whether most letters of a paragraph run from right to left: a name at its head does not turn a sentence."""
    kinds = [unicodedata.bidirectional(each) for each in text]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter or mark that has a direction runs from right to left."""
    first = next((kind for each in text if (kind := unicodedata.bidirectional(each)) in _STRONG), "L")
    return first != "L"


def joined(text: str, has: Iterable[str]) -> str:
    """The text in its own order with every Arabic letter in the form its neighbours ask for, if `has` holds it."""
    have = frozenset(has)
    letters = _ligated(text, have)
    shapes = _forms()
    made: list[str] = []
    for at, letter in enumerate(letters):
        own = shapes.get(letter)
        if own is None:
            made.append(letter)
            continue
        before = _joins_on(_neighbour(letters, at, -1))
        after = _joins_on(letter) and _joins_back(_neighbour(letters, at, 1))
        form: Form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
        shaped = own.get(form, letter)
        made.append(shaped if shaped in have else letter)
    return "".join(made)


def drawn_order(line: str) -> str:
    """One line as it is drawn from left to right. A mark at its start says how its paragraph runs."""
    base = 1 if begins_right_to_left(line) else 0
    text = line.replace(RIGHT_TO_LEFT_MARK, "").replace(LEFT_TO_RIGHT_MARK, "")
    levels = _levels(text, base)
    clusters: list[tuple[str, int]] = []
    for character, level in zip(text, levels, strict=True):
        # A mark stays behind its letter, whichever way the letters run.
        if clusters and unicodedata.combining(character):
            clusters[-1] = (clusters[-1][0] + character, clusters[-1][1])
        else:
            clusters.append((character.translate(_MIRRORED) if level % 2 else character, level))
    for level in range(max(levels, default=0), 0, -1):
        clusters = _turned(clusters, level)
    return "".join(character for character, _ in clusters)


def _turned(clusters: list[tuple[str, int]], level: int) -> list[tuple[str, int]]:
    """Rule L2: every run at this level or above is turned round."""
    made: list[tuple[str, int]] = []
    run: list[tuple[str, int]] = []
    for cluster in clusters:
        if cluster[1] >= level:
            run.append(cluster)
            continue
        made += [*reversed(run), cluster]
        run = []
    return [*made, *reversed(run)]


def _levels(text: str, base: int) -> list[int]:
    kinds = _weak([unicodedata.bidirectional(each) or "L" for each in text], "R" if base else "L")
    kinds = _neutral(kinds, "R" if base else "L")
    levels = [_level(kind, base) for kind in kinds]
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isspace():
            break
        levels[at] = base
    return levels


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], start: str) -> list[str]:
    """Rules W1 to W7."""
    made: list[str] = []
    strong = start
    for at, kind in enumerate(kinds):
        strong = kind if kind in _STRONG else strong
        made.append(_weakened(kinds, at, made[-1] if made else start, strong))
    made = _beside_numbers(["R" if kind == "AL" else kind for kind in made])
    strong = start
    for at, kind in enumerate(made):
        strong = kind if kind in ("L", "R") else strong
        if kind == "EN" and strong == "L":
            made[at] = "L"
    return made


def _weakened(kinds: list[str], at: int, before: str, strong: str) -> str:
    """Rules W1, W2 and W4 for one character, with what came before it and the last strong letter."""
    kind = kinds[at]
    if kind == "NSM":
        return before
    if kind == "EN" and strong == "AL":
        return "AN"
    if kind in ("ES", "CS") and 0 < at < len(kinds) - 1 and kinds[at - 1] == kinds[at + 1] == "EN":
        return before if kind == "CS" or before == "EN" else "ON"
    return kind


def _beside_numbers(kinds: list[str]) -> list[str]:
    """Rules W5 and W6: signs beside a number go with it, all others are neutral."""
    made = list(kinds)
    for order in (range(1, len(made)), range(len(made) - 2, -1, -1)):
        for at in order:
            beside = made[at - 1] if order.step > 0 else made[at + 1]
            if made[at] == "ET" and beside == "EN":
                made[at] = "EN"
    return [kind if kind in ("L", "R", "EN", "AN") else "ON" for kind in made]


def _neutral(kinds: list[str], start: str) -> list[str]:
    """Rules N1 and N2: a neutral run goes with its two sides when they agree, else with the paragraph."""
    made = list(kinds)
    at = 0
    while at < len(made):
        if made[at] != "ON":
            at += 1
            continue
        end = at
        while end < len(made) and made[end] == "ON":
            end += 1
        before = _side(made[at - 1]) if at else start
        after = _side(made[end]) if end < len(made) else start
        made[at:end] = [before if before == after else start] * (end - at)
        at = end
    return made


def _side(kind: str) -> str:
    return "R" if kind in _RIGHT else "L"


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[Form, str]]:
    """Letter to its forms; lam with alef, two letters in one, under both."""
    found: dict[str, dict[Form, str]] = {}
    for code in _FORMS:
        kind, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        form = kind.strip("<>")
        if form in ("isolated", "final", "initial", "medial") and _is_letter_or_lam_alef(letters):
            found.setdefault("".join(chr(int(each, 16)) for each in letters), {}).setdefault(form, chr(code))
    return found


def _is_letter_or_lam_alef(letters: list[str]) -> bool:
    return len(letters) == 1 or (letters[0] == "0644" and letters[1] in ("0622", "0623", "0625", "0627"))


def _ligated(text: str, have: frozenset[str]) -> list[str]:
    """Letters in order, lam and alef taken as one where the font has them so."""
    letters: list[str] = []
    for character in text:
        pair = letters[-1] + character if letters else ""
        if pair in _forms() and len(pair) == 2 and have.issuperset(_forms()[pair].values()):
            letters[-1] = pair
        else:
            letters.append(character)
    return letters


def _neighbour(letters: list[str], at: int, step: int) -> str:
    """The next letter that way, marks passed over."""
    at += step
    while 0 <= at < len(letters) and unicodedata.combining(letters[at][0]):
        at += step
    return letters[at] if 0 <= at < len(letters) else ""


def _joins_on(letter: str) -> bool:
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    return letter == _TATWEEL or "final" in _forms().get(letter, {})
