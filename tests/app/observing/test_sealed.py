"""Sealed records, and keys that are locked on the tablet: the server opens each for its owner alone."""

from base64 import b64decode, b64encode
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models.observations import ObservationRevision
from app.models.tablets import DataKey
from app.web.sealing import SEALING
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import SAME_ORIGIN, a_sheet, freeze, put, sealed, send_sealed

KEY = b"k" * 32


def ask(client: FlaskClient, purpose: str, what: bytes) -> TestResponse:
    sent: dict[str, Any] = {"purpose": purpose, "sealed": b64encode(what).decode()}
    return client.post("/api/v1/opened", json=sent, headers=SAME_ORIGIN)


def test_a_sealed_sheet_is_stored_as_it_was_frozen(clinic: Clinic, look: Session) -> None:
    content = a_sheet(clinic.partners_sheet)
    assert send_sealed(clinic.as_partner, clinic.partner, content).status_code == 201
    # Sealed anew it is other bytes, and still the same sheet.
    assert send_sealed(clinic.as_partner, clinic.partner, content).status_code == 200
    assert look.scalars(select(ObservationRevision.body)).all() == [freeze(content)]


def test_what_one_observer_sealed_is_not_opened_for_another(clinic: Clinic) -> None:
    assert send_sealed(clinic.as_peer, clinic.partner, a_sheet(clinic.peers_sheet)).status_code == 403


def test_a_sealed_sheet_whose_hash_is_of_something_else_counts_as_damaged(clinic: Clinic) -> None:
    content = a_sheet(clinic.partners_sheet)
    address = f"/api/v1/observations/{content['observation_id']}/revisions/1"
    answer = put(clinic.as_partner, address, sealed(clinic.as_partner, clinic.partner, freeze(content)), "0" * 64)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["problems"][0]["field"] == "body"


def test_a_locked_key_is_given_back_to_its_owner_and_noted_once(clinic: Clinic, look: Session) -> None:
    locked = clinic.as_partner.application.extensions[SEALING].seal("key", clinic.partner, KEY)
    for _ in range(2):
        assert b64decode(ask(clinic.as_partner, "key", locked).get_json()["opened"]) == KEY
    assert look.scalars(select(DataKey.person_id)).all() == [clinic.partner]


def test_a_locked_key_is_given_to_nobody_else(clinic: Clinic, look: Session) -> None:
    locked = clinic.as_partner.application.extensions[SEALING].seal("key", clinic.partner, KEY)
    assert ask(clinic.as_peer, "key", locked).status_code == 403
    assert ask(clinic.as_partner.application.test_client(), "key", locked).status_code == 401
    assert look.scalar(select(func.count()).select_from(DataKey)) == 0


def test_a_frozen_record_is_never_opened_on_the_tablet_again(clinic: Clinic) -> None:
    record = sealed(clinic.as_partner, clinic.partner, freeze(a_sheet(clinic.partners_sheet)))
    for purpose in ("record", "draft", "key"):
        assert ask(clinic.as_partner, purpose, record).status_code in (403, 422)


def test_what_cannot_be_read_is_refused_in_words(clinic: Clinic) -> None:
    for sent in (b"", b"[]", b'{"purpose":"key"}', b'{"purpose":"key","sealed":"%"}', b'{"purpose":1,"sealed":""}'):
        answer = clinic.as_partner.post("/api/v1/opened", data=sent, headers=SAME_ORIGIN)
        assert answer.status_code == 422, sent
