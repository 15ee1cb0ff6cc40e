"""Intervals with everything an Estimate carries stay within a small factor of a bare prototype.

The prototype is not part of the project: LEVELFIELD_BENCH names its folder, or it lies beside the project's
as shared/bench.
Both sides run in the same process, so their ratio means something; a time alone does not.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reports.statistics.agreement_profile import agreement_profile
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import intraclass_correlation

BENCH = Path(os.environ.get("LEVELFIELD_BENCH") or Path(__file__).parents[3] / "shared" / "bench")
SCRIPT = BENCH / "stats" / "floor_agreement.py"
SCALE = (0.0, 1.0, 2.0, 3.0, 4.0)

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not SCRIPT.exists(), reason="the folder with the prototypes is not there"),
]


@pytest.fixture(scope="module")
def prototype() -> Any:
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("floor_agreement", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def programme(units: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(1)
    clinician = generator.integers(0, max(units // 10, 2), units)
    place = generator.normal(0, 1, (units, 1))
    return np.clip(np.round(place + 1 + generator.normal(0, 0.7, (units, 3))), 0, 4), clinician


def typical(work: Callable[[], object], times: int = 5) -> float:
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


@pytest.mark.parametrize("units", [1000, 10_000])
def test_all_coefficients_with_two_thousand_replicates_by_clinician(prototype: Any, units: int):
    codes, clinician = programme(units)
    whole = codes.astype(np.int64)
    table = RatingsTable.from_wide(codes, SCALE, clusters=clinician)
    ours = typical(lambda: agreement_profile(table, "quadratic", Reach("bootstrap")))
    bare = typical(lambda: prototype.boot_clusters(whole, clinician, 5, prototype.quad(5)))
    print(f"{units} units by clinician: {ours * 1e3:.0f} ms, prototype {bare * 1e3:.0f} ms, ratio {ours / bare:.1f}")
    assert ours < 5 * bare


@pytest.mark.parametrize("units", [1000, 10_000])
def test_all_coefficients_with_two_thousand_replicates_by_unit(prototype: Any, units: int):
    codes, _ = programme(units)
    whole = codes.astype(np.int64)
    table = RatingsTable.from_wide(codes, SCALE)
    ours = typical(lambda: agreement_profile(table, "quadratic", Reach("bootstrap")))
    bare = typical(lambda: prototype.boot_rows(whole, 5, prototype.quad(5)))
    print(f"{units} units: {ours * 1e3:.0f} ms, prototype {bare * 1e3:.0f} ms, ratio {ours / bare:.1f}")
    assert ours < 5 * bare


def test_an_intraclass_correlation_with_two_thousand_replicates_by_clinician(prototype: Any):
    codes, clinician = programme(10_000)
    table = RatingsTable.from_wide(codes, clusters=clinician)
    ours = typical(lambda: intraclass_correlation(table, reach=Reach("bootstrap")))
    bare = typical(lambda: prototype.icc_boot_clusters(codes, clinician))
    print(f"10000 units: {ours * 1e3:.0f} ms, prototype {bare * 1e3:.0f} ms, ratio {ours / bare:.1f}")
    assert ours < 5 * bare
