"""Mixed models give the components, effects and predictions that established packages give."""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reports.statistics.component_intervals import profile_interval
from reports.statistics.design import connection
from reports.statistics.distributions import two_sided_t
from reports.statistics.kenward_roger import KenwardRoger
from reports.statistics.mixed_model import MixedModel, fit_mixed_model
from reports.statistics.satterthwaite import satterthwaite_freedom

FOLDER = Path(os.environ.get("LEVELFIELD_ORACLES") or Path(__file__).parents[4] / "shared" / "oracles")
NOT_HERE = ("dstudy", "derived")


def fits() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Known answers of each case's models, by the leading word of their ids."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for file in sorted(FOLDER.glob("*/expected.json")):
        for one in json.loads(file.read_text("utf-8"))["values"]:
            prefix = one["id"].split(".")[0]
            found.setdefault((file.parent.name, prefix), []).append(one)
    return {
        key: values for key, values in found.items() if any("formula" in (one.get("params") or {}) for one in values)
    }


FITS = fits()


def fitted(case: str, params: dict[str, Any]) -> tuple[MixedModel, list[str]]:
    score, _, right = params["formula"].partition(" ~ ")
    names = ("totals.csv", "long.csv", "data.csv")
    for name in names:
        path = FOLDER / case / name
        if path.exists() and score in path.read_text("utf-8").splitlines()[0].split(","):
            break
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    y = np.array([float(row[score]) for row in rows])
    groupings = {
        term: [":".join(row[part] for part in term.split(":")) for row in rows]
        for term in re.findall(r"\(1 *\| *([^)]+)\)", right)
    }
    columns, effects = [np.ones(len(y))], ["(Intercept)"]
    for term in re.sub(r"\([^)]*\)", "", right).split("+"):
        name = term.strip()
        if name and name != "1":
            labels = sorted({row[name] for row in rows})
            columns += [np.array([row[name] == label for row in rows], dtype=float) for label in labels[1:]]
            effects += [f"{name}{label}" for label in labels[1:]]
    return fit_mixed_model(y, np.column_stack(columns), groupings, reml=bool(params.get("reml", True))), effects


def said_of(model: MixedModel, effects: list[str], field: str, name: str) -> object:
    if field == "var":
        return model.residual if name == "Residual" else model.component(name)
    if field in {"objective", "singular"}:
        return model.deviance if field == "objective" else model.singular
    if field.startswith("blup"):
        predicted = model.predictions(name)
        kinds = {"blup": "effects", "blup_cond_sd": "conditional_sd", "blup_pev_sd": "prediction_sd"}
        return getattr(predicted, kinds[field])
    if field.startswith("profile_ci"):
        profile = profile_interval(model, None if name == "sigma" else name.partition("|")[2])
        return profile.low if field == "profile_ci_low" else profile.high
    return effect_of(model, effects, field, name)


def effect_of(model: MixedModel, effects: list[str], field: str, name: str) -> float:
    place = effects.index(name)
    if field.startswith("kenward_roger"):
        adjusted = KenwardRoger(model).contrast(np.eye(len(effects))[place])
        return adjusted.degrees_of_freedom if field == "kenward_roger_df" else adjusted.standard_error
    error = float(np.sqrt(model.covariance[place, place]))
    if field in {"fixef", "se"}:
        return float(model.coefficients[place]) if field == "fixef" else error
    freedom = satterthwaite_freedom(model, np.eye(len(effects))[place])
    return freedom if field == "satterthwaite_df" else two_sided_t(model.coefficients[place] / error, freedom)


@pytest.mark.skipif(not FITS, reason="the folder of known answers is not there")
@pytest.mark.parametrize(("case", "prefix"), sorted(FITS), ids=str)
def test_a_mixed_model_gives_the_known_answers(case: str, prefix: str):
    values = FITS[case, prefix]
    params = next(one["params"] for one in values if "formula" in (one.get("params") or {}))
    model, effects = fitted(case, params)
    wrong: list[str] = []
    for one in values:
        _, field, *rest = one["id"].split(".", 2)
        # The mean's own interval is told by Kenward-Roger's t here, not by a profile.
        if field.startswith(NOT_HERE) or (field.startswith("profile_ci") and rest == ["(Intercept)"]):
            continue
        said = said_of(model, effects, field, rest[0] if rest else "")
        if isinstance(one["value"], list):
            gap = np.abs(np.asarray(said)[: len(one["value"])] - np.array(one["value"])).max()
        else:
            gap = abs(float(said) - float(one["value"]))  # pyright: ignore[reportArgumentType]
        if gap > max(one["abs_tol"], 1e-11):
            wrong.append(f"{one['id']}: {said} instead of {one['value']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(not FITS, reason="the folder of known answers is not there")
@pytest.mark.parametrize("case", ["mfrm_disconnected", "domain_D1_linked", "domain_D2_sparse_ring"])
def test_islands_of_a_design_are_counted_as_known(case: str):
    values = json.loads((FOLDER / case / "expected.json").read_text("utf-8"))["values"]
    known = next(one["value"] for one in values if one["id"] == "design.connected_subsets_clinician_observer")
    rows = list(csv.DictReader((FOLDER / case / "data.csv").read_text("utf-8").splitlines()))
    found = connection([row["clinician"] for row in rows], [row["observer"] for row in rows])
    assert len(found.islands) == known
