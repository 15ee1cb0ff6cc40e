"""`analyse facets` refuses what it cannot use, line by line, and says what it could not define."""

from __future__ import annotations

import json

import pytest

from reports.analysis.command import analysed
from reports.analysis.options import parse
from reports.analysis.problems import UnusableInput

ASKED = ["facets", "data.csv", "--rating", "score", "--facets", "clinician,observer", "--json"]


def said(rows: list[str], *more: str) -> dict[str, dict[str, object]]:
    raw = "\n".join(["clinician,observer,score", *rows]).encode()
    printed = json.loads(analysed(raw, parse([*ASKED, *more])))
    return {value["id"]: value for value in printed["values"]}


def test_half_a_point_is_refused_with_its_line():
    with pytest.raises(UnusableInput, match=r"2\.5"):
        said(["a,x,1", "b,y,2.5"])


def test_a_missing_facet_is_refused_with_the_columns_there_are():
    with pytest.raises(UnusableInput, match="there is no column person"):
        analysed(b"clinician,observer,score\na,x,1\n", parse([*ASKED[:5], "person,observer"]))


def test_ratings_all_alike_give_a_reason_and_no_number():
    answer = said(["a,x,1", "b,y,1"])["mfrm.rsm.jml.loglik"]
    assert answer["value"] is None
    assert answer["reason"] == "Every rating is 1, so nothing can be told apart."


def test_missing_ratings_are_left_out():
    rows = ["a,x,1", "a,y,2", "b,x,2", "b,y,3", "c,x,1", "c,y,3", "c,y,NA"]
    assert said(rows)["mfrm.rsm.jml.n_used"]["value"] == 6


def test_steps_must_be_one_of_the_facets():
    with pytest.raises(UnusableInput, match="--steps room"):
        said(["a,x,1"], "--model", "partial-credit", "--steps", "room")
