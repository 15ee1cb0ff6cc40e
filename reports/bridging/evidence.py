"""What a linking table is made from, and how each way of linking is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, cast

from instruments.definition import Instrument
from reports.comparison.total_scale import total_scale
from reports.statistics.estimate import undefined
from reports.statistics.linked_lines import AnchoredLine
from reports.statistics.linking import PairedMethod, link_pairs, link_through_common_items
from reports.statistics.linking_table import LinkingTable, ScoreRange

Method = Literal["linear", "mean", "equipercentile", "chained", "tucker", "levine"]
# Totals without a common ladder are looked up in so many steps.
STEPS_WITHOUT_LADDER = 50


@dataclass(frozen=True, slots=True)
class Way:
    """A way of linking, for a lead: what it is called, and when it is the one to choose."""

    name: str
    when: str
    needs_pairs: bool


WAYS: Mapping[Method, Way] = {
    "linear": Way(
        "Linear, from double sheets", "The usual choice: it takes level and spread from the data.", needs_pairs=True
    ),
    "mean": Way(
        "Mean, from double sheets",
        "When both versions spread scores alike and only their level differs.",
        needs_pairs=True,
    ),
    "equipercentile": Way(
        "Equipercentile, from double sheets",
        "When the gap changes along the scale and there are many sheets.",
        needs_pairs=True,
    ),
    "chained": Way(
        "Chained linear, through common items",
        "Without double sheets; it asks least of the two groups of sheets.",
        needs_pairs=False,
    ),
    "tucker": Way(
        "Tucker, through common items", "Without double sheets, when the groups of sheets are alike.", needs_pairs=False
    ),
    "levine": Way(
        "Levine, through common items", "Without double sheets, when the groups of sheets differ.", needs_pairs=False
    ),
}


@dataclass(frozen=True, slots=True)
class DoubleSheet:
    """One consultation scored by one observer on both versions. marks: the SHA-256 of both locked sheets."""

    old_total: float
    new_total: float
    clinician: str
    marks: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SingleSheet:
    """One sheet of a version: its total, its mean on the common items, NaN where it has none."""

    total: float
    on_common: float
    clinician: str
    mark: str


@dataclass(frozen=True, slots=True)
class LinkingEvidence:
    """Everything that may be linked from. The sheets of each version are those without a double."""

    old: Instrument
    new: Instrument
    doubles: tuple[DoubleSheet, ...]
    old_sheets: tuple[SingleSheet, ...]
    new_sheets: tuple[SingleSheet, ...]


def linking_table(evidence: LinkingEvidence, method: Method) -> LinkingTable:
    """The table from the old version's total to the new one's; without rows and with the reason when there is none."""
    ranges = (_range(evidence.old), _range(evidence.new))
    if ranges[0] is None or ranges[1] is None:
        reason = "One of the versions gives no single total, so there is nothing to link."
        return LinkingTable(WAYS[method].name, (), 0, 0, undefined(reason), reason)
    if WAYS[method].needs_pairs:
        return link_pairs(
            [each.old_total for each in evidence.doubles],
            [each.new_total for each in evidence.doubles],
            [each.clinician for each in evidence.doubles],
            (ranges[0], ranges[1]),
            cast("PairedMethod", method),
        )
    old, new = (
        (
            [each.total for each in sheets],
            [each.on_common for each in sheets],
            [each.clinician for each in sheets],
        )
        for sheets in (evidence.old_sheets, evidence.new_sheets)
    )
    return link_through_common_items(old, new, (ranges[0], ranges[1]), cast("AnchoredLine", method))


def data_fingerprint(evidence: LinkingEvidence, method: Method) -> str:
    """SHA-256 over the marks of every locked sheet the table rests on: the same data give the same mark."""
    if WAYS[method].needs_pairs:
        marks = sorted(" ".join(each.marks) for each in evidence.doubles)
    else:
        marks = sorted(each.mark for each in (*evidence.old_sheets, *evidence.new_sheets))
    return sha256("\n".join(marks).encode()).hexdigest()


def _range(instrument: Instrument) -> ScoreRange | None:
    if instrument.scoring.rule == "profile" or instrument.scoring.per_actor:
        return None
    scale = total_scale(instrument)
    return ScoreRange(
        scale.lowest, scale.highest, (scale.highest - scale.lowest) / (scale.steps or STEPS_WITHOUT_LADDER)
    )
