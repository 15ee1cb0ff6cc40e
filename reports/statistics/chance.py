"""Agreement by chance: one expected share for each coefficient, and how each unit moves it.

Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapters 3 to 5. Brennan & Prediger (1981)
Educ Psychol Meas 41, 687-699. Fleiss (1971) Psychol Bull 76, 378-382. Conger (1980) Psychol Bull 88, 322-328.
Gwet (2008) Br J Math Stat Psychol 61, 29-48.

Each coefficient is (observed - expected) / (1 - expected). For every one there are two functions:
`expected` of sums gives the share expected by chance, per replicate; `pull` of a tally gives for each
pattern the value whose mean over units is that share, and whose spread gives its standard error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.tally import Sums, Tally

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chance:
    """A view of what agreement happens by chance. asks_who: whether it matters who gave which rating."""

    name: str
    expected: Callable[[Sums, Floats], Floats]
    pull: Callable[[Tally, Floats], Floats]
    asks_who: bool = False


def observed_agreement(sums: Sums, weights: Floats) -> Floats:
    """Weighted share of agreeing rating pairs, averaged over paired units; per replicate."""
    agreeing = np.einsum("bkl,kl->b", sums.pair_shares, weights)
    return np.divide(agreeing, sums.paired, out=np.full_like(agreeing, np.nan), where=sums.paired > 0)


def _none(sums: Sums, weights: Floats) -> Floats:
    del weights
    return np.zeros_like(sums.rated)


def _no_pull(tally: Tally, weights: Floats) -> Floats:
    del weights
    return np.zeros(len(tally.times))


def _uniform(sums: Sums, weights: Floats) -> Floats:
    return np.full_like(sums.rated, weights.mean())


def _uniform_pull(tally: Tally, weights: Floats) -> Floats:
    return np.full(len(tally.times), weights.mean())


def _shares(sums: Sums) -> Floats:
    return sums.shares / np.maximum(sums.rated, 1)[:, None]


def _unit_shares(tally: Tally) -> Floats:
    return tally.counts / np.maximum(tally.raters_of, 1)[:, None]


def _fleiss(sums: Sums, weights: Floats) -> Floats:
    share = _shares(sums)
    return np.einsum("bk,kl,bl->b", share, weights, share)


def _fleiss_pull(tally: Tally, weights: Floats) -> Floats:
    share = _shares(tally.total)[0]
    return _unit_shares(tally) @ (weights @ share + weights.T @ share) / 2


def _gwet(sums: Sums, weights: Floats) -> Floats:
    share = _shares(sums)
    points = len(weights)
    if points < 2:
        return np.ones_like(sums.rated)
    return weights.sum() * (share * (1 - share)).sum(1) / (points * (points - 1))


def _gwet_pull(tally: Tally, weights: Floats) -> Floats:
    share = _shares(tally.total)[0]
    points = len(weights)
    if points < 2:
        return np.ones(len(tally.times))
    return weights.sum() * (_unit_shares(tally) @ (1 - share)) / (points * (points - 1))


def _rater_shares(sums: Sums) -> tuple[Floats, Floats]:
    """(replicates, raters, points) each rater's habits, and (replicates, raters) for how many each stands."""
    seats = sums.chosen.sum(2)
    used = (seats > 0).astype(np.float64)
    drawn = used if sums.rater_times is None else used * sums.rater_times
    return np.divide(sums.chosen, seats[:, :, None], out=np.zeros_like(sums.chosen), where=seats[:, :, None] > 0), drawn


def _conger(sums: Sums, weights: Floats) -> Floats:
    share, drawn = _rater_shares(sums)
    everybody = (share * drawn[:, :, None]).sum(1)
    all_pairs = ((everybody @ weights) * everybody).sum(1)
    own_pairs = (((share @ weights) * share).sum(2) * drawn**2).sum(1)
    pairs = drawn.sum(1) ** 2 - (drawn**2).sum(1)
    return np.divide(all_pairs - own_pairs, pairs, out=np.full_like(pairs, np.nan), where=pairs > 0)


def _conger_pull(tally: Tally, weights: Floats) -> Floats:
    sums = tally.total
    share, drawn = _rater_shares(sums)
    raters = drawn.sum(1)
    seats = sums.chosen.sum(2)[0]
    used = seats > 0
    others = (share.sum(1) - share)[0] @ ((weights + weights.T) / 2)
    units = sums.rated[0]
    scaled = np.divide(units, seats, out=np.zeros_like(seats), where=used)
    mean_of_others = (share[0] * others).sum(1)
    gave = np.where(tally.codes >= 0, np.take_along_axis(others.T, np.maximum(tally.codes, 0), axis=0), 0.0)
    present = tally.codes >= 0
    by_rater = scaled * (gave - (present - seats / units) * mean_of_others)
    return by_rater.sum(1) / (raters[0] * (raters[0] - 1))


PERCENT = Chance("percent_agreement", _none, _no_pull)
BRENNAN_PREDIGER = Chance("brennan_prediger", _uniform, _uniform_pull)
FLEISS = Chance("fleiss_kappa", _fleiss, _fleiss_pull)
CONGER = Chance("conger_kappa", _conger, _conger_pull, asks_who=True)
GWET = Chance("gwet_ac", _gwet, _gwet_pull)
