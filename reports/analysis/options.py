"""The options of `analyse`, as the command line gives them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, cast

from reports.analysis.problems import refuse
from reports.statistics.krippendorff import LEVELS, Level
from reports.statistics.reach import Over
from reports.statistics.weights import WeightName

OVER: tuple[Over, ...] = ("units", "raters", "both")
COMMANDS = ("agreement", "reliability", "differences", "mixed", "gstudy", "facets", "compare-types")
WEIGHT_NAMES: tuple[WeightName, ...] = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio")


@dataclass(frozen=True)
class Options:
    """What was asked. Names of columns are those of the file; None where nothing was said."""

    command: str
    file: str
    layout: str | None = None
    columns: tuple[str, ...] | None = None
    unit: str | None = None
    rater: str | None = None
    rating: str | None = None
    categories: tuple[str, ...] | None = None
    levels: tuple[Level, ...] | None = None
    weights: tuple[str, ...] = ("identity", "linear", "quadratic")
    weights_file: str | None = None
    disagreement: bool = False
    confidence: float = 0.95
    bootstrap: int = 0
    seed: int = 1
    cluster: str | None = None
    over: Over = "units"
    width: float | None = None
    mean_of: tuple[int, ...] | None = None
    pairs: bool = False
    x: str | None = None
    y: str | None = None
    subject: str | None = None
    form: str | None = None
    log: bool = False
    ratio: bool = False
    score: str | None = None
    fixed: tuple[str, ...] | None = None
    random: tuple[str, ...] | None = None
    method: str = "reml"
    observer: str | None = None
    type: str | None = None
    consultation: str | None = None
    clinician: str | None = None
    margin: float | None = None
    facets: tuple[str, ...] | None = None
    model: str = "rating-scale"
    steps: str | None = None
    marginal: bool = False
    profile: bool = False
    design: str | None = None
    dstudy: str | None = None
    bias: tuple[str, ...] | None = None
    json: bool = False

    @property
    def by_rater(self) -> bool:
        """Whether the clusters asked for are the raters themselves."""
        return self.cluster is not None and self.cluster == self.rater


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise refuse(message)


def parser() -> argparse.ArgumentParser:
    """The command line of `analyse`."""
    whole = _Parser(prog="levelfield analyse", description="Agreement, reliability and differences of any study.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    about = {
        "agreement": "percent agreement, kappas, AC, alpha, benchmarks, symmetry tests",
        "reliability": "intraclass correlations, standard error of measurement, alpha, Kendall's W",
        "differences": "limits of agreement, Lin's concordance, correlations",
        "mixed": "variance components, fixed effects, predictions",
        "gstudy": "generalizability: components of a design, and what more of anything would buy",
        "facets": "many-facet Rasch model: severity, difficulty, fit, fair averages",
        "compare-types": "the gap between two observer types, observers nested in types",
    }
    for name in COMMANDS:
        one = commands.add_parser(
            name,
            help=about[name],
            description=about[name],
            epilog=f"Example: levelfield analyse {name} data.csv --json",
        )
        _common(one)
        if name == "agreement":
            _agreement(one)
        if name == "reliability":
            one.add_argument("--mean-of", metavar="N,...", help="errors of means of so many ratings (default: of all)")
        special = {
            "differences": _differences, "mixed": _mixed, "gstudy": _gstudy, "facets": _facets, "compare-types": _types,
        }  # fmt: skip
        special.get(name, _layout)(one)
    return whole


def parse(arguments: Sequence[str]) -> Options:
    """Options from arguments. Raises UnusableInput for those that cannot be used; SystemExit for --help."""
    given = vars(parser().parse_args(list(arguments)))
    if not 0 < cast("float", given["confidence"]) < 1:
        raise refuse(f"found --confidence {given['confidence']}, expected a share such as 0.95")
    if given["width"] is not None and not cast("float", given["width"]) > 0:
        raise refuse(f"found --width {given['width']}, expected a width above 0")
    if cast("int", given["bootstrap"]) < 0:
        raise refuse(f"found --bootstrap {given['bootstrap']}, expected a number of replicates")
    for name in ("columns", "categories", "weights", "levels", "fixed", "random", "facets", "bias"):
        if given.get(name) is not None:
            given[name] = tuple(part.strip() for part in str(given[name]).split(","))
    if given.get("mean_of") is not None:
        given["mean_of"] = _numbers(str(given["mean_of"]), "--mean-of")
    _known(given.get("weights"), WEIGHT_NAMES, "--weights")
    _known(given.get("levels"), LEVELS, "--level")
    return Options(**given)


def _numbers(said: str, option: str) -> tuple[int, ...]:
    parts = [part.strip() for part in said.split(",")]
    if not all(part.isdigit() and int(part) >= 1 for part in parts):
        raise refuse(f"found {option} {said}, expected whole numbers from 1, such as 2,4")
    return tuple(int(part) for part in parts)


def _known(chosen: object, allowed: Sequence[str], option: str) -> None:
    for name in cast("tuple[str, ...]", chosen or ()):
        if name not in allowed:
            raise refuse(f"found {option} {name}, expected one of {', '.join(allowed)}")


def _common(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", metavar="FILE", help="UTF-8 CSV with a header row; - reads standard input")
    one.add_argument("--confidence", type=float, default=0.95)
    one.add_argument("--bootstrap", type=int, default=0, metavar="N", help="replicates")
    one.add_argument("--seed", type=int, default=1)
    whose = "units with the same entry belong together; the raters' column clusters by observer"
    one.add_argument("--cluster", metavar="COL", help=whose)
    wide = "say how many more are needed for intervals of this full width"
    one.add_argument("--width", type=float, metavar="W", help=wide)
    one.add_argument("--json", action="store_true", help="print one JSON object")


def _layout(one: argparse.ArgumentParser) -> None:
    one.add_argument("--layout", choices=("wide", "long", "table", "counts"))
    one.add_argument("--columns", metavar="A,B", help="the raters' columns, when not all")
    one.add_argument("--unit", metavar="COL")
    one.add_argument("--rater", metavar="COL")
    one.add_argument("--rating", metavar="COL")


def _agreement(one: argparse.ArgumentParser) -> None:
    one.add_argument("--categories", metavar="A,B", help="points of the scale in order, used or not")
    one.add_argument("--level", dest="levels", metavar="LEVEL", help=", ".join(LEVELS))
    one.add_argument("--weights", default="identity,linear,quadratic", metavar="NAMES", help=", ".join(WEIGHT_NAMES))
    one.add_argument("--weights-file", metavar="FILE", help="square CSV of agreement weights")
    one.add_argument("--disagreement", action="store_true", help="the weights file holds disagreement weights")
    one.add_argument(
        "--over", choices=OVER, default="units", help="whom the jackknife and the bootstrap leave out or draw anew"
    )
    one.add_argument("--pairs", action="store_true", help="add every pair of raters")


def _differences(one: argparse.ArgumentParser) -> None:
    one.add_argument("--x", metavar="COL")
    one.add_argument("--y", metavar="COL")
    one.add_argument("--subject", metavar="COL")
    one.add_argument("--form", choices=("single", "replicates", "nested"))
    one.add_argument("--log", action="store_true", help="add limits on the log scale")
    one.add_argument("--ratio", action="store_true", help="add limits of the ratio x / y")


def _mixed(one: argparse.ArgumentParser) -> None:
    one.add_argument("--score", metavar="COL")
    one.add_argument("--fixed", metavar="COL,...")
    one.add_argument("--random", metavar="TERM,...", help="columns; a:b joins two")
    one.add_argument("--method", choices=("reml", "ml"), default="reml")
    one.add_argument("--profile", action="store_true", help="add profile intervals of the components")


def _gstudy(one: argparse.ArgumentParser) -> None:
    one.add_argument("--score", metavar="COL")
    one.add_argument("--design", metavar="EXPR", help='such as "p x r x i" or "p x (r:t)", what is measured first')
    one.add_argument("--dstudy", metavar="SPEC", help="such as r=1..4,i=5")


def _facets(one: argparse.ArgumentParser) -> None:
    one.add_argument("--rating", metavar="COL")
    one.add_argument("--facets", metavar="COL,...", help="what is measured first, then observers, items and others")
    one.add_argument("--model", choices=("rating-scale", "partial-credit"), default="rating-scale")
    one.add_argument("--steps", metavar="COL", help="the facet with thresholds of its own (default: the last)")
    one.add_argument("--marginal", action="store_true", help="add marginal maximum likelihood")
    one.add_argument("--bias", metavar="COL*COL,...", help="two groupings, such as observer_type*item")
    one.add_argument("--observer", metavar="COL", help="the facet of observers, for --type")
    one.add_argument("--type", metavar="COL", help="groups of observers to compare")
    one.add_argument("--unit", metavar="COL", help="what was rated, such as consultation:item, for exact agreement")


def _types(one: argparse.ArgumentParser) -> None:
    for name in ("score", "observer", "type", "consultation", "clinician"):
        one.add_argument(f"--{name}", metavar="COL")
    one.add_argument("--margin", type=float, metavar="M", help="equivalence margin agreed beforehand")
