"""What pingouin offers: all six intraclass correlations with F, p and interval; no bootstrap."""

# pyright: reportMissingImports=false
import warnings

import numpy as np
import pandas as pd
import pingouin
from clock import Calculation, main

warnings.filterwarnings("ignore")


def intraclass(scores: np.ndarray) -> float:
    units, raters = scores.shape
    long = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), raters),
            "rater": np.tile(np.arange(raters), units),
            "score": scores.ravel().astype(float),
        }
    )
    forms = pingouin.intraclass_corr(long, "unit", "rater", "score")
    return float(forms.loc[forms["Type"] == "ICC(A,1)", "ICC"].iloc[0])


main({"intraclass": Calculation(intraclass)})
