"""`analyse gstudy` gives the components and decision studies of the data sets with known answers."""

from __future__ import annotations

import csv
import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports.analysis.command import analysed
from reports.analysis.options import parse

FOLDER = Path(os.environ.get("LEVELFIELD_ORACLES") or Path(__file__).parents[5] / "shared" / "oracles")
DESIGNS = {
    "gtheory_brennan_p_r_in_t": "person x (rater:task)",
    "gtheory_sim_pxrxi_balanced": "p x r x i",
    "gtheory_sim_pxrxi_negative": "p x r x i",
    "gtheory_stratified_px_i": "person x item",
}
OURS = re.compile(r"(?P<prefix>pxrxi\.|subtest(?P<subtest>\d)\.)?(?P<name>(anova\.(var|ms)|dstudy)\..*)\Z")


@cache
def known(case: str) -> list[tuple[re.Match[str], dict[str, Any]]]:
    file = FOLDER / case / "expected.json"
    if not file.exists():
        return []
    values = json.loads(file.read_text("utf-8"))["values"]
    return [(match, one) for one in values if (match := OURS.match(one["id"]))]


@cache
def answers(case: str, subtest: str | None, study: str) -> dict[str, Any]:
    raw = (FOLDER / case / "data.csv").read_bytes()
    if subtest:
        header, *rows = csv.reader(raw.decode().splitlines())
        kept = [row for row in rows if row[header.index("subtest")] == subtest]
        raw = "\n".join(",".join(row) for row in [header, *kept]).encode()
    asked = ["gstudy", "data.csv", "--score", "score", "--design", DESIGNS[case], "--json"]
    printed = json.loads(analysed(raw, parse([*asked, *(["--dstudy", study] if study else [])])))
    return {value["id"]: value["value"] for value in printed["values"]}


@pytest.mark.parametrize("case", sorted(DESIGNS))
def test_components_and_decision_studies_are_those_known(case: str):
    if not known(case):
        pytest.skip("the folder of known answers is not there")
    wrong: list[str] = []
    for match, one in known(case):
        name = match["name"]
        sizes = re.findall(r"n(\w)(\d+)", name.split(".")[1]) if name.startswith("dstudy") else []
        said = answers(case, match["subtest"], ",".join(f"{facet}={size}" for facet, size in sizes)).get(name)
        if said != pytest.approx(one["value"], abs=one["abs_tol"], rel=0):
            wrong.append(f"{one['id']}: {said}, expected {one['value']}")
    assert not wrong, "\n".join(wrong)
