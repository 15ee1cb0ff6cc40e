"""What `analyse differences` says of how two columns move together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.analysis.options import Options
from reports.analysis.values import Value, reached, value
from reports.statistics.correlation import (
    kendall_tau_b,
    lin_concordance,
    pearson_correlation,
    spearman_correlation,
)

Floats = NDArray[np.float64]


def correlation_values(x: Floats, y: Floats, options: Options) -> list[Value]:
    """Lin's concordance and what it is made of, Pearson, Spearman and Kendall."""
    lin = lin_concordance(x, y, options.confidence)
    spearman = spearman_correlation(x, y, options.confidence)
    pearson = pearson_correlation(x, y, options.confidence)
    tau = kendall_tau_b(x, y, options.confidence)
    lost, cause = lin.on_z.undefined or lin.on_z.no_interval, lin.on_z.cause
    gone, astray = (one.undefined or one.no_interval for one in (pearson, spearman))
    return [
        value("lin_ccc.estimate", lin.on_z.value, lost, cause),
        value("lin_ccc.se", lin.plain.standard_error, lost, cause),
        value("lin_ccc.ci_low_z", lin.on_z.low, lost, cause),
        value("lin_ccc.ci_high_z", lin.on_z.high, lost, cause),
        value("lin_ccc.ci_low_asymptotic", lin.plain.low, lost, cause),
        value("lin_ccc.ci_high_asymptotic", lin.plain.high, lost, cause),
        value("lin_ccc.bias_correction_Cb", lin.bias_correction, lost, cause),
        value("lin_ccc.scale_shift", lin.scale_shift, lost, cause),
        value("lin_ccc.location_shift_abs", lin.location_shift, lost, cause),
        value("lin_ccc.estimate_unbiased_variances", lin.unbiased_variances, lost, cause),
        *reached("pearson.estimate", pearson),
        value("pearson.p", pearson.p_value, gone, pearson.cause),
        value("spearman.estimate", spearman.value, astray, spearman.cause),
        value("spearman.se", spearman.standard_error, astray, spearman.cause),
        value("spearman.p_t", spearman.p_value, astray, spearman.cause),
        value("spearman.ci_low_bonett_wright", spearman.low, astray, spearman.cause),
        value("spearman.ci_high_bonett_wright", spearman.high, astray, spearman.cause),
        *reached("kendall_tau_b.estimate", tau),
        value("kendall_tau_b.p", tau.p_value, tau.undefined, tau.cause),
    ]
