"""How fast the statistics are beside other packages and bare algebra. Nothing fails for being slow.

The first tests are quick and always run: what is compared gives the same answers. With `--benchmarks` other packages
are timed beside ours, in environments made by `make_environments.py`, and the table is printed.
"""

import numpy as np
import pytest

from tests.benchmarks import bare_algebra, ours
from tests.benchmarks.clock import timed
from tests.benchmarks.make_environments import HERE, environment_names
from tests.benchmarks.scores import observed_scores
from tests.benchmarks.statistics_speed import HEAD, PEERS, comparisons, lines, missing_environments

# irrCAC rounds to five digits, bootstraps of different designs differ by chance.
ROUNDED, BY_CHANCE = 6e-6, 0.02


def scores_for(task: str) -> np.ndarray:
    raters, _ = PEERS[task]
    scores = observed_scores(400, raters)
    return scores.sum(2) * 5 if task == "intraclass" else scores[:, :, 0]


@pytest.mark.parametrize("task", list(PEERS))
def test_bare_algebra_and_ours_give_the_same_value(task: str):
    scores = scores_for(task)
    assert ours.CALCULATIONS[task].point(scores) == pytest.approx(bare_algebra.CALCULATIONS[task].point(scores))


@pytest.mark.parametrize("task", list(PEERS))
def test_bare_algebra_and_ours_give_about_the_same_limits(task: str):
    scores = scores_for(task)
    bare, full = bare_algebra.CALCULATIONS[task].bootstrap, ours.CALCULATIONS[task].bootstrap
    assert bare is not None
    assert full is not None
    assert full(scores) == pytest.approx(bare(scores), abs=BY_CHANCE)


def test_a_timing_carries_the_value_the_seconds_and_the_memory():
    timing = timed(ours.CALCULATIONS["Gwet's AC2"], scores_for("Gwet's AC2"), budget=0.01)
    assert timing.value == pytest.approx(0.7, abs=0.3)
    assert min(timing.point, timing.bootstrap, timing.idle_memory) > 0
    assert timing.replicates == 2000


def test_every_package_compared_has_its_script_and_its_environment():
    for _, packages in PEERS.values():
        for package, environment in packages.items():
            assert (HERE / f"with_{package}.py").exists()
            assert environment in environment_names()


def test_every_pinned_package_names_one_version():
    for file in HERE.glob("requirements-*.txt"):
        pins = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert [pin for pin in pins if pin.count("==") != 1] == [], file.name


@pytest.mark.benchmark
@pytest.mark.slow
def test_other_packages_agree_with_us_and_take_this_long(capsys: pytest.CaptureFixture[str]):
    if missing_environments():
        pytest.skip("Other packages are not installed: run python tests/benchmarks/make_environments.py first.")
    with capsys.disabled():
        print("\n" + HEAD)
    for comparison in comparisons():
        with capsys.disabled():
            print("\n".join(lines(comparison)), flush=True)
        expected = pytest.approx(comparison.ours.value, abs=ROUNDED)
        assert comparison.floor.value == expected, comparison.task
        for package, peer in comparison.peers.items():
            assert peer is None or peer.value == expected, (comparison.task, comparison.ratings, package)
