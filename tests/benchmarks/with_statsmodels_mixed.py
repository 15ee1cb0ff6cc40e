"""What statsmodels offers for crossed groupings: one group of everything, with variance components in it."""

# pyright: reportMissingImports=false
import json
import sys
import time

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

ratings = pd.read_csv(sys.argv[1])
started = time.process_time()
model = smf.mixedlm(
    "score ~ type",
    ratings,
    groups=np.ones(len(ratings)),
    vc_formula={name: f"0 + C({name})" for name in ("clinician", "consultation", "observer")},
).fit()
spent = time.process_time() - started
found = dict(zip(model.model.exog_vc.names, model.vcomp.tolist(), strict=True))
components = [found["clinician"], found["consultation"], found["observer"], float(model.scale)]
print(json.dumps({"seconds": spent, "deviance": -2 * float(model.llf), "components": components}))
