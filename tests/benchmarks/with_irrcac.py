"""What irrCAC offers: Gwet's family with large-sample standard errors, rounded to five digits; no bootstrap."""

# pyright: reportMissingImports=false
import warnings

import numpy as np
import pandas as pd
from clock import Calculation, main
from irrCAC.raw import CAC

warnings.filterwarnings("ignore")
POINTS = [0.0, 1.0, 2.0, 3.0, 4.0]


def table(scores: np.ndarray, weights: str) -> CAC:
    return CAC(pd.DataFrame(scores.astype(float)), weights=weights, categories=POINTS)


def ac2(scores: np.ndarray) -> float:
    return float(table(scores, "quadratic").gwet()["est"]["coefficient_value"])


def fleiss(scores: np.ndarray) -> float:
    return float(table(scores, "identity").fleiss()["est"]["coefficient_value"])


main({"Gwet's AC2": Calculation(ac2), "Fleiss' kappa": Calculation(fleiss)})
