"""Keep an issued feedback as plain JSON values and bring it back equal, so that what was released can be shown again.

Only the dataclasses a feedback is made of are known, each by its name; anything else is refused on both ways.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, cast

from reports.feedback import shape
from reports.figures import (
    agreement_forest,
    agreement_grid,
    domain_profile,
    observer_spread,
    rating_distribution,
    result_lines,
)

MODULES = (
    shape,
    agreement_forest,
    agreement_grid,
    domain_profile,
    observer_spread,
    rating_distribution,
    result_lines,
)
KIND = "kind_of_part"
DAY = "day"
KNOWN: Mapping[str, type[Any]] = {
    name: part
    for module in MODULES
    for name, part in vars(module).items()
    if isinstance(part, type) and is_dataclass(part)
}


def to_plain(feedback: shape.Feedback) -> dict[str, Any]:
    """A feedback as dictionaries, lists, words and numbers."""
    return cast("dict[str, Any]", _plain(feedback))


def from_plain(plain: Mapping[str, Any]) -> shape.Feedback:
    """The feedback that `to_plain` wrote. Raises ValueError when it is something else."""
    feedback = _part(plain)
    if not isinstance(feedback, shape.Feedback):
        raise ValueError("This is not a kept feedback.")
    return feedback


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    if isinstance(value, date):
        return {KIND: DAY, DAY: value.isoformat()}
    name = type(value).__name__
    if KNOWN.get(name) is not type(value):
        raise ValueError(f"A feedback cannot hold a {name}.")
    return {KIND: name} | {each.name: _plain(getattr(value, each.name)) for each in fields(cast("Any", value))}


def _part(plain: object) -> Any:
    if isinstance(plain, list):
        return tuple(_part(each) for each in cast("list[object]", plain))
    if isinstance(plain, Mapping):
        values = dict(cast("Mapping[str, object]", plain))
        name = values.pop(KIND, None)
        if name == DAY:
            return date.fromisoformat(str(values[DAY]))
        if not isinstance(name, str) or name not in KNOWN:
            raise ValueError(f"A kept feedback cannot hold a {name}.")
        return KNOWN[name](**{each: _part(value) for each, value in values.items()})
    return plain
