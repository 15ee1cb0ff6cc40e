"""What two versions are linked from, and the linking tables that are published."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import AnyRow
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument, PublishedLinking
from app.models.observations import Observation, ObservationRevision, Rating
from app.models.people import Person
from app.models.programmes import Programme, Round
from app.queries.open_consultations import open_consultations
from app.rules import NotThere
from instruments.definition import Instrument
from instruments.linked_versions import common_items
from instruments.loading import from_canonical_json
from reports.bridging.evidence import DoubleSheet, LinkingEvidence, SingleSheet
from reports.bridging.keeping import opened
from reports.statistics.linking_table import LinkingTable


@dataclass(frozen=True, slots=True)
class LinkedVersions:
    """A new version and the one it replaces."""

    old_id: uuid.UUID
    new_id: uuid.UUID
    old: Instrument
    new: Instrument


@dataclass(frozen=True, slots=True)
class LinkingInForce:
    """A published table with who published it, when, how, and from which data."""

    old_id: uuid.UUID
    new_id: uuid.UUID
    way: str
    table: LinkingTable
    data_sha256: str
    software: str
    published_by: str
    published_at: datetime


def versions_to_link(session: Session, team_id: uuid.UUID, instrument_id: uuid.UUID) -> LinkedVersions | None:
    """The version and the one it says it replaces; None when it names none, or none the team has.

    Raises NotThere when the version is not one of the team's.
    """
    mine = PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id)
    row = session.scalar(select(PublishedInstrument).where(PublishedInstrument.id == instrument_id, mine))
    if row is None:
        raise NotThere
    new = from_canonical_json(row.canonical)
    if new.linking is None:
        return None
    before = session.scalars(
        select(PublishedInstrument)
        .where(
            PublishedInstrument.code == new.linking.replaces_id,
            PublishedInstrument.version == new.linking.replaces_version,
            mine,
        )
        .order_by(PublishedInstrument.published_at.desc())
    ).first()
    return LinkedVersions(before.id, row.id, from_canonical_json(before.canonical), new) if before else None


def linking_evidence(session: Session, team_id: uuid.UUID, versions: LinkedVersions) -> LinkingEvidence:
    """Every locked first sheet of both versions in the team's open consultations, in three statements.

    Nothing of a consultation counts before it is open. A sheet that has a double is not counted among the singles.
    """
    opens = open_consultations(session, Programme.team_id == team_id)
    rows = [row for row in _sheets(session, team_id, versions) if row.consultation_id in opens]
    common = common_items(versions.new, versions.old)
    on_common = _on_common(session, team_id, versions, common)
    by_sheet: defaultdict[tuple[uuid.UUID, uuid.UUID], dict[uuid.UUID, AnyRow]] = defaultdict(dict)
    for row in rows:
        by_sheet[row.consultation_id, row.person_id][row.instrument_id] = row
    doubles: list[DoubleSheet] = []
    singles: dict[uuid.UUID, list[SingleSheet]] = {versions.old_id: [], versions.new_id: []}
    for found in by_sheet.values():
        old, new = found.get(versions.old_id), found.get(versions.new_id)
        if old is not None and new is not None:
            doubles.append(DoubleSheet(_total(old), _total(new), str(old.clinician_id), (old.sha256, new.sha256)))
            continue
        for version_id, row in found.items():
            anchor = on_common.get(row.id, nan)
            singles[version_id].append(SingleSheet(_total(row), anchor, str(row.clinician_id), row.sha256))
    return LinkingEvidence(
        versions.old, versions.new, tuple(doubles), tuple(singles[versions.old_id]), tuple(singles[versions.new_id])
    )


def published_linkings(session: Session, team_id: uuid.UUID) -> tuple[LinkingInForce, ...]:
    """Every linking table of a team, newest first. One statement."""
    rows = session.execute(
        select(PublishedLinking, Person.name)
        .outerjoin(Person, Person.id == PublishedLinking.published_by)
        .where(PublishedLinking.team_id == team_id)
        .order_by(PublishedLinking.published_at.desc())
    )
    return tuple(
        LinkingInForce(
            row.replaces_id,
            row.instrument_id,
            row.way,
            opened(row.table),
            row.data_sha256,
            row.software,
            name or "",
            row.published_at,
        )
        for row, name in rows
    )


def _sheets(session: Session, team_id: uuid.UUID, versions: LinkedVersions) -> list[AnyRow]:
    return list(
        session.execute(
            select(
                ObservationRevision.id,
                ObservationRevision.total,
                ObservationRevision.sha256,
                Observation.instrument_id,
                Assignment.consultation_id,
                Assignment.person_id,
                Consultation.clinician_id,
            )
            .join(Observation, Observation.id == ObservationRevision.observation_id)
            .join(Assignment, Assignment.id == Observation.assignment_id)
            .join(Consultation, Consultation.id == Assignment.consultation_id)
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .join(Round, Round.id == ClinicSession.round_id)
            .join(Programme, Programme.id == Round.programme_id)
            .where(*_of(team_id, versions), Assignment.state == "locked")
            .order_by(ObservationRevision.id)
        )
    )


def _on_common(
    session: Session, team_id: uuid.UUID, versions: LinkedVersions, items: tuple[str, ...]
) -> dict[uuid.UUID, float]:
    """By revision the mean of the points on the common items, for sheets that answered all of them."""
    if not items:
        return {}
    rows = session.execute(
        select(Rating.revision_id, Rating.points)
        .join(ObservationRevision, ObservationRevision.id == Rating.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(*_of(team_id, versions), Rating.item_id.in_(items), Rating.points.is_not(None))
    )
    points: defaultdict[uuid.UUID, list[float]] = defaultdict(list)
    for row in rows:
        points[row.revision_id].append(float(row.points))
    return {each: sum(found) / len(found) for each, found in points.items() if len(found) == len(items)}


def _of(team_id: uuid.UUID, versions: LinkedVersions) -> tuple[Any, ...]:
    return (
        Programme.team_id == team_id,
        ObservationRevision.number == 1,
        Observation.instrument_id.in_([versions.old_id, versions.new_id]),
    )


def _total(row: AnyRow) -> float:
    return nan if row.total is None else float(row.total)
