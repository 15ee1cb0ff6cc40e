"""Mixed models and many-facet Rasch models of simulated clinics: components, gaps between types, measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy import stats

from reports.statistics.component_intervals import profile_interval
from reports.statistics.estimate import Estimate
from reports.statistics.facets.marginal import marginal_maximum
from reports.statistics.facets.model import fit_facets
from reports.statistics.facets.table import FacetTable, facet_table
from reports.statistics.mixed_model import fit_mixed_model
from reports.statistics.type_comparison import compare_types
from tests.coverage.design import Design

Study = Callable[[np.random.Generator], Mapping[str, Estimate]]

# Standard deviations of a total from 0 to 100.
SIZES = {"clinician": 9.0, "consultation": 6.0, "observer": 5.0}
REST = 8.0
HARSHEST, HARDEST = 0.8, 0.6
THRESHOLDS = np.array([-1.9, -0.55, 0.5, 1.95])


def clinic(generator: np.random.Generator, clinicians: int, visits: int, each_side: int) -> dict[str, np.ndarray]:
    """Two observers of either type in every consultation, drawn anew each time: rows are sheets."""
    consultation = np.repeat(np.arange(clinicians * visits), 2)
    kind = np.tile([0, 1], clinicians * visits)
    observer = kind * each_side + generator.integers(0, each_side, len(kind))
    score = generator.normal(0, REST, len(kind)) + generator.normal(0, SIZES["observer"], 2 * each_side)[observer]
    score = score + generator.normal(0, SIZES["consultation"], clinicians * visits)[consultation]
    score = 50 + score + generator.normal(0, SIZES["clinician"], clinicians)[consultation // visits]
    columns = {"score": score, "kind": kind, "observer": observer, "consultation": consultation}
    return columns | {"clinician": consultation // visits}


def components(generator: np.random.Generator) -> Mapping[str, Estimate]:
    """Standard deviations with profile intervals."""
    drawn = clinic(generator, 40, 6, 10)
    fixed = np.column_stack([np.ones(len(drawn["score"])), drawn["kind"]])
    model = fit_mixed_model(drawn["score"], fixed, {name: drawn[name] for name in SIZES})
    found: dict[str, Estimate] = {}
    for name in (*SIZES, None):
        size = model.residual if name is None else model.component(name)
        profile = profile_interval(model, name)
        ends = (profile.low, profile.high) if profile.high is not None else (None, None)
        found[f"SD of {name or 'the rest'}"] = Estimate(float(np.sqrt(size)), None, *ends, method="profile likelihood")
    return found


def gap(each_side: int, truth: float) -> Study:
    """The gap of two types by the model, and as if every consultation were a pair of its own."""

    def study(generator: np.random.Generator) -> Mapping[str, Estimate]:
        drawn = clinic(generator, 30, 6, each_side)
        score = drawn["score"] + truth * drawn["kind"]
        names = np.where(drawn["kind"] == 1, "first", "second").tolist()
        found = compare_types(
            score, drawn["observer"].tolist(), names, drawn["consultation"].tolist(), drawn["clinician"].tolist(),
            first="first", second="second",
        )  # fmt: skip
        naive = stats.ttest_1samp(score[1::2] - score[::2], 0).confidence_interval()
        return {
            "gap, observers random in type": found.gap,
            "gap, consultations taken for independent (paired t)": Estimate(
                float((score[1::2] - score[::2]).mean()), None, float(naive.low), float(naive.high), method="paired t"
            ),
        }

    return study


def rated(generator: np.random.Generator, visits: int) -> FacetTable:
    """30 clinicians, eight observers, two in each consultation, five items on five points."""
    clinicians, observers = 30, 8
    severity = np.linspace(-HARSHEST, HARSHEST, observers)
    difficulty = np.linspace(-HARDEST, HARDEST, 5)
    able = generator.normal(0, 0.9, clinicians)
    clinician = np.repeat(np.arange(clinicians), visits * 2)
    first = generator.integers(0, observers, clinicians * visits)
    second = (first + generator.integers(1, observers, clinicians * visits)) % observers
    observer = np.column_stack([first, second]).ravel()
    clinician, observer = np.repeat(clinician, 5), np.repeat(observer, 5)
    item = np.tile(np.arange(5), len(clinician) // 5)
    height = able[clinician] - severity[observer] - difficulty[item]
    weight = np.exp(height[:, None] * np.arange(5) - np.concatenate([[0], np.cumsum(THRESHOLDS)]))
    reached = np.cumsum(weight / weight.sum(1, keepdims=True), axis=1)
    ratings = (generator.random(len(height))[:, None] > reached).sum(1)
    columns = {
        "clinician": [f"{each:02}" for each in clinician], "observer": observer.tolist(), "item": item.tolist(),
    }  # fmt: skip
    return facet_table(columns, ratings.tolist())


def measures(visits: int) -> Study:
    """Of the harshest observer and the hardest item, joint and marginal; both are held at a mean of nought."""

    def study(generator: np.random.Generator) -> Mapping[str, Estimate]:
        table = rated(generator, visits)
        joint = fit_facets(table)
        marginal = marginal_maximum(table)
        # The last facet has no origin of its own in the marginal model: its mean is taken off.
        items = marginal.measures[1] - marginal.measures[1].mean()
        return {
            "severity of the harshest observer, joint": joint.measure("observer", "7"),
            "severity of the harshest observer, marginal": _normal(
                marginal.measures[0][7] - marginal.measures[0].mean(), marginal.errors[0][7]
            ),
            "difficulty of the hardest item, joint": joint.measure("item", "4"),
            "difficulty of the hardest item, marginal": Estimate(float(items[4]), method="marginal, value only"),
        }

    return study


def _normal(value: float, error: float) -> Estimate:
    return Estimate(
        float(value), float(error), float(value - 1.96 * error), float(value + 1.96 * error), method="normal"
    )


def _sizes() -> Mapping[str, float]:
    return {f"SD of {name}": size for name, size in SIZES.items()} | {"SD of the rest": REST}


def _gaps(truth: float) -> Callable[[], Mapping[str, float]]:
    return lambda: dict.fromkeys(
        ("gap, observers random in type", "gap, consultations taken for independent (paired t)"), truth
    )


def _measures() -> Mapping[str, float]:
    return {
        f"{of}, {way}": truth
        for of, truth in (("severity of the harshest observer", HARSHEST), ("difficulty of the hardest item", HARDEST))
        for way in ("joint", "marginal")
    }


DESIGNS = [
    Design("40 clinicians with 6 consultations, 10 + 10 observers", components, _sizes),
    Design("30 clinicians with 6 consultations, 4 + 4 observers, types alike", gap(4, 0.0), _gaps(0.0)),
    Design("30 clinicians with 6 consultations, 5 + 5 observers, types alike", gap(5, 0.0), _gaps(0.0)),
    Design("30 clinicians with 6 consultations, 10 + 10 observers, 5 apart", gap(10, 5.0), _gaps(5.0)),
    Design("Rasch, 30 clinicians with 2 consultations, 8 observers, 5 items", measures(2), _measures),
    Design("Rasch, 30 clinicians with 8 consultations, 8 observers, 5 items", measures(8), _measures),
]
