"""Each clinician's newest report on a round before this one, with the linking table that carries it over if need be."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.models.base import AnyRow
from app.models.feedback import IssuedReport
from app.models.instruments import PublishedInstrument
from app.models.programmes import Programme, Round
from app.queries.linking import published_linkings
from app.queries.open_consultations import NO_TRIAL
from reports.feedback.previous import PreviousReport, opened_result


def previous_reports(
    session: Session, clinician_ids: Sequence[uuid.UUID], round_id: uuid.UUID, team_id: uuid.UUID
) -> dict[uuid.UUID, PreviousReport]:
    """By clinician, where there is one that showed a result; two statements, however many clinicians.

    Rounds go by the day they opened. A report that was removed after a withdrawn consent is not looked at again: the
    one that replaced it is.
    """
    this = aliased(Round)
    rows = session.execute(
        select(
            IssuedReport.id,
            IssuedReport.clinician_id,
            IssuedReport.results,
            Round.name,
            Round.opens_on,
            Round.closes_on,
            Round.instrument_id,
            PublishedInstrument.title,
            PublishedInstrument.version,
            this.instrument_id.label("here_id"),
        )
        .join(Round, Round.id == IssuedReport.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(PublishedInstrument, PublishedInstrument.id == Round.instrument_id)
        .join(this, this.id == round_id)
        .where(
            IssuedReport.clinician_id.in_(list(clinician_ids)),
            IssuedReport.removed_at.is_(None),
            Programme.team_id == team_id,
            Round.opens_on < this.opens_on,
            NO_TRIAL,
        )
        .order_by(Round.opens_on, Round.id, IssuedReport.number)
    ).all()
    newest = {row.clinician_id: row for row in rows if row.results}
    if not newest:
        return {}
    tables = {(each.old_id, each.new_id): each.table for each in published_linkings(session, team_id)}
    here = _version_in_words(session, next(iter(newest.values())).here_id)
    return {
        clinician_id: PreviousReport(
            round_name=row.name,
            starts=row.opens_on,
            ends=row.closes_on,
            results={kind: opened_result(found) for kind, found in sorted(row.results.items())},
            same_version=row.instrument_id == row.here_id,
            version=f"{row.title}, version {row.version}",
            here=here,
            linking=tables.get((row.instrument_id, row.here_id)),
            key=str(row.id),
        )
        for clinician_id, row in newest.items()
    }


def _version_in_words(session: Session, instrument_id: uuid.UUID) -> str:
    row: AnyRow = session.execute(
        select(PublishedInstrument.title, PublishedInstrument.version).where(PublishedInstrument.id == instrument_id)
    ).one()
    return f"{row.title}, version {row.version}"
