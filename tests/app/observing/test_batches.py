"""Many sheets in one request: each has the end it would have had alone."""

import json
import uuid
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, Consultation
from app.models.observations import ObservationRevision, QuarantinedSheet
from app.operations.audit import broken_links
from tests.app.builders import Builder
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import ANSWERS, SAME_ORIGIN, a_sheet, freeze, sealed, send


def record(content: dict[str, Any], body: bytes | None = None) -> dict[str, Any]:
    frozen = freeze(content)
    return {
        "observation_id": content["observation_id"],
        "revision": content["revision"],
        "sha256": sha256(frozen).hexdigest(),
        "body": b64encode(frozen if body is None else body).decode(),
    }


def post(client: FlaskClient, *records: dict[str, Any]) -> TestResponse:
    return client.post("/api/v1/observations/batch", json={"records": records}, headers=SAME_ORIGIN)


def statuses(answer: TestResponse) -> list[int]:
    return [each["status"] for each in answer.get_json()["replies"]]


def stored(look: Session) -> int:
    found = look.scalar(select(func.count()).select_from(ObservationRevision)) or 0
    look.rollback()
    return found


@pytest.fixture
def sheets(build: Builder, clinic: Clinic) -> list[uuid.UUID]:
    """Nine more assignments of the patient partner."""
    session = build.a_session(build.a_round(clinic.team), build.a_clinic(clinic.team))
    clinician = build.a_clinician(clinic.team)
    made = [
        build.an_assignment(build.a_consultation(session, clinician, slot), clinic.partner) for slot in range(1, 10)
    ]
    build.keep()
    return made


def test_a_clinics_sheets_arrive_in_one_request_and_once(
    clinic: Clinic, sheets: list[uuid.UUID], look: Session
) -> None:
    records = [record(a_sheet(each)) for each in sheets]
    first = post(clinic.as_partner, *records)
    assert statuses(first) == [201] * 9
    receipts = [each["receipt"]["sha256"] for each in first.get_json()["replies"]]
    assert receipts == [each["sha256"] for each in records]
    again = post(clinic.as_partner, *records)
    assert statuses(again) == [200] * 9
    assert [each["receipt"] for each in again.get_json()["replies"]] == [
        each["receipt"] for each in first.get_json()["replies"]
    ]
    assert stored(look) == 9
    assert look.scalars(select(AuditEvent.event)).all().count("observation submitted") == 9
    assert broken_links(look) == []


def test_each_record_has_its_own_end(clinic: Clinic, sheets: list[uuid.UUID], build: Builder, look: Session) -> None:
    good, twice, cut, unfit, withdrawn, early, clashing = (a_sheet(each) for each in sheets[:7])
    unfit["answers"] = {"choices": {"code": "9"}}
    early |= {"revision": 2, "reason": "A slip."}
    send(clinic.as_partner, clashing)
    build.session.execute(
        update(Consultation)
        .where(Consultation.id == _consultation(build, withdrawn["assignment_id"]))
        .values(consent="withdrawn")
    )
    build.keep()
    answer = post(
        clinic.as_partner,
        record(good),
        record(twice),
        record(twice),
        record(cut, freeze(cut)[:-9]),
        record(unfit),
        record(withdrawn),
        record(early),
        record({**clashing, "answers": {**ANSWERS, "choices": {"code": "2"}}}),
        record(a_sheet(clinic.peers_sheet)),
        record(a_sheet(uuid.uuid4())),
    )
    assert statuses(answer) == [201, 201, 200, 422, 422, 410, 412, 409, 403, 404]
    assert stored(look) == 3
    assert look.scalar(select(func.count()).select_from(QuarantinedSheet)) == 1


def _consultation(build: Builder, assignment: str) -> uuid.UUID:
    return build.session.scalars(select(Assignment.consultation_id).where(Assignment.id == uuid.UUID(assignment))).one()


def test_a_correction_may_travel_behind_what_it_corrects(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    better = {**content, "revision": 2, "reason": "A slip.", "answers": {**ANSWERS, "choices": {"code": "2"}}}
    assert statuses(post(clinic.as_partner, record(content), record(better))) == [201, 201]
    assert stored(look) == 2


def test_sealed_records_are_opened(clinic: Clinic) -> None:
    content = a_sheet(clinic.partners_sheet)
    locked = sealed(clinic.as_partner, clinic.partner, freeze(content))
    assert statuses(post(clinic.as_partner, record(content, locked))) == [201]
    assert statuses(post(clinic.as_peer, record(content, locked))) == [403]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"records":[]}', b'{"records":[{}]}', b'{"records":7}', json.dumps({"records": [None]}).encode()],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(clinic: Clinic, body: bytes) -> None:
    answer = clinic.as_partner.post("/api/v1/observations/batch", data=body, headers=SAME_ORIGIN)
    assert answer.status_code == 422


def test_no_more_than_fifty_at_once(clinic: Clinic) -> None:
    one = record(a_sheet(clinic.partners_sheet))
    assert post(clinic.as_partner, *[one] * 51).status_code == 422
