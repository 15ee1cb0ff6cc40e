"""Intraclass correlations, errors of measurement and internal consistency of normal scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from reports.statistics.estimate import Estimate
from reports.statistics.internal_consistency import cronbach_alpha
from reports.statistics.intraclass_forms import from_components
from reports.statistics.measurement_error import smallest_detectable_change, standard_error_of_measurement
from reports.statistics.omega import mcdonald_omega
from reports.statistics.rank_agreement import kendall_w
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import every_form, intraclass_correlation
from tests.coverage.design import Design

UNITS, RATERS, REST = 12.0, 5.0, 8.0


def scores(generator: np.random.Generator, units: int, raters: int) -> np.ndarray:
    whole = generator.normal(0, UNITS, (units, 1)) + generator.normal(0, RATERS, (1, raters))
    return whole + generator.normal(0, REST, (units, raters))


def truths(raters: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for form in ("ICC(1)", "ICC(k)", "ICC(A,1)", "ICC(A,k)", "ICC(C,1)", "ICC(C,k)"):
        one_way = form in {"ICC(1)", "ICC(k)"}
        parts = (UNITS**2, 0.0, RATERS**2 + REST**2) if one_way else (UNITS**2, RATERS**2, REST**2)
        found[form] = from_components(form, *parts, raters)
    return found


def complete(units: int, raters: int) -> Callable[[np.random.Generator], Mapping[str, Estimate]]:
    def study(generator: np.random.Generator) -> dict[str, Estimate]:
        table = RatingsTable.from_wide(scores(generator, units, raters))
        error = standard_error_of_measurement(table)
        return {
            **every_form(table),
            "SEM, agreement": error,
            "SEM, consistency": standard_error_of_measurement(table, "consistency"),
            "smallest detectable change, mean of 4": smallest_detectable_change(error, 4),
        }

    return study


def complete_truths(raters: int) -> Mapping[str, float]:
    agreement = float(np.hypot(RATERS, REST))
    return {
        **truths(raters),
        "SEM, agreement": agreement,
        "SEM, consistency": REST,
        "smallest detectable change, mean of 4": 1.959963985 * agreement * float(np.sqrt(2 / 4)),
    }


def one_way(generator: np.random.Generator) -> Mapping[str, Estimate]:
    values = generator.normal(0, UNITS, (40, 1)) + generator.normal(0, float(np.hypot(RATERS, REST)), (40, 3))
    found = every_form(RatingsTable.from_wide(values))
    return {"ICC(1)": found["ICC(1)"], "ICC(k)": found["ICC(k)"]}


def two_of_many(generator: np.random.Generator) -> Mapping[str, Estimate]:
    whole = scores(generator, 60, 12)
    first = generator.integers(0, 12, 60)
    second = (first + generator.integers(1, 12, 60)) % 12
    seen, rows = np.full((60, 12), np.nan), np.arange(60)
    seen[rows, first], seen[rows, second] = whole[rows, first], whole[rows, second]
    table = RatingsTable.from_wide(seen)
    return {
        "ICC(A,1), REML": intraclass_correlation(table),
        "ICC(C,1), REML": intraclass_correlation(table, "ICC(C,1)"),
        "SEM, agreement, REML": standard_error_of_measurement(table),
    }


LOADINGS = np.array([0.8, 0.7, 0.7, 0.6, 0.5, 0.4])


def items(generator: np.random.Generator, sheets: int = 100) -> np.ndarray:
    own = generator.normal(0, 1, (sheets, 6)) * np.sqrt(1 - LOADINGS**2)
    return generator.normal(0, 1, (sheets, 1)) * LOADINGS + own


def consistency(generator: np.random.Generator) -> Mapping[str, Estimate]:
    drawn = items(generator)
    found, omega = cronbach_alpha(drawn), mcdonald_omega(drawn)
    return {
        "alpha, Feldt": found.alpha,
        "omega": omega.raw,
        "lambda 6": found.guttman_6,
        "item with the rest": found.item_rest[0],
        "mean correlation of items": found.mean_correlation,
    }


def consistency_truths() -> Mapping[str, float]:
    spread = np.outer(LOADINGS, LOADINGS)
    np.fill_diagonal(spread, 1.0)
    rest = spread[0, 1:].sum() / np.sqrt(spread[1:, 1:].sum())
    return {
        "alpha, Feldt": 6 / 5 * (1 - 6 / spread.sum()),
        "omega": LOADINGS.sum() ** 2 / (LOADINGS.sum() ** 2 + (1 - LOADINGS**2).sum()),
        "lambda 6": 1 - (1 / np.diag(np.linalg.inv(spread))).sum() / spread.sum(),
        "item with the rest": float(rest),
        "mean correlation of items": float(spread[np.triu_indices(6, 1)].mean()),
    }


def same_raters(generator: np.random.Generator, units: int = 30) -> Mapping[str, Estimate]:
    clinician = np.repeat(np.arange(20), 4)
    place = generator.normal(0, 10, 20)[clinician] + generator.normal(0, 6.6, 80)
    values = place[:, None] + np.array([[-3.0, 3.0]]) + generator.normal(0, REST, (80, 2))
    table = RatingsTable.from_wide(values, clusters=clinician)
    return {
        "ICC(C,1), jackknife of clinicians": intraclass_correlation(table, "ICC(C,1)"),
        "ICC(C,1), BCa bootstrap of clinicians": intraclass_correlation(
            table, "ICC(C,1)", Reach("bootstrap", replicates=1000)
        ),
        "ICC(C,1), consultations taken for independent": intraclass_correlation(table.without_clusters(), "ICC(C,1)"),
    }


def concordance(generator: np.random.Generator, units: int = 30) -> Mapping[str, Estimate]:
    return {"Kendall's W": kendall_w(scores(generator, units, 3) * 1.0)}


def same_raters_truths() -> Mapping[str, float]:
    between = 10**2 + 6.6**2
    return dict.fromkeys(
        (
            "ICC(C,1), jackknife of clinicians",
            "ICC(C,1), BCa bootstrap of clinicians",
            "ICC(C,1), consultations taken for independent",
        ),
        between / (between + REST**2),
    )


DESIGNS = [
    Design(
        "30 units, 3 raters, normal scores",
        complete(30, 3),
        lambda: {name: number for name, number in complete_truths(3).items() if name not in {"ICC(1)", "ICC(k)"}},
    ),
    Design(
        "40 units, 3 ratings each by others",
        one_way,
        lambda: {name: number for name, number in truths(3).items() if name in {"ICC(1)", "ICC(k)"}},
    ),
    Design(
        "60 units, 2 of 12 raters, normal scores",
        two_of_many,
        lambda: {
            "ICC(A,1), REML": truths(12)["ICC(A,1)"],
            "ICC(C,1), REML": truths(12)["ICC(C,1)"],
            "SEM, agreement, REML": float(np.hypot(RATERS, REST)),
        },
    ),
    Design("20 clinicians with 4 consultations, 2 raters", same_raters, same_raters_truths),
    Design("100 sheets, 6 items, one factor", consistency, consistency_truths),
    Design(
        "30 units, 3 raters, ranks",
        concordance,
        lambda: {"Kendall's W": kendall_w(scores(np.random.default_rng(98), 100_000, 3)).number},
    ),
]
