"""What must hold between the parts of a definition, once each part has been read by itself."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from instruments.conditions import CodeIn, CodeNotIn, Condition, leaves
from instruments.definition import Entry, Gap, Instrument, Item, Question, ScoringRule, Wording
from instruments.scoring import possible_range
from instruments.scoring_rules import RULES_NEEDING_EVERY_ITEM, RULES_NEEDING_ONE_RANGE
from instruments.tree import Path

Finding: TypeAlias = tuple[Path, str]

# A licence that lets anybody use the wording; any other needs the owner's permission on record.
OPEN_LICENCES = ("CC0", "CC BY", "CC-BY", "OGL", "OPEN GOVERNMENT LICENCE", "PUBLIC DOMAIN")
_DECISION_GATE_CODES = {"yes", "no"}


def findings(instrument: Instrument) -> Iterator[Finding]:
    """Everything that does not fit together, with the place to look at."""
    yield from _ids(instrument)
    yield from _conditions(instrument)
    yield from _roles(instrument)
    yield from _languages(instrument)
    yield from _attribution(instrument)
    if not instrument.domains:
        yield ("sections",), "Write at least one section of kind domain, with items to rate."
    yield from _rule(instrument, instrument.scoring, ("scoring",))
    if instrument.domain_scoring:
        yield from _domain_rule(instrument, instrument.domain_scoring)
    yield from _linking(instrument)
    yield from _published_range(instrument)


def _places(instrument: Instrument) -> Iterator[tuple[Path, Entry]]:
    for s, section in enumerate(instrument.sections):
        for e, entry in enumerate(section.entries):
            yield ("sections", s, "items", e), entry


def _ids(instrument: Instrument) -> Iterator[Finding]:
    entry_ids = Counter(entry.id for entry in instrument.entries)
    section_ids = Counter(section.id for section in instrument.sections)
    for path, entry in _places(instrument):
        if entry_ids[entry.id] > 1:
            yield (*path, "id"), f'"{entry.id}" is used twice: give each item and question an id of its own.'
    for s, section in enumerate(instrument.sections):
        if section_ids[section.id] > 1:
            yield ("sections", s, "id"), f'"{section.id}" is used twice: give each section an id of its own.'


def _conditions(instrument: Instrument) -> Iterator[Finding]:
    earlier: dict[str, Entry] = {}
    for path, entry in _places(instrument):
        if entry.show_if is not None:
            yield from _condition(entry.show_if, earlier, (*path, "show_if"), "an earlier item or question")
        earlier[entry.id] = entry
    if instrument.standard is not None:
        place = ("standard", "met_when")
        yield from _condition(instrument.standard.met_when, earlier, place, "an item or question")


def _condition(condition: Condition, known: dict[str, Entry], path: Path, wanted: str) -> Iterator[Finding]:
    for leaf in leaves(condition):
        entry = known.get(leaf.entry)
        if entry is None:
            yield path, f'This condition names "{leaf.entry}", which is not {wanted}.'
        elif isinstance(leaf, CodeIn | CodeNotIn):
            for code in leaf.codes:
                if code not in _codes(entry):
                    yield path, f'"{leaf.entry}" has no answer with the code "{code[:40]}".'


def _codes(entry: Entry) -> set[str]:
    if isinstance(entry, Question):
        return {option.code for option in entry.options}
    return {option.code for option in (*entry.scale.points, *entry.scale.non_scoring)}


_ROLE_KINDS = {
    "decision_gate": ("choice",),
    "decision_kind": ("choice", "choices"),
    "duration": ("choice", "number"),
    "part_not_observed": ("choice", "choices", "text"),
    "visit_kind": ("choice",),
    "carer_present": ("choice",),
    "way_of_meeting": ("choice",),
    "went_well": ("text",),
    "one_thing_to_try": ("text",),
}


def _roles(instrument: Instrument) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, entry in _places(instrument):
        if not isinstance(entry, Question) or not entry.role:
            continue
        place = (*path, "role")
        if entry.role in seen:
            yield place, f'Only one question can have the role "{entry.role}".'
        seen.add(entry.role)
        kinds = _ROLE_KINDS[entry.role]
        if entry.kind not in kinds:
            yield place, f'A question with the role "{entry.role}" is of kind {" or ".join(kinds)}.'
        elif entry.role == "decision_gate" and not _codes(entry) >= _DECISION_GATE_CODES:
            yield place, "The decision gate needs an option with the code yes and one with the code no."


def _published_range(instrument: Instrument) -> Iterator[Finding]:
    published, rule = instrument.published_range, instrument.scoring
    if published is None:
        return
    counted = [item for item in instrument.items if not rule.items or item.id in rule.items]
    if rule.rule == "profile" or not counted:
        yield ("published_range",), "A published range stands beside a total, and this instrument makes none."
        return
    low, high = possible_range(rule, counted)
    if published.lowest < low or published.highest > high:
        yield ("published_range", "lowest"), f"Write the range in points of the total, from {low} to {high}."


def wordings(instrument: Instrument) -> Iterator[tuple[Path, Wording | None]]:
    """Every text of the instrument that people read, with its place."""
    yield ("title",), instrument.title
    yield ("introduction",), instrument.introduction
    if instrument.standard:
        yield ("standard", "title"), instrument.standard.title
    if instrument.published_range:
        yield ("published_range", "who"), instrument.published_range.who
        yield ("published_range", "caveat"), instrument.published_range.caveat
    for scale in instrument.scales:
        for wording in _scale_wordings(scale.points, scale.non_scoring, scale.behaviours):
            yield ("scales", scale.id), wording
    for s, section in enumerate(instrument.sections):
        yield ("sections", s, "title"), section.title
    for path, entry in _places(instrument):
        yield (*path, "guidance"), entry.guidance
        yield (*path, "short"), entry.short
        for wording in entry.text.values():
            yield (*path, "text"), wording
        parts = (
            _scale_wordings(entry.scale.points, entry.scale.behaviours, entry.markers)
            if isinstance(entry, Item)
            else _scale_wordings(entry.options)
        )
        for wording in parts:
            yield path, wording


def _scale_wordings(*groups: tuple[object, ...]) -> Iterator[Wording | None]:
    for group in groups:
        for part in group:
            for name in ("label", "anchor", "example"):
                yield getattr(part, name, None)


def _languages(instrument: Instrument) -> Iterator[Finding]:
    declared = set(instrument.languages)
    if "en" not in declared:
        yield ("languages",), "Add en to the languages: every instrument has English words."
    reported: set[Finding] = set()
    for path, wording in wordings(instrument):
        for finding in _wording_findings(path, wording, declared, complete=instrument.status != "draft"):
            if finding not in reported:
                reported.add(finding)
                yield finding


def _wording_findings(path: Path, wording: Wording | None, declared: set[str], *, complete: bool) -> Iterator[Finding]:
    for code in set(wording or {"en": ""}) - declared - {"en"}:
        yield path, f'The language "{code}" is used here: add it to the languages at the top.'
    if complete and wording is not None:
        for code in sorted(declared - set(wording)):
            yield path, f'Write this text in "{code}" as well before publishing.'


def _attribution(instrument: Instrument) -> Iterator[Finding]:
    if instrument.status == "draft":
        return
    attribution = instrument.attribution
    licence = attribution.licence.upper()
    is_open = licence.startswith(OPEN_LICENCES) and not _restricted(licence)
    for key in ("licence", "validation") if is_open else ("owner", "licence", "validation"):
        if not getattr(attribution, key):
            yield (
                ("attribution", key),
                f'Write the {key} before publishing; "not validated" is an answer too.',
            )
    if licence and not is_open and not attribution.permission_reference:
        sentence = "This licence needs the owner's permission: write where it is recorded."
        yield ("attribution", "permission_reference"), sentence


def _restricted(licence: str) -> bool:
    return not {"NC", "ND"}.isdisjoint(licence.replace("-", " ").split())


def _rule(instrument: Instrument, rule: ScoringRule, path: Path) -> Iterator[Finding]:
    by_id = {item.id: item for item in instrument.items}
    for key, named in (("items", rule.items), ("weights", rule.weights), ("reverse", rule.reverse)):
        for item_id in named:
            if item_id not in by_id:
                yield (*path, key), f'No item is called "{item_id[:40]}".'
    if len(set(rule.items)) < len(rule.items):
        yield (*path, "items"), "An item is named twice: name each once and give it a weight instead."
    items = [item for item in instrument.items if not rule.items or item.id in rule.items]
    groups = [[item for item in items if actor in item.actors] for actor in instrument.actors]
    if rule.per_actor and not groups:
        yield (*path, "per_actor"), "Write for each item whom it rates, under actors."
    yield from _rule_over(rule, items, path)
    yield from _minimum(rule, groups if rule.per_actor and groups else [items], path)


def _domain_rule(instrument: Instrument, rule: ScoringRule) -> Iterator[Finding]:
    path = ("domain_scoring",)
    if rule.items or rule.per_actor:
        yield path, "A domain is always scored over its own items: leave out items and per_actor here."
        return
    yield from _rule(instrument, rule, path)
    for domain in instrument.domains:
        yield from _minimum(rule, [list(domain.items)], path)


def _rule_over(rule: ScoringRule, items: list[Item], path: Path) -> Iterator[Finding]:
    if rule.rule == "profile":
        return
    ranges = {(item.scale.lowest, item.scale.highest) for item in items if item.scale.points}
    if rule.rule in RULES_NEEDING_ONE_RANGE and len(ranges) > 1:
        yield (
            (*path, "items"),
            f'"{rule.rule}" needs items on scales with the same lowest and highest score.',
        )
    if rule.rule in ("percent_top_box", "all_top_box", "max") and rule.weights:
        yield (*path, "weights"), f'"{rule.rule}" takes no weights.'
    for gap in sorted(_possible_gaps(items)):
        if gap not in rule.non_scoring:
            yield (*path, "non_scoring"), f'Say what "{gap}" does to the score: exclude, lowest or undefined.'
    if rule.rule in RULES_NEEDING_EVERY_ITEM and "exclude" in rule.non_scoring.values():
        yield (*path, "non_scoring"), f'"{rule.rule}" cannot leave items out: write lowest or undefined.'


def _possible_gaps(items: list[Item]) -> set[Gap]:
    gaps: set[Gap] = {option.reason for item in items for option in item.scale.non_scoring}
    if any(item.show_if for item in items):
        gaps.add("not_applicable")
    return gaps


def _minimum(rule: ScoringRule, groups: list[list[Item]], path: Path) -> Iterator[Finding]:
    smallest = min((len(group) for group in groups), default=0)
    if rule.min_answered is not None and rule.min_answered > smallest:
        place = (*path, "min_answered")
        yield place, f"At least {rule.min_answered} items must count, but there are only {smallest}."


def _linking(instrument: Instrument) -> Iterator[Finding]:
    if instrument.linking is None:
        return
    by_id = {item.id for item in instrument.items}
    for item_id in instrument.linking.item_map:
        if item_id not in by_id:
            yield ("linking", "item_map", item_id), f'No item is called "{item_id[:40]}".'
    if (instrument.linking.replaces_id, instrument.linking.replaces_version) == (
        instrument.id,
        instrument.version,
    ):
        yield ("linking", "replaces"), "A version cannot replace itself: write the version that came before."
