"""`plan`: how many are needed before a study can say what it wants to say, and how many more."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TextIO, cast

from reports.analysis.problems import UnusableInput, problem_lines, refuse
from reports.statistics.planned_agreement import Kind, agreement_precision
from reports.statistics.planned_limits import limits_precision, limits_within
from reports.statistics.planned_means import mean_precision, type_gap_precision
from reports.statistics.planned_reliability import intraclass_precision, intraclass_test
from reports.statistics.planning import Plan, amount, with_clusters
from reports.statistics.weights import WeightName

SCHEMA = "levelfield-plan/1"
WEIGHTS = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio")
AGREEMENT: dict[str, Kind] = {
    "kappa": "weighted_kappa",
    "fleiss": "fleiss_kappa",
    "ac": "gwet_ac",
    "brennan-prediger": "brennan_prediger",
    "percent": "percent_agreement",
}
AGREEMENT_EXAMPLE = "--planned 0.6 --width 0.2 --shares 0.5,0.3,0.2"
Given = argparse.Namespace


def run_plan(arguments: Sequence[str], out: TextIO, errors: TextIO) -> int:
    """The command with its streams. Exit code 0: answered (also with a reason why there is no number), 2: unusable."""
    try:
        given = _parser().parse_args(list(arguments))
        found = planned(given)
        out.write(_as_json(found, given) if given.json else _as_text(found, given.have))
    except UnusableInput as trouble:
        errors.write("\n".join(problem_lines("plan", trouble.problems)) + "\n")
        return 2
    return 0


def planned(given: Given) -> Plan:
    """The plan asked for. Raises UnusableInput for numbers nobody can plan with."""
    try:
        found = MAKERS[given.quantity](given)
        return with_clusters(found, given.each, given.likeness) if given.each != 1 else found
    except ValueError as trouble:
        raise refuse(str(trouble)) from trouble


def _reliability(given: Given) -> Plan:
    if given.least is not None:
        return intraclass_test(given.least, given.planned, given.raters, 1 - given.confidence, given.power)
    return intraclass_precision(given.planned, _width(given), given.raters, given.confidence)


def _agreement(given: Given) -> Plan:
    return agreement_precision(
        AGREEMENT[given.quantity],
        given.planned,
        _width(given),
        _numbers(given.shares, "--shares"),
        weights=cast("WeightName", given.weights),
        points=_numbers(given.points, "--points") if given.points else None,
        raters=given.raters,
        confidence=given.confidence,
    )


def _limits(given: Given) -> Plan:
    if given.margin is not None:
        return limits_within(given.margin, given.sd, given.mean, power=given.power, confidence=given.confidence)
    return limits_precision(_width(given), given.sd, confidence=given.confidence)


def _mean(given: Given) -> Plan:
    return mean_precision(_width(given), given.sd, given.confidence)


def _types(given: Given) -> Plan:
    return type_gap_precision(_width(given), given.sd, given.confidence)


MAKERS: dict[str, Callable[[Given], Plan]] = {
    "icc": _reliability,
    **dict.fromkeys(AGREEMENT, _agreement),
    "limits": _limits,
    "mean": _mean,
    "types": _types,
}


def _width(given: Given) -> float:
    if given.width is None:
        raise refuse("found no --width, expected how wide the interval may be")
    return float(given.width)


def _numbers(said: str, option: str) -> list[float]:
    try:
        return [float(part) for part in said.split(",")]
    except ValueError as trouble:
        raise refuse(f"found {option} {said}, expected numbers such as 0.5,0.3,0.2") from trouble


def _as_text(found: Plan, have: int | None) -> str:
    lines = [found.sentence]
    if have is not None and found.needed is not None:
        more = found.more(have)
        lines.append(
            f"There are {have}: you need {amount(more, found.counted, 'more')}."
            if more
            else f"There are {have}: that is enough."
        )
    return "\n".join([*lines, *(f"Note: {caution}" for caution in found.cautions), f"Method: {found.method}.", ""])


def _as_json(found: Plan, given: Given) -> str:
    said = {name: chosen for name, chosen in vars(given).items() if chosen is not None and name not in {"json"}}
    whole: dict[str, Any] = {
        "schema": SCHEMA,
        "options": said,
        "needed": found.needed,
        "counted": found.counted[1],
        "more": None if given.have is None else found.more(given.have),
        "width": found.width,
        "power": found.power,
        "reason": found.undefined,
        "sentence": found.sentence,
        "method": found.method,
        "notes": list(found.cautions),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise refuse(message)


def _parser() -> argparse.ArgumentParser:
    whole = _Parser(prog="levelfield plan", description="How many are needed, and how many more.")
    commands = whole.add_subparsers(dest="quantity", required=True, metavar="|".join(MAKERS))
    icc = _one(commands, "icc", "an intraclass correlation", "--planned 0.7 --width 0.2 --raters 2")
    icc.add_argument("--least", type=float, help="show that it lies above this, instead of --width")
    _planned(icc)
    for name in AGREEMENT:
        one = _one(
            commands, name, f"{name}, a coefficient of agreement", "--planned 0.6 --width 0.2 --shares 0.5,0.3,0.2"
        )
        _planned(one)
        one.add_argument("--shares", required=True, metavar="A,B", help="how often each point is used, adding up to 1")
        one.add_argument("--points", metavar="A,B", help="the points of the scale (default 0, 1, 2 ...)")
        one.add_argument("--weights", choices=WEIGHTS, default="quadratic")
    limits = _one(commands, "limits", "limits of agreement", "--sd 8 --width 6")
    limits.add_argument("--margin", type=float, help="show that both limits lie within plus or minus this")
    limits.add_argument("--mean", type=float, default=0.0, help="the mean difference to be expected (default 0)")
    _spread(limits)
    _spread(_one(commands, "mean", "a clinician's mean", "--sd 10 --width 8"))
    _spread(_one(commands, "types", "the gap between two observer types", "--sd 5 --width 8"))
    return whole


def _one(commands: Any, name: str, about: str, example: str) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=f"How many {about} needs.", epilog=f"Example: levelfield plan {name} {example}"
    )
    one.add_argument("--width", type=float, help="full width of the interval wanted")
    one.add_argument("--confidence", type=float, default=0.95)
    one.add_argument("--power", type=float, default=0.8)
    one.add_argument("--have", type=int, metavar="N", help="how many there are: says how many more")
    one.add_argument("--each", type=float, default=1.0, metavar="K", help="consultations of one clinician")
    one.add_argument("--likeness", type=float, default=0.0, metavar="R", help="how alike those are, 0 to 1")
    one.add_argument("--json", action="store_true", help="print one JSON object")
    return one


def _planned(one: argparse.ArgumentParser) -> None:
    one.add_argument("--planned", type=float, required=True, help="the value to plan with")
    one.add_argument("--raters", type=int, default=2, help="observers of each consultation")


def _spread(one: argparse.ArgumentParser) -> None:
    one.add_argument("--sd", type=float, required=True, help="standard deviation to be expected")
