"""Limits of agreement and correlations of normal measurements, single and repeated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from reports.statistics.correlation import (
    kendall_tau_b,
    lin_concordance,
    pearson_correlation,
    spearman_correlation,
)
from reports.statistics.differences import limits_of_agreement, mean_difference, sd_of_differences
from reports.statistics.differences_on_level import difference_on_mean
from reports.statistics.estimate import Estimate
from reports.statistics.mixed_limits import mixed_limits
from reports.statistics.pair_sums import resampled_pairs
from reports.statistics.rank_order import tau_b
from reports.statistics.reach import Reach
from reports.statistics.repeated_differences import (
    difference_components,
    limits_of_varying_pairs,
    limits_with_replicates,
)
from reports.statistics.unpaired import unpaired_difference
from tests.coverage.design import Design

TRUE_SD, ERROR, GAP, AWAY = 12.0, 6.0, 3.0, 1.959963984540054
LIMITS = ("exact (Carkeet)", "1999", "1986", "BCa bootstrap")
SD = ERROR * float(np.sqrt(2))


def pairs(generator: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    true = generator.normal(40, TRUE_SD, number)
    return true + GAP + generator.normal(0, ERROR, number), true + generator.normal(0, ERROR, number)


def single(generator: np.random.Generator) -> Mapping[str, Estimate]:
    x, y = pairs(generator, 30)
    lin, slope = lin_concordance(x, y), difference_on_mean(x, y)
    assert not isinstance(slope, str)
    return {
        "mean difference": mean_difference(x, y),
        "SD of differences": sd_of_differences(x, y),
        "upper limit, exact (Carkeet)": limits_of_agreement(x, y).upper,
        "upper limit, 1999": limits_of_agreement(x, y, interval="1999").upper,
        "upper limit, 1986": limits_of_agreement(x, y, interval="1986").upper,
        "upper limit, BCa bootstrap": resampled_pairs(x, y, None, "upper_limit", Reach("bootstrap", replicates=1000)),
        "slope of difference on mean": slope.slope,
        "Lin, Fisher's z": lin.on_z,
        "Lin, plain": lin.plain,
        "Pearson": pearson_correlation(x, y),
        "Spearman, Bonett-Wright": spearman_correlation(x, y),
        "Kendall tau-b": kendall_tau_b(x, y),
    }


@cache
def single_truths() -> Mapping[str, float]:
    total = TRUE_SD**2 + ERROR**2
    pearson = TRUE_SD**2 / total
    upper = GAP + AWAY * SD
    lin = 2 * TRUE_SD**2 / (2 * total + GAP**2)
    return {
        "mean difference": GAP,
        "SD of differences": SD,
        **dict.fromkeys((f"upper limit, {kind}" for kind in LIMITS), upper),
        "slope of difference on mean": 0.0,
        "Lin, Fisher's z": lin,
        "Lin, plain": lin,
        "Pearson": pearson,
        "Spearman, Bonett-Wright": 6 / np.pi * float(np.arcsin(pearson / 2)),
        "Kendall tau-b": 2 / np.pi * float(np.arcsin(pearson)),
    }


def on_points(generator: np.random.Generator, number: int = 40) -> tuple[np.ndarray, np.ndarray]:
    true = generator.normal(0, 1.0, number)
    x, y = (np.digitize(true + generator.normal(0, 0.7, number), (0.2, 0.8, 1.5, 2.4)) for _ in range(2))
    return x, y


def five_points(generator: np.random.Generator) -> Mapping[str, Estimate]:
    x, y = on_points(generator)
    return {"Spearman, Bonett-Wright": spearman_correlation(x, y), "Kendall tau-b": kendall_tau_b(x, y)}


@cache
def five_points_truths() -> Mapping[str, float]:
    x, y = on_points(np.random.default_rng(97), 200_000)
    return {
        "Spearman, Bonett-Wright": spearman_correlation(x, y).number,
        "Kendall tau-b": tau_b(x.astype(float), y.astype(float))[0],
    }


OWN = 4.0


def nested(generator: np.random.Generator) -> Mapping[str, Estimate]:
    sizes = generator.integers(2, 7, 24)
    subject = np.repeat(np.arange(24), sizes)
    gap = GAP + generator.normal(0, OWN, 24)[subject] + generator.normal(0, SD, len(subject))
    true = generator.normal(40, TRUE_SD, len(subject))
    labels = subject.tolist()
    recovered, mixed = limits_of_varying_pairs(labels, true + gap, true), mixed_limits(labels, gap)
    parts = difference_components(labels, true + gap, true)
    assert not isinstance(mixed, str)
    assert not isinstance(parts, str)
    alone = limits_of_agreement(true + gap, true)
    return {
        "upper limit, variance recovery": recovered.limits.upper,
        "upper limit, analysis of variance": parts.limits().upper,
        "upper limit, mixed model": mixed.upper,
        "bias, mixed model": mixed.bias,
        "bias, jackknife of clinicians": mean_difference(true + gap, true, labels),
        "bias, pairs taken for independent": alone.bias,
    }


def nested_truths() -> Mapping[str, float]:
    upper = GAP + AWAY * float(np.hypot(OWN, SD))
    ways = ("variance recovery", "analysis of variance", "mixed model")
    biases = ("mixed model", "jackknife of clinicians", "pairs taken for independent")
    return {**{f"upper limit, {way}": upper for way in ways}, **{f"bias, {way}": GAP for way in biases}}


def replicates(generator: np.random.Generator) -> Mapping[str, Estimate]:
    subject = np.repeat(np.arange(20), 3)
    true = generator.normal(40, TRUE_SD, 20)
    other = true + GAP + generator.normal(0, OWN, 20)
    x, y = (each[subject] + generator.normal(0, ERROR, 60) for each in (other, true))
    return {"upper limit, replicates": limits_with_replicates(subject.tolist(), x, y).limits.upper}


def apart(generator: np.random.Generator) -> Mapping[str, Estimate]:
    return {"Welch": unpaired_difference(generator.normal(3, 12, 15), generator.normal(0, 6, 40))}


DESIGNS = [
    Design("30 pairs, normal", single, single_truths),
    Design("40 pairs on five points", five_points, five_points_truths),
    Design("24 clinicians with 2 to 6 pairs", nested, nested_truths),
    Design(
        "20 subjects, 3 replicates of each method",
        replicates,
        lambda: {"upper limit, replicates": GAP + AWAY * float(np.sqrt(OWN**2 + 2 * ERROR**2))},
    ),
    Design("15 and 40 scores, not paired", apart, lambda: {"Welch": 3.0}),
]
