"""What the keys of a plan stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What the keys of a `Work` stand for. rooms: session → when and where. kinds: type → its name."""

    clinicians: Mapping[str, str]
    observers: Mapping[str, str]
    rooms: Mapping[str, str]
    kinds: Mapping[str, str]
