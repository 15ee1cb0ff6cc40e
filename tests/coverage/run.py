"""Draw thousands of studies of each design and print how often 95 % intervals hold the truth.

    python -m tests.coverage.run            2 000 studies of every design
    python -m tests.coverage.run 500 pairs  500 studies of the designs with "pairs" in their name

The figures are kept in reports/statistics/README.md; a few studies of every design are drawn in each test run.
"""

from __future__ import annotations

import sys
import time

from tests.coverage import agreement_designs, difference_designs, model_designs, reliability_designs
from tests.coverage.design import coverage

DESIGNS = [
    *agreement_designs.DESIGNS, *reliability_designs.DESIGNS, *difference_designs.DESIGNS, *model_designs.DESIGNS,
]  # fmt: skip
HEAD = "| Design | Quantity and interval | Truth | Mean | Held | Mean width | Without |\n|---|---|---|---|---|---|---|"


def main(studies: int, wanted: str) -> None:
    """Print one line of a table for each quantity."""
    print(HEAD)
    for design in DESIGNS:
        if wanted in design.name:
            began = time.process_time()
            for one in coverage(design, studies):
                without = f"{one.without:.1%}" if one.without else ""
                reach = f"{one.held:.1%} | {one.width:.3g}" if one.without < 1 else " | "
                line = f"{one.design} | {one.quantity} | {one.truth:.3f} | {one.mean:.3f} | {reach} | {without}"
                print(f"| {line} |", flush=True)
            print(f"{design.name}: {time.process_time() - began:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2000, sys.argv[2] if sys.argv[2:] else "")
