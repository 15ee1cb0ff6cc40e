"""Our own calculations as a person gets them: from an array of scores to an estimate with interval and counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reports.statistics.agreement import fleiss_kappa, gwet_ac
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import weighted_kappa
from reports.statistics.krippendorff import krippendorff_alpha
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import every_form, intraclass_correlation
from tests.benchmarks.clock import REPLICATES, Calculation, main

SCALE = (0, 1, 2, 3, 4)
DEFAULT = Reach()
DRAWN = Reach("bootstrap", replicates=REPLICATES)


def ordinal(estimate: Callable[[RatingsTable, Reach], Estimate]) -> Calculation:
    """Value with its default interval, and the accelerated bootstrap."""

    def point(scores: np.ndarray) -> float:
        return estimate(RatingsTable.from_wide(scores, SCALE), DEFAULT).number

    def bootstrap(scores: np.ndarray) -> tuple[float, float]:
        found = estimate(RatingsTable.from_wide(scores, SCALE), DRAWN)
        return found.low or 0.0, found.high or 0.0

    return Calculation(point, bootstrap=bootstrap)


def intraclass_point(scores: np.ndarray) -> float:
    """All six forms, as pingouin computes them."""
    return every_form(RatingsTable.from_wide(scores))["ICC(A,1)"].number


def intraclass_limits(scores: np.ndarray) -> tuple[float, float]:
    """Of ICC(A,1)."""
    found = intraclass_correlation(RatingsTable.from_wide(scores), "ICC(A,1)", DRAWN)
    return found.low or 0.0, found.high or 0.0


CALCULATIONS = {
    "intraclass": Calculation(intraclass_point, bootstrap=intraclass_limits),
    "ordinal alpha": ordinal(lambda table, reach: krippendorff_alpha(table, "ordinal", reach)),
    "Gwet's AC2": ordinal(lambda table, reach: gwet_ac(table, "quadratic", reach)),
    "Fleiss' kappa": ordinal(lambda table, reach: fleiss_kappa(table, "identity", reach)),
    "weighted kappa": ordinal(lambda table, reach: weighted_kappa(table, "quadratic", reach)),
}

if __name__ == "__main__":
    main(CALCULATIONS)
