"""What other programs do not see of an instrument, named key by key from what a file says when it is read back."""

from collections.abc import Container, Iterator, Mapping
from typing import TypeAlias

from instruments.exchange.loss import Loss
from instruments.exchange.remainder import Branch, branch, branches, entries_of, without_items
from instruments.tree import Tree

Instead: TypeAlias = Mapping[str, str]
"""For a key that has another place in a format: the sentence that says which."""

ADDED = "added"

NAMES: Mapping[str, str] = {
    # the whole
    "format": "the name of our file format",
    "id": "its id",
    "version": "its version",
    "status": "whether it is a draft, published or retired",
    "title": "its title",
    "introduction": "its introduction",
    "languages": "the list of its languages",
    "attribution": "its attribution",
    "source": "where its wording comes from",
    "owner": "its owner",
    "licence": "its licence",
    "based_on": "what it is based on",
    "validation": "how far it is validated",
    "permission_reference": "where its permission is recorded",
    "permission_expires": "when its permission ends",
    "scoring": "its scoring rule",
    "domain_scoring": "the scoring rule of its domains",
    "standard": "its minimum standard",
    "published_range": "the published range beside its results",
    "lowest": "where that range begins",
    "highest": "where that range ends",
    "mean": "the mean published with it",
    "who": "whom that study saw",
    "caveat": "why that range may not fit",
    "linking": "the version it replaces and how items link to it",
    "scales": "its scales",
    "sections": "its sections",
    # sections and entries
    "kind": "of what kind it is",
    "items": "its items",
    "construct": "the construct that links it with other wordings",
    "short": "its short name",
    "text": "its wording",
    "guidance": "its guidance",
    "required": "whether it must be answered",
    "evidence_note": "whether a note goes with it",
    "show_if": "when it is shown",
    "actors": "whom it rates",
    "options": "its options",
    "minimum": "its lowest number",
    "maximum": "its highest number",
    "role": "its role on the sheet",
    # scales
    "scale": "its scale",
    "type": "the type of its scale",
    "points": "its points",
    "non_scoring": "its answers without a score",
    "behaviours": "the behaviours counted for it",
    "markers": "the behaviours tapped while watching it",
    "code": "the codes of its answers",
    "score": "the scores of its points",
    "reason": "why some of its answers carry no score",
    "label": "the labels of its answers",
    "anchor": "the anchors of its points",
    "example": "the examples of its points",
}


def losses_between(
    whole: Branch, native: Branch, instead: Instead, unseen: str = "Other programs do not see"
) -> Iterator[Loss]:
    """A loss for each place of `whole` that the file, read back as `native`, shows otherwise or not at all.

    `unseen` begins the sentence about what is not there.
    """
    yield from _told("", _of_the_whole(whole, native), instead, unseen)
    for scale_id in _unused(whole):
        yield Loss(scale_id, f"{unseen} this scale: no item uses it.")
    theirs = (section for section in branches(native.get("sections")) if section.get("items"))
    for section in branches(whole.get("sections")):
        if not section.get("items"):
            yield Loss(str(section["id"]), f"{unseen} this section: it holds no items.")
            continue
        keys = _keys(without_items(section), without_items(next(theirs)))
        yield from _told(str(section["id"]), keys, instead, unseen)
    for here, there in zip(_effective(whole), _effective(native), strict=True):
        yield from _told(str(here["id"]), _keys(here, _as_rated(here, there)), instead, unseen)


def as_read(tree: Tree, language: str, keys: Container[str], *, is_named: bool = False) -> Tree:
    """What a reader of a page can know of a definition: what stands under these keys, in one language.

    `is_named`: the keys of this mapping are names somebody gave, not ours. A condition stays whole.
    """
    if isinstance(tree, list):
        return [as_read(part, language, keys) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if "en" in tree and all(isinstance(text, str) for text in tree.values()):
        return {"en": tree.get(language) or tree["en"]}
    return {
        key: value if key == "show_if" else as_read(value, language, keys, is_named=key in ("scales", "text"))
        for key, value in tree.items()
        if is_named or key in keys
    }


def name_of(key: str) -> str:
    """A key of a definition in words."""
    return NAMES.get(key, f'its "{key}"')


def _told(place: str, differing: Iterator[tuple[str, str]], instead: Instead, begins: str) -> Iterator[Loss]:
    unseen: dict[str, None] = {}
    added: dict[str, None] = {}
    elsewhere: dict[str, None] = {}
    for key, words in differing:
        if key == ADDED:
            added[words] = None
        elif key in instead:
            elsewhere[instead[key]] = None
        else:
            unseen[words] = None
    if unseen:
        yield Loss(place, f"{begins} {_listed(tuple(unseen))}.")
    if added:
        yield Loss(place, f"Other programs see something for {_listed(tuple(added))}, where there is nothing here.")
    yield from (Loss(place, sentence) for sentence in elsewhere if sentence)


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _of_the_whole(whole: Branch, native: Branch) -> Iterator[tuple[str, str]]:
    left_out = ("scales", "sections", "status", "format")
    here, there = ({key: value for key, value in tree.items() if key not in left_out} for tree in (whole, native))
    yield from _keys(here, there)


def _keys(here: Branch, there: Branch) -> Iterator[tuple[str, str]]:
    for key in dict.fromkeys((*here, *there)):
        yield from _differing(key, here.get(key), there.get(key))


def _differing(key: str, here: Tree | None, there: Tree | None) -> Iterator[tuple[str, str]]:
    if here == there:
        return
    if here is None:
        yield ADDED, name_of(key)
    elif key == "show_if" and there is not None:
        yield "show_if as written", "how its condition is written here"
    elif key in ("attribution", "scale"):
        yield from _keys(branch(here), branch(there))
    elif key == "text":
        yield from _wordings(branch(here), branch(there))
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there) and branches(here):
        for ours, theirs in zip(branches(here), branches(there), strict=False):
            yield from _keys(ours, theirs)
    else:
        yield from _in_languages(key, name_of(key), branch(here), branch(there))


def _wordings(here: Branch, there: Branch) -> Iterator[tuple[str, str]]:
    theirs = [branch(wording) for wording in there.values()]
    for observer, wording in here.items():
        ours = branch(wording)
        if ours in theirs:
            continue
        name = "its wording" if observer == "any" else f"its wording for {observer}"
        nearest = next((each for each in theirs if each.get("en") == ours.get("en")), branch(None))
        yield from _in_languages("text", name, ours, nearest)
    if all(wording in theirs for wording in here.values()):
        yield "text", "whose wording it is"


def _in_languages(key: str, name: str, here: Branch, there: Branch) -> Iterator[tuple[str, str]]:
    """The name alone where the English words differ, and the languages that are not there."""
    if "en" not in here:
        yield key, name
        return
    others = tuple(code for code in here if code != "en" and here[code] != there.get(code))
    if here["en"] != there.get("en"):
        yield key, name
    elif not others:
        yield key, f"{name} as it is"
    if others:
        yield f"{key} in other languages", f"{name} in {_listed(others)}"


def _as_rated(here: Branch, there: Branch) -> Branch:
    """A choice that is an item here, with its options in the places of points and answers without a score."""
    if "scale" not in here or "options" not in there:
        return there
    options, points = branches(there["options"]), len(branches(branch(here["scale"]).get("points")))
    answers: Branch = {"points": list(options[:points])}
    if options[points:]:
        answers["non_scoring"] = list(options[points:])
    return {**{key: value for key, value in there.items() if key not in ("kind", "options")}, "scale": answers}


def _unused(whole: Branch) -> list[str]:
    used = {str(entry.get("scale")) for entry in entries_of(whole)}
    return [scale_id for scale_id in branch(whole.get("scales")) if scale_id not in used]


def _effective(tree: Branch) -> Iterator[Branch]:
    """Each entry with its whole scale in it, its own words in their places."""
    scales = branch(tree.get("scales"))
    for entry in entries_of(tree):
        if "scale" not in entry:
            yield entry
            continue
        scale = branch(scales.get(str(entry["scale"])))
        own = {str(point.get("code")): point for point in branches(entry.get("points"))}
        points: list[Tree] = [
            {**point, **own.get(str(point.get("code")), {})} for point in branches(scale.get("points"))
        ]
        behaviours = entry.get("behaviours") or scale.get("behaviours")
        whole: Branch = {**scale, "points": points, **({"behaviours": behaviours} if behaviours else {})}
        rest = {key: value for key, value in entry.items() if key not in ("points", "behaviours", "scale")}
        yield {**rest, "scale": whole}
