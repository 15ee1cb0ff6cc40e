"""The form of a scale: what each point is called, what it looks like, and the answers without a score. Pure."""

from app.studio.part_form import Group, PartField, PartForm, Values, as_tree
from app.studio.wordings import REASONS, SCALE_TYPES
from instruments.drafting.draft import Draft
from instruments.drafting.places import Definition, record_at, records_at, text_at
from instruments.drafting.scale_making import option_for
from instruments.tree import Path, Tree

_NOT_OFFERED: tuple[int, Definition] = (-1, {})
_WORDS = (("label", "Name"), ("anchor", "What it looks like"), ("example", "Example"))


def scale_form(draft: Draft, scale_id: str, locked: str = "") -> PartForm | None:
    """The form of this scale, or None when it is not there."""
    scale = draft.scales.get(scale_id)
    if scale is None:
        return None
    base: Path = ("scales", scale_id)
    kind = PartField(
        "type",
        "Kind of scale",
        (*base, "type"),
        text_at(scale, ("type",)) or "ordinal",
        kind="select",
        options=SCALE_TYPES,
        locked=locked,
    )
    groups = [Group("", (kind,))]
    for number, point in enumerate(records_at(scale, ("points",))):
        place: Path = (*base, "points", number)
        code = text_at(point, ("code",))
        score = PartField(
            f"point-{code}-score",
            "Points it counts",
            (*place, "score"),
            text_at(point, ("score",)),
            width="3",
            locked=locked,
        )
        words = tuple(
            PartField(
                f"point-{code}-{part}",
                label,
                (*place, part),
                text_at(point, (part, "en")),
                kind="line" if part == "label" else "long",
                rows=2,
                locked=locked,
            )
            for part, label in _WORDS
        )
        groups.append(Group(f"Level {code}", (words[0], score, *words[1:]), in_rows=True))
    intro = "An answer that is no rating and never a zero. Empty means: it is not offered."
    groups.append(Group("Answers without a score", tuple(_without_score(draft, base, locked)), intro))

    def write(changed: Draft, values: Values) -> Draft:
        return _written(changed, scale_id, values)

    return PartForm(base, tuple(groups), write)


def _without_score(draft: Draft, base: Path, locked: str) -> list[PartField]:
    options = list(enumerate(records_at(draft.definition, (*base, "non_scoring"))))
    fields: list[PartField] = []
    for reason, label in REASONS.items():
        number, option = next(((n, each) for n, each in options if each.get("reason") == reason), _NOT_OFFERED)
        path: Path = (*base, "non_scoring", number) if number >= 0 else (*base, "non_scoring", reason)
        hint = f"Such as “{text_at(option_for(reason), ('label', 'en'))}”."
        value = text_at(option, ("label", "en"))
        fields.append(PartField(f"without-{reason}", label, path, value, hint=hint, locked=locked))
    return fields


def _written(draft: Draft, scale_id: str, values: Values) -> Draft:
    base: Path = ("scales", scale_id)
    told: dict[Path, Tree] = {}
    if "type" in values:
        told[*base, "type"] = as_tree(values["type"])
    for number, point in enumerate(records_at(draft.definition, (*base, "points"))):
        code = text_at(point, ("code",))
        for part, _ in _WORDS:
            if (value := values.get(f"point-{code}-{part}")) is not None:
                told[*base, "points", number, part, "en"] = as_tree(value)
        if (score := values.get(f"point-{code}-score")) is not None:
            told[*base, "points", number, "score"] = as_tree(score)
    if any(name.startswith("without-") for name in values):
        told[*base, "non_scoring"] = _options(draft, base, values)
    return draft.with_values(told)


def _options(draft: Draft, base: Path, values: Values) -> list[Tree]:
    kept = records_at(draft.definition, (*base, "non_scoring"))
    found: list[Tree] = []
    for option in kept:
        words = values.get(f"without-{text_at(option, ('reason',))}")
        if words is None:
            found.append(option)
        elif words:
            found.append({**option, "label": {**record_at(option, ("label",)), "en": as_tree(words)}})
    known = {text_at(option, ("reason",)) for option in kept}
    found += [
        option_for(reason, str(words))
        for reason in REASONS
        if reason not in known and (words := values.get(f"without-{reason}"))
    ]
    return found
