"""What cannot be computed is said in words, and what can be is right, on the smallest and oddest data."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reports.statistics.agreement import brennan_prediger, conger_kappa, fleiss_kappa, gwet_ac, percent_agreement
from reports.statistics.correlation import lin_concordance, pearson_correlation, spearman_correlation
from reports.statistics.differences import limits_of_agreement
from reports.statistics.estimate import Estimate
from reports.statistics.internal_consistency import cronbach_alpha
from reports.statistics.kappas import cohen_kappa
from reports.statistics.krippendorff import krippendorff_alpha
from reports.statistics.measurement_error import standard_error_of_measurement
from reports.statistics.rank_agreement import kendall_w
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import intraclass_correlation

FOLDER = Path(os.environ.get("LEVELFIELD_ORACLES") or Path(__file__).parents[4] / "shared" / "oracles")
CASE = FOLDER / "edge_cases"
EDGES = json.loads((CASE / "expected.json").read_text("utf-8"))["values"] if CASE.is_dir() else []
INPUTS = json.loads((CASE / "inputs.json").read_text("utf-8")) if CASE.is_dir() else {}
pytestmark = pytest.mark.skipif(not EDGES, reason="the folder of known answers is not there")

WITH_WEIGHTS: dict[str, Callable[..., Estimate]] = {
    "percent_agreement": percent_agreement,
    "brennan_prediger": brennan_prediger,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
    "gwet_ac": gwet_ac,
    "cohen_kappa": cohen_kappa,
    "krippendorff_alpha": krippendorff_alpha,
}


def numbers(rows: list[list[float | None]]) -> np.ndarray:
    return np.array([[math.nan if cell is None else cell for cell in row] for row in rows], dtype=float)


def of_ratings(given: dict[str, Any], name: str, rest: list[str]) -> float | None:
    rows = numbers(given["rows"])
    table = RatingsTable.from_wide(rows, given["categories"])
    estimate = WITH_WEIGHTS[name](table, *rest[:1])
    return estimate.standard_error if rest[1:] == ["se"] else reasoned(estimate)


def reasoned(estimate: Estimate) -> float | None:
    assert estimate.defined or len(str(estimate.undefined)) > 10
    return estimate.value


def of_pairs(given: dict[str, Any], name: str, rest: list[str]) -> float | None:
    x, y = given["x"], given["y"]
    if name == "bland_altman":
        limits = limits_of_agreement(x, y)
        return {
            "bias": limits.bias.value,
            "sd_diff": limits.sd,
            "loa_low": reasoned(limits.lower),
            "loa_high": reasoned(limits.upper),
            "bias_ci_low": limits.bias.low,
        }[rest[0]]
    if name == "lin_ccc":
        return reasoned(lin_concordance(x, y).on_z)
    return reasoned({"pearson": pearson_correlation, "spearman": spearman_correlation}[name](x, y))


def of_scores(given: dict[str, Any], name: str, rest: list[str]) -> float | None:
    rows = numbers(given["rows"])
    table = RatingsTable.from_wide(rows)
    if name == "icc":
        estimate = intraclass_correlation(table, rest[0])  # pyright: ignore[reportArgumentType]
        return {"ci_low": estimate.low, "ci_high": estimate.high}[rest[1]] if rest[1:] else reasoned(estimate)
    if name == "sem":
        return reasoned(standard_error_of_measurement(table, "consistency"))
    if name == "kendall_w":
        return reasoned(kendall_w(rows, ties=rest[0] == "tie_corrected"))
    return reasoned(cronbach_alpha(rows).alpha)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge["id"])
def test_an_edge_is_answered_or_explained(edge: dict[str, Any]):
    tag, name, *rest = edge["id"].split(".")
    given = INPUTS[tag]
    answer = of_ratings if "categories" in given else of_pairs if "x" in given else of_scores
    said = answer(given, name, rest)
    if edge["value"] is None:
        assert said is None
    else:
        assert said == pytest.approx(edge["value"], abs=edge["abs_tol"])
