"""`plan` says how many are needed and how many more, in words or as JSON, and why when there is no number."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from reports.analysis.plan_command import run_plan


def asked(*arguments: str) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    return run_plan(arguments, out, errors), out.getvalue(), errors.getvalue()


def answered(*arguments: str) -> dict[str, Any]:
    code, out, errors = asked(*arguments, "--json")
    assert (code, errors) == (0, "")
    return json.loads(out)


def test_an_icc_of_070_needs_105_consultations_for_an_interval_of_a_fifth():
    # Bonett (2002), with his correction for two raters.
    assert answered("icc", "--planned", "0.7", "--width", "0.2")["needed"] == 105


def test_it_says_how_many_more():
    assert answered("icc", "--planned", "0.7", "--width", "0.3", "--have", "40")["more"] == 9
    _, out, _ = asked("icc", "--planned", "0.7", "--width", "0.3", "--have", "40")
    assert "There are 40: you need 9 more consultations." in out
    assert "alike" not in out
    _, out, _ = asked("icc", "--planned", "0.7", "--width", "0.3", "--have", "400")
    assert "that is enough" in out


def test_a_test_against_a_floor_is_planned_with_its_power():
    found = answered("icc", "--planned", "0.8", "--least", "0.6", "--power", "0.8")
    assert found["power"] >= 0.8
    assert found["method"].startswith("Walter")


@pytest.mark.parametrize("quantity", ["kappa", "fleiss", "ac", "brennan-prediger", "percent"])
def test_agreement_is_planned_from_how_often_points_are_used(quantity: str):
    found = answered(quantity, "--planned", "0.6", "--width", "0.25", "--shares", "0.5,0.3,0.2", "--weights", "linear")
    assert found["needed"] > 10 or found["reason"]


def test_limits_means_and_types_are_planned_from_a_spread():
    assert answered("limits", "--sd", "8", "--width", "6")["needed"] > 30
    assert answered("limits", "--sd", "8", "--margin", "25")["power"] >= 0.8
    assert answered("mean", "--sd", "10", "--width", "8")["needed"] > 20
    assert answered("types", "--sd", "5", "--width", "8")["counted"] == "observers of each type"


def test_consultations_of_one_clinician_are_alike_and_cost_more():
    alone = answered("mean", "--sd", "10", "--width", "8")["needed"]
    together = answered("mean", "--sd", "10", "--width", "8", "--each", "5", "--likeness", "0.3")["needed"]
    assert together > 2 * alone


def test_what_no_study_can_reach_is_a_reason_and_not_an_error():
    found = answered("limits", "--sd", "8", "--margin", "10", "--have", "3")
    assert (found["needed"], found["more"]) == (None, None)
    assert "no number of consultations" in found["reason"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("icc", "--planned", "0.7"), "found no --width"),
        (("icc", "--planned", "1.7", "--width", "0.2"), "0 to below 1"),
        (("ac", "--planned", "0.7", "--width", "0.2", "--shares", "a,b"), "expected numbers such as"),
        (("ac", "--planned", "0.7", "--width", "0.2"), "--shares"),
        (("colour",), "invalid choice"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_a_sentence(arguments: tuple[str, ...], sentence: str):
    code, out, errors = asked(*arguments)
    assert (code, out) == (2, "")
    assert sentence in errors
