"""`analyse facets` gives what exact likelihoods, mfrmr and TAM give on the data sets with known answers."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports.analysis.command import analysed
from reports.analysis.options import parse

FOLDER = Path(os.environ.get("LEVELFIELD_ORACLES") or Path(__file__).parents[5] / "shared" / "oracles")
ANSWERED = ("mfrm.", "extreme.", "design.")
# A count of the design matrix that the fit makes for itself and does not print.
NOT_PRINTED = ("design.rank_deficiency_beyond_constraints",)
# Marginal estimates of the domain cases take the consultation for the object of measurement.
CONSULTATION = "consultation"


@cache
def known() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(FOLDER.glob("*/expected.json")):
        values = json.loads(file.read_text("utf-8"))["values"]
        ours = [one for one in values if one["id"].startswith(ANSWERED) and one["id"] not in NOT_PRINTED]
        if any(one["id"].startswith("mfrm.") for one in ours):
            found[file.parent.name] = ours
    return found


CASES = sorted(known())


@cache
def answers(case: str, model: str, first: str) -> dict[str, Any]:
    path = FOLDER / case / "data.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    asked = ["facets", str(path), "--rating", "score", "--facets", f"{first},observer,item", "--model", model, "--json"]
    if "observer_type" in header:
        asked += ["--bias", "observer_type*item", "--observer", "observer", "--type", "observer_type"]
    if first == CONSULTATION or case.startswith("mfrm_sirt"):
        asked.append("--marginal")
    printed = json.loads(analysed(path.read_bytes(), parse(asked)))
    return {value["id"]: value["value"] for value in printed["values"]}


@pytest.mark.skipif(not CASES, reason="the folder of known answers is not there")
@pytest.mark.parametrize("case", CASES)
def test_every_known_answer_of_a_rasch_case_is_given(case: str):
    wrong: list[str] = []
    for one in known()[case]:
        model = "partial-credit" if ".pcm." in one["id"] else "rating-scale"
        header = (FOLDER / case / "data.csv").read_text("utf-8").splitlines()[0].split(",")
        first = CONSULTATION if ".mml." in one["id"] and CONSULTATION in header else "clinician"
        said = answers(case, model, first).get(one["id"])
        if not same(one, said):
            wrong.append(f"{one['id']}: {said}, expected {one['value']}")
    assert not wrong, "\n".join(wrong)


def same(one: dict[str, Any], said: object) -> bool:
    value = one["value"]
    if isinstance(value, bool | str) or (isinstance(value, list) and value and isinstance(value[0], str)):
        return said == value
    return said == pytest.approx(value, abs=one["abs_tol"], rel=0)
