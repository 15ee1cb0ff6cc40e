"""Endpoints to the OpenAPI 3.1 document. Pure."""

from collections.abc import Iterator, Sequence
from inspect import cleandoc
from typing import Any, TypeAlias

from msgspec.json import schema_components

from app.api.endpoints import Endpoint, Parameter
from app.api.shapes import Error

Node: TypeAlias = dict[str, Any]

ABOUT = (
    "Read the rounds you lead, their ratings and how far they have come; and what a tablet sends by itself. "
    "Every answer that is not a success has one shape, with a sentence a person can read. "
    "What lies outside your teams does not exist for you: it answers 404."
)
# Whatever is asked: the database is locked or full, or went away for a moment.
BUSY = {503: "Too busy to do it just now, and nothing was stored. Send the same again after Retry-After seconds."}
WAIT: Node = {
    "Retry-After": {
        "description": "How many seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}
SESSION = "The session of a person who signed in on this site."


def openapi(endpoints: Sequence[Endpoint], cookie: str) -> Node:
    """The whole document; ``cookie`` is the name of the session's cookie."""
    types = list(dict.fromkeys(kind for each in endpoints for kind in _types(each)))
    schemas, named = schema_components(types, ref_template="#/components/schemas/{name}")
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, Node] = {}
    for each in endpoints:
        paths.setdefault(each.address, {})[each.method] = _operation(each, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Levelfield", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in dict.fromkeys(each.group for each in endpoints)],
        "security": [{"session": []}],
        "paths": paths,
        "components": {
            "schemas": {name: _described(schema) for name, schema in sorted(named.items())},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": cookie, "description": SESSION}},
        },
    }


def _described(schema: Node) -> Node:
    """A docstring as a description: its indentation and its code marks belong to the source."""
    return {**schema, "description": cleandoc(schema["description"]).replace("``", "`")}


def _types(endpoint: Endpoint) -> Iterator[Any]:
    yield Error
    yield from (each.content for each in endpoint.successes.values())
    yield from (each.kind for each in endpoint.parameters)
    if endpoint.body is not None:
        yield endpoint.body


def _operation(endpoint: Endpoint, schema_of: dict[Any, Node]) -> Node:
    refused = _json(schema_of[Error])
    operation: Node = {
        "operationId": endpoint.name,
        "tags": [endpoint.group],
        "summary": endpoint.title,
        "description": endpoint.description,
        "parameters": [_parameter(each, schema_of[each.kind]) for each in endpoint.parameters],
        "responses": {
            str(status): {"description": each.description, "content": _json(schema_of[each.content])}
            for status, each in sorted(endpoint.successes.items())
        }
        | {
            str(status): {"description": when, "content": refused} | ({"headers": WAIT} if status in (429, 503) else {})
            for status, when in sorted({**endpoint.refusals, **BUSY}.items())
        }
        | {"default": {"description": "Anything else that went wrong, in the same shape.", "content": refused}},
    }
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "description": endpoint.body_description,
            "content": _json(schema_of[endpoint.body]),
        }
    return operation


def _parameter(parameter: Parameter, schema: Node) -> Node:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
    }


def _json(schema: Node) -> Node:
    return {"application/json": {"schema": schema}}
