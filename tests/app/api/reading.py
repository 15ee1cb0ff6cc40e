"""Answers read as the types the document promises, with nothing left over."""

from typing import TypeVar

from msgspec import json, to_builtins
from werkzeug.test import TestResponse

from app.api.shapes import Error

T = TypeVar("T")


def read_as(kind: type[T], response: TestResponse) -> T:
    """The content as this type; fails when the answer holds anything the type does not name."""
    assert response.mimetype == "application/json"
    content = json.decode(response.data, type=kind, strict=True)
    assert to_builtins(content) == response.json
    return content


def error_of(response: TestResponse) -> Error:
    """The refusal in the one shape of an error, which repeats the status."""
    error = read_as(Error, response)
    assert error.error.status == response.status_code
    assert error.error.sentence.endswith(".")
    return error
