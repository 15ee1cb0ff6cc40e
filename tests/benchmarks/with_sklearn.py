"""What scikit-learn offers: the kappa of two raters without an interval."""

# pyright: reportMissingImports=false
import numpy as np
from clock import Calculation, main
from sklearn.metrics import cohen_kappa_score


def kappa(scores: np.ndarray) -> float:
    return float(cohen_kappa_score(scores[:, 0], scores[:, 1], weights="quadratic", labels=[0, 1, 2, 3, 4]))


main({"weighted kappa": Calculation(kappa)})
