"""What is concluded and shown: statistics, feedback, figures and PDF. No web, no database."""

import os

# Read by numpy's linear algebra when it is first loaded. Our matrices are small and a server runs several threads:
# with threads of its own the algebra waits for itself and takes ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
