"""An instrument as the tree a definition file holds: the exact inverse of reading, with defaults left out."""

from collections.abc import Mapping
from decimal import Decimal

from instruments.conditions import AllOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.definition import (
    Attribution,
    Behaviour,
    Entry,
    Instrument,
    Item,
    Linking,
    MinimumStandard,
    NonScoringOption,
    Option,
    Point,
    PublishedRange,
    Question,
    Rescale,
    Scale,
    ScoringRule,
    Section,
)
from instruments.tree import Tree


def written(instrument: Instrument) -> dict[str, Tree]:
    """The whole instrument, keys in the order a person reads them."""
    scales = {scale.id: scale for scale in instrument.scales}
    return _kept(
        format=instrument.format,
        id=instrument.id,
        version=instrument.version,
        status=instrument.status,
        title=_texts(instrument.title),
        introduction=_texts(instrument.introduction),
        attribution=_attribution(instrument.attribution),
        languages=list(instrument.languages),
        scales={scale.id: _scale(scale) for scale in instrument.scales},
        sections=[_section(section, scales) for section in instrument.sections],
        scoring=_rule(instrument.scoring),
        domain_scoring=_rule(instrument.domain_scoring),
        standard=_standard(instrument.standard),
        published_range=_published_range(instrument.published_range),
        linking=_linking(instrument.linking),
    )


def _kept(**values: Tree | None) -> dict[str, Tree]:
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}


def _texts(wording: Mapping[str, str] | None) -> Tree | None:
    return None if wording is None else dict(wording)


def _flag(value: bool) -> str:
    return "true" if value else ""


def plain_decimal(value: Decimal) -> str:
    """One way only to write a number: 1.50, 1.5 and 15E-1 are all 1.5."""
    return format(value.normalize() if value else Decimal(0), "f")


def _decimal(value: Decimal | None) -> str:
    return "" if value is None else plain_decimal(value)


def _attribution(attribution: Attribution) -> Tree:
    expires = attribution.permission_expires
    return _kept(
        source=attribution.source,
        owner=attribution.owner,
        licence=attribution.licence,
        based_on=attribution.based_on,
        validation=attribution.validation,
        permission_reference=attribution.permission_reference,
        permission_expires=expires.isoformat() if expires else "",
    )


def _scale(scale: Scale) -> Tree:
    return _kept(
        type=scale.type,
        points=[_point(point) for point in scale.points],
        non_scoring=[_non_scoring(option) for option in scale.non_scoring],
        behaviours=[_coded(behaviour) for behaviour in scale.behaviours],
    )


def _point(point: Point) -> Tree:
    return _kept(
        code=point.code,
        score=plain_decimal(point.score),
        label=_texts(point.label),
        anchor=_texts(point.anchor),
        example=_texts(point.example),
    )


def _non_scoring(option: NonScoringOption) -> Tree:
    return _kept(code=option.code, reason=option.reason, label=_texts(option.label))


def _coded(part: Behaviour | Option) -> Tree:
    return _kept(code=part.code, label=_texts(part.label))


def _section(section: Section, scales: Mapping[str, Scale]) -> Tree:
    return _kept(
        id=section.id,
        title=_texts(section.title),
        kind=section.kind,
        items=[_entry(entry, scales) for entry in section.entries],
    )


def _entry(entry: Entry, scales: Mapping[str, Scale]) -> Tree:
    return _item(entry, scales[entry.scale.id]) if isinstance(entry, Item) else _question(entry)


def _item(item: Item, shared: Scale) -> Tree:
    behaviours = () if item.scale.behaviours == shared.behaviours else item.scale.behaviours
    return _kept(
        id=item.id,
        construct="" if item.construct == item.id else item.construct,
        scale=item.scale.id,
        short=_texts(item.short),
        text={code: dict(wording) for code, wording in item.text.items()},
        guidance=_texts(item.guidance),
        required=_flag(item.required),
        evidence_note="" if item.evidence_note == "none" else item.evidence_note,
        show_if=_condition(item.show_if),
        actors=list(item.actors),
        points=[
            _own_words(own, point) for own, point in zip(item.scale.points, shared.points, strict=True) if own != point
        ],
        behaviours=[_coded(behaviour) for behaviour in behaviours],
        markers=[_coded(marker) for marker in item.markers],
    )


def _own_words(own: Point, shared: Point) -> Tree:
    return _kept(
        code=own.code,
        label=None if own.label == shared.label else _texts(own.label),
        anchor=None if own.anchor == shared.anchor else _texts(own.anchor),
        example=None if own.example == shared.example else _texts(own.example),
    )


def _question(question: Question) -> Tree:
    return _kept(
        id=question.id,
        kind=question.kind,
        role=question.role,
        short=_texts(question.short),
        text={code: dict(wording) for code, wording in question.text.items()},
        guidance=_texts(question.guidance),
        options=[_coded(option) for option in question.options],
        required=_flag(question.required),
        show_if=_condition(question.show_if),
        minimum=_decimal(question.minimum),
        maximum=_decimal(question.maximum),
    )


def _condition(condition: Condition | None) -> Tree | None:
    match condition:
        case None:
            return None
        case CodeIn(entry, codes):
            return {"item": entry, "in": list(codes)}
        case CodeNotIn(entry, codes):
            return {"item": entry, "not_in": list(codes)}
        case IsAnswered(entry):
            return {"item": entry, "answered": "true"}
        case AllOf(conditions):
            return {"all": [part for inner in conditions if (part := _condition(inner))]}
        case _:
            return {"any": [part for inner in condition.conditions if (part := _condition(inner))]}


def _rule(rule: ScoringRule | None) -> Tree | None:
    if rule is None:
        return None
    return _kept(
        rule=rule.rule,
        rule_version=rule.rule_version,
        items=list(rule.items),
        min_answered="" if rule.min_answered is None else str(rule.min_answered),
        non_scoring={gap: rule.non_scoring[gap] for gap in rule.non_scoring},
        weights={item_id: plain_decimal(weight) for item_id, weight in rule.weights.items()},
        reverse=list(rule.reverse),
        rescale=_rescale(rule.rescale),
        round=None if rule.places is None else {"places": str(rule.places), "mode": "half_even"},
        per_actor=_flag(rule.per_actor),
    )


def _rescale(rescale: Rescale | None) -> Tree | None:
    if rescale is None:
        return None
    return {"to_min": plain_decimal(rescale.to_min), "to_max": plain_decimal(rescale.to_max)}


def _standard(standard: MinimumStandard | None) -> Tree | None:
    if standard is None:
        return None
    return _kept(title=_texts(standard.title), met_when=_condition(standard.met_when))


def _published_range(published: PublishedRange | None) -> Tree | None:
    if published is None:
        return None
    return _kept(
        lowest=plain_decimal(published.lowest),
        highest=plain_decimal(published.highest),
        mean=_decimal(published.mean),
        who=_texts(published.who),
        source=published.source,
        caveat=_texts(published.caveat),
    )


def _linking(linking: Linking | None) -> Tree | None:
    if linking is None:
        return None
    return _kept(
        replaces={"id": linking.replaces_id, "version": linking.replaces_version},
        item_map={item_id: linking.item_map[item_id] for item_id in linking.item_map},
    )
