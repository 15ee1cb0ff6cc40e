"""Every known answer that `analyse` can give is the answer it gives.

The data sets and their answers are not part of the project: LEVELFIELD_ORACLES names their folder, or it lies beside
the project's as shared/oracles. Without them these tests are skipped.
"""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports.analysis.command import analysed
from reports.analysis.options import parse

FOLDER = Path(os.environ.get("LEVELFIELD_ORACLES") or Path(__file__).parents[4] / "shared" / "oracles")

# What this walk does not ask the command for, and where it is asked instead; everything else must be found. A row goes
# when its family can be asked for here.
NOT_HERE = {
    r"mfrm\.|bias\.|extreme\.": "many-facet Rasch, tested with reports.statistics.facets",
    r"design\.": "design checks, tested with reports.statistics.design",
    r".*\.(profile_ci_low|profile_ci_high|derived|dstudy)\b": "profile intervals and what follows from components",
    r"dstudy|stratified|subtest|pxrxi\.|anova\.(ms|var)\.|gstudy|composite": "generalisability, with its own module",
    r".*type_gap|type_": "observer types, tested with reports.statistics.type_comparison",
}

# A leading word of an id that means another file or other options.
PREFIXES: dict[str, tuple[str, tuple[str, ...]]] = {
    "abstr": ("table_abstractors.csv", ()),
    "diag": ("data.csv", ()),
    "fce1969": ("table_fce1969.csv", ()),
    "first_reading": ("first.csv", ()),
    "six": ("wide.csv", ()),
    "pairs": ("pairs.csv", ("--cluster", "clinician")),
    "long": (
        "data.csv",
        (
            *("--layout", "long", "--unit", "consultation:item", "--rater", "observer", "--rating", "score"),
            *("--cluster", "clinician", "--bootstrap", "2000", "--categories", "0,1,2,3,4"),
        ),
    ),
}
REPEATS = {"bland_altman_1986_pefr": "repeats.csv"}
RANKS = {"icc_two_raters_rainman": "wide.csv"}
ON_COUNTS = ("t1_balanced", "t2_skewed", "t3_gwet_high_agreement", "t4_bias")


@dataclass(frozen=True)
class Known:
    """One known answer."""

    case: str
    id: str
    value: Any
    tolerance: float
    params: dict[str, Any]


@cache
def known_answers() -> tuple[Known, ...]:
    """All of them, but for the edge cases, which have a test of their own."""
    found: list[Known] = []
    for file in sorted(FOLDER.glob("*/expected.json")):
        if file.parent.name == "edge_cases":
            continue
        for one in json.loads(file.read_text("utf-8"))["values"]:
            case = file.parent.name
            found.append(Known(case, one["id"], one["value"], one["abs_tol"], one.get("params") or {}))
    return tuple(found)


@cache
def formulas() -> dict[tuple[str, str], dict[str, Any]]:
    """The mixed models of each case, by the leading word of their ids."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for known in known_answers():
        if "formula" in known.params and not is_elsewhere(known):
            found.setdefault((known.case, known.id.partition(".")[0]), known.params)
    return found


def is_elsewhere(known: Known) -> bool:
    """Whether another module answers this."""
    return any(re.match(pattern, known.id) for pattern in NOT_HERE)


CASES = sorted({known.case for known in known_answers() if not is_elsewhere(known)})
pytestmark = pytest.mark.skipif(not CASES, reason="the folder of known answers is not there")


class Answers:
    """What `analyse` says of a case's files, computed once for each way of asking."""

    def __init__(self, case: str, scales: dict[str, tuple[float, ...]]) -> None:
        self.case, self.scales = case, scales
        self.said: dict[tuple[str, ...], dict[str, Any]] = {}

    def ask(self, command: str, file: str, *options: str, raw: bytes | None = None) -> dict[str, Any]:
        key = (command, file, *options)
        if key not in self.said:
            path = FOLDER / self.case / file
            asked = parse([command, str(path), *options, "--json"])
            printed = json.loads(analysed(path.read_bytes() if raw is None else raw, asked))
            self.said[key] = {value["id"]: value["value"] for value in printed["values"]}
        return self.said[key]

    def answer(self, known: Known) -> object:
        """The answer, or a KeyError naming the id."""
        prefix, _, rest = known.id.partition(".")
        if prefix in ON_COUNTS:
            return self._two_by_two(prefix)[rest]
        if prefix == "item_pairs" or (self.case, prefix) in formulas():
            return self._item_pairs(rest) if prefix == "item_pairs" else self._mixed(prefix, rest)
        file, options = PREFIXES.get(prefix, ("data.csv", ()))
        name = rest if prefix in PREFIXES or prefix in {"r1r2"} or prefix.startswith("scale") else known.id
        header = next(csv.reader((FOLDER / self.case / file).read_text("utf-8-sig").splitlines()))
        if prefix == "r1r2":
            file, header = "data.csv", header[:2]
            options = ("--columns", ",".join(header))
        if name.startswith(("ba_", "repeatability")):
            file = REPEATS.get(self.case, "pairs.csv" if self.case.startswith("domain") else "data.csv")
            subject = "clinician" if self.case.startswith("domain") else "item"
            return self.ask("differences", file, "--x", "x", "--y", "y", "--subject", subject)[name]
        is_pair = name.split(".")[0] in {"bland_altman", "lin_ccc", "pearson", "spearman", "kendall_tau_b", "bias"}
        if is_pair or prefix in {"log", "ratio", "regression_limits"}:
            x, y = header[:2] if prefix == "r1r2" else ("x", "y")
            other = () if prefix == "r1r2" else options
            logs = ("--log", "--ratio") if prefix in {"log", "ratio"} else ()
            return self.ask("differences", file, "--x", x, "--y", y, *other, *logs)[name]
        if name.split(".")[0] in {
            "icc", "anova", "sem", "mdc95", "cronbach_alpha", "guttman_lambda6", "kendall_w", "mean_spearman",
            "mcdonald_omega_total",
        }:  # fmt: skip
            ranked = RANKS.get(self.case, file) if name.startswith(("kendall_w", "mean_spearman")) else file
            return self.ask("reliability", ranked, *options)[name]
        return self._agreement(known, name, prefix, file, header, options)[name]

    def _agreement(
        self, known: Known, name: str, prefix: str, file: str, header: list[str], options: tuple[str, ...]
    ) -> dict[str, Any]:
        if header[0] == "row":
            options = (*options, "--layout", "table")
        elif header[0].startswith("cat"):
            options = (*options, "--layout", "counts", "--level", "nominal,ordinal,interval,ratio")
        weights = "identity,linear,quadratic,ordinal,radical,ratio"
        if ".custom." in known.id:
            return self._with_weights(known, file, options)
        scale = self.scales.get(f"{prefix}." if prefix.startswith("scale") else "")
        if scale and "--layout" not in options and "krippendorff_alpha." not in name:
            options = (*options, "--categories", ",".join(f"{point:g}" for point in scale))
        return self.ask("agreement", file, *options, "--weights", weights)

    def _with_weights(self, known: Known, file: str, options: tuple[str, ...]) -> dict[str, Any]:
        table, kind = custom_weights(self.case, known.id)
        path = Path(os.environ["WEIGHTS_FOLDER"]) / f"{self.case}{file}"
        rows = [",".join(f"w{i}" for i in range(len(table)))]
        path.write_text("\n".join(rows + [",".join(str(cell) for cell in row) for row in table]), "utf-8")
        extra = ("--disagreement",) if kind.startswith("dis") else ()
        return self.ask("agreement", file, *options, "--weights-file", str(path), *extra)

    def _two_by_two(self, name: str) -> dict[str, Any]:
        rows = csv.DictReader((FOLDER / self.case / "data.csv").read_text("utf-8").splitlines())
        row = next(row for row in rows if row["table"] == name)
        raw = f"row,1,2\n1,{row['a']},{row['b']}\n2,{row['c']},{row['d']}\n".encode()
        return self.ask("agreement", "data.csv", "--layout", "table", "--unit", name, raw=raw)

    def _mixed(self, prefix: str, rest: str) -> object:
        params = formulas()[self.case, prefix]
        score, _, right = params["formula"].partition(" ~ ")
        random = re.findall(r"\(1 *\| *([^)]+)\)", right)
        fixed = [term.strip() for term in re.sub(r"\([^)]*\)", "", right).split("+") if term.strip() not in {"", "1"}]
        method = "reml" if params.get("reml", True) else "ml"
        file = next(name for name in ("totals.csv", "long.csv", "data.csv") if self._has(name, score))
        options = ("--score", score, "--random", ",".join(random), "--method", method)
        return self.ask("mixed", file, *options, *(("--fixed", ",".join(fixed)) if fixed else ()))[f"{method}.{rest}"]

    def _has(self, file: str, column: str) -> bool:
        path = FOLDER / self.case / file
        return path.exists() and column in path.read_text("utf-8-sig").splitlines()[0].split(",")

    def _item_pairs(self, rest: str) -> object:
        item, _, name = rest.partition(".")
        rows = (FOLDER / self.case / "item_pairs.csv").read_text("utf-8").splitlines()
        chosen = item.removeprefix("item_")
        kept = [rows[0]] + [row for row in rows[1:] if chosen == "all" or row.split(",")[2] == chosen]
        options = ("--columns", "x,y", "--cluster", "clinician", "--categories", "0,1,2,3,4")
        raw = "\n".join(kept).encode()
        seed = "0" if chosen == "all" else chosen
        return self.ask("agreement", "item_pairs.csv", *options, "--seed", seed, raw=raw)[name]


def custom_weights(case: str, name: str) -> tuple[list[list[float]], str]:
    """The weights a case was computed with: those of the value, or of the nearest before it."""
    stem = name.rsplit(".", 1)[0]
    for one in known_answers():
        if one.case == case and one.id.startswith(stem):
            for kind in ("disagreement_weights", "agreement_weights"):
                if kind in one.params:
                    return one.params[kind], kind
    raise AssertionError(f"no weights for {name}")


def same(known: Known, said: object) -> bool:
    """Whether an answer is the known one within its tolerance."""
    if known.value is None or isinstance(known.value, str | bool):
        return said == known.value
    if isinstance(known.value, list):
        # Of long lists of predictions only the first few are known.
        cut = said[: len(known.value)] if isinstance(said, list) and ".blup" in known.id else said
        return isinstance(cut, list) and cut == pytest.approx(known.value, abs=known.tolerance, rel=0)
    # Known answers are printed to twelve digits, so a larger one cannot be closer than that.
    return isinstance(said, int | float) and abs(said - known.value) <= max(known.tolerance, 1e-11 * abs(known.value))


@pytest.mark.parametrize("case", CASES)
def test_every_known_answer_of_a_case_is_given(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEIGHTS_FOLDER", str(tmp_path))
    ours = [known for known in known_answers() if known.case == case and not is_elsewhere(known)]
    scales: dict[str, tuple[float, ...]] = {}
    for known in ours:
        if "categories" in known.params:
            prefix = known.id.partition(".")[0]
            scales[f"{prefix}." if prefix.startswith("scale") else ""] = tuple(known.params["categories"])
    answers = Answers(case, scales)
    wrong: list[str] = []
    for known in ours:
        try:
            said = answers.answer(known)
        except KeyError:
            wrong.append(f"{known.id}: nothing is said of it")
            continue
        if not same(known, said):
            wrong.append(f"{known.id}: {said} instead of {known.value}")
    assert not wrong, f"{len(wrong)} of {len(ours)}:\n" + "\n".join(wrong[:30])
