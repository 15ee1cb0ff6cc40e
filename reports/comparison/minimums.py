"""A round's own minimum numbers on top of the product's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from reports.statistics.minimums import Minimums

PRODUCT_MINIMUMS = Minimums()
# Two observers must have met so often before anything is said of them as a pair: the marks of one sheet hang together,
# so that one visit with many items is still one visit.
SHARED_CONSULTATIONS = 3


def minimums_of_round(wanted: Mapping[str, object]) -> Minimums:
    """The product's minimums, raised where the round asks for more. What is lower or unknown changes nothing."""
    raised: dict[str, int] = {}
    for each in fields(Minimums):
        asked = wanted.get(each.name)
        own: int = getattr(PRODUCT_MINIMUMS, each.name)
        raised[each.name] = max(own, asked) if isinstance(asked, int) else own
    raised["observers_to_infer"] = max(raised["observers_to_infer"], raised["observers_to_describe"])
    return Minimums(**raised)
