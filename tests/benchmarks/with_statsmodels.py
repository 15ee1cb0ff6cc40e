"""What statsmodels offers: Cohen's kappa with an interval, Fleiss' kappa without."""

# pyright: reportMissingImports=false
import numpy as np
from clock import Calculation, main
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table


def kappa(scores: np.ndarray) -> float:
    return float(cohens_kappa(to_table(scores, 5)[0], wt="quadratic").kappa)


def fleiss(scores: np.ndarray) -> float:
    return float(fleiss_kappa(aggregate_raters(scores, 5)[0]))


main(
    {
        "weighted kappa": Calculation(kappa),
        "Fleiss' kappa": Calculation(fleiss),
    }
)
