"""What krippendorff offers: alpha without an interval."""

# pyright: reportMissingImports=false
import krippendorff
import numpy as np
from clock import Calculation, main

POINTS = [0.0, 1.0, 2.0, 3.0, 4.0]


def alpha(scores: np.ndarray) -> float:
    ratings = scores.T.astype(float)
    return float(krippendorff.alpha(ratings, value_domain=POINTS, level_of_measurement="ordinal"))


main({"ordinal alpha": Calculation(alpha)})
