"""A sheet as a tablet freezes and sends it."""

import json
import uuid
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.sealing import SealingKeys
from app.web.sealing import SEALING
from instruments.loading import fingerprint, load
from tests.app.builders import SMALL

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
ANSWERS = {"choices": {"code": "1", "note": "Named two."}, "harms": {"code": "unseen"}}


def a_sheet(assignment: uuid.UUID, observation: uuid.UUID | None = None, **more: Any) -> dict[str, Any]:
    """The content of a frozen sheet; say only what matters."""
    return {
        "schema": "1",
        "observation_id": str(observation or uuid.uuid4()),
        "assignment_id": str(assignment),
        "instrument": fingerprint(load(SMALL)),
        "revision": 1,
        "consent": {"id": str(uuid.uuid4()), "outcome": "agreed", "stage": "before", "asked_by": "receptionist"},
        "answers": ANSWERS,
        "opened_at": "2026-03-02T09:00:00Z",
        "locked_at": "2026-03-02T09:30:00Z",
        "reason": "",
        **more,
    }


def freeze(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def send(client: FlaskClient, content: dict[str, Any], body: bytes | None = None, **headers: str) -> TestResponse:
    """PUT the sheet. ``body`` replaces the bytes on the way, after they were hashed."""
    frozen = freeze(content)
    address = f"/api/v1/observations/{content['observation_id']}/revisions/{content['revision']}"
    return put(client, address, frozen if body is None else body, sha256(frozen).hexdigest(), **headers)


def put(client: FlaskClient, address: str, body: bytes, digest: str | None = None, **headers: str) -> TestResponse:
    return client.put(
        address,
        data=body,
        content_type="application/json",
        headers={**SAME_ORIGIN, "X-Content-SHA256": digest or sha256(body).hexdigest(), **headers},
    )


def sealed(client: FlaskClient, person: uuid.UUID, body: bytes, data_key: bytes = b"k" * 32) -> bytes:
    """The bytes as a tablet seals them: only this application, for this person, can open them."""
    return sealed_with(client.application.extensions[SEALING], person, body, data_key)


def sealed_with(keys: SealingKeys, person: uuid.UUID, body: bytes, data_key: bytes = b"k" * 32) -> bytes:
    """The same, for the server that has these keys."""
    iv = bytes(12)
    proof = iv + AESGCM(data_key).encrypt(iv, sha256(body).digest(), None)
    return keys.seal("record", person, proof + body)


def send_sealed(client: FlaskClient, person: uuid.UUID, content: dict[str, Any]) -> TestResponse:
    """PUT the sheet sealed."""
    frozen = freeze(content)
    address = f"/api/v1/observations/{content['observation_id']}/revisions/{content['revision']}"
    return put(client, address, sealed(client, person, frozen), sha256(frozen).hexdigest())
