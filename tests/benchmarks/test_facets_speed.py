"""How fast the many-facet Rasch model is beside a bare prototype. Nothing fails for being slow.

The prototype is not part of the project (see `test_agreement_speed.py`). It gives measures and thresholds; ours gives
them with errors from the whole information, fit, separation, connectedness and fair averages.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
import pytest

from reports.statistics.facets.model import FacetsModel, fit_facets
from reports.statistics.facets.table import facet_table
from tests.benchmarks.mixed_speed import PROTOTYPES

# Ratings: clinicians, observers; five items, five consultations of each clinician, three observers of each.
DESIGNS = {1_500: (20, 8), 30_000: (400, 30), 1_050_000: (14_000, 400)}
THRESHOLDS = np.array([-1.9, -0.55, 0.5, 1.95])


def rated(clinicians: int, observers: int, seed: int = 3) -> list[np.ndarray]:
    """Clinician, observer, item and rating of every rating."""
    draw = np.random.default_rng(seed)
    able, harsh = draw.normal(0.3, 0.9, clinicians), draw.normal(0, 0.4, observers)
    hard = np.array([-0.6, -0.2, 0, 0.25, 0.55])
    clinician = np.repeat(np.arange(clinicians), 15)
    observer = draw.integers(0, observers, len(clinician))
    clinician, observer = np.repeat(clinician, 5), np.repeat(observer, 5)
    item = np.tile(np.arange(5), len(clinician) // 5)
    height = able[clinician] - harsh[observer] - hard[item]
    weight = np.exp(height[:, None] * np.arange(5) - np.concatenate([[0], np.cumsum(THRESHOLDS)]))
    reached = np.cumsum(weight / weight.sum(1, keepdims=True), axis=1)
    return [clinician, observer, item, (draw.random(len(height))[:, None] > reached).sum(1)]


def ours(columns: list[np.ndarray]) -> FacetsModel:
    """The model with all it carries."""
    clinician, observer, item, rating = (column.tolist() for column in columns)
    return fit_facets(facet_table({"clinician": clinician, "observer": observer, "item": item}, rating))


def test_the_benchmarks_own_ratings_give_back_the_difficulties_they_were_drawn_from() -> None:
    item = ours(rated(*DESIGNS[1_500])).facet("item")
    assert item.measures == pytest.approx([-0.6, -0.2, 0, 0.25, 0.55], abs=0.2)


@pytest.mark.benchmark
@pytest.mark.slow
@pytest.mark.parametrize("ratings", list(DESIGNS))
def test_a_bare_prototype_finds_the_same_and_takes_this_long(ratings: int, capsys: pytest.CaptureFixture[str]) -> None:
    if not (PROTOTYPES / "floor_mfrm.py").exists():
        pytest.skip("The bare prototype is not here: name its folder in LEVELFIELD_BENCH.")
    sys.path.insert(0, str(PROTOTYPES))
    floor: Any = __import__("floor_mfrm")
    columns = rated(*DESIGNS[ratings])
    bare: Any = None
    model: FacetsModel | None = None
    times: list[tuple[float, float]] = []
    for _ in range(5 if ratings < 100_000 else 1):
        began = time.process_time()
        bare = floor.fit(*columns)
        middle = time.process_time()
        model = ours(columns)
        times.append((time.process_time() - middle, middle - began))
    spent, bare_spent = np.min(times, axis=0).tolist()
    with capsys.disabled():
        print(f"\n{ratings:>9,} ratings: ours {spent:.2f} s, the prototype {bare_spent:.2f} s, "
              f"ours takes {spent / bare_spent:.2f} times as long")  # fmt: skip
    assert model is not None
    assert model.facet("item").measures == pytest.approx(np.asarray(bare["item"]), abs=1e-3)
