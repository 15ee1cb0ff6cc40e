"""The README's worked examples: published data, asked as the README asks, give what was printed."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import pytest

from reports.analysis.command import run

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^levelfield analyse (.*tests/reports/published/.*)$", README, re.MULTILINE)
# Of the output only what has one value on its line in the README is compared.
SHOWN = re.findall(r"^( {2}[a-z_]+\..*\S)$", README, re.MULTILINE)


def printed(line: str) -> str:
    out, errors = io.StringIO(), io.StringIO()
    words = [str(ROOT / word) if word.startswith("tests/") else word for word in shlex.split(line)]
    assert run(words, io.BytesIO(), out, errors) == 0, errors.getvalue()
    return out.getvalue()


def test_the_readme_shows_two_examples_with_what_they_print():
    assert len(COMMANDS) == 2
    said = "".join(printed(command) for command in COMMANDS)
    spoken = {re.sub(r" +", " ", line).strip() for line in said.splitlines()}
    assert SHOWN
    assert [line for line in SHOWN if re.sub(r" +", " ", line).strip() not in spoken] == []


# Shrout & Fleiss (1979), table 4: four judges, six targets.
@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("ICC(1)", 0.17),
        ("ICC(A,1)", 0.29),
        ("ICC(C,1)", 0.71),
        ("ICC(k)", 0.44),
        ("ICC(A,k)", 0.62),
        ("ICC(C,k)", 0.91),
    ],
)
def test_shrout_and_fleiss_printed_these_coefficients(form: str, value: float):
    said = printed("reliability tests/reports/published/shrout_fleiss_1979.csv --unit target")
    found = re.search(rf"^  icc\.{re.escape(form)}\.estimate +(\S+)", said, re.MULTILINE)
    assert found is not None
    assert float(found[1]) == pytest.approx(value, abs=0.005)


# Landis & Koch (1977) Biometrics 33, 159-174, print 0.208 for the Winnipeg patients.
def test_landis_and_koch_printed_this_kappa():
    said = printed("agreement tests/reports/published/winnipeg_1977.csv --layout table")
    found = re.search(r"^  cohen_kappa\.identity\.estimate +(\S+)", said, re.MULTILINE)
    assert found is not None
    assert float(found[1]) == pytest.approx(0.208, abs=0.0005)
