"""GET /api/v1/openapi.json: what the interface promises, written from the same types that answer."""

from typing import Any

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from msgspec import json

from app.api import batches, progress, ratings, rounds, tablet_care, tablet_keys, tablets
from app.api.blueprint import api
from app.api.document import openapi
from app.api.endpoints import Endpoint, Success
from app.api.refusals import READING

ENDPOINT = Endpoint(
    method="get",
    address="/api/v1/openapi.json",
    name="getDocument",
    group="This document",
    title="This document",
    description="OpenAPI 3.1.",
    successes={200: Success("The document.", dict[str, Any])},
    refusals=READING,
)
ENDPOINTS = (
    rounds.ENDPOINT,
    progress.ENDPOINT,
    ratings.ENDPOINT,
    *tablets.ENDPOINTS,
    *tablet_keys.ENDPOINTS,
    *batches.ENDPOINTS,
    *tablet_care.ENDPOINTS,
    ENDPOINT,
)


@api.get("/openapi.json")
def document() -> ResponseReturnValue:
    cookie = current_app.session_interface.get_cookie_name(current_app)
    return Response(json.encode(openapi(ENDPOINTS, cookie)), mimetype="application/json")
