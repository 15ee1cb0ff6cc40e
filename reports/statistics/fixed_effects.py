"""A fixed effect of a mixed model with its interval: Kenward-Roger where it can be computed, else Satterthwaite."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import t_quantile, two_sided_t
from reports.statistics.estimate import Estimate, symmetric
from reports.statistics.kenward_roger import KenwardRoger, fits_in_memory
from reports.statistics.mixed_model import MixedModel
from reports.statistics.satterthwaite import satterthwaite_freedom

Floats = NDArray[np.float64]


def fixed_effect(
    model: MixedModel, contrast: Floats, *, most_freedom: float = float("inf"), confidence: float = 0.95
) -> Estimate:
    """A combination of fixed effects, contrast: (columns,), with t interval and two-sided p.

    most_freedom: a ceiling for the degrees of freedom, such as the number of people less two.
    """
    if model.reml and fits_in_memory(model):
        adjusted = KenwardRoger(model).contrast(contrast)
        value, error, freedom = adjusted.value, adjusted.standard_error, adjusted.degrees_of_freedom
        method = "Kenward-Roger t"
    else:
        value = float(contrast @ model.coefficients)
        error = float(np.sqrt(contrast @ model.covariance @ contrast))
        freedom, method = satterthwaite_freedom(model, contrast), "Satterthwaite t"
    freedom = min(freedom, most_freedom)
    quantile = t_quantile((1 + confidence) / 2, freedom)
    return replace(
        symmetric(value, error, quantile, method=method, confidence=confidence),
        statistic=value / error,
        degrees_of_freedom=(freedom,),
        p_value=two_sided_t(value / error, freedom),
    )
