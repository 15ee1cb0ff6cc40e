"""A result comes back from its bytes as it was, and bytes can name nothing but our own values."""

from dataclasses import dataclass

import msgspec
import numpy as np
import pytest

from app.jobs.result_bytes import CannotKeep, from_bytes, to_bytes
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.minimums import Minimums


@pytest.mark.parametrize(
    "value",
    [
        None,
        "words",
        0.1 + 0.2,
        (1, True, ("nested", ())),
        {"one": (1, 2), "two": frozenset({("b", 2), ("a", 1)})},
        Estimate(0.5, low=0.1, high=0.9, method="exact"),
        undefined("Not yet."),
        (Minimums(), Minimums()),
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert from_bytes(to_bytes(value)) == value


def test_an_array_comes_back_to_the_last_bit() -> None:
    array = np.array([[0.1, np.nan], [-0.0, np.inf]])
    back = from_bytes(to_bytes(array))
    assert back.dtype == array.dtype
    assert back.tobytes() == array.tobytes()


def test_the_same_value_gives_the_same_bytes() -> None:
    assert to_bytes(frozenset({"a", "b", "c"})) == to_bytes(frozenset({"c", "b", "a"}))


@dataclass(frozen=True)
class NotOurs:
    value: int


def test_what_is_not_ours_is_not_kept() -> None:
    with pytest.raises(CannotKeep):
        to_bytes(NotOurs(1))


@pytest.mark.parametrize("name", ["subprocess:Popen", "reports.statistics.estimate:undefined", "os:environ"])
def test_bytes_that_name_something_else_are_refused(name: str) -> None:
    with pytest.raises(CannotKeep):
        from_bytes(msgspec.msgpack.encode(["class", name]))
