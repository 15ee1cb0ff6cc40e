"""Who may import what from outside. The directions between our own packages are held by import-linter."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {"instruments", "reports", "app"}


def modules(folder: str) -> list[Path]:
    return sorted(ROOT.joinpath(folder).rglob("*.py"))


def imported_packages(module: Path) -> Iterator[str]:
    """The top-level name of everything a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("instruments", {"instruments", "yaml"}),
        ("reports/statistics", {"reports", "numpy", "scipy"}),
        ("reports", {"reports", "instruments", "numpy", "scipy", "reportlab", "PIL"}),
    ],
)
def test_the_calculating_packages_need_nothing_but_what_their_purpose_names(folder: str, allowed: set[str]) -> None:
    found = {
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules(folder)
        for name in imported_packages(module)
        if name not in allowed and name not in sys.stdlib_module_names
    }
    assert found == set()


def test_the_set_up_runs_on_a_bare_python() -> None:
    needed = set(imported_packages(ROOT / "dev.py")) | set(imported_packages(ROOT / "requirements/set_up.py"))
    assert needed - {"requirements"} <= sys.stdlib_module_names


def test_the_product_never_imports_its_tests_or_its_development_tools() -> None:
    tools = {"tests", "dev", "pytest", "hypothesis", "playwright", "pikepdf", "pypdf", "html5lib"}
    found = {
        f"{module.relative_to(ROOT)} imports {name}"
        for folder in sorted(OWN)
        for module in modules(folder)
        for name in imported_packages(module)
        if name in tools
    }
    assert found == set()
