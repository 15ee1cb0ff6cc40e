"""What one endpoint promises: where it is, what it takes, what it answers. One value beside each route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Method = Literal["get", "put", "post", "delete"]
Place = Literal["path", "query", "header"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the address or a header. ``kind`` is any type msgspec can describe."""

    name: str
    place: Place
    kind: Any
    description: str

    @property
    def required(self) -> bool:
        return self.place != "query"


@dataclass(frozen=True, slots=True)
class Success:
    """What is answered when it worked, and the type of its JSON."""

    description: str
    content: Any


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``name`` is unique and never changes: generated clients call their function so.

    ``refusals`` gives, for each status that is not a success, when it comes; all have the one shape of an error.
    ``body`` is the type of the JSON that is sent, None when nothing is.
    """

    method: Method
    address: str
    name: str
    group: str
    title: str
    description: str
    successes: Mapping[int, Success]
    refusals: Mapping[int, str]
    parameters: tuple[Parameter, ...] = ()
    body: Any = None
    body_description: str = field(default="")
