"""How a bridging period stands: which versions may be bridged, and how many double sheets are in. Never a rating."""

import uuid
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.programmes import Round
from instruments.linked_versions import may_bridge
from instruments.loading import from_canonical_json


@dataclass(frozen=True, slots=True)
class Version:
    """One published version, in words."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class BridgingOfRound:
    """other: the version scored beside the round's own, None outside a bridging period. offered: versions that may be.

    asked: consultations and observers for which two sheets were asked; both_in: those with both sheets in.
    """

    own: Version
    other: Version | None
    offered: tuple[Version, ...]
    asked: int
    both_in: int


def bridging_of_round(session: Session, team_id: uuid.UUID, round_id: uuid.UUID) -> BridgingOfRound:
    """Three statements. The caller checks the scope."""
    row = session.execute(select(Round.instrument_id, Round.bridge_id).where(Round.id == round_id)).one()
    versions = session.scalars(
        select(PublishedInstrument)
        .where(
            (PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id))
            & (
                PublishedInstrument.retired_at.is_(None)
                | PublishedInstrument.id.in_([row.instrument_id, row.bridge_id])
            )
        )
        .order_by(PublishedInstrument.published_at.desc())
    ).all()
    own = next(each for each in versions if each.id == row.instrument_id)
    content = from_canonical_json(own.canonical)
    offered = tuple(
        _version(each)
        for each in versions
        if each.id != own.id and may_bridge(content, from_canonical_json(each.canonical))
    )
    other = next((each for each in versions if each.id == row.bridge_id), None)
    asked, both_in = _double_sheets(session, round_id)
    return BridgingOfRound(_version(own), _version(other) if other else None, offered, asked, both_in)


def _double_sheets(session: Session, round_id: uuid.UUID) -> tuple[int, int]:
    second = aliased(Assignment)
    both = case(((Assignment.state == "locked") & (second.state == "locked"), 1), else_=0)
    row = session.execute(
        select(func.count(second.id).label("asked"), func.sum(both).label("both_in"))
        .select_from(second)
        .join(
            Assignment,
            (Assignment.consultation_id == second.consultation_id)
            & (Assignment.person_id == second.person_id)
            & (Assignment.part == 1),
        )
        .join(Consultation, Consultation.id == second.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, second.part == 2, second.state != "void")
    ).one()
    return int(row.asked), int(row.both_in or 0)


def _version(row: PublishedInstrument) -> Version:
    return Version(row.id, f"{row.title}, version {row.version}")
