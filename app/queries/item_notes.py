"""The notes and comments behind a round's ratings: kind of observer, item, point given, and the words; nobody's name.

Only sheets that may be compared (`ratings_of_round`): open consultations, first revisions, standing consents. A text
that was withheld when it was screened, or that might tell who somebody is, is counted and not shown.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from app.models.base import AnyRow
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import ScreenedComment
from app.models.observations import Observation, ObservationRevision, Rating, SheetAnswer
from app.models.people import Clinician, ObserverType
from app.queries.on_sheets import on_sheets
from app.queries.ratings import RatingsOfRound
from instruments.definition import in_language
from reports.feedback.identifiers import identifiers_in

LANGUAGE = "en"
# Shorter parts of a name are words of their own too often: "Li", "May".
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Note:
    """type_code: of the kind of observer. score, point: what was given beside it and its label; infinite and "" where
    nothing was scored.
    """

    type_code: str
    score: float
    point: str
    words: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Of one item or question. held: how many texts are not shown, by kind of observer."""

    about: str
    notes: tuple[Note, ...]
    held: Mapping[str, int]


def notes_of_round(session: Session, found: RatingsOfRound) -> dict[str, Notes]:
    """By item or question id. Four statements, however many sheets.

    ``found`` was read for a lead, so everything in it may be seen by whoever asks. The order is that of the points and
    words: the order of the visits would show who wrote what.
    """
    seen = frozenset(found.consultations)
    in_round = ClinicSession.round_id == found.round.id
    screened = {
        (row.revision_id, row.entry_id): row
        for row in session.scalars(on_sheets(select(ScreenedComment), ScreenedComment).where(in_round))
    }
    named = _names(session, found)
    labels = {
        item.id: {float(point.score): in_language(point.label, LANGUAGE) for point in item.scale.points}
        for item in found.instrument.items
    }
    shown: defaultdict[str, list[Note]] = defaultdict(list)
    held: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in _texts(session, found):
        if row.consultation_id not in seen:
            continue
        decision = screened.get((row.revision_id, row.entry_id))
        words = _words(row.words, decision, named)
        if words:
            score = float("inf") if row.points is None else float(row.points)
            shown[row.entry_id].append(Note(row.code, score, labels.get(row.entry_id, {}).get(score, ""), words))
        else:
            held[row.entry_id][row.code] += 1
    about = {entry.id: entry.name("any", LANGUAGE) for entry in found.instrument.entries}
    return {
        entry: Notes(
            about.get(entry, entry),
            tuple(sorted(shown[entry], key=lambda note: (note.type_code, note.score, note.words.casefold()))),
            dict(held[entry]),
        )
        for entry in {*shown, *held}
    }


def _words(written: str, decision: ScreenedComment | None, named: re.Pattern[str] | None) -> str:
    """What may be shown of a text: what a person let through, else what nothing speaks against; "" for nothing."""
    if decision is not None:
        return "" if decision.decision == "withhold" else decision.text or written
    if identifiers_in(written) or (named is not None and named.search(written)):
        return ""
    return written


def _names(session: Session, found: RatingsOfRound) -> re.Pattern[str] | None:
    """The names of the round's clinicians and observers, as something to look for."""
    clinicians = session.scalars(
        select(Clinician.name)
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == found.round.id)
        .distinct()
    )
    names = [*clinicians, *(each.name for each in found.ratings.observers)]
    parts = sorted({part for name in names for part in name.split() if len(part) >= SHORTEST_NAME})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, parts))})\b") if parts else None


def _texts(session: Session, found: RatingsOfRound) -> Sequence[AnyRow]:
    """Notes beside ratings, then written answers, of first revisions made with the round's own instrument."""
    columns = (Assignment.consultation_id, ObserverType.code)
    first = (
        ClinicSession.round_id == found.round.id,
        ObservationRevision.number == 1,
        Observation.instrument_id == found.round.instrument_id,
        Assignment.state == "locked",
    )
    written = [question.id for question in found.instrument.questions if question.kind == "text"]
    notes = select(
        *columns,
        Rating.revision_id,
        Rating.item_id.label("entry_id"),
        Rating.note.label("words"),
        Rating.points,
    )
    answers = select(
        *columns,
        SheetAnswer.revision_id,
        SheetAnswer.question_id.label("entry_id"),
        SheetAnswer.text.label("words"),
        null().label("points"),
    )
    return [
        *session.execute(on_sheets(notes, Rating).where(*first, Rating.note != "")),
        *session.execute(
            on_sheets(answers, SheetAnswer).where(*first, SheetAnswer.text != "", SheetAnswer.question_id.in_(written))
        ),
    ]
