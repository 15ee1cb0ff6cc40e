"""An instrument as a person reads it: every item in every wording, what each point means, how it is scored."""

from dataclasses import dataclass

from instruments.definition import Instrument, Item, Question, Scale, in_language
from instruments.loading import fingerprint
from instruments.rule_words import rule_in_words

OBSERVERS = {
    "patient_partner": "Patient partner",
    "peer_clinician": "Peer clinician",
    "any": "Every observer",
}
KINDS = {"context": "Asked, not scored", "domain": "Scored", "comments": "Asked, not scored"}


@dataclass(frozen=True, slots=True)
class WordingShown:
    observer: str
    text: str


@dataclass(frozen=True, slots=True)
class PointShown:
    """``score`` is empty for an answer that carries none."""

    score: str
    label: str
    anchor: str
    example: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An item or a question. ``points`` are the answers it offers, empty where something is written."""

    id: str
    name: str
    wordings: tuple[WordingShown, ...]
    guidance: str
    scored: bool
    required: bool
    points: tuple[PointShown, ...]
    behaviours: tuple[str, ...]
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    title: str
    kind: str
    entries: tuple[EntryShown, ...]


@dataclass(frozen=True, slots=True)
class ScoringShown:
    """How one score comes about, a sentence for each step."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentShown:
    code: str
    version: str
    title: str
    introduction: str
    fingerprint: str
    attribution: tuple[tuple[str, str], ...]
    sections: tuple[SectionShown, ...]
    scoring: tuple[ScoringShown, ...]
    replaces: str = ""


def instrument_shown(instrument: Instrument, language: str = "en") -> InstrumentShown:
    """Everything a lead should read before choosing the instrument."""
    return InstrumentShown(
        code=instrument.id,
        version=instrument.version,
        replaces=instrument.linking.replaces_version if instrument.linking else "",
        title=in_language(instrument.title, language),
        introduction=in_language(instrument.introduction, language) if instrument.introduction else "",
        fingerprint=fingerprint(instrument),
        attribution=_attribution(instrument),
        sections=tuple(
            SectionShown(
                in_language(section.title, language),
                KINDS[section.kind],
                tuple(_entry(entry, language) for entry in section.entries),
            )
            for section in instrument.sections
        ),
        scoring=tuple(_scoring(instrument)),
    )


def _entry(entry: Item | Question, language: str) -> EntryShown:
    texts = entry.text.items()
    scored = isinstance(entry, Item)
    return EntryShown(
        id=entry.id,
        name=entry.name(language=language),
        wordings=tuple(
            WordingShown(OBSERVERS.get(code, code.replace("_", " ").capitalize()), in_language(text, language))
            for code, text in texts
        ),
        guidance=in_language(entry.guidance, language) if entry.guidance else "",
        scored=scored,
        required=entry.required,
        points=_points(entry.scale, language) if isinstance(entry, Item) else _options(entry, language),
        behaviours=tuple(in_language(each.label, language) for each in entry.scale.behaviours)
        if isinstance(entry, Item)
        else (),
        markers=tuple(in_language(each.label, language) for each in entry.markers) if isinstance(entry, Item) else (),
    )


def _points(scale: Scale, language: str) -> tuple[PointShown, ...]:
    rated = tuple(
        PointShown(
            score=f"{point.score:f}",
            label=in_language(point.label, language),
            anchor=in_language(point.anchor, language) if point.anchor else "",
            example=in_language(point.example, language) if point.example else "",
        )
        for point in scale.points
    )
    return rated + tuple(PointShown("", in_language(option.label, language), "", "") for option in scale.non_scoring)


def _options(question: Question, language: str) -> tuple[PointShown, ...]:
    return tuple(PointShown("", in_language(option.label, language), "", "") for option in question.options)


def _attribution(instrument: Instrument) -> tuple[tuple[str, str], ...]:
    told = instrument.attribution
    expires = told.permission_expires.isoformat() if told.permission_expires else ""
    rows = (
        ("Where it comes from", told.source),
        ("Owner", told.owner),
        ("Licence", told.licence),
        ("Based on", told.based_on),
        ("Validation", told.validation),
        ("Permission", told.permission_reference),
        ("Permission ends", expires),
    )
    return tuple((name, value) for name, value in rows if value)


def _scoring(instrument: Instrument) -> list[ScoringShown]:
    rules = [ScoringShown("The total", rule_in_words(instrument, instrument.scoring))]
    if instrument.domain_scoring is not None and instrument.domains:
        rules.append(ScoringShown("Each part", rule_in_words(instrument, instrument.domain_scoring)))
    return rules
