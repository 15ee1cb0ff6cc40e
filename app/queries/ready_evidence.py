"""What the ready check of a round's reports looks at: who observed whom, what is unsettled, what was prepared."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ladder.ready_check import Evidence, KindSeen
from app.models.base import AnyRow
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import Preparation
from app.models.observations import QuarantinedSheet
from app.models.people import ObserverType
from app.models.place_claims import PlaceClaim
from reports.feedback.evidence import FeedbackMinimums
from reports.statistics.design import connection


def assigned_in_round(session: Session, round_id: uuid.UUID) -> list[AnyRow]:
    """Every sheet asked for in the round, with whom it is about and where it stands; no rating."""
    return list(
        session.execute(
            select(
                Consultation.clinician_id,
                Consultation.warm_up,
                Assignment.consultation_id,
                Assignment.person_id,
                Assignment.observer_type_id,
                Assignment.state,
                Assignment.part,
            )
            .join(Consultation, Consultation.id == Assignment.consultation_id)
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .where(ClinicSession.round_id == round_id)
        )
    )


class ReadyEvidence:
    """What the ready check looks at, by clinician: read once for the whole round, in four statements.

    rows: as `assigned_in_round` gives them; counted: those of them whose ratings are open and no warm-up.
    """

    def __init__(
        self,
        session: Session,
        round_id: uuid.UUID,
        team_id: uuid.UUID,
        minimums: Mapping[str, int],
        rows: list[AnyRow],
        counted: list[AnyRow],
    ) -> None:
        self.kinds = session.execute(
            select(ObserverType.id, ObserverType.name)
            .where(ObserverType.team_id == team_id)
            .order_by(ObserverType.name)
        ).all()
        own = FeedbackMinimums()
        raised = {each.name: max(int(minimums.get(each.name, 0)), int(getattr(own, each.name))) for each in fields(own)}
        self.least_observers = raised["observers_in_group"]
        self.least_consultations = raised["consultations_for_result"]
        self.out = Counter(row.clinician_id for row in rows if row.state == "assigned")
        self.people: defaultdict[tuple[uuid.UUID, uuid.UUID], set[uuid.UUID]] = defaultdict(set)
        self.visits: defaultdict[tuple[uuid.UUID, uuid.UUID], set[uuid.UUID]] = defaultdict(set)
        self.open_visits: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        locked = [row for row in counted if row.state == "locked"]
        for row in locked:
            self.people[row.clinician_id, row.observer_type_id].add(row.person_id)
            self.visits[row.clinician_id, row.observer_type_id].add(row.consultation_id)
            self.open_visits[row.clinician_id].add(row.consultation_id)
        islands = connection([row.clinician_id for row in locked], [row.person_id for row in locked]).islands
        self.together = frozenset(islands[0].clinicians) if islands else frozenset[str]()
        self.set_aside = _count_by_clinician(session, round_id, QuarantinedSheet)
        self.wrong_places = _count_by_clinician(session, round_id, PlaceClaim)
        self.prepared = {
            row.clinician_id: row
            for row in session.execute(
                select(Preparation.clinician_id, Preparation.question, Preparation.self_ratings).where(
                    Preparation.round_id == round_id
                )
            )
        }

    def of(self, clinician_id: uuid.UUID, *, has_account: bool) -> Evidence:
        """One clinician's; of the statements above none is asked again."""
        prepared = self.prepared.get(clinician_id)
        return Evidence(
            consultations=len(self.open_visits[clinician_id]),
            sheets_out=self.out[clinician_id],
            set_aside=self.set_aside.get(clinician_id, 0),
            wrong_places=self.wrong_places.get(clinician_id, 0),
            kinds=tuple(
                KindSeen(
                    kind.name,
                    f"{kind.name}s",
                    len(self.people[clinician_id, kind.id]),
                    len(self.visits[clinician_id, kind.id]),
                )
                for kind in self.kinds
            ),
            least_observers=self.least_observers,
            least_consultations=self.least_consultations,
            alone=bool(self.open_visits[clinician_id]) and str(clinician_id) not in self.together,
            asked=bool(prepared and prepared.question),
            rated_self=bool(prepared and prepared.self_ratings),
            has_account=has_account,
        )


def _count_by_clinician(
    session: Session, round_id: uuid.UUID, table: type[QuarantinedSheet | PlaceClaim]
) -> dict[uuid.UUID, int]:
    """How many are unsettled, by the clinician in whose visit they stand."""
    unsettled = QuarantinedSheet.resolved_at.is_(None) if table is QuarantinedSheet else PlaceClaim.outcome.is_(None)
    rows = session.execute(
        select(Consultation.clinician_id, func.count())
        .select_from(table)
        .join(Assignment, Assignment.id == table.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, unsettled)
        .group_by(Consultation.clinician_id)
    )
    return {row[0]: row[1] for row in rows}
