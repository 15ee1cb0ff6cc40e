"""On random small tables the fast coefficients equal slow ones written straight from the definitions."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reports.statistics.agreement import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    within_one_agreement,
)
from reports.statistics.correlation import lin_concordance
from reports.statistics.krippendorff import Level, krippendorff_alpha
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import intraclass_correlation
from reports.statistics.weights import WeightName, agreement_weights


def the_referee() -> Any:
    spec = importlib.util.spec_from_file_location("referee", Path(__file__).with_name("referee.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


referee = the_referee()
SCALE = (0.0, 1.0, 2.0, 3.0, 4.0)
SEEDS = range(12)


def random_rows(seed: int) -> list[list[int | None]]:
    generator = np.random.default_rng(seed)
    units, raters = int(generator.integers(5, 14)), int(generator.integers(2, 6))
    codes = np.clip(generator.integers(0, 5, (units, 1)) + generator.integers(-1, 2, (units, raters)), 0, 4)
    missing = generator.random((units, raters)) < 0.25
    missing[:2] = False
    codes[0, 0], codes[1, 0] = 0, 4
    return [
        [None if gone else int(code) for code, gone in zip(a, b, strict=True)]
        for a, b in zip(codes, missing, strict=True)
    ]


def as_table(rows: list[list[int | None]]) -> RatingsTable:
    return RatingsTable.from_wide(np.array(rows, dtype=float), SCALE)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic", "ordinal", "radical"])
def test_agreement_is_what_the_definition_says(seed: int, weights: WeightName):
    rows = random_rows(seed)
    table, literal = as_table(rows), agreement_weights(weights, SCALE).tolist()
    assert percent_agreement(table, weights).value == pytest.approx(referee.observed(rows, literal))
    assert fleiss_kappa(table, weights).value == pytest.approx(referee.fleiss(rows, literal))
    assert gwet_ac(table, weights).value == pytest.approx(referee.gwet(rows, literal))
    assert brennan_prediger(table, weights).value == pytest.approx(referee.brennan_prediger(rows, literal))
    assert conger_kappa(table, weights).value == pytest.approx(referee.conger(rows, literal))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["nominal", "interval", "ratio"])
def test_krippendorffs_alpha_is_what_the_definition_says(seed: int, level: Level):
    rows = random_rows(seed)
    ratio = [[0.0 if a == b else ((a - b) / (a + b)) ** 2 for b in SCALE] for a in SCALE]
    difference = {
        "nominal": [[float(a != b) for b in SCALE] for a in SCALE],
        "interval": [[(a - b) ** 2 for b in SCALE] for a in SCALE],
        "ratio": ratio,
    }[level]
    assert krippendorff_alpha(as_table(rows), level).value == pytest.approx(referee.krippendorff(rows, difference))


@pytest.mark.parametrize("seed", SEEDS)
def test_within_one_counts_neighbours(seed: int):
    rows = random_rows(seed)
    assert within_one_agreement(as_table(rows)).value == pytest.approx(referee.within(rows, 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_jackknife_is_leaving_each_unit_out(seed: int):
    rows = random_rows(seed)
    literal = agreement_weights("quadratic", SCALE).tolist()
    found = gwet_ac(as_table(rows), "quadratic", Reach("jackknife"))
    assert found.standard_error == pytest.approx(referee.jackknife_error(rows, literal, referee.gwet))


@pytest.mark.parametrize("seed", SEEDS)
def test_intraclass_correlation_is_what_the_definition_says(seed: int):
    rows = np.random.default_rng(seed).normal(50, 15, (8, 3)).tolist()
    assert intraclass_correlation(RatingsTable.from_wide(rows)).value == pytest.approx(referee.intraclass_a1(rows))


@pytest.mark.parametrize("seed", SEEDS)
def test_concordance_is_what_the_definition_says(seed: int):
    x, y = np.random.default_rng(seed).normal(50, 15, (2, 9)).tolist()
    assert lin_concordance(x, y).on_z.value == pytest.approx(referee.concordance(x, y))
