"""How a linking table is made: from paired sheets, or through common items.

Paired sheets (the same observer scored the same consultation with both versions) are Kolen & Brennan's single-group
design; sheets of unlike consultations are joined through the items both versions share.

How many: with samples of 25 a linking was worse than none, from 50 on it was of use (Skaggs, G. (2005) Journal of
Educational Measurement 42, 309-330). Equipercentile linking needs about four times the sample of a straight line
(Kolen & Brennan 2014, chapter 8). Errors are summed by clinician, which asks for at least ten of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.correlation import pearson_correlation
from reports.statistics.differences import paired
from reports.statistics.distributions import t_quantile
from reports.statistics.equipercentile import counted, equipercentile
from reports.statistics.estimate import undefined
from reports.statistics.linked_lines import AnchoredLine, LinkedLine, Taken, anchored_line, paired_line
from reports.statistics.linking_table import LinkedScore, LinkingTable, ScoreRange, linked_row
from reports.statistics.minimums import not_yet
from reports.statistics.resampling import Drawable, percentile_limits, resampled_sums

Floats = NDArray[np.float64]
PairedMethod = Literal["mean", "linear", "equipercentile"]

LEAST_PAIRS = 50
LEAST_PAIRS_BY_RANK = 200
LEAST_CLINICIANS = 10


def link_pairs(
    old: ArrayLike,
    new: ArrayLike,
    clinicians: Sequence[object],
    ranges: tuple[ScoreRange, ScoreRange],
    method: PairedMethod = "linear",
    *,
    confidence: float = 0.95,
    replicates: int = 1000,
    seed: int = 20_141,
) -> LinkingTable:
    """From the totals of both versions on the same sheets.

    old, new: (n,) totals, NaN where a sheet has none (the pair is left out); clinicians: (n,) labels. ranges: of the
    old and the new version. Mean and linear: delta method summed by clinician; equipercentile: bootstrap of whole
    clinicians, seeded. Linked scores are cut to the new version's range. Raises ValueError for unequal columns.
    """
    first, second = paired(old, new)
    given = ~(np.isnan(np.asarray(old, dtype=np.float64)) | np.isnan(np.asarray(new, dtype=np.float64)))
    if len(clinicians) != len(given):
        raise ValueError("Every pair needs its clinician.")
    labels = _numbered([label for label, kept in zip(clinicians, given, strict=True) if kept])
    clusters = int(labels.max()) + 1 if len(labels) else 0
    least = LEAST_PAIRS_BY_RANK if method == "equipercentile" else LEAST_PAIRS
    name = _PAIRED_WORDS[method]
    related = pearson_correlation(first, second, confidence)
    short = (
        not_yet(len(first), least, "pair of sheets", "pairs of sheets")
        or not_yet(clusters, LEAST_CLINICIANS, "clinician", "clinicians")
        or _constant(first, second)
    )
    if short:
        return LinkingTable(name, (), len(first), clusters, related, short)
    if method == "equipercentile":
        rows = _by_rank(first, second, labels, ranges, confidence, replicates, seed)
    else:
        rows = _along(paired_line(Taken(first, second, labels), method), ranges, clusters - 1, name, confidence)
    return LinkingTable(name, rows, len(first), clusters, related)


def link_through_common_items(
    old: tuple[ArrayLike, ArrayLike, Sequence[object]],
    new: tuple[ArrayLike, ArrayLike, Sequence[object]],
    ranges: tuple[ScoreRange, ScoreRange],
    method: AnchoredLine = "chained",
    *,
    confidence: float = 0.95,
) -> LinkingTable:
    """From sheets of other consultations, through the score on the items both versions share.

    old, new: for each version (totals, scores on the common items, clinicians), all (n,). Chained linear makes the
    weakest assumption; Tucker suits groups that differ little, Levine groups that differ more.
    """
    name = _ANCHORED_WORDS[method]
    groups = [_taken(*each) for each in (old, new)]
    clinicians = [int(group.clusters.max()) + 1 if len(group.clusters) else 0 for group in groups]
    sheets = sum(len(group.first) for group in groups)
    none = undefined("The versions were not scored on the same consultations.", method="Pearson")
    short = next(
        (
            sentence
            for group, clusters in zip(groups, clinicians, strict=True)
            for sentence in (
                not_yet(len(group.first), LEAST_PAIRS, "sheet of each version", "sheets of each version"),
                not_yet(clusters, LEAST_CLINICIANS, "clinician", "clinicians"),
                _constant(group.first, group.second) or _unrelated(group),
            )
            if sentence
        ),
        None,
    )
    if short:
        return LinkingTable(name, (), sheets, sum(clinicians), none, short)
    line = anchored_line(groups[0], groups[1], method)
    rows = _along(line, ranges, min(clinicians) - 1, name, confidence)
    return LinkingTable(name, rows, sheets, sum(clinicians), none)


_PAIRED_WORDS: dict[PairedMethod, str] = {
    "mean": "mean linking of paired sheets; delta method by clinician",
    "linear": "linear linking of paired sheets; delta method by clinician",
    "equipercentile": "equipercentile linking of paired sheets, uniform kernel; bootstrap of clinicians",
}
_ANCHORED_WORDS: dict[AnchoredLine, str] = {
    "chained": "chained linear linking through common items; delta method by clinician",
    "tucker": "Tucker linear linking through common items; delta method by clinician",
    "levine": "Levine observed-score linking through common items; delta method by clinician",
}


def _numbered(labels: Sequence[object]) -> NDArray[np.int64]:
    places = {label: at for at, label in enumerate(dict.fromkeys(labels))}
    return np.array([places[label] for label in labels], dtype=np.int64)


def _taken(totals: ArrayLike, anchors: ArrayLike, clinicians: Sequence[object]) -> Taken:
    total, anchor = np.asarray(totals, dtype=np.float64), np.asarray(anchors, dtype=np.float64)
    if not len(total) == len(anchor) == len(clinicians):
        raise ValueError("Every sheet needs its total, its score on the common items and its clinician.")
    given = ~(np.isnan(total) | np.isnan(anchor))
    labels = [label for label, kept in zip(clinicians, given, strict=True) if kept]
    return Taken(total[given], anchor[given], _numbered(labels))


def _constant(*columns: Floats) -> str | None:
    if any(np.ptp(column) == 0 for column in columns):
        return "One of the versions gave the same score to everything, so there is nothing to link by."
    return None


def _unrelated(group: Taken) -> str | None:
    if np.cov(group.first, group.second)[0, 1] <= 0:
        return "The common items do not rise with the total, so they cannot carry scores across."
    return None


def _along(
    line: LinkedLine, ranges: tuple[ScoreRange, ScoreRange], freedom: int, method: str, confidence: float
) -> tuple[LinkedScore, ...]:
    at = ranges[0].points
    quantile = t_quantile((1 + confidence) / 2, freedom)
    return tuple(
        linked_row(
            score, value, (error, value - quantile * error, value + quantile * error), ranges[1], method, confidence
        )
        for score, value, error in zip(at.tolist(), line.at(at).tolist(), line.errors_at(at).tolist(), strict=True)
    )


def _by_rank(
    first: Floats,
    second: Floats,
    labels: NDArray[np.int64],
    ranges: tuple[ScoreRange, ScoreRange],
    confidence: float,
    replicates: int,
    seed: int,
) -> tuple[LinkedScore, ...]:
    old_at, new_at = ranges[0].points, ranges[1].points
    histograms = np.zeros((int(labels.max()) + 1, len(old_at) + len(new_at)))
    np.add.at(histograms, (labels, counted(first, old_at)), 1)
    np.add.at(histograms, (labels, len(old_at) + counted(second, new_at)), 1)
    drawn = resampled_sums(Drawable(histograms, np.ones(len(histograms))), replicates, seed)
    whole = histograms.sum(axis=0)
    cut = len(old_at)
    values = equipercentile(whole[:cut], old_at, whole[cut:], new_at, old_at)
    spread = equipercentile(drawn[:, :cut], old_at, drawn[:, cut:], new_at, old_at)
    return tuple(
        linked_row(
            float(score),
            float(value),
            (float(column.std(ddof=1)), *percentile_limits(column, confidence)),
            ranges[1],
            _PAIRED_WORDS["equipercentile"],
            confidence,
        )
        for score, value, column in zip(old_at, values, spread.T, strict=True)
    )
