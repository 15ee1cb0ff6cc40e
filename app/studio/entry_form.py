"""The form of an item: its wordings, its scale, the help beside it and its own words for the points. Pure."""

from collections.abc import Sequence

from app.studio.part_form import Group, PartField, PartForm, Values, as_tree
from app.studio.wordings import ACTORS, EVIDENCE, QUESTION_KINDS, ROLES, scale_name
from instruments.drafting.beginning import identifier
from instruments.drafting.draft import Draft
from instruments.drafting.places import Definition, at, record_at, records_at, text_at
from instruments.tree import Path, Tree

_OBSERVERS = (
    ("any", "Wording for everybody", "Leave it empty if each kind of observer reads words of their own."),
    ("patient_partner", "Wording for patient partners", "Only if it differs."),
    ("peer_clinician", "Wording for peer clinicians", "Only if it differs."),
)
_LINES = {"options": "Answers to choose from", "behaviours": "Behaviours to count", "markers": "Behaviours to tap"}
_OWN = {"anchor": "What it looks like", "example": "Example"}


def entry_form(draft: Draft, entry_id: str, locked: str = "") -> PartForm | None:
    """The form of this item or question, or None when it is not there. ``locked``: why its words may not change."""
    base = draft.entry_path(entry_id)
    if base is None:
        return None
    entry = record_at(draft.definition, base)
    groups = _question_groups(entry, base, locked) if "kind" in entry else _item_groups(draft, entry, base, locked)

    def write(changed: Draft, values: Values) -> Draft:
        # The entry may have moved since the form was opened: it is found again by its id.
        path = changed.entry_path(entry_id)
        return changed if path is None else _written(changed, path, values)

    return PartForm(base, groups, write)


def _wordings(entry: Definition, base: Path, locked: str) -> Group:
    fields = tuple(
        PartField(
            name=f"text-{observer}",
            label=label,
            path=(*base, "text", observer),
            value=text_at(entry, ("text", observer, "en")),
            kind="long",
            hint=hint,
            locked=locked,
        )
        for observer, label, hint in _OBSERVERS
    )
    short = PartField(
        "short",
        "Short name",
        (*base, "short"),
        text_at(entry, ("short", "en")),
        hint="A few words for charts, tables and messages.",
        locked=locked,
    )
    return Group("Words", (*fields, short))


def _help(entry: Definition, base: Path, locked: str) -> PartField:
    return PartField(
        "guidance",
        "Help beside it",
        (*base, "guidance"),
        text_at(entry, ("guidance", "en")),
        kind="long",
        rows=3,
        hint="What to look for, what counts and what does not.",
        locked=locked,
    )


def _required(entry: Definition, base: Path) -> PartField:
    return PartField(
        "required", "The sheet cannot be locked without an answer", (*base, "required"), _flag(entry), kind="check"
    )


def _flag(entry: Definition) -> str:
    return "true" if entry.get("required") == "true" else ""


def _item_groups(draft: Draft, entry: Definition, base: Path, locked: str) -> tuple[Group, ...]:
    scale_id = text_at(entry, ("scale",))
    scale = draft.scales.get(scale_id, {})
    rating = (
        PartField(
            "scale",
            "Scale",
            (*base, "scale"),
            scale_id,
            kind="select",
            options=(("", "Choose a scale"), *((key, scale_name(key)) for key in draft.scales)),
            locked=locked,
        ),
        _required(entry, base),
        PartField(
            "evidence_note",
            "Note of what was seen or heard",
            (*base, "evidence_note"),
            text_at(entry, ("evidence_note",)) or "none",
            kind="select",
            options=EVIDENCE,
        ),
    )
    groups = [_wordings(entry, base, locked), Group("Rating", (*rating, _help(entry, base, locked)))]
    if scale.get("type") == "tally_then_level":
        groups.append(Group("What is counted", (_lines_field(entry, base, "behaviours", locked),)))
    tapped = "Buttons of the quiet screen while watching. Empty means one button for the whole item; six at most."
    groups.append(Group("What is tapped while watching", (_lines_field(entry, base, "markers", locked),), tapped))
    if points := records_at(scale, ("points",)):
        intro = "Only if this item needs other words than its scale has. Empty means: as the scale says."
        fields = _own_points(entry, base, points, locked)
        groups.append(Group("This item’s own words for the levels", fields, intro, folded=True))
    actors = at(entry, ("actors",))
    whom = PartField(
        "actors",
        "Whom does this item rate?",
        (*base, "actors"),
        tuple(each for each in actors if isinstance(each, str)) if isinstance(actors, list) else (),
        kind="checks",
        options=ACTORS,
        hint="Only for an instrument with a score for each person in the room.",
    )
    groups.append(Group("Whom it rates", (whom,), folded=True))
    return tuple(groups)


def _own_points(entry: Definition, base: Path, points: Sequence[Definition], locked: str) -> tuple[PartField, ...]:
    own = {text_at(point, ("code",)): (n, point) for n, point in enumerate(records_at(entry, ("points",)))}
    fields: list[PartField] = []
    for point in points:
        code = text_at(point, ("code",))
        number, mine = own.get(code, (-1, {}))
        label = text_at(mine, ("label", "en")) or text_at(point, ("label", "en"))
        for part, words in _OWN.items():
            path = (*base, "points", number, part) if number >= 0 else (*base, "points", code, part)
            usual = text_at(point, (part, "en"))
            fields.append(
                PartField(
                    name=f"own-{code}-{part}",
                    label=f"{code} {label}: {words.lower()}" if code != label else f"{label}: {words.lower()}",
                    path=path,
                    value=text_at(mine, (part, "en")),
                    kind="long",
                    rows=1,
                    hint=f"The scale says: {usual}" if usual else "",
                    locked=locked,
                )
            )
    return tuple(fields)


def _question_groups(entry: Definition, base: Path, locked: str) -> tuple[Group, ...]:
    kind = text_at(entry, ("kind",))
    fields = [
        PartField("kind", "How it is answered", (*base, "kind"), kind, kind="select", options=QUESTION_KINDS),
        PartField(
            "role",
            "What it is for",
            (*base, "role"),
            text_at(entry, ("role",)),
            kind="select",
            options=ROLES,
            hint="Reports use some answers: say which one this is.",
        ),
        _required(entry, base),
        _help(entry, base, locked),
    ]
    if kind in ("choice", "choices"):
        fields.insert(1, _lines_field(entry, base, "options", locked))
    if kind == "number":
        for name, label in (("minimum", "Lowest number"), ("maximum", "Highest number")):
            fields.insert(1, PartField(name, label, (*base, name), text_at(entry, (name,)), width="5"))
    return _wordings(entry, base, locked), Group("Answer", tuple(fields))


def _lines_field(entry: Definition, base: Path, key: str, locked: str) -> PartField:
    labels = [text_at(each, ("label", "en")) for each in records_at(entry, (key,))]
    return PartField(
        key, _LINES[key], (*base, key), "\n".join(labels), kind="long", rows=6, hint="One on each line.", locked=locked
    )


def _written(draft: Draft, path: Path, values: Values) -> Draft:
    entry = record_at(draft.definition, path)
    told: dict[Path, Tree] = {}
    for name, value in values.items():
        if name.startswith("text-"):
            told[*path, "text", name.removeprefix("text-"), "en"] = as_tree(value)
        elif name in ("short", "guidance"):
            told[*path, name, "en"] = as_tree(value)
        elif name in ("options", "behaviours", "markers"):
            told[*path, name] = coded_lines(str(value), records_at(entry, (name,)))
        elif not name.startswith("own-"):
            told[*path, name] = "" if (name, value) == ("evidence_note", "none") else as_tree(value)
    if any(name.startswith("own-") for name in values):
        told[*path, "points"] = _own_words(draft, entry, values)
    return draft.with_values(told)


def _own_words(draft: Draft, entry: Definition, values: Values) -> list[Tree]:
    kept = {text_at(point, ("code",)): point for point in records_at(entry, ("points",))}
    points: list[Tree] = []
    for shared in records_at(draft.scales.get(text_at(entry, ("scale",)), {}), ("points",)):
        code = text_at(shared, ("code",))
        point: Definition = {**kept.get(code, {"code": code})}
        for part in _OWN:
            if (value := values.get(f"own-{code}-{part}")) is not None:
                words = {**record_at(point, (part,)), "en": as_tree(value)}
                point[part] = words if value else {}
        point = {key: inner for key, inner in point.items() if inner not in ("", {})}
        if len(point) > 1:
            points.append(point)
    return points


def coded_lines(text: str, known: Sequence[Definition]) -> list[Tree]:
    """One answer for each line. An answer keeps its code and its other languages when only its words are changed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    by_label = {text_at(each, ("label", "en")): each for each in known}
    left = [each for each in known if text_at(each, ("label", "en")) not in lines]
    same_length = len(lines) == len(known)
    taken = {text_at(each, ("code",)) for each in known}
    made: list[Tree] = []
    for number, line in enumerate(lines):
        if line in by_label:
            made.append(by_label.pop(line))
        elif same_length and known[number] in left:
            made.append({**known[number], "label": {**record_at(known[number], ("label",)), "en": line}})
        else:
            code = identifier(line, "answer", taken)[:32]
            taken.add(code)
            made.append({"code": code, "label": {"en": line}})
    return made
