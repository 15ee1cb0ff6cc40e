"""Evidence for feedback with sensible contents; a test overrides only what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from instruments.definition import (
    FORMAT,
    Attribution,
    Instrument,
    Item,
    NonScoringOption,
    Option,
    Point,
    Question,
    Rescale,
    Scale,
    ScoringRule,
    Section,
)
from instruments.scoring import score
from instruments.sheet import Answer, Chosen, NotScored, Number, Rated, Sheet
from reports.feedback.evidence import (
    FeedbackEvidence,
    ObservedSheet,
    ObserverType,
    Preparation,
    Programme,
    Release,
    ScreenedComment,
)

PARTNER = ObserverType("patient_partner", "Patient partner", "Patient partners")
PEER = ObserverType("peer_clinician", "Peer clinician", "Peer clinicians")

_LABELS = ("Not seen", "A little", "Some", "Clear", "Clear and fitted")
SCALE = Scale(
    "seen5",
    "ordinal",
    tuple(
        Point(str(at), Decimal(at), {"en": label}, example={"en": f"An example of “{label.lower()}”, step {at}."})
        for at, label in enumerate(_LABELS)
    ),
    (
        NonScoringOption("na", "not_applicable", {"en": "Did not apply"}),
        NonScoringOption("unseen", "not_observed", {"en": "Could not see or hear"}),
    ),
)

DOMAINS = {
    "matters": ("What matters to the person", ("asks", "listens")),
    "options": ("Options, with benefits and harms", ("names", "weighs", "nothing")),
    "deciding": ("Deciding together", ("prefers", "checks", "next")),
}
_TEXTS = {
    "asks": "Asks what matters most to the person",
    "listens": "Picks up what the person says and comes back to it",
    "names": "Says that there is more than one way forward",
    "weighs": "Goes through good and bad sides of each way",
    "nothing": "Includes waiting, or doing nothing for now",
    "prefers": "Finds out what the person leans towards",
    "checks": "Checks that the person has understood",
    "next": "Agrees what happens next, and when to look again",
}


def an_instrument(**changes: Any) -> Instrument:
    """Three domains, eight items 0 to 4, context questions and a comment; total and domains run 0 to 100."""
    rule = ScoringRule(
        "mean_of_answered",
        min_answered=2,
        non_scoring={"not_applicable": "exclude", "not_observed": "exclude", "blank": "exclude"},
        rescale=Rescale(Decimal(0), Decimal(100)),
        places=1,
    )
    instrument = Instrument(
        FORMAT,
        "made-up",
        "1",
        "published",
        {"en": "Made-up instrument for tests"},
        Attribution("Written for these tests", licence="CC0"),
        ("en",),
        (SCALE,),
        (
            Section("context", {"en": "The consultation"}, "context", _context()),
            *(
                Section(domain, {"en": title}, "domain", tuple(an_item(item) for item in items))
                for domain, (title, items) in DOMAINS.items()
            ),
            Section("comments", {"en": "In your words"}, "comments", (_written("well"), _written("try"))),
        ),
        replace(rule, min_answered=6),
        rule,
    )
    return replace(instrument, **changes)


def an_item(id: str, **changes: Any) -> Item:
    item = Item(id, id, SCALE, required=True, text={"any": {"en": _TEXTS.get(id, id)}}, evidence_note="optional")
    return replace(item, **changes)


def _context() -> tuple[Question, ...]:
    yes_no = (Option("yes", {"en": "Yes"}), Option("no", {"en": "No"}))
    kinds = tuple(Option(code, {"en": code.capitalize()}) for code in ("exercise", "injection", "surgery"))
    return (
        Question("gate", "choice", {"any": {"en": "Was there a decision?"}}, yes_no, role="decision_gate"),
        Question("kind", "choice", {"any": {"en": "What was it about?"}}, kinds, role="decision_kind"),
        Question("minutes", "number", {"any": {"en": "How many minutes?"}}, role="duration"),
    )


def _written(id: str) -> Question:
    wording = {"well": "What went well", "try": "One thing to try"}[id]
    role = "went_well" if id == "well" else "one_thing_to_try"
    return Question(id, "text", {"any": {"en": wording}}, role=role)


def answers(ratings: Sequence[int | str | None], **others: Answer) -> Sheet:
    """A sheet from eight ratings in item order: a number, "na", "unseen", or None for a blank."""
    sheet: dict[str, Answer] = {
        "gate": Chosen(("yes",)),
        "kind": Chosen(("exercise",)),
        "minutes": Number(Decimal(30)),
    }
    ids = [name for _, items in DOMAINS.values() for name in items]
    for item, rating in zip(ids, ratings, strict=False):
        if isinstance(rating, int):
            sheet[item] = Rated(str(rating))
        elif rating is not None:
            sheet[item] = NotScored(rating, "not_applicable" if rating == "na" else "not_observed")
    return {**sheet, **others}


def a_sheet(
    consultation: int = 1,
    observer: str = "partner-1",
    kind: ObserverType = PARTNER,
    ratings: Sequence[int | str | None] = (2, 2, 2, 2, 2, 2, 2, 2),
    instrument: Instrument | None = None,
    **changes: Any,
) -> ObservedSheet:
    sheet = answers(ratings)
    made = ObservedSheet(
        consultation=f"c{consultation}",
        session_date=date(2026, 3, 2) + timedelta(days=3 * consultation),
        observer=observer,
        observer_type=kind.code,
        warm_up=False,
        sheet=sheet,
        scores=score(instrument or an_instrument(), sheet),
    )
    return replace(made, **changes)


def some_sheets(
    kind: ObserverType, observers: int, consultations: int, level: int = 2, instrument: Instrument | None = None
) -> tuple[ObservedSheet, ...]:
    """One sheet per consultation, observers taking turns; ratings vary a little around `level` by a fixed rule."""
    made: list[ObservedSheet] = []
    for at in range(consultations):
        strict = at % observers % 2
        ratings = [min(4, max(0, level - strict + (at * at + item * (at + 2) + level) % 3 - 1)) for item in range(8)]
        ratings[0], ratings[4] = min(4, level + at % 2), max(0, level - 1 - at % 2)
        made.append(a_sheet(at + 1, f"{kind.code}-{at % observers + 1}", kind, tuple(ratings), instrument=instrument))
    return tuple(made)


def a_programme(**changes: Any) -> Programme:
    programme = Programme(
        name="Shared decisions in the joint clinic",
        round_name="Spring round",
        starts=date(2026, 3, 1),
        ends=date(2026, 5, 31),
        purpose="This report helps you see how you and the people you see decide together.",
        how_chosen="Every consultation of a session drawn by lot",
        priority="asking what matters before talking about treatment.",
        query_contact="Mina Patel, programme lead",
        data_controller="Northshire Joint Clinic",
        kept_until=date(2032, 5, 31),
    )
    return replace(programme, **changes)


def a_feedback_evidence(**changes: Any) -> FeedbackEvidence:
    """Nine consultations, four patient partners and four peers, a question, a self-rating and a few comments."""
    evidence = FeedbackEvidence(
        clinician="Rowan Ashby",
        profession="physiotherapist",
        role="Advanced practice physiotherapist",
        clinic="Harbour Road clinic",
        programme=a_programme(),
        release=Release("released", date(2026, 6, 3), date(2026, 6, 8), "Sam Okoro"),
        instrument=an_instrument(),
        instrument_fingerprint="ab12" * 16,
        observer_types=(PARTNER, PEER),
        observations=some_sheets(PARTNER, 4, 9, 3) + some_sheets(PEER, 4, 8, 2),
        preparation=Preparation(
            "Do people feel they can say no to what I suggest?", answers((3, 3, 2, 2, 2, 3, 3, 4)), ("nothing",)
        ),
        comments=(
            ScreenedComment("asks", PARTNER.code, "You asked what she wanted to get back to, and then waited."),
            ScreenedComment("names", PEER.code, "Named three ways forward early on, without leaning to one."),
            ScreenedComment("nothing", PARTNER.code, "I was not sure that waiting was a real choice."),
            ScreenedComment("well", PEER.code, "Warm start; the plan was in the person’s own words."),
            ScreenedComment("try", PARTNER.code, "Say out loud that it is fine to go home and think."),
        ),
        refused=1,
        withdrawn=0,
        software_version="0.1.0",
    )
    return replace(evidence, **changes)
