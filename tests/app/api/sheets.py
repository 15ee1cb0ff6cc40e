"""Sheets as a tablet sends them."""

import uuid
from dataclasses import dataclass, field
from hashlib import sha256

from flask.testing import FlaskClient
from msgspec import json
from werkzeug.test import TestResponse

from instruments.loading import fingerprint
from tests.app.builders import Builder

HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Clinic:
    """A consultation with one observer asked to observe it."""

    team: uuid.UUID
    session: uuid.UUID
    consultation: uuid.UUID
    observer: uuid.UUID
    assignment: uuid.UUID
    instrument: str
    observation: uuid.UUID = field(default_factory=uuid.uuid4)

    def sheet(self, revision: int = 1, choices: str = "1", reason: str = "") -> bytes:
        return json.encode(
            {
                "schema": "1",
                "observation_id": str(self.observation),
                "assignment_id": str(self.assignment),
                "instrument": self.instrument,
                "revision": revision,
                "consent": {
                    "id": str(uuid.uuid4()),
                    "outcome": "agreed",
                    "stage": "before",
                    "asked_by": "receptionist",
                },
                "answers": {"choices": {"code": choices}, "harms": {"code": "2"}},
                "opened_at": "2026-03-02T09:40:00Z",
                "locked_at": "2026-03-02T10:00:00Z",
                "reason": reason,
            }
        )

    def address(self, revision: int = 1) -> str:
        return f"/api/v1/observations/{self.observation}/revisions/{revision}"


def a_clinic(build: Builder) -> Clinic:
    team = build.a_team()
    observer = build.a_person(team, "observer")
    session = build.a_session(build.a_round(team), build.a_clinic(team))
    consultation = build.a_consultation(session, build.a_clinician(team))
    assignment = build.an_assignment(consultation, observer)
    build.keep()
    return Clinic(team, session, consultation, observer, assignment, fingerprint(build.small_instrument()))


def send(client: FlaskClient, address: str, body: bytes, headers: dict[str, str] | None = None) -> TestResponse:
    """Put the bytes with their true hash, as from a page of this site."""
    said = {"X-Content-SHA256": sha256(body).hexdigest(), **(HERE if headers is None else headers)}
    return client.put(address, data=body, headers=said, content_type="application/json")
