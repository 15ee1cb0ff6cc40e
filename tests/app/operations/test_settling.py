"""A set-aside sheet becomes a correction, or is discarded with a reason; what was locked first stays."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.observations import ObservationRevision, QuarantinedSheet, Rating
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.observing.conftest import Clinic, clinic, look
from tests.app.observing.frozen import ANSWERS, a_sheet, freeze, put, send

__all__ = ["clinic", "look"]


@pytest.fixture
def lead(clinic: Clinic, build: Builder, sign_in: SignIn) -> FlaskClient:
    return sign_in(build.a_person(clinic.team, "lead"))


def settle(client: FlaskClient, clinic: Clinic, look: Session, way: str, reason: str = "The second tablet was right."):
    sheet = look.scalars(select(QuarantinedSheet.id)).one()
    look.rollback()
    return client.post(f"/organise/teams/{clinic.team}/set-aside/{sheet}/{way}", data={"reason": reason})


def two_tablets(clinic: Clinic) -> None:
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet)).status_code == 201
    other = a_sheet(clinic.partners_sheet, answers={**ANSWERS, "choices": {"code": "2"}})
    assert send(clinic.as_partner, other).status_code == 409


def codes(look: Session) -> list[tuple[int, str]]:
    rows = look.execute(
        select(ObservationRevision.number, Rating.code)
        .join(Rating, Rating.revision_id == ObservationRevision.id)
        .where(Rating.item_id == "choices")
        .order_by(ObservationRevision.number)
    ).all()
    look.rollback()
    return [(row.number, row.code) for row in rows]


def test_it_is_taken_in_as_the_next_revision_and_the_first_stays(
    clinic: Clinic, lead: FlaskClient, look: Session
) -> None:
    two_tablets(clinic)
    assert settle(lead, clinic, look, "take-in").status_code == 302
    assert codes(look) == [(1, "1"), (2, "2")]
    assert "set-aside sheet taken in" in look.scalars(select(AuditEvent.event)).all()
    look.rollback()
    assert settle(lead, clinic, look, "take-in").status_code == 422


def test_a_sheet_of_a_slot_that_was_given_up_becomes_its_first(
    clinic: Clinic, lead: FlaskClient, look: Session
) -> None:
    put(clinic.as_partner, f"/api/v1/given-up/{clinic.partners_sheet}", freeze({"x": 1}))
    assert send(clinic.as_partner, a_sheet(clinic.partners_sheet)).status_code == 409
    assert settle(lead, clinic, look, "take-in").status_code == 302
    assert codes(look) == [(1, "1")]


def test_it_is_discarded_with_a_reason_and_its_bytes_stay(clinic: Clinic, lead: FlaskClient, look: Session) -> None:
    two_tablets(clinic)
    assert settle(lead, clinic, look, "discard", reason=" ").status_code == 422
    assert settle(lead, clinic, look, "discard", reason="Made by mistake.").status_code == 302
    row = look.execute(select(QuarantinedSheet.settled, QuarantinedSheet.settled_why, QuarantinedSheet.body)).one()
    assert (row.settled, row.settled_why, bool(row.body)) == ("discarded", "Made by mistake.", True)
    look.rollback()
    assert codes(look) == [(1, "1")]
