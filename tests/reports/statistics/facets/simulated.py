"""Ratings drawn from a known many-facet model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.facets.table import FacetTable

Floats = NDArray[np.float64]
THRESHOLDS = np.array([-1.6, -0.4, 0.5, 1.5])


@dataclass(frozen=True, eq=False)
class Truth:
    """What the ratings were drawn from; every array in logits, observers and items centred on nought."""

    clinicians: Floats
    observers: Floats
    items: Floats


def centred(values: Floats) -> Floats:
    return values - values.mean()


def a_truth(generator: np.random.Generator, clinicians: int = 20, observers: int = 8, items: int = 5) -> Truth:
    return Truth(
        generator.normal(0.2, 0.9, clinicians),
        centred(generator.normal(0, 0.5, observers)),
        centred(generator.normal(0, 0.4, items)),
    )


def ratings_of(generator: np.random.Generator, truth: Truth, consultations: int = 6, watching: int = 2) -> FacetTable:
    """Each consultation is watched by `watching` observers drawn by chance, who rate every item."""
    number = len(truth.clinicians) * consultations
    clinician = np.repeat(np.arange(len(truth.clinicians)), consultations)
    observer = np.argsort(generator.random((number, len(truth.observers))), axis=1)[:, :watching]
    clinician = np.repeat(clinician, watching)
    observer = observer.ravel()
    items = len(truth.items)
    elements = np.stack([
        np.repeat(clinician, items), np.repeat(observer, items), np.tile(np.arange(items), len(clinician)),
    ])  # fmt: skip
    eta = truth.clinicians[elements[0]] - truth.observers[elements[1]] - truth.items[elements[2]]
    return FacetTable(("clinician", "observer", "item"), names_of(truth), elements, drawn(generator, eta))


def drawn(generator: np.random.Generator, eta: Floats) -> NDArray[np.int64]:
    """One rating from 0 to 4 for each net measure."""
    logits = eta[:, None] * np.arange(5) - np.concatenate([[0], np.cumsum(THRESHOLDS)])
    shares = np.exp(logits - logits.max(1, keepdims=True))
    reached = np.cumsum(shares / shares.sum(1, keepdims=True), axis=1)
    return (generator.random(len(eta))[:, None] > reached).sum(1).astype(np.int64)


def names_of(truth: Truth) -> tuple[tuple[str, ...], ...]:
    sizes = (("C", len(truth.clinicians)), ("O", len(truth.observers)), ("I", len(truth.items)))
    return tuple(tuple(f"{letter}{number:04d}" for number in range(size)) for letter, size in sizes)
