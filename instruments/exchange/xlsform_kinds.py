"""What XLSForm can ask, as far as it needs more than a word to translate: ranges, limits and what is left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from instruments.exchange.answers import number_of
from instruments.exchange.remainder import Branch
from instruments.scale_reading import POINT_LIMIT
from instruments.writing import plain_decimal

# Filled in by the device, not by a person: nothing an observer would miss.
SILENT = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
     "start-geopoint", "background-audio", "background-geopoint", "instanceid"}
)  # fmt: skip
LEFT_OUT: Mapping[str, str] = {
    "date": "A date", "time": "A time", "datetime": "A date with a time", "geopoint": "A place on a map",
    "geotrace": "A way on a map", "geoshape": "An area on a map", "image": "A picture", "photo": "A picture",
    "audio": "A recording", "video": "A film", "file": "A file", "barcode": "A bar code",
    "calculate": "A calculated value", "hidden": "A hidden value", "rank": "A ranking",
    "xml-external": "A table from outside", "csv-external": "A table from outside",
    "select_one_from_file": "A choice from an outside file",
    "select_multiple_from_file": "A choice from an outside file",
    "select_one_external": "A choice from an outside file",
}  # fmt: skip

_LIMIT = re.compile(r"\s*\.\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Range:
    """The steps of a range, and the list of its tick labels ("" without)."""

    points: tuple[Decimal, ...]
    tick_list: str


def range_points(parameters: str) -> Range | str:
    """The steps a range can stand on, or the sentence that says why it is no scale."""
    said = {
        key.lower(): value
        for key, _, value in (pair.partition("=") for pair in re.split(r"[\s;,]+", re.sub(r"\s*=\s*", "=", parameters)))
    }
    start, end, step = (
        number_of(said.get(key, default)) for key, default in (("start", "0"), ("end", "10"), ("step", "1"))
    )
    if start is None or end is None or not step or start == end:
        return "It is asked as a number: its range cannot be read."
    if (end - start) / abs(step) > POINT_LIMIT - 1:
        return f"It is asked as a number: a scale holds {POINT_LIMIT} points at most."
    low, high, step = min(start, end), max(start, end), abs(step)
    points = tuple(low + step * n for n in range(int((high - low) / step) + 1))
    return (
        Range(points, said.get("tick_labelset", ""))
        if len(points) > 1
        else "It is asked as a number: it has one step only."
    )


def limits(constraint: str) -> Branch | None:
    """The lowest and highest number a constraint allows; None where it says anything else. Empty allows all."""
    found: Branch = {}
    for part in re.split(r"\s+and\s+", constraint.strip(), flags=re.IGNORECASE) if constraint.strip() else ():
        limit = _LIMIT.fullmatch(part.strip("() "))
        if limit is None or limit[1] in ("<", ">"):
            return None
        number = number_of(limit[2])
        if number is None:
            return None
        found["minimum" if limit[1] == ">=" else "maximum"] = plain_decimal(number)
    return found
