"""A mixed model by REML beside lme4, statsmodels and a bare prototype: the same ratings, the same run, as ratios.

    python tests/benchmarks/mixed_speed.py [ratings ...]

Clinicians with consultations, consultations with several observers of two types. Every fit runs in a process of its
own and counts the processor's time. lme4 is R's (`apt install r-cran-lme4`), timed as it is and with its quicker
settings; statsmodels needs `make_environments.py`; the prototype is not part of the project (see
`test_agreement_speed.py`). What is not there is left out, and said.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reports.statistics.mixed_model import fit_mixed_model  # noqa: E402 - run as a script, this file must find its room first
from tests.benchmarks.clock import peak  # noqa: E402
from tests.benchmarks.make_environments import BENCH, is_ready, python_of  # noqa: E402

HERE = Path(__file__).resolve().parent
PROTOTYPES = Path(os.environ.get("LEVELFIELD_BENCH") or ROOT.parent / "shared" / "bench") / "stats"
# Ratings: clinicians, consultations of each, observers, observers of one consultation.
DESIGNS = {1_000: (33, 10, 12, 3), 30_000: (1_000, 10, 200, 3), 1_000_000: (10_000, 10, 300, 10)}
TIME_LIMIT = 600.0
# Beyond these it takes hours, or more memory than there is.
MOST_FOR_STATSMODELS = 1_000
COLUMNS = ("score", "type", "clinician", "consultation", "observer")


@dataclass(frozen=True)
class Fit:
    """seconds: of the processor. components: clinician, consultation, observer, residual. memory: mebibytes or None."""

    seconds: float
    deviance: float
    components: tuple[float, ...]
    memory: float | None = None


def ratings_of(number: int, seed: int = 2) -> np.ndarray:
    """(rows, 5) as COLUMNS, of totals from 0 to 100 in hundredths."""
    clinicians, visits, observers, seats = DESIGNS[number]
    draw = np.random.default_rng(seed)
    clinician = np.repeat(np.arange(clinicians), visits * seats)
    consultation = np.repeat(np.arange(clinicians * visits), seats)
    observer = draw.integers(0, observers, len(clinician))
    kind = observer % 2
    score = (
        60 + 3 * kind + draw.normal(0, 9, clinicians)[clinician] + draw.normal(0, 6, clinicians * visits)[consultation]
    )
    score = score + draw.normal(0, 4, observers)[observer] + draw.normal(0, 8, len(clinician))
    return np.column_stack([np.round(score, 2), kind, clinician, consultation, observer])


def ours(ratings: np.ndarray) -> Fit:
    """Our own fit, in this process."""
    before, started = peak(), time.process_time()
    fixed = np.column_stack([np.ones(len(ratings)), ratings[:, 1]])
    groupings = {name: ratings[:, place].astype(np.int64) for place, name in enumerate(COLUMNS) if place > 1}
    model = fit_mixed_model(ratings[:, 0], fixed, groupings)
    spent = time.process_time() - started
    components = (*(model.component(name) for name in COLUMNS[2:]), model.residual)
    return Fit(spent, model.deviance, components, peak() - before)


def prototype(ratings: np.ndarray) -> Fit:
    """The bare prototype, in this process. Raises ImportError where it is not."""
    sys.path.insert(0, str(PROTOTYPES))
    floor: Any = __import__("floor_reml")
    before, started = peak(), time.process_time()
    fixed = np.column_stack([np.ones(len(ratings)), ratings[:, 1]])
    found = floor.LMM(ratings[:, 0], fixed, [ratings[:, place] for place in (2, 3, 4)]).fit()
    spent = time.process_time() - started
    return Fit(spent, found["deviance"], (*found["var"].tolist(), found["s2"]), peak() - before)


def in_its_own_process(which: str, number: int) -> Fit | None:
    """`ours` or `prototype`, one thread, nothing else in memory. None past the time limit."""
    settings = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    said = _said([sys.executable, str(Path(__file__).resolve()), "--one", which, str(number)], settings)
    return None if said is None else Fit(said["seconds"], said["deviance"], tuple(said["components"]), said["memory"])


def lme4(number: int) -> tuple[Fit, Fit] | None:
    """As it is, and quicker; None without R and lme4, or past the time limit."""
    if shutil.which("Rscript") is None:
        return None
    said = _said(["Rscript", str(HERE / "with_lme4.R"), str(_stored(number))], dict(os.environ))
    if said is None:
        return None
    rest = (said["deviance"], tuple(said["components"]))
    return Fit(said["usual"], *rest), Fit(said["quick"], *rest)


def statsmodels(number: int) -> Fit | None:
    """None without its environment, for more ratings than it can hold, or past the time limit."""
    if number > MOST_FOR_STATSMODELS or not is_ready("peers"):
        return None
    script = str(HERE / "with_statsmodels_mixed.py")
    said = _said([str(python_of("peers")), script, str(_stored(number))], {**os.environ, "PYTHONPATH": ""})
    return None if said is None else Fit(said["seconds"], said["deviance"], tuple(said["components"]))


def comparison(number: int) -> dict[str, Fit | None]:
    """Every fit of one size; ours first."""
    both = lme4(number)
    return {
        "ours": in_its_own_process("ours", number),
        "lme4": both[0] if both else None,
        "lme4, quicker": both[1] if both else None,
        "statsmodels": statsmodels(number),
        "prototype": in_its_own_process("prototype", number) if (PROTOTYPES / "floor_reml.py").exists() else None,
    }


def lines(number: int, fits: dict[str, Fit | None]) -> list[str]:
    """One line for each: seconds, how many times ours, memory, deviance less ours, components."""
    own = fits["ours"]
    if own is None:
        return [f"{number:>9,}  ours took more than {TIME_LIMIT:.0f} s"]
    rows: list[str] = []
    for name, fit in fits.items():
        if fit is None:
            rows.append(f"{number:>9,}  {name:14} not there, too large for it, or more than {TIME_LIMIT:.0f} s")
            continue
        memory = "" if fit.memory is None else f"{fit.memory:.0f}"
        parts = "  ".join(f"{part:.5g}" for part in fit.components)
        rows.append(
            f"{number:>9,}  {name:14}{fit.seconds:>9.2f} s{fit.seconds / own.seconds:>8.1f}x{memory:>7} MiB"
            f"{fit.deviance - own.deviance:>12.2g}  {parts}"
        )
    return rows


def _stored(number: int) -> Path:
    BENCH.mkdir(exist_ok=True)
    file = BENCH / f"mixed-{number}.csv"
    if not file.exists():
        np.savetxt(
            file, ratings_of(number), fmt=("%.2f", "%d", "%d", "%d", "%d"), delimiter=",", header=",".join(COLUMNS),
            comments="",
        )  # fmt: skip
    return file


def _said(command: list[str], settings: dict[str, str]) -> dict[str, Any] | None:
    try:
        done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"{command[1]}: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        made = {"ours": ours, "prototype": prototype}[sys.argv[2]](ratings_of(int(sys.argv[3])))
        print(json.dumps({**made.__dict__}))
    else:
        print(
            "Seconds of the processor, times ours, memory, deviance less ours; clinician, consultation, observer, rest"
        )
        for size in [int(argument) for argument in sys.argv[1:]] or DESIGNS:
            print("\n".join(lines(size, comparison(size))), flush=True)
