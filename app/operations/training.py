"""Note that observers were trained, correct an entry, and take one back that was a mistake."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import Json
from app.models.instruments import PublishedInstrument
from app.models.people import Membership, Person
from app.models.training import Training
from app.operations.audit import Event, record_all
from app.rules import Actor, NotThere, Problem, Unfit, check_leads
from app.words import TRAINING_KINDS

LONGEST = 200
LONGEST_NAME = 120
# A course over some days counts as one training, on its last day.
LEAST_HOURS, MOST_HOURS = 0.25, 40.0


@dataclass(frozen=True, slots=True)
class TrainingDone:
    """One training and who took part. ``instrument_id``: None when it was about observing in general."""

    kind: str
    on: date
    hours: float
    led_by: str
    instrument_id: uuid.UUID | None
    what: str
    people: Collection[uuid.UUID]


def note_training(session: Session, actor: Actor, team_id: uuid.UUID, done: TrainingDone, today: date) -> uuid.UUID:
    """These observers took part; the key that their entries share.

    Raises NotThere outside the actor's teams, and Unfit for nobody, somebody who never observed here, a day to come,
    the same noted already, and words or hours that are missing or too many.
    """
    check_leads(actor, team_id)
    together = uuid.uuid4()
    _check(session, team_id, done, today, together)
    for person_id in sorted(done.people):
        session.add(Training(together=together, team_id=team_id, person_id=person_id, noted_by=actor.id, **_of(done)))
    session.flush()
    _tell(session, actor, team_id, "training noted", done.people, together, _said(done))
    return together


def correct_training(
    session: Session, actor: Actor, team_id: uuid.UUID, together: uuid.UUID, done: TrainingDone, why: str, today: date
) -> None:
    """What was noted was wrong, or somebody else took part. Raises as `note_training` does, and Unfit without a why."""
    rows = _entries(session, actor, team_id, together)
    _check(session, team_id, done, today, together, why=why)
    before = _said_in(rows[0])
    there = {row.person_id: row for row in rows}
    for person_id in sorted(done.people):
        row = there.get(person_id)
        if row is None:
            row = Training(together=together, team_id=team_id, person_id=person_id, noted_by=actor.id)
            session.add(row)
        for name, value in _of(done).items():
            setattr(row, name, value)
    gone = sorted(set(there) - set(done.people))
    for person_id in gone:
        session.delete(there[person_id])
    session.flush()
    now_said = _said(done)
    _tell(session, actor, team_id, "training noted", set(done.people) - set(there), together, now_said)
    _tell(session, actor, team_id, "training taken back", gone, together, {**before, "why": why.strip()})
    changed: Json = {**now_said, "why": why.strip(), "before": before}
    _tell(session, actor, team_id, "training corrected", set(done.people) & set(there), together, changed)


def take_training_back(session: Session, actor: Actor, team_id: uuid.UUID, together: uuid.UUID, why: str) -> None:
    """It did not take place. Raises NotThere for one that is not of the actor's teams, Unfit without a why."""
    rows = _entries(session, actor, team_id, together)
    if problems := _why_problems(why):
        raise Unfit(problems)
    people, before = [row.person_id for row in rows], _said_in(rows[0])
    for row in rows:
        session.delete(row)
    session.flush()
    _tell(session, actor, team_id, "training taken back", people, together, {**before, "why": why.strip()})


def _entries(session: Session, actor: Actor, team_id: uuid.UUID, together: uuid.UUID) -> Sequence[Training]:
    check_leads(actor, team_id)
    rows = session.scalars(
        select(Training)
        .where(Training.together == together, Training.team_id == team_id)
        .order_by(Training.person_id)
        .with_for_update()
    ).all()
    if not rows:
        raise NotThere
    return rows


def _check(
    session: Session,
    team_id: uuid.UUID,
    done: TrainingDone,
    today: date,
    together: uuid.UUID,
    *,
    why: str | None = None,
) -> None:
    problems = [
        *_plain_problems(done, today),
        *_instrument_problems(session, team_id, done),
        *_people_problems(session, team_id, done, together),
        *(() if why is None else _why_problems(why)),
    ]
    if problems:
        raise Unfit(problems)


def _plain_problems(done: TrainingDone, today: date) -> list[Problem]:
    problems: list[Problem] = []
    if done.kind not in TRAINING_KINDS:
        problems.append(Problem("kind", "Choose what kind of training it was."))
    if done.on > today:
        problems.append(Problem("on_date", "Choose today or an earlier day: it is noted once it has taken place."))
    if not LEAST_HOURS <= done.hours <= MOST_HOURS:
        problems.append(Problem("hours", "Write the hours as a number from 0.25 to 40, such as 2 or 3.5."))
    if not done.led_by.strip():
        problems.append(Problem("led_by", "Write who led it, such as a name or an organisation."))
    if len(done.led_by.strip()) > LONGEST_NAME:
        problems.append(Problem("led_by", f"Write at most {LONGEST_NAME} letters."))
    if done.kind == "calibration" and done.instrument_id is None and not done.what.strip():
        problems.append(Problem("what", "Write what was practised, or choose the form it was about."))
    if len(done.what.strip()) > LONGEST:
        problems.append(Problem("what", f"Write at most {LONGEST} letters."))
    return problems


def _why_problems(why: str) -> list[Problem]:
    if not why.strip():
        return [Problem("why", "Write why, so that it can be understood later.")]
    return [Problem("why", f"Write at most {LONGEST} letters.")] if len(why.strip()) > LONGEST else []


def _instrument_problems(session: Session, team_id: uuid.UUID, done: TrainingDone) -> list[Problem]:
    if done.instrument_id is None:
        return []
    row = session.get(PublishedInstrument, done.instrument_id)
    known = row is not None and row.team_id in (None, team_id)
    return [] if known else [Problem("instrument", "Choose one of this team’s instruments, or none.")]


def _people_problems(session: Session, team_id: uuid.UUID, done: TrainingDone, together: uuid.UUID) -> list[Problem]:
    if not done.people:
        return [Problem("people", "Choose who took part.")]
    known = set(
        session.scalars(
            select(Membership.person_id).where(
                Membership.team_id == team_id, Membership.role == "observer", Membership.person_id.in_(done.people)
            )
        )
    )
    if not known >= set(done.people):
        return [Problem("people", "Choose observers of this team only.")]
    same = session.scalars(
        select(Person.name)
        .join(Training, Training.person_id == Person.id)
        .where(
            Training.team_id == team_id,
            Training.person_id.in_(done.people),
            Training.on_date == done.on,
            Training.kind == done.kind,
            Training.instrument_id == done.instrument_id if done.instrument_id else Training.instrument_id.is_(None),
            Training.together != together,
        )
        .order_by(Person.name)
        .distinct()
    ).all()
    if not same:
        return []
    return [Problem("people", f"Noted already for that day: {', '.join(same)}. Leave them out, or correct that entry.")]


def _of(done: TrainingDone) -> dict[str, object]:
    return {
        "kind": done.kind,
        "on_date": done.on,
        "hours": done.hours,
        "led_by": done.led_by.strip(),
        "instrument_id": done.instrument_id,
        "what": done.what.strip(),
    }


def _said(done: TrainingDone) -> Json:
    """As the log keeps it."""
    instrument = str(done.instrument_id) if done.instrument_id else ""
    return {
        "kind": done.kind,
        "on": done.on.isoformat(),
        "hours": done.hours,
        "led_by": done.led_by.strip(),
        "instrument": instrument,
        "what": done.what.strip(),
    }


def _said_in(row: Training) -> Json:
    return {
        "kind": row.kind,
        "on": row.on_date.isoformat(),
        "hours": row.hours,
        "led_by": row.led_by,
        "instrument": str(row.instrument_id) if row.instrument_id else "",
        "what": row.what,
    }


def _tell(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    event: str,
    people: Collection[uuid.UUID],
    together: uuid.UUID,
    details: Json,
) -> None:
    """In the log, once for each person whose record it changes."""
    told = {"training": str(together), **details}
    record_all(session, [Event(event, f"person {each}", actor.id, team_id, told) for each in sorted(people)])
