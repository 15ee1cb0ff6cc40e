"""A comparison's result as bytes, and back, exactly: the same value always gives the same bytes.

Only plain values, arrays and the frozen dataclasses of `reports` can be kept, so that reading stored bytes can never
run anything. What a class computes from its fields is not kept.
"""

import importlib
from dataclasses import fields, is_dataclass
from typing import Any, cast

import msgspec
import numpy as np

_CLASS, _TUPLE, _ARRAY, _SET, _MAP = "class", "tuple", "array", "set", "map"
_OURS = "reports."


class CannotKeep(Exception):
    """A value of a kind that is not kept. ``str()`` names the kind."""


def to_bytes(value: object) -> bytes:
    """The value as bytes. Raises CannotKeep."""
    return msgspec.msgpack.encode(_plain(value))


def from_bytes(kept: bytes) -> Any:
    """The value again. Raises CannotKeep for bytes that name a class which is not one of ours."""
    return _value(msgspec.msgpack.decode(kept))


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        # numpy's own numbers are kept as Python's: they compare and print alike.
        return cast("object", value.item())
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.ndarray):
        array = np.ascontiguousarray(cast("Any", value))
        return [_ARRAY, array.dtype.str, list(array.shape), array.tobytes()]
    if is_dataclass(value) and not isinstance(value, type) and type(value).__module__.startswith(_OURS):
        name = f"{type(value).__module__}:{type(value).__qualname__}"
        return [_CLASS, name, *(_plain(getattr(value, each.name)) for each in fields(value))]
    return _plain_many(value)


def _plain_many(value: object) -> list[object]:
    if isinstance(value, (tuple, list)):
        return [_TUPLE, *(_plain(each) for each in cast("tuple[object, ...]", value))]
    if isinstance(value, (frozenset, set)):
        parts = [_plain(each) for each in cast("frozenset[object]", value)]
        return [_SET, *sorted(parts, key=msgspec.msgpack.encode)]
    if isinstance(value, dict):
        pairs = cast("dict[object, object]", value).items()
        return [_MAP, *([_plain(key), _plain(each)] for key, each in pairs)]
    raise CannotKeep(f"A {type(value).__name__} cannot be kept.")


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, *parts = cast("list[Any]", plain)
    if kind == _TUPLE:
        return tuple(_value(each) for each in parts)
    if kind == _ARRAY:
        dtype, shape, body = parts
        return np.frombuffer(body, dtype=np.dtype(dtype)).reshape(shape).copy()
    if kind == _SET:
        return frozenset(_value(each) for each in parts)
    if kind == _MAP:
        return {_value(key): _value(each) for key, each in parts}
    return _made(parts[0], [_value(each) for each in parts[1:]])


def _made(name: str, values: list[Any]) -> Any:
    module, _, path = name.partition(":")
    if not module.startswith(_OURS):
        raise CannotKeep(f"{name} is not one of the classes that are kept.")
    made: Any = importlib.import_module(module)
    for part in path.split("."):
        made = getattr(made, part)
    if not (isinstance(made, type) and is_dataclass(made)):
        raise CannotKeep(f"{name} is not one of the classes that are kept.")
    # Not through its own making: what was checked and derived then is kept as it came out.
    value = object.__new__(made)
    for field, each in zip(fields(made), values, strict=True):
        object.__setattr__(value, field.name, each)
    return value
