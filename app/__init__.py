"""The web. Nobody imports from this module; the application is made in `app/application.py`."""

import os

# The same as in `reports`, for the case that numpy is loaded by the web first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
