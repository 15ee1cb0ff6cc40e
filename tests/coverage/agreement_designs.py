"""Coefficients of agreement on floor-heavy five-point ratings with raters of different severity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from reports.statistics.agreement import (
    all_raters_agreement,
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
)
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import cohen_kappa
from reports.statistics.krippendorff import krippendorff_alpha
from reports.statistics.light import light_kappa
from reports.statistics.pair_estimates import largest_kappa
from reports.statistics.point_agreement import point_kappas, specific_agreement
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from tests.coverage.design import Design

SCALE = (0.0, 1.0, 2.0, 3.0, 4.0)
CUTS = (0.2, 0.8, 1.5, 2.4)
PLENTY = 200_000
Study = Callable[[np.random.Generator], Mapping[str, Estimate]]


def ratings(
    generator: np.random.Generator, units: int, severities: np.ndarray, clinicians: int = 0, gaps: bool = False
) -> RatingsTable:
    """Units in clinicians (0: each alone) rated by raters of these severities; with gaps by two of them."""
    place = generator.normal(0, 1.0, units)
    clinician = None
    if clinicians:
        clinician = np.repeat(np.arange(clinicians), units // clinicians)
        place = generator.normal(0, 0.9, clinicians)[clinician] + generator.normal(0, 0.6, units)
    latent = place[:, None] + severities[None, :] + generator.normal(0, 0.7, (units, len(severities)))
    values = np.digitize(latent, CUTS).astype(float)
    if gaps:
        seat = generator.integers(0, len(severities), units)
        other = (seat + generator.integers(1, len(severities), units)) % len(severities)
        kept = np.zeros(values.shape, dtype=bool)
        kept[np.arange(units), seat] = kept[np.arange(units), other] = True
        values[~kept] = np.nan
    return RatingsTable.from_wide(values, SCALE, clusters=clinician)


FIXED = np.array([-0.2, 0.0, 0.3])
SPREAD = 0.3


def severities(generator: np.random.Generator, raters: int) -> np.ndarray:
    return generator.normal(0, SPREAD, raters)


def of_all(table: RatingsTable) -> dict[str, Estimate]:
    return {
        "percent agreement": percent_agreement(table),
        "all raters exact": all_raters_agreement(table),
        "Brennan-Prediger, quadratic": brennan_prediger(table, "quadratic"),
        "Fleiss, identity": fleiss_kappa(table),
        "Conger, quadratic": conger_kappa(table, "quadratic"),
        "AC1": gwet_ac(table),
        "AC2, quadratic": gwet_ac(table, "quadratic"),
        "alpha, ordinal": krippendorff_alpha(table),
        "Light": light_kappa(table),
        "kappa of point 0": point_kappas(table)[0],
        "specific agreement on 0": specific_agreement(table)[0],
        "specific agreement on 3": specific_agreement(table)[3],
    }


def values(found: Mapping[str, Estimate]) -> dict[str, float]:
    return {name: estimate.number for name, estimate in found.items()}


@cache
def truth_fixed() -> dict[str, float]:
    return values(of_all(ratings(np.random.default_rng(99), PLENTY, FIXED)))


def of_pair(table: RatingsTable) -> dict[str, Estimate]:
    return {
        "Cohen, identity": cohen_kappa(table),
        "Cohen, quadratic": cohen_kappa(table, "quadratic"),
        "highest kappa": largest_kappa(table),
    }


def clustered(generator: np.random.Generator) -> dict[str, Estimate]:
    table = ratings(generator, 192, FIXED, 24)
    drawn = Reach("bootstrap", replicates=1000)
    return {
        "AC2, jackknife of clinicians": gwet_ac(table, "quadratic"),
        "AC2, spread between clinicians": gwet_ac(table, "quadratic", Reach("analytic")),
        "AC2, BCa bootstrap of clinicians": gwet_ac(table, "quadratic", drawn),
        "AC2, consultations taken for independent": gwet_ac(table.without_clusters(), "quadratic"),
        "alpha, jackknife of clinicians": krippendorff_alpha(table),
    }


def clustered_truths() -> dict[str, float]:
    table = ratings(np.random.default_rng(99), PLENTY - PLENTY % 8, FIXED, PLENTY // 8)
    ac2, alpha = gwet_ac(table.without_clusters(), "quadratic").number, krippendorff_alpha(table.without_clusters())
    named = ("jackknife of clinicians", "spread between clinicians", "BCa bootstrap of clinicians")
    found = {f"AC2, {name}": ac2 for name in (*named, "consultations taken for independent")}
    return {**found, "alpha, jackknife of clinicians": alpha.number}


def over_raters(raters: int, *, gaps: bool = False, units: int = 60) -> Study:
    def study(generator: np.random.Generator) -> dict[str, Estimate]:
        table = ratings(generator, units, severities(generator, raters), gaps=gaps)
        drawn = Reach("percentile", replicates=500, over="both")
        return {
            "AC2, units and raters": gwet_ac(table, "quadratic", Reach("analytic", over="both")),
            "Fleiss, units and raters": fleiss_kappa(table, "quadratic", Reach("analytic", over="both")),
            "Conger, units and raters": conger_kappa(table, "quadratic", Reach("analytic", over="both")),
            "AC2, bootstrap of units and raters": gwet_ac(table, "quadratic", drawn),
            "AC2, units only": gwet_ac(table, "quadratic"),
        }

    return study


@cache
def truth_over_raters() -> dict[str, float]:
    generator = np.random.default_rng(99)
    table = ratings(generator, 4000, severities(generator, 400))
    ac2 = gwet_ac(table, "quadratic").number
    found = {f"AC2, {name}": ac2 for name in ("units and raters", "bootstrap of units and raters", "units only")}
    found["Fleiss, units and raters"] = fleiss_kappa(table, "quadratic").number
    return {**found, "Conger, units and raters": conger_kappa(table, "quadratic").number}


DESIGNS = [
    Design("30 units, 3 raters", lambda g: of_all(ratings(g, 30, FIXED)), truth_fixed),
    Design("100 units, 3 raters", lambda g: of_all(ratings(g, 100, FIXED)), truth_fixed),
    Design(
        "50 units, 2 raters",
        lambda g: of_pair(ratings(g, 50, FIXED[1:])),
        lambda: values(of_pair(ratings(np.random.default_rng(99), PLENTY, FIXED[1:]))),
    ),
    Design("24 clinicians with 8 consultations, 3 raters", clustered, clustered_truths),
    Design("60 units, 6 raters drawn at random", over_raters(6), truth_over_raters),
    Design("60 units, 12 raters drawn at random", over_raters(12), truth_over_raters),
    Design("150 units, 2 of 12 raters drawn at random", over_raters(12, gaps=True, units=150), truth_over_raters),
]
