"""Time one calculation in a process of its own, and say how much memory it took.

Every `with_<package>.py` beside this file offers its calculations as `Calculation`s and hands them to `main`, which
runs one of them on a stored table of scores and prints a line of JSON. It runs in environments of different ages, so
it uses the standard library and numpy only.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

REPLICATES = 2000
MOST_RUNS = 9
# Past this a calculation is run once: a second go would only tell the same more slowly.
ONE_RUN_IS_ENOUGH = 2.0
KIBIBYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Calculation:
    """What a package offers for one quantity. Scores come as an array (units, raters).

    point: the value, with whatever the package computes along with it. bootstrap: limits from 2 000 replicates; for
    packages that have none, `point` is called on rows drawn anew.
    """

    point: Callable[[np.ndarray], float]
    bootstrap: Callable[[np.ndarray], tuple[float, float]] | None = None


@dataclass(frozen=True)
class Timing:
    """Seconds of the processor's time, which a busy machine does not stretch, and mebibytes.

    `replicates` says how many were run; `bootstrap` stands for all 2 000 of them.
    """

    value: float
    point: float
    bootstrap: float
    replicates: int
    idle_memory: float
    point_memory: float
    bootstrap_memory: float


def peak() -> float:
    """The most memory this process has held so far, in mebibytes."""
    # Linux hands a parent's peak down to a child in getrusage; the process's own stands in its status.
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTES / 2**20


def timed(calculation: Calculation, scores: np.ndarray, budget: float) -> Timing:
    """Time value and bootstrap, each within about `budget` seconds where a single run allows."""
    idle = peak()
    point, value = _repeated(lambda: calculation.point(scores), budget)
    after_point = peak()
    own = calculation.bootstrap
    if own is not None:
        bootstrap, replicates = _repeated(lambda: own(scores), budget)[0], REPLICATES
    else:
        each, replicates = _replicated(calculation.point, scores, budget, point)
        bootstrap = each * REPLICATES
    return Timing(value, point, bootstrap, replicates, idle, after_point - idle, peak() - idle)


def main(calculations: dict[str, Calculation]) -> None:
    """Run the calculation named by the first argument on the file named by the second, for so many seconds."""
    task, file, budget = sys.argv[1:4]
    scores = np.load(file)
    print(json.dumps(asdict(timed(calculations[task], scores, float(budget)))))


def _repeated(run: Callable[[], object], budget: float) -> tuple[float, float]:
    spent: list[float] = []
    value: object = None
    # The first run of all loads what is loaded late; it counts only when it is the only one.
    while len(spent) < 2 or (sum(spent) < budget and len(spent) <= MOST_RUNS):
        start = time.process_time()
        value = run()
        spent.append(time.process_time() - start)
        if spent[-1] > ONE_RUN_IS_ENOUGH:
            break
    kept = spent[1:] or spent
    return statistics.median(kept), float(value) if isinstance(value, float) else float("nan")


def _replicated(
    again: Callable[[np.ndarray], float], scores: np.ndarray, budget: float, point: float
) -> tuple[float, int]:
    if point > budget:
        return point, 0
    generator = np.random.default_rng(1)
    done, start = 0, time.process_time()
    while done < REPLICATES and (done < 1 or time.process_time() - start < budget):
        again(scores[generator.integers(0, len(scores), len(scores))])
        done += 1
    return (time.process_time() - start) / done, done
