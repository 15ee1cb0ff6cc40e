"""Whatever goes wrong, the answer has one shape: the status, a sentence, and each problem with its field."""

import uuid
from collections.abc import Callable
from typing import Never

import pytest
from flask import abort
from flask.testing import FlaskClient
from msgspec import json
from werkzeug.test import TestResponse

from app.api import tablets
from app.application import BODY_LIMIT, Levelfield
from app.web.pace import PACE, Pace
from tests.app.api.reading import error_of
from tests.app.api.sheets import HERE, Clinic, a_clinic, send
from tests.app.builders import Builder
from tests.app.conftest import SignIn

# Fixed, so that tests divided among processes are called the same in each.
ABSENT = uuid.UUID(int=7)

PUT_REVISION = next(each for each in tablets.ENDPOINTS if each.name == "putRevision")


class Refused:
    """One way to be refused for each status that sending a sheet promises."""

    def __init__(self, build: Builder, sign_in: SignIn, client: FlaskClient) -> None:
        self.build, self.sign_in, self.nobody = build, sign_in, client
        self.clinic: Clinic = a_clinic(build)

    def observer(self) -> FlaskClient:
        return self.sign_in(self.clinic.observer)

    def by_status(self) -> dict[int, Callable[[], TestResponse]]:
        return {
            401: self.signed_out,
            403: self.anothers,
            404: self.another_teams,
            409: self.clashing,
            410: self.withdrawn,
            412: self.too_early,
            413: self.too_big,
            422: self.damaged,
            426: self.too_old,
            429: self.too_fast,
        }

    def signed_out(self) -> TestResponse:
        return send(self.nobody, self.clinic.address(), self.clinic.sheet())

    def anothers(self) -> TestResponse:
        colleague = self.build.a_person(self.clinic.team, "observer")
        return send(self.sign_in(colleague), self.clinic.address(), self.clinic.sheet())

    def another_teams(self) -> TestResponse:
        stranger = self.build.a_person(self.build.a_team(), "observer")
        return send(self.sign_in(stranger), self.clinic.address(), self.clinic.sheet())

    def clashing(self) -> TestResponse:
        assert send(self.observer(), self.clinic.address(), self.clinic.sheet(choices="1")).status_code == 201
        return send(self.observer(), self.clinic.address(), self.clinic.sheet(choices="2"))

    def withdrawn(self) -> TestResponse:
        no = json.encode(tablets.RefusedConsent(self.clinic.assignment, "withdrawn", "after"))
        assert send(self.observer(), f"/api/v1/consents/{uuid.uuid4()}", no).status_code == 200
        return send(self.observer(), self.clinic.address(), self.clinic.sheet())

    def too_early(self) -> TestResponse:
        return send(self.observer(), self.clinic.address(2), self.clinic.sheet(2, reason="Tapped beside it."))

    def too_big(self) -> TestResponse:
        return send(self.observer(), self.clinic.address(), b"x" * (BODY_LIMIT + 1))

    def too_old(self) -> TestResponse:
        return send(self.observer(), self.clinic.address(), self.clinic.sheet(), {**HERE, "X-Levelfield-Client": "0"})

    def too_fast(self) -> TestResponse:
        self.nobody.application.extensions[PACE] = Pace(0)
        answer = send(self.observer(), self.clinic.address(), self.clinic.sheet())
        assert int(answer.headers["Retry-After"]) > 0
        return answer

    def damaged(self) -> TestResponse:
        return send(self.observer(), self.clinic.address(), b"")


@pytest.mark.parametrize("status", sorted(PUT_REVISION.refusals))
def test_each_refusal_that_is_promised_to_tablets_comes_and_has_the_one_shape(
    build: Builder, sign_in: SignIn, client: FlaskClient, status: int
) -> None:
    answer = Refused(build, sign_in, client).by_status()[status]()
    assert answer.status_code == status
    assert bool(error_of(answer).error.problems) == (status == 422)


@pytest.mark.parametrize(
    ("status", "method", "address"),
    [
        (404, "GET", "/api/v1/nowhere"),
        (404, "GET", "/api/v1/rounds/not-an-id/ratings"),
        (404, "GET", f"/api/v1/rounds/{ABSENT}/progress"),
        (405, "DELETE", "/api/v1/rounds"),
        (403, "PUT", f"/api/v1/given-up/{ABSENT}"),
        (422, "GET", f"/api/v1/rounds/{ABSENT}/ratings?limit=0"),
    ],
)
def test_a_lead_is_refused_in_the_same_shape(
    build: Builder, sign_in: SignIn, status: int, method: str, address: str
) -> None:
    client = sign_in(build.a_person(build.a_team(), "lead"))
    answer = client.open(address, method=method)
    assert answer.status_code == status
    error_of(answer)


def test_what_is_not_read_is_refused_in_the_same_shape(app: Levelfield, build: Builder, sign_in: SignIn) -> None:
    def unread() -> Never:
        abort(400)

    app.view_functions["api.rounds"] = unread
    answer = sign_in(build.a_person(build.a_team(), "lead")).get("/api/v1/rounds")
    assert answer.status_code == 400
    error_of(answer)


def test_a_fault_of_ours_has_the_same_shape_and_tells_nothing_of_itself(
    app: Levelfield, build: Builder, sign_in: SignIn
) -> None:
    def broken() -> Never:
        raise ZeroDivisionError("the secret inside")

    app.view_functions["api.rounds"] = broken
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    answer = sign_in(build.a_person(build.a_team(), "lead")).get("/api/v1/rounds")
    assert answer.status_code == 500
    assert error_of(answer).error.problems == []
    assert "secret" not in answer.text
