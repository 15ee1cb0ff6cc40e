"""What the patient said, and what is left after a no."""

import uuid
from hashlib import sha256

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, ConsentEvent, Consultation
from app.models.observations import Observation, QuarantinedSheet, Rating, SheetAnswer
from app.operations.consent import Asking, record_agreement, record_refusal, withdraw_consent
from app.operations.observations import (
    Agreement,
    Receipt,
    SubmittedSheet,
    canonical_bytes,
    give_up_sheet,
    submit_observation,
)
from app.rules import Actor, Conflict, Gone, NotThere, Unfit
from tests.app.builders import Builder
from tests.app.observing.frozen import a_sheet

AT_RECEPTION = Asking("receptionist", "spoken")


class Visit:
    """One consultation with a patient partner, a peer and a lead."""

    def __init__(self, build: Builder) -> None:
        self.session = build.session
        team = build.a_team()
        self.partner = build.actor(build.a_person(team, "observer", "patient_partner"))
        self.peer = build.actor(build.a_person(team, "observer", "peer_clinician"))
        self.lead = build.actor(build.a_person(team, "lead"))
        self.stranger = build.actor(build.a_person(build.a_team(), "lead"))
        self.round = build.a_round(team)
        self.clinician = build.a_clinician(team)
        self.consultation = build.a_consultation(build.a_session(self.round, build.a_clinic(team)), self.clinician)
        self.sheets = {
            self.partner.id: build.an_assignment(self.consultation, self.partner.id),
            self.peer.id: build.an_assignment(self.consultation, self.peer.id),
        }

    def submit(self, who: Actor) -> None:
        content = a_sheet(self.sheets[who.id])
        submitted = SubmittedSheet(
            observation_id=uuid.UUID(content["observation_id"]),
            assignment_id=self.sheets[who.id],
            fingerprint=content["instrument"],
            answers=content["answers"],
            locked_at=self.session.scalars(select(func.max(AuditEvent.at))).one(),
            agreement=Agreement(uuid.uuid4(), "receptionist"),
        )
        body = canonical_bytes(content)
        assert isinstance(submit_observation(self.session, who, submitted, body, sha256(body).hexdigest()), Receipt)

    def count(self, table: type) -> int:
        return self.session.scalar(select(func.count()).select_from(table)) or 0

    @property
    def consent(self) -> str:
        return self.session.scalars(select(Consultation.consent).where(Consultation.id == self.consultation)).one()

    @property
    def states(self) -> set[str]:
        return set(self.session.scalars(select(Assignment.state)).all())


@pytest.fixture
def visit(build: Builder) -> Visit:
    return Visit(build)


def test_each_observer_records_the_yes_once(visit: Visit) -> None:
    for who in (visit.partner, visit.peer, visit.partner):
        record_agreement(visit.session, who, visit.sheets[who.id], Asking("nurse", "spoken"))
    assert visit.consent == "agreed"
    assert visit.count(ConsentEvent) == 2


def test_a_no_before_the_visit_leaves_a_count_and_closes_every_sheet(visit: Visit) -> None:
    concerned = record_refusal(visit.session, visit.partner, visit.sheets[visit.partner.id], AT_RECEPTION)
    assert (visit.consent, visit.states, concerned.had_sheets) == ("declined", {"void"}, False)
    with pytest.raises(Gone):
        record_agreement(visit.session, visit.peer, visit.sheets[visit.peer.id], Asking("nurse", "spoken"))


def test_a_no_wins_over_a_colleagues_yes(visit: Visit) -> None:
    visit.submit(visit.peer)
    concerned = record_refusal(visit.session, visit.partner, visit.sheets[visit.partner.id], AT_RECEPTION)
    assert (visit.consent, concerned.had_sheets, visit.count(Rating)) == ("withdrawn", True, 0)


@pytest.mark.parametrize("stage", ["before", "during", "after"])
def test_a_withdrawal_deletes_scores_and_notes_and_leaves_a_bare_tombstone(visit: Visit, stage: str) -> None:
    visit.submit(visit.partner)
    visit.submit(visit.peer)
    concerned = withdraw_consent(visit.session, visit.partner, visit.consultation, stage)
    assert (concerned.clinician_id, concerned.round_id, concerned.had_sheets) == (visit.clinician, visit.round, True)
    assert [visit.count(table) for table in (Observation, Rating, SheetAnswer, QuarantinedSheet)] == [0] * 4
    assert (visit.consent, visit.states) == ("withdrawn", {"void"})
    tombstone = visit.session.scalars(select(ConsentEvent).where(ConsentEvent.outcome == "withdrawn")).one()
    assert tombstone.stage == stage


def test_withdrawing_twice_changes_nothing(visit: Visit) -> None:
    visit.submit(visit.partner)
    for _ in range(2):
        withdraw_consent(visit.session, visit.partner, visit.consultation, "after")
    withdrawals = visit.session.scalars(select(ConsentEvent.id).where(ConsentEvent.outcome == "withdrawn")).all()
    assert len(withdrawals) == 1


def test_a_lead_may_withdraw_for_a_patient_who_rings_later_and_a_stranger_may_not(visit: Visit) -> None:
    with pytest.raises(NotThere):
        withdraw_consent(visit.session, visit.stranger, visit.consultation, "after")
    withdraw_consent(visit.session, visit.lead, visit.consultation, "after")
    assert visit.consent == "withdrawn"


def test_another_consultations_sheets_are_untouched(visit: Visit, build: Builder) -> None:
    visit.submit(visit.partner)
    other = Visit(build)
    other.submit(other.partner)
    withdraw_consent(visit.session, visit.partner, visit.consultation, "after")
    assert (visit.count(Observation), other.consent) == (1, "agreed")


def test_the_audit_log_tells_of_the_withdrawal_but_not_of_any_score(visit: Visit) -> None:
    visit.submit(visit.partner)
    withdraw_consent(visit.session, visit.partner, visit.consultation, "after")
    event = visit.session.scalars(select(AuditEvent).where(AuditEvent.event == "consent withdrawn")).one()
    assert event.details == {"stage": "after"}


def test_an_unknown_stage_or_role_is_refused_in_words(visit: Visit) -> None:
    with pytest.raises(Unfit, match="before, during or after"):
        withdraw_consent(visit.session, visit.partner, visit.consultation, "some day")
    with pytest.raises(Unfit, match="who asked"):
        record_refusal(visit.session, visit.partner, visit.sheets[visit.partner.id], Asking("Mrs Jones"))


def test_a_locked_sheet_cannot_be_given_up(visit: Visit) -> None:
    visit.submit(visit.partner)
    with pytest.raises(Conflict):
        give_up_sheet(visit.session, visit.partner, visit.sheets[visit.partner.id])


def test_giving_up_twice_changes_nothing(visit: Visit, session: Session) -> None:
    for _ in range(2):
        give_up_sheet(visit.session, visit.peer, visit.sheets[visit.peer.id])
    events = session.scalars(select(AuditEvent.id).where(AuditEvent.event == "observation given up")).all()
    assert len(events) == 1
