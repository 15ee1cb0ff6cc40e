"""Everything a clinician's feedback is made from. The queries fill these; nothing else is looked at.

Observers come in by an opaque key that is only ever counted, never shown.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from instruments.definition import Instrument
from instruments.scoring import Scores
from instruments.sheet import Answer, Sheet
from reports.feedback.beside import Standing
from reports.feedback.previous import PreviousReport

ReleaseStatus = Literal["draft", "released", "reissued"]
Profession = Literal["physiotherapist", "podiatrist", "doctor", "nurse", "osteopath", "other"]


@dataclass(frozen=True, slots=True)
class ObserverType:
    """One kind of observer, with the words for one and for several of them."""

    code: str
    name: str
    plural: str


@dataclass(frozen=True, slots=True)
class ObservedSheet:
    """One observer's locked first observation of one consultation.

    `consultation` and `observer` are opaque keys. `scores` is what the instrument's own rules made of the
    sheet.
    """

    consultation: str
    session_date: date
    observer: str
    observer_type: str
    warm_up: bool
    sheet: Sheet
    scores: Scores


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the clinician wrote before seeing any result. `self_ratings` is empty when none were given.

    `about` holds the ids of the domains and items the question is about.
    """

    question: str = ""
    self_ratings: Sheet = field(default_factory=dict[str, Answer])
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenedComment:
    """A comment as the screener let it through. `entry` is the item or question it was written beside."""

    entry: str
    observer_type: str
    text: str


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """What the clinician will do, what should change, in whom, how they will know, and when to look again.

    `works_through` is one of `reports.feedback.talk.WORKS_THROUGH`, `became` one of `reports.feedback.talk.BECAME`;
    both may be empty. `seen_again_on` is the day of a session in which it was looked at again, never what was seen.
    """

    action: str
    what_will_change: str = ""
    look_again_on: date | None = None
    in_whom: str = ""
    how_known: str = ""
    works_through: str = ""
    became: str = ""
    what_happened: str = ""
    seen_again_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in the talk about the report, under four headings, as the clinician confirmed it."""

    relationship: str = ""
    reaction: str = ""
    content: str = ""
    coaching: str = ""
    held_with: str = ""
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reflection:
    """What was written after the report was talked through. Empty parts become space to write in."""

    text: str = ""
    actions: tuple[AgreedAction, ...] = ()
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True)
class EarlierRelease:
    """Which observations the figures of an earlier report on the same round were made from.

    `used` holds (consultation, observer) pairs of one observer type. Two reports that differ by the sheets of
    one or two people would give those people's scores away to anyone who subtracts. `unrated` names the parts (items,
    domains, "whole") that a pair's sheet had no score for.
    """

    observer_type: str
    used: frozenset[tuple[str, str]]
    unrated: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class FeedbackMinimums:
    """How many are needed before something is said. A programme may raise these, never lower them."""

    observers_in_group: int = 3
    observers_to_infer: int = 4
    consultations_for_result: int = 4
    ratings_for_item: int = 4
    clinicians_in_band: int = 10

    def __post_init__(self) -> None:
        for name, floor in (
            ("observers_in_group", 3),
            ("observers_to_infer", 4),
            ("consultations_for_result", 4),
            ("ratings_for_item", 4),
            ("clinicians_in_band", 10),
        ):
            if getattr(self, name) < floor:
                raise ValueError(f"{name} may be raised above {floor}, but not lowered.")


@dataclass(frozen=True, slots=True)
class Release:
    """Where the report stands and who answers for it."""

    status: ReleaseStatus
    prepared_on: date
    released_on: date | None = None
    released_by: str = ""
    reissue_note: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme and its round, with the words a reader needs to trust and to query the report."""

    name: str
    round_name: str
    starts: date
    ends: date
    purpose: str
    how_chosen: str
    priority: str = ""
    query_contact: str = ""
    data_controller: str = ""
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class FeedbackEvidence:
    """One clinician's evidence in one round.

    observer_types       in the order the programme lists them; the same order is kept everywhere
    observations         every locked sheet that may be used, warm-ups included and marked
    refused, withdrawn   consultations where the patient said no before, or withdrew afterwards
    instrument_fingerprint   sha256 of the instrument version all sheets were made with
    standings                this clinician beside the whole round, per observer type; worked out once per round
    previous                 the clinician's own report on an earlier round
    first_trained            observer and their first day of training on any version of this instrument; empty when none
                             is recorded for anybody
    round_digest, round_consultations   of the scores that the standings were worked out from
    """

    clinician: str
    profession: Profession
    role: str
    clinic: str
    programme: Programme
    release: Release
    instrument: Instrument
    instrument_fingerprint: str
    observer_types: tuple[ObserverType, ...]
    observations: tuple[ObservedSheet, ...]
    preparation: Preparation = Preparation()
    comments: tuple[ScreenedComment, ...] = ()
    comments_held_back: int = 0
    refused: int = 0
    withdrawn: int = 0
    reflection: Reflection = Reflection()
    minimums: FeedbackMinimums = FeedbackMinimums()
    earlier_releases: tuple[EarlierRelease, ...] = ()
    standings: tuple[Standing, ...] = ()
    previous: PreviousReport | None = None
    first_trained: tuple[tuple[str, date], ...] = ()
    round_digest: str = ""
    round_consultations: tuple[str, ...] = ()
    software_version: str = ""
    language: str = "en"
