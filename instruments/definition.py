"""What an observation instrument can be. Only shapes: reading files is `loading`, judging is `scoresheet`.

Everything is frozen. Texts are a `Wording`: language code to text, English ("en") always there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from instruments.conditions import Condition

FORMAT = "observation-instrument/1"

Wording: TypeAlias = Mapping[str, str]
ObserverWording: TypeAlias = Mapping[str, Wording]
"""Observer type code to wording; the code "any" serves every observer type not named."""

Status = Literal["draft", "published", "retired"]
Reason = Literal["not_applicable", "not_observed", "insufficient_evidence"]
ScaleType = Literal["ordinal", "yes_no", "tally_then_level", "grade"]
EvidenceNote = Literal["none", "optional", "required_at_extremes"]
QuestionKind = Literal["choice", "choices", "number", "text"]
Role = Literal[
    "",
    "decision_gate",
    "decision_kind",
    "duration",
    "part_not_observed",
    "visit_kind",
    "carer_present",
    "way_of_meeting",
    "went_well",
    "one_thing_to_try",
]
SectionKind = Literal["context", "domain", "comments"]
RuleName = Literal["sum", "mean_of_answered", "prorated_sum", "percent_top_box", "all_top_box", "max", "profile"]
Gap = Literal["not_applicable", "not_observed", "insufficient_evidence", "blank"]
Treatment = Literal["exclude", "lowest", "undefined"]
Link = Literal["same", "reworded"]


def in_language(wording: Wording, language: str) -> str:
    """The text in this language, or in English where it has not been translated."""
    return wording.get(language) or wording["en"]


def for_observer(text: ObserverWording, observer_type: str) -> Wording:
    """The wording for this observer type, else the one for any, else the first by name of the type."""
    return text.get(observer_type) or text.get("any") or text[min(text)]


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a scale: the code that is stored, the score it carries, and what it looks like in a clinic."""

    code: str
    score: Decimal
    label: Wording
    anchor: Wording | None = None
    example: Wording | None = None


@dataclass(frozen=True, slots=True)
class NonScoringOption:
    """An answer that carries no score and says why: never the same thing as a blank or a zero."""

    code: str
    reason: Reason
    label: Wording


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something an observer sees or hears: counted before choosing a level, or tapped while watching."""

    code: str
    label: Wording


# No slots here and on the instrument: what every sheet asks of them is worked out once and kept beside the fields.
@dataclass(frozen=True)
class Scale:
    """The answers an item offers. Codes are unique over points and non-scoring options together."""

    id: str
    type: ScaleType
    points: tuple[Point, ...]
    non_scoring: tuple[NonScoringOption, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()

    def point(self, code: str) -> Point | None:
        """The point with this code, or None."""
        return self._points_by_code.get(code)

    def non_scoring_option(self, code: str) -> NonScoringOption | None:
        """The non-scoring option with this code, or None."""
        return self._options_by_code.get(code)

    @cached_property
    def lowest(self) -> Decimal:
        """The lowest score a point of this scale carries."""
        return min(point.score for point in self.points)

    @cached_property
    def highest(self) -> Decimal:
        """The highest score a point of this scale carries."""
        return max(point.score for point in self.points)

    @cached_property
    def _points_by_code(self) -> Mapping[str, Point]:
        return {point.code: point for point in self.points}

    @cached_property
    def _options_by_code(self) -> Mapping[str, NonScoringOption]:
        return {option.code: option for option in self.non_scoring}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is rated. `scale` already holds the item's own anchors, where it has them.

    `markers` are behaviours to tap while watching, each a button of its own on the quiet screen; without any the item
    itself is the button. They are evidence beside the rating and never part of a score.
    """

    id: str
    construct: str
    scale: Scale
    required: bool
    text: ObserverWording
    guidance: Wording | None = None
    evidence_note: EvidenceNote = "none"
    show_if: Condition | None = None
    actors: tuple[str, ...] = ()
    short: Wording | None = None
    markers: tuple[Behaviour, ...] = ()

    def wording(self, observer_type: str, language: str = "en") -> str:
        """The item as this observer type reads it."""
        return in_language(for_observer(self.text, observer_type), language)

    def name(self, observer_type: str = "any", language: str = "en") -> str:
        """A few words for charts and messages: the short name where there is one, else the wording."""
        return in_language(self.short, language) if self.short else self.wording(observer_type, language)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a choice question."""

    code: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked but never scored: the decision gate, the context, the comments."""

    id: str
    kind: QuestionKind
    text: ObserverWording
    options: tuple[Option, ...] = ()
    required: bool = False
    guidance: Wording | None = None
    show_if: Condition | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    role: Role = ""
    short: Wording | None = None

    def wording(self, observer_type: str, language: str = "en") -> str:
        """The question as this observer type reads it."""
        return in_language(for_observer(self.text, observer_type), language)

    def name(self, observer_type: str = "any", language: str = "en") -> str:
        """A few words for tables and messages: the short name where there is one, else the wording."""
        return in_language(self.short, language) if self.short else self.wording(observer_type, language)

    def option(self, code: str) -> Option | None:
        """The option with this code, or None."""
        return next((option for option in self.options if option.code == code), None)


Entry: TypeAlias = Item | Question


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet. A section of kind "domain" is scored by itself."""

    id: str
    title: Wording
    kind: SectionKind
    entries: tuple[Entry, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The rated entries of this section."""
        return tuple(entry for entry in self.entries if isinstance(entry, Item))


@dataclass(frozen=True, slots=True)
class Rescale:
    """The range a raw score is stretched to."""

    to_min: Decimal
    to_max: Decimal


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """A named rule with parameters: what the rules do is in `scoring`.

    `items` empty means every item (of the instrument, or of the domain). `min_answered` None means all of
    them. `non_scoring` says what each kind of gap does to the score; a gap it does not name leaves the score
    undefined. `places` None means not rounded; rounding is half to even.
    """

    rule: RuleName
    rule_version: str = "1"
    items: tuple[str, ...] = ()
    min_answered: int | None = None
    non_scoring: Mapping[Gap, Treatment] = field(default_factory=dict[Gap, Treatment])
    weights: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    reverse: tuple[str, ...] = ()
    rescale: Rescale | None = None
    places: int | None = None
    per_actor: bool = False


@dataclass(frozen=True, slots=True)
class MinimumStandard:
    """A yes-or-no bar beside the score, written as a condition on the ratings."""

    title: Wording
    met_when: Condition


@dataclass(frozen=True, slots=True)
class PublishedRange:
    """Where the totals of others lay in a published study: a context for a result, never a mark to reach.

    who: whom the study saw; source: where to read it; caveat: why it may not fit here. mean: None when not printed.
    """

    lowest: Decimal
    highest: Decimal
    who: Wording
    source: str
    caveat: Wording
    mean: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where the wording comes from and by what right it is used."""

    source: str
    owner: str = ""
    licence: str = ""
    based_on: str = ""
    validation: str = ""
    permission_reference: str = ""
    permission_expires: date | None = None

    @property
    def printed(self) -> str:
        """The line that stands on every form and report: where the words come from, whose they are, the licence."""
        return ". ".join(each for each in (self.source, self.owner, self.licence) if each)

    @property
    def wording_locked(self) -> bool:
        """Whether the licence forbids changed wording (a "no derivatives" licence)."""
        words = self.licence.upper().replace("-", " ").split()
        return "ND" in words or "NODERIVATIVES" in words or "NO DERIVATIVES" in " ".join(words)

    def permission_lapsed(self, on: date) -> bool:
        """Whether a permission was given until a day that is now past."""
        return self.permission_expires is not None and self.permission_expires < on


@dataclass(frozen=True, slots=True)
class Linking:
    """Which version this one replaces, and which of its items ask the same thing."""

    replaces_id: str
    replaces_version: str
    item_map: Mapping[str, Link] = field(default_factory=dict[str, Link])


@dataclass(frozen=True)
class Instrument:
    """One version of one instrument."""

    format: str
    id: str
    version: str
    status: Status
    title: Wording
    attribution: Attribution
    languages: tuple[str, ...]
    scales: tuple[Scale, ...]
    sections: tuple[Section, ...]
    scoring: ScoringRule
    domain_scoring: ScoringRule | None = None
    standard: MinimumStandard | None = None
    linking: Linking | None = None
    introduction: Wording | None = None
    published_range: PublishedRange | None = None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Everything on the sheet, top to bottom."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything rated, top to bottom."""
        return tuple(entry for entry in self.entries if isinstance(entry, Item))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Everything asked but not rated, top to bottom."""
        return tuple(entry for entry in self.entries if isinstance(entry, Question))

    @cached_property
    def domains(self) -> tuple[Section, ...]:
        """The scored sections."""
        return tuple(section for section in self.sections if section.kind == "domain")

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The people whose behaviour is rated separately, in order of first mention; usually none."""
        return tuple(dict.fromkeys(actor for item in self.items for actor in item.actors))

    @property
    def observer_types(self) -> tuple[str, ...]:
        """The observer types that have a wording of their own, by name."""
        codes = {code for entry in self.entries for code in entry.text}
        return tuple(sorted(codes - {"any"}))

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def question_with_role(self, role: Role) -> Question | None:
        """The question that plays this part (the decision gate, the duration ...), or None."""
        return next((question for question in self.questions if question.role == role), None)
