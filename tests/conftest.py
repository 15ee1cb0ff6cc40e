"""What all tests share: which machine they are on, and what happens when it lacks something.

Nothing here knows the product; the fixtures of a room stand in that room's own conftest.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.throwaway_postgres import find_programs, running_server

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ROOT = Path(__file__).resolve().parent.parent


def chromium_program() -> str | None:
    """Where Chromium is: ``LEVELFIELD_CHROMIUM`` if set, else the first of its usual names here."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return os.environ.get("LEVELFIELD_CHROMIUM") or next(filter(None, found), None)


def missing_for(marker: str) -> str | None:
    """What this machine lacks for the tests with this marker, as a sentence, or None."""
    if marker == "browser" and not chromium_program():
        return "Chromium is not installed (on Debian and Ubuntu: apt install chromium)."
    if marker == "postgres" and not os.environ.get("TEST_POSTGRES_URL") and not find_programs():
        return "PostgreSQL is not installed (on Debian and Ubuntu: apt install postgresql)."
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="take the pictures of the README anew")
    parser.addoption("--benchmarks", action="store_true", help="also run what only times things")
    parser.addoption("--slowly", action="store_true", help="browser stories on a slow tablet before a slow server")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave benchmarks out unless asked for, and skip what this machine cannot run.

    First of all hooks: pytest-xdist reads the groups in its own, and would find none.
    """
    if not config.getoption("--benchmarks"):
        timed = [item for item in items if item.get_closest_marker("benchmark")]
        config.hook.pytest_deselected(items=timed)
        items[:] = [item for item in items if item not in timed]
    for marker in ("browser", "postgres"):
        lacking = missing_for(marker)
        for item in items:
            if not item.get_closest_marker(marker):
                continue
            # One browser, or one server, after the other: a second beside the first makes both slower.
            item.add_marker(pytest.mark.xdist_group(marker))
            if lacking and not IN_CI:
                item.add_marker(pytest.mark.skip(reason=lacking))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """In continuous integration a missing program is a failure: a skip would hide that nothing was tested."""
    for marker in ("browser", "postgres"):
        if IN_CI and item.get_closest_marker(marker) and (lacking := missing_for(marker)):
            pytest.fail(f"This must run in continuous integration. {lacking}", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out, and why: a row of green dots must not be mistaken for the whole."""
    skipped = terminalreporter.stats.get("skipped", [])
    for marker in ("browser", "postgres"):
        lacking = missing_for(marker)
        count = sum(1 for report in skipped if lacking and lacking in str(report.longrepr))
        if count:
            terminalreporter.section(f"{count} {marker} tests did NOT run", sep="!", red=True, bold=True)
            terminalreporter.line(lacking or "")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser, for tests marked ``browser``."""
    program = chromium_program()
    assert program, "Mark this test with @pytest.mark.browser."
    return program


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, for tests marked ``postgres``: a given one, or one started here.

    Tests want ``tests.empty_database.empty_database(postgres_server)``, not the server's own database.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
    else:
        with running_server() as address:
            yield address


@pytest.fixture(scope="session")
def oracles() -> Path:
    """The folder of data sets with known answers, which is not part of the project."""
    folder = Path(os.environ.get("LEVELFIELD_ORACLES", ROOT.parent / "shared/oracles"))
    if not folder.is_dir():
        pytest.skip("The data sets with known answers are not here: set LEVELFIELD_ORACLES to their folder.")
    return folder
