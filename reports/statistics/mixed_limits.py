"""Limits of agreement of repeated pairs from a mixed model: differences nested in subjects, as many as there are.

Carstensen, B., Simpson, J. & Gurrin, L. C. (2008). Int J Biostat 4(1), 16; Parker, R. A. et al. (2016). BMC Med Res
Methodol 16, 154, who find a delta-method interval good enough. Total variance is put on the log scale first, where its
estimate is nearer to normal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import normal_quantile, t_quantile
from reports.statistics.estimate import Estimate, symmetric
from reports.statistics.mixed_model import fit_mixed_model
from reports.statistics.satterthwaite import component_covariance

Floats = NDArray[np.float64]
METHOD = "limit of agreement, mixed model; delta method with the log of the variance"


@dataclass(frozen=True)
class MixedLimits:
    """Bias and 95 % limits with intervals; variances between subjects and within them."""

    bias: Estimate
    lower: Estimate
    upper: Estimate
    between: float
    within: float


def mixed_limits(subjects: Sequence[object], differences: Floats, confidence: float = 0.95) -> MixedLimits | str:
    """Limits of differences (x - y) nested in subjects, or the sentence why there are none. NaN is missing.

    Subjects' own differences vary around the bias, and each pair around its subject's.
    """
    given = ~np.isnan(differences)
    labels = [subject for subject, there in zip(subjects, given, strict=True) if there]
    gap = differences[given]
    groups = len(set(labels))
    if groups < 2 or groups == len(labels) or np.ptp(gap) == 0:
        return "Two subjects, repeated pairs and some variation are needed."
    model = fit_mixed_model(gap, np.ones((len(labels), 1)), {"subject": labels})
    bias, between, within = float(model.coefficients[0]), model.component("subject"), model.residual
    of_bias = float(model.covariance[0, 0])
    total = between + within
    # With subjects on the boundary only the residual is uncertain.
    spread = float(component_covariance(model).sum())
    sd, reach = float(np.sqrt(total)), normal_quantile(0.975)
    sure = normal_quantile((1 + confidence) / 2)
    log_error = float(np.sqrt(spread)) / (2 * total)
    sds = [sd * float(np.exp(side * sure * log_error)) for side in (-1, 1)]
    inner = float(np.sqrt(sure**2 * of_bias + (reach * (sd - sds[0])) ** 2))
    outer = float(np.sqrt(sure**2 * of_bias + (reach * (sds[1] - sd)) ** 2))
    error = float(np.sqrt(of_bias + (reach * sd * log_error) ** 2))
    counts = (groups, 2, 2 * len(gap))
    low, high = bias - reach * sd, bias + reach * sd
    quantile = t_quantile((1 + confidence) / 2, groups - 1)
    middle = symmetric(bias, float(np.sqrt(of_bias)), quantile, method="mixed-model bias; t", confidence=confidence)
    lower = Estimate(low, error, low - outer, low + inner, confidence=confidence, method=METHOD)
    upper = Estimate(high, error, high - inner, high + outer, confidence=confidence, method=METHOD)
    ready = [one.resting_on(*counts) for one in (middle, lower, upper)]
    return MixedLimits(ready[0], ready[1], ready[2], between, within)
