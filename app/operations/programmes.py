"""Programmes and their rounds: what is run, when, with which instrument and rules."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a lead says of a round. ``minimums`` holds only numbers above the product's own.

    margin: how far apart two kinds of observer may be on the total and still count as alike; None is one step on one
    item. margin_reason: why it is changed although sheets are in.
    """

    name: str
    opens_on: date
    closes_on: date
    instrument_id: uuid.UUID
    how_chosen: str = ""
    minimums: Mapping[str, int] = field(default_factory=dict[str, int])
    margin: float | None = None
    margin_reason: str = ""


def add_programme(session: Session, actor: Actor, team_id: uuid.UUID, name: str, aim: str = "") -> uuid.UUID:
    """A lasting effort of one team. Raises NotThere outside the actor's teams, Unfit for a name that is taken."""
    check_leads(actor, team_id)
    _check_programme_name(session, team_id, name, None)
    row = Programme(team_id=team_id, name=name.strip(), aim=aim.strip())
    session.add(row)
    session.flush()
    record(session, "programme added", f"programme {row.name}", actor_id=actor.id, team_id=team_id)
    return row.id


def change_programme(session: Session, actor: Actor, programme_id: uuid.UUID, name: str, aim: str) -> None:
    """Name a programme anew, or say its aim better."""
    row = _programme(session, actor, programme_id)
    _check_programme_name(session, row.team_id, name, programme_id)
    row.name, row.aim = name.strip(), aim.strip()
    session.flush()
    record(session, "programme changed", f"programme {row.name}", actor_id=actor.id, team_id=row.team_id)


def add_round(session: Session, actor: Actor, programme_id: uuid.UUID, plan: RoundPlan) -> uuid.UUID:
    """An assessment cycle of a programme. Raises Unfit with everything that does not fit."""
    programme = _programme(session, actor, programme_id)
    _check_round(session, programme, plan, None)
    row = Round(
        programme_id=programme_id,
        name=plan.name.strip(),
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        instrument_id=plan.instrument_id,
        how_chosen=plan.how_chosen.strip(),
        minimums=dict(plan.minimums),
        margin=plan.margin,
    )
    session.add(row)
    session.flush()
    record(session, "round added", f"round {row.name}", actor_id=actor.id, team_id=programme.team_id)
    return row.id


def change_round(session: Session, actor: Actor, round_id: uuid.UUID, plan: RoundPlan) -> None:
    """Change a round. Its instrument stays once a session stands in it: two versions never share a round."""
    row, programme = _round(session, actor, round_id)
    _check_round(session, programme, plan, row)
    before = {
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "minimums": row.minimums,
        "margin": row.margin,
    }
    row.name, row.opens_on, row.closes_on = plan.name.strip(), plan.opens_on, plan.closes_on
    row.instrument_id, row.how_chosen = plan.instrument_id, plan.how_chosen.strip()
    row.minimums = dict(plan.minimums)
    _change_margin(session, row, plan)
    session.flush()
    record(
        session,
        "round changed",
        f"round {row.name}",
        actor_id=actor.id,
        team_id=programme.team_id,
        details={"before": before},
    )


def close_round(session: Session, actor: Actor, round_id: uuid.UUID) -> None:
    """Nothing more is planned in the round. Sheets that are still on a tablet are taken in all the same."""
    row, programme = _round(session, actor, round_id)
    if row.closed_at is not None:
        raise Conflict(f"The round {row.name} is closed already.")
    row.closed_at = now()
    session.flush()
    record(session, "round closed", f"round {row.name}", actor_id=actor.id, team_id=programme.team_id)


def reopen_round(session: Session, actor: Actor, round_id: uuid.UUID) -> None:
    """Take back a closing."""
    row, programme = _round(session, actor, round_id)
    if row.closed_at is None:
        raise Conflict(f"The round {row.name} is open already.")
    row.closed_at = None
    session.flush()
    record(session, "round opened again", f"round {row.name}", actor_id=actor.id, team_id=programme.team_id)


def _programme(session: Session, actor: Actor, programme_id: uuid.UUID) -> Programme:
    row = session.get(Programme, programme_id)
    if row is None:
        raise NotThere
    check_leads(actor, row.team_id)
    return row


def _round(session: Session, actor: Actor, round_id: uuid.UUID) -> tuple[Round, Programme]:
    row = session.get(Round, round_id)
    if row is None:
        raise NotThere
    return row, _programme(session, actor, row.programme_id)


def _check_programme_name(session: Session, team_id: uuid.UUID, name: str, own_id: uuid.UUID | None) -> None:
    same = select(Programme.id).where(Programme.team_id == team_id, func.lower(Programme.name) == name.strip().lower())
    if any(found != own_id for found in session.scalars(same)):
        raise Unfit([Problem("name", f"There is already a programme called {name.strip()}. Choose another name.")])


def _check_round(session: Session, programme: Programme, plan: RoundPlan, row: Round | None) -> None:
    problems: list[Problem] = []
    own_id = row.id if row else None
    same = select(Round.id).where(
        Round.programme_id == programme.id, func.lower(Round.name) == plan.name.strip().lower()
    )
    if any(found != own_id for found in session.scalars(same)):
        problems.append(Problem("name", f"This programme already has a round called {plan.name.strip()}."))
    if plan.closes_on < plan.opens_on:
        problems.append(Problem("closes_on", "Choose a last day that is not before the first day."))
    problems.extend(_instrument_problems(session, programme.team_id, plan, row))
    if row is not None:
        problems.extend(_date_problems(session, plan, row))
        if plan.margin != row.margin and not plan.margin_reason.strip() and _has_sheets(session, row.id):
            sentence = "Sheets are in already. Write why the margin changes: it is printed beside the result."
            problems.append(Problem("margin_reason", sentence))
    if problems:
        raise Unfit(problems)


def _instrument_problems(session: Session, team_id: uuid.UUID, plan: RoundPlan, row: Round | None) -> list[Problem]:
    if row is not None and plan.instrument_id == row.instrument_id:
        return []
    if row is not None and session.scalar(select(exists().where(ClinicSession.round_id == row.id))):
        return [Problem("instrument", "This round has sessions, so its instrument stays. Make a new round instead.")]
    chosen = session.get(PublishedInstrument, plan.instrument_id)
    if chosen is None or chosen.team_id not in (None, team_id) or chosen.retired_at is not None:
        return [Problem("instrument", "Choose an instrument that your team has in use.")]
    return []


def _date_problems(session: Session, plan: RoundPlan, row: Round) -> list[Problem]:
    outside = session.scalar(
        select(ClinicSession.code)
        .where(
            ClinicSession.round_id == row.id,
            (ClinicSession.on_date < plan.opens_on) | (ClinicSession.on_date > plan.closes_on),
        )
        .limit(1)
    )
    if outside:
        return [Problem("closes_on", f"The session {outside} lies outside these days. Choose days that take it in.")]
    return []


def _change_margin(session: Session, row: Round, plan: RoundPlan) -> None:
    """The new margin. A change after the first sheet stands in the round for good."""
    if plan.margin == row.margin:
        return
    if _has_sheets(session, row.id):
        change = {
            "on": now().date().isoformat(),
            "before": row.margin,
            "after": plan.margin,
            "why": plan.margin_reason.strip(),
        }
        row.margin_changes = [*row.margin_changes, change]
    row.margin = plan.margin


def _has_sheets(session: Session, round_id: uuid.UUID) -> bool:
    """Whether any sheet of the round is in: from then on somebody may have seen which way it goes."""
    locked = (
        select(Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, Assignment.state == "locked")
    )
    return bool(session.scalar(select(exists(locked))))
