"""The document says what the interface does: every route, every answer, in the words of OpenAPI 3.1."""

import re
import uuid
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from msgspec import json

from app.api import shapes, tablets
from app.api.document import openapi
from app.api.routes import ENDPOINTS
from app.application import Levelfield
from app.web.errors import STATUSES
from app.words import ASKED_BY, CONSENT_STAGES, PROGRAMME_SOURCES, RATING_KINDS
from tests.app.api.reading import read_as
from tests.app.api.sheets import a_clinic, send
from tests.app.builders import Builder
from tests.app.conftest import SignIn

ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
CONVERTED = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer", "minimum": 1}}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    written: dict[str, Any] = json.decode(json.encode(openapi(ENDPOINTS, "levelfield")))
    return written


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            yield address, method, operation


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def routes_of(app: Levelfield) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for rule in app.url_map.iter_rules():
        if str(rule).startswith("/api/"):
            address = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", str(rule))
            found |= {(address, method.lower()) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def test_every_route_is_in_the_document_and_nothing_else_is(app: Levelfield, document: dict[str, Any]) -> None:
    assert {(address, method) for address, method, _ in operations(document)} == routes_of(app)


def test_a_lead_can_fetch_it(build: Builder, sign_in: SignIn, document: dict[str, Any]) -> None:
    client = sign_in(build.a_person(build.a_team(), "lead"))
    assert client.get("/api/v1/openapi.json").json == document


def test_it_is_of_the_version_it_says_with_everything_openapi_asks_for(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"].keys() >= {"title", "version"}
    for address, method, operation in operations(document):
        where = f"{method} {address}"
        assert address.startswith("/api/v1/"), where
        assert operation["responses"], where
        assert all(answer["description"] for answer in operation["responses"].values()), where
        assert all(re.fullmatch(r"[1-5]\d\d|default", status) for status in operation["responses"]), where
        assert set(operation["tags"]) <= {tag["name"] for tag in document["tags"]}, where
        if "requestBody" in operation:
            assert operation["requestBody"]["content"]["application/json"]["schema"], where
    schemes = set(document["components"]["securitySchemes"])
    assert all(set(each) <= schemes for each in document["security"])


def test_every_type_it_points_at_is_described_and_every_one_described_is_used(document: dict[str, Any]) -> None:
    told = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) == told
    assert all(schema["description"] for schema in document["components"]["schemas"].values())


def test_each_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_what_stands_in_an_address_is_described_as_the_route_reads_it(
    app: Levelfield, document: dict[str, Any]
) -> None:
    described = {
        (address, method): {each["name"]: each for each in operation["parameters"] if each["in"] == "path"}
        for address, method, operation in operations(document)
    }
    for rule in app.url_map.iter_rules():
        if not str(rule).startswith("/api/"):
            continue
        parts = re.findall(r"<(\w+)(?:\([^)]*\))?:(\w+)>", str(rule))
        address = re.sub(r"<\w+(?:\([^)]*\))?:(\w+)>", r"{\1}", str(rule))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            told = described[address, method.lower()]
            assert all(each["required"] for each in told.values())
            assert {name: each["schema"] for name, each in told.items()} == {
                name: CONVERTED[kind] for kind, name in parts
            }


def test_whatever_is_refused_has_the_one_shape(document: dict[str, Any]) -> None:
    for address, method, operation in operations(document):
        refused = {status: answer for status, answer in operation["responses"].items() if not status.startswith("2")}
        assert refused["default"]["content"] == ERROR
        assert all(answer["content"] == ERROR for answer in refused.values()), f"{method} {address}"


def test_only_statuses_that_can_come_are_promised(document: dict[str, Any]) -> None:
    possible = {"200", "201", "401", "413", "503", "default"} | {str(status) for status in STATUSES.values()}
    for address, method, operation in operations(document):
        assert set(operation["responses"]) <= possible, f"{method} {address}"


def test_whoever_must_wait_is_told_how_long(document: dict[str, Any]) -> None:
    for address, method, operation in operations(document):
        answers = operation["responses"]
        assert "503" in answers, f"{method} {address}"
        for status in {"429", "503"} & set(answers):
            assert answers[status]["headers"]["Retry-After"]["schema"]["type"] == "integer", f"{method} {address}"


def test_its_closed_lists_are_the_products_own() -> None:
    assert set(get_args(shapes.Rating.__annotations__["kind"])) == set(RATING_KINDS)
    assert set(get_args(shapes.Round.__annotations__["source"])) == set(PROGRAMME_SOURCES)
    assert set(get_args(tablets.AskedBy)) == set(ASKED_BY)
    assert set(get_args(tablets.Stage)) == set(CONSENT_STAGES)


def test_a_sheet_as_described_is_taken_and_its_receipt_is_as_described(build: Builder, sign_in: SignIn) -> None:
    clinic = a_clinic(build)
    client = sign_in(clinic.observer)
    body = json.encode(json.decode(clinic.sheet(), type=tablets.FrozenSheet))
    first, again = send(client, clinic.address(), body), send(client, clinic.address(), body)
    assert (first.status_code, again.status_code) == (201, 200)
    receipt = read_as(tablets.Receipt, first).receipt
    assert (receipt.id, receipt.revision) == (clinic.observation, 1)
    assert read_as(tablets.Receipt, again).receipt == receipt


def test_what_else_a_tablet_sends_is_as_described(build: Builder, sign_in: SignIn) -> None:
    clinic = a_clinic(build)
    client = sign_in(clinic.observer)
    leaving = json.encode(tablets.Leaving(clinic.assignment))
    left = send(client, f"/api/v1/given-up/{clinic.assignment}", leaving)
    assert read_as(tablets.ShortReceipt, left).receipt.id == clinic.assignment
    event = uuid.uuid4()
    no = json.encode(tablets.RefusedConsent(clinic.assignment, "withdrawn", "during"))
    told = send(client, f"/api/v1/consents/{event}", no)
    assert read_as(tablets.ShortReceipt, told).receipt.id == event


@pytest.mark.parametrize("revision", ["0", "10000", str(2**63)])
def test_a_revision_that_cannot_be_is_not_an_address(sign_in: SignIn, build: Builder, revision: str) -> None:
    observer = sign_in(build.a_person(build.a_team(), "observer"))
    answer = observer.put(f"/api/v1/observations/{uuid.uuid4()}/revisions/{revision}", data=b"{}")
    assert answer.status_code == 404
