"""Our statistics beside other packages and beside bare algebra: the same data, one after the other, as ratios.

    python tests/benchmarks/statistics_speed.py [ratings ...]

Every calculation runs in a process of its own, ours between the others, so that a busy machine is busy for all.
Packages without a bootstrap are called for a bounded number of replicates, and 2 000 are extrapolated from those.
Time is the processor's, not the clock's. Seconds mean nothing from one machine or one run to the next; the ratios of
one run do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.clock import REPLICATES, Timing  # noqa: E402 - run as a script, this file must find its room first
from tests.benchmarks.make_environments import BENCH, environment_names, is_ready, python_of  # noqa: E402
from tests.benchmarks.scores import observed_scores  # noqa: E402

HERE = Path(__file__).resolve().parent
SIZES = (100, 10_000, 1_000_000)
BUDGET = 0.5
TIME_LIMIT = 30.0
# Without ours and the floor there is no comparison, so a machine that others keep busy may take its time over them.
OWN_TIME_LIMIT = 300.0
OURS, FLOOR = "ours", "bare algebra"
# Which package, in which environment, offers what; and how many raters the comparison has.
PEERS: dict[str, tuple[int, dict[str, str]]] = {
    "intraclass": (4, {"pingouin": "peers"}),
    "ordinal alpha": (4, {"krippendorff": "peers"}),
    "Gwet's AC2": (4, {"irrcac": "irrcac"}),
    "Fleiss' kappa": (4, {"statsmodels": "peers", "irrcac": "irrcac"}),
    "weighted kappa": (2, {"sklearn": "peers", "statsmodels": "peers"}),
}


@dataclass(frozen=True)
class Comparison:
    """One quantity at one size. A peer that took too long is None. peers: by package."""

    task: str
    ratings: int
    ours: Timing
    floor: Timing
    peers: dict[str, Timing | None]


def missing_environments() -> list[str]:
    """The environments of peers that have not been made."""
    return [name for name in environment_names() if not is_ready(name)]


def comparisons(sizes: Sequence[int] = SIZES) -> Iterator[Comparison]:
    """Run everything, one quantity and size after the other."""
    for ratings in sizes:
        for task, (raters, packages) in PEERS.items():
            file = stored_scores(task, ratings, raters)
            peers = {
                package: run(python_of(environment), f"with_{package}.py", task, file)
                for package, environment in packages.items()
            }
            ours = run(Path(sys.executable), "ours.py", task, file, OWN_TIME_LIMIT)
            floor = run(Path(sys.executable), "bare_algebra.py", task, file, OWN_TIME_LIMIT)
            if ours is None or floor is None:
                raise TimeoutError(f"{task} of {ratings} ratings took us more than {OWN_TIME_LIMIT:.0f} seconds.")
            yield Comparison(task, ratings, ours, floor, peers)


def stored_scores(task: str, ratings: int, raters: int) -> Path:
    """One item's points, or for the intraclass correlation the totals, in a file every process reads."""
    BENCH.mkdir(exist_ok=True)
    kind = "totals" if task == "intraclass" else "points"
    file = BENCH / f"{kind}-{ratings}-{raters}.npy"
    if not file.exists():
        scores = observed_scores(ratings // raters, raters)
        np.save(file, scores.sum(2) * 5 if kind == "totals" else scores[:, :, 0])
    return file


def run(python: Path, script: str, task: str, file: Path, limit: float = TIME_LIMIT) -> Timing | None:
    """One calculation in its own process; None when it takes longer. Raises RuntimeError when it fails."""
    command = [str(python), str(HERE / script), task, str(file), str(BUDGET)]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    # Peers must not see our packages, and we must be found although nothing is installed.
    settings = {**os.environ, **threads, "PYTHONPATH": str(ROOT) if python == Path(sys.executable) else ""}
    try:
        done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"{script} failed on {task}: {done.stderr.strip().splitlines()[-1:]}")
    return Timing(**json.loads(done.stdout.splitlines()[-1]))


HEAD = (
    f"{'':15}{'ratings':>9}  {'beside':13}{'point x':>9}{'bootstrap x':>13}{'(run)':>8}{'MiB peer':>10}{'ours':>6}"
    f"{'point ms':>11}{'bootstrap ms':>14}"
)


def lines(comparison: Comparison) -> list[str]:
    """How many times faster we are than each peer, and how many times slower than bare algebra."""
    ours, rows = comparison.ours, []
    memory = max(ours.point_memory, ours.bootstrap_memory)
    for package, peer in comparison.peers.items():
        start = f"{comparison.task:15}{comparison.ratings:>9}  {package:13}"
        if peer is None:
            least = TIME_LIMIT / ours.point
            rows.append(f"{start}{f'>{least:,.0f}':>9}{f'>{least:,.0f}':>13}{'none':>8}")
            continue
        held = max(peer.point_memory, peer.bootstrap_memory)
        rows.append(
            f"{start}{peer.point / ours.point:>9,.1f}{peer.bootstrap / ours.bootstrap:>13,.0f}{peer.replicates:>8}"
            f"{held:>10.0f}{memory:>6.0f}{ours.point * 1e3:>11.2f}{ours.bootstrap * 1e3:>14.1f}"
        )
    floor = comparison.floor
    rows.append(
        f"{comparison.task:15}{comparison.ratings:>9}  {FLOOR:13}{floor.point / ours.point:>9.2f}"
        f"{floor.bootstrap / ours.bootstrap:>13.2f}{REPLICATES:>8}"
        f"{max(floor.point_memory, floor.bootstrap_memory):>10.0f}{memory:>6.0f}"
        f"{ours.point * 1e3:>11.2f}{ours.bootstrap * 1e3:>14.1f}"
    )
    return rows


if __name__ == "__main__":
    if missing_environments():
        raise SystemExit("Make the other packages' environments first: python tests/benchmarks/make_environments.py")
    print("How many times as long the others take (below 1: they are faster); milliseconds are ours.\n" + HEAD)
    for each in comparisons([int(argument) for argument in sys.argv[1:]] or SIZES):
        print("\n".join(lines(each)), flush=True)
