"""Copies of unfinished sheets: sealed as they come, the newest of each device, gone when they must be."""

import json
import uuid
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models.tablets import KeptDraft
from app.web.sealing import SEALING
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import SAME_ORIGIN, a_sheet, freeze, put, send

HERE, THERE = uuid.UUID(int=1), uuid.UUID(int=2)


def copy(
    client: FlaskClient,
    person: uuid.UUID,
    assignment: uuid.UUID,
    seq: int,
    observation: uuid.UUID,
    device: uuid.UUID = HERE,
    **content: Any,
) -> TestResponse:
    body = client.application.extensions[SEALING].seal("draft", person, json.dumps(content).encode())
    headers = {
        **SAME_ORIGIN,
        "If-Match": f'"{seq}"',
        "X-Levelfield-Assignment": str(assignment),
        "X-Levelfield-Device": str(device),
    }
    return client.put(f"/api/v1/drafts/{observation}", data=body, headers=headers)


def kept(client: FlaskClient, assignment: uuid.UUID) -> list[Any]:
    return client.get(f"/api/v1/assignments/{assignment}/drafts", headers=SAME_ORIGIN).get_json()["drafts"]


def count(look: Session) -> int:
    found = look.scalar(select(func.count()).select_from(KeptDraft)) or 0
    look.rollback()
    return found


def test_the_highest_count_of_a_device_stays(clinic: Clinic) -> None:
    mine = (clinic.as_partner, clinic.partner, clinic.partners_sheet)
    one = uuid.uuid4()
    said = [copy(*mine, seq, one, answers=seq).status_code for seq in (3, 5, 4, 5)]
    assert said == [200, 200, 412, 200]
    assert [each["draft"]["answers"] for each in kept(clinic.as_partner, clinic.partners_sheet)] == [5]


def test_two_devices_are_both_kept_and_one_can_be_let_go(clinic: Clinic) -> None:
    mine = (clinic.as_partner, clinic.partner, clinic.partners_sheet)
    one = uuid.uuid4()
    copy(*mine, 9, one, HERE, answers="here")
    copy(*mine, 2, one, THERE, answers="there")
    assert {each["draft"]["answers"] for each in kept(clinic.as_partner, clinic.partners_sheet)} == {"here", "there"}
    clinic.as_partner.delete(f"/api/v1/drafts/{one}", headers={**SAME_ORIGIN, "X-Levelfield-Device": str(HERE)})
    assert [each["draft"]["answers"] for each in kept(clinic.as_partner, clinic.partners_sheet)] == ["there"]


def test_what_is_kept_cannot_be_read_in_the_database(clinic: Clinic, look: Session) -> None:
    copy(clinic.as_partner, clinic.partner, clinic.partners_sheet, 1, uuid.uuid4(), note="She asked about the knee.")
    assert b"knee" not in (look.scalar(select(KeptDraft.sealed)) or b"knee")


def test_a_copy_of_somebody_elses_sheet_is_not_taken(clinic: Clinic, look: Session) -> None:
    one = uuid.uuid4()
    assert copy(clinic.as_peer, clinic.peer, clinic.partners_sheet, 1, one).status_code == 403
    assert copy(clinic.as_peer, clinic.partner, clinic.peers_sheet, 1, one).status_code == 403
    assert count(look) == 0


def test_locking_the_sheet_deletes_its_copies(clinic: Clinic, look: Session) -> None:
    mine = (clinic.as_partner, clinic.partner, clinic.partners_sheet)
    copy(*mine, 1, uuid.uuid4())
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    assert count(look) == 0
    assert copy(*mine, 2, uuid.uuid4()).status_code == 409


def test_a_patients_no_deletes_everybodys_copies_and_takes_no_more(clinic: Clinic, look: Session) -> None:
    copy(clinic.as_partner, clinic.partner, clinic.partners_sheet, 1, uuid.uuid4())
    copy(clinic.as_peer, clinic.peer, clinic.peers_sheet, 1, uuid.uuid4())
    no = freeze({"assignment_id": str(clinic.peers_sheet), "outcome": "withdrawn", "stage": "during", "asked_by": ""})
    put(clinic.as_peer, f"/api/v1/consents/{uuid.uuid4()}", no)
    assert count(look) == 0
    assert copy(clinic.as_partner, clinic.partner, clinic.partners_sheet, 2, uuid.uuid4()).status_code == 410


def test_a_sheet_is_held_by_no_more_than_a_handful_of_devices(clinic: Clinic, look: Session) -> None:
    one = uuid.uuid4()
    for number in range(12):
        copy(clinic.as_partner, clinic.partner, clinic.partners_sheet, 1, one, uuid.UUID(int=number))
    assert count(look) == 8
