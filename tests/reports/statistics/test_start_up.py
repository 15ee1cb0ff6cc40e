"""What is loaded before the first question is answered: every command and every page pays for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("module", ["app.application", "reports.analysis.command"])
def test_no_command_waits_for_hundreds_of_distributions_to_load(module: str):
    told = f"import sys, {module}; print('scipy.special' in sys.modules, 'scipy.stats' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]
