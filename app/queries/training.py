"""Training that observers took part in: of a team, of one observer, and who lacks it."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from app.models.people import Person
from app.models.programmes import Programme, Round
from app.models.training import Training
from app.rules import NotThere


@dataclass(frozen=True, slots=True)
class Practice:
    """Practice with feedback: one observer took part on one day. what: in a lead's words, or the form it was about."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class TrainingInTeam:
    """One training with everybody who took part, by name. ``instrument``: title and version, "" for in general."""

    together: uuid.UUID
    kind: str
    on: date
    hours: float | None
    led_by: str
    instrument_id: uuid.UUID | None
    instrument: str
    what: str
    people: tuple[tuple[uuid.UUID, str], ...]


@dataclass(frozen=True, slots=True)
class FormInUse:
    """An instrument of a round that is not closed, whatever its version."""

    code: str
    title: str


TrainingDays = Mapping[tuple[uuid.UUID, str], tuple[date, date]]
"""By observer and instrument code: the first and the latest day of training on any of its versions."""


def trainings_in_team(session: Session, team_id: uuid.UUID) -> tuple[TrainingInTeam, ...]:
    """Every training, newest first. For a lead of the team."""
    return _trainings(session, Training.team_id == team_id)


def training_in_team(session: Session, team_id: uuid.UUID, together: uuid.UUID) -> TrainingInTeam:
    """One of them. Raises NotThere for one of another team."""
    found = _trainings(session, Training.team_id == team_id, Training.together == together)
    if not found:
        raise NotThere
    return found[0]


def practices_of(session: Session, team_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Practice, ...]:
    """One observer's calibrations in one team, newest first. For a lead of it, and for the observer."""
    rows = session.execute(
        select(Training.on_date, func.max(Training.what).label("what"), func.max(PublishedInstrument.title).label("on"))
        .outerjoin(PublishedInstrument, PublishedInstrument.id == Training.instrument_id)
        .where(Training.team_id == team_id, Training.person_id == person_id, Training.kind == "calibration")
        .group_by(Training.on_date)
        .order_by(Training.on_date.desc())
    )
    return tuple(Practice(row.on_date, row.what or row.on or "") for row in rows)


def training_days(
    session: Session, team_id: uuid.UUID, codes: Collection[str], before: date | None = None
) -> TrainingDays:
    """Of every observer of the team. before: count only trainings of earlier days."""
    rows = session.execute(
        select(
            Training.person_id,
            PublishedInstrument.code,
            func.min(Training.on_date).label("first"),
            func.max(Training.on_date).label("latest"),
        )
        .join(PublishedInstrument, PublishedInstrument.id == Training.instrument_id)
        .where(
            Training.team_id == team_id,
            PublishedInstrument.code.in_(codes),
            *(() if before is None else (Training.on_date < before,)),
        )
        .group_by(Training.person_id, PublishedInstrument.code)
    )
    return {(row.person_id, row.code): (row.first, row.latest) for row in rows}


def first_trained(session: Session, team_id: uuid.UUID, code: str) -> tuple[tuple[str, date], ...]:
    """For reports: each observer of the team and their first day of training on any version of this instrument."""
    days = training_days(session, team_id, (code,))
    return tuple(sorted((str(person_id), first) for (person_id, _), (first, _) in days.items()))


def forms_in_use(session: Session, team_id: uuid.UUID, round_id: uuid.UUID | None = None) -> tuple[FormInUse, ...]:
    """The instruments observers score with now, or in one round: both, while two versions are bridged."""
    which = Round.closed_at.is_(None) if round_id is None else Round.id == round_id
    rows = session.execute(
        select(PublishedInstrument.code, func.max(PublishedInstrument.title).label("title"))
        .join(Round, or_(Round.instrument_id == PublishedInstrument.id, Round.bridge_id == PublishedInstrument.id))
        .join(Programme, Programme.id == Round.programme_id)
        .where(Programme.team_id == team_id, which)
        .group_by(PublishedInstrument.code)
        .order_by(func.max(PublishedInstrument.title), PublishedInstrument.code)
    )
    return tuple(FormInUse(row.code, row.title) for row in rows)


def lacking(
    forms: Iterable[FormInUse], days: TrainingDays, people: Iterable[uuid.UUID]
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Of these people, who has no training on which of the forms, by title. Who lacks none is left out."""
    asked = tuple(forms)
    found = {each: tuple(form.title for form in asked if (each, form.code) not in days) for each in people}
    return {each: titles for each, titles in found.items() if titles}


def _trainings(session: Session, *which: ColumnElement[bool]) -> tuple[TrainingInTeam, ...]:
    rows = session.execute(
        select(
            Training.together,
            Training.kind,
            Training.on_date,
            Training.hours,
            Training.led_by,
            Training.instrument_id,
            PublishedInstrument.title,
            PublishedInstrument.version,
            Training.what,
            Training.person_id,
            Person.name,
        )
        .join(Person, Person.id == Training.person_id)
        .outerjoin(PublishedInstrument, PublishedInstrument.id == Training.instrument_id)
        .where(*which)
        .order_by(Training.on_date.desc(), Training.together, Person.name, Training.id)
    ).all()
    people: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}
    for row in rows:
        people.setdefault(row.together, []).append((row.person_id, row.name))
    first = {row.together: row for row in reversed(rows)}
    return tuple(
        TrainingInTeam(
            together=together,
            kind=row.kind,
            on=row.on_date,
            hours=row.hours,
            led_by=row.led_by,
            instrument_id=row.instrument_id,
            instrument=f"{row.title}, version {row.version}" if row.title else "",
            what=row.what,
            people=tuple(people[together]),
        )
        for together in people
        for row in (first[together],)
    )
