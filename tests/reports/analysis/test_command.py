"""`analyse` reads what people have, says what is wrong line by line, and prints the same bytes each time."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from reports.analysis.command import run

RATINGS = "consultation,Ann,Bo\nc1,0,0\nc2,1,2\nc3,4,4\nc4,2,\n"


def asked(tmp_path: Path, text: str | bytes, *arguments: str) -> tuple[int, str, str]:
    file = tmp_path / "study.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    out, errors = io.StringIO(), io.StringIO()
    code = run([arguments[0], str(file), *arguments[1:]], io.BytesIO(), out, errors)
    return code, out.getvalue(), errors.getvalue().replace(str(file), "study.csv")


def answers(tmp_path: Path, text: str, *arguments: str) -> dict[str, Any]:
    code, out, errors = asked(tmp_path, text, *arguments, "--json")
    assert (code, errors) == (0, "")
    return json.loads(out)


def named(answer: dict[str, Any]) -> dict[str, Any]:
    return {value["id"]: value["value"] for value in answer["values"]}


def test_json_tells_what_was_read(tmp_path: Path):
    answer = answers(tmp_path, RATINGS, "agreement", "--unit", "consultation", "--categories", "0,1,2,3,4")
    assert answer["schema"] == "levelfield-analysis/1"
    assert answer["command"] == "agreement"
    assert {key: answer["data"][key] for key in ("file", "units", "raters", "ratings", "missing")} == {
        "file": "study.csv",
        "units": 4,
        "raters": 2,
        "ratings": 7,
        "missing": 1,
    }
    assert len(answer["data"]["sha256"]) == 64
    assert answer["options"]["categories"] == ["0", "1", "2", "3", "4"]
    assert answer["notes"] == ["1 of 4 units has one rating and carries no information on agreement."]


def test_the_same_question_gets_the_same_bytes(tmp_path: Path):
    question = ("agreement", "--unit", "consultation", "--bootstrap", "100", "--seed", "4", "--json")
    assert asked(tmp_path, RATINGS, *question) == asked(tmp_path, RATINGS, *question)


def test_an_undefined_value_is_null_with_its_reason_and_ends_nothing(tmp_path: Path):
    answer = answers(tmp_path, "a,b\n0,0\n0,0\n", "agreement", "--categories", "0,1")
    kappa = next(value for value in answer["values"] if value["id"] == "cohen_kappa.identity.estimate")
    assert kappa["value"] is None
    assert kappa["reason"] == "Both raters used one point only: 4 of 4 ratings are 0."


def test_long_and_wide_say_the_same(tmp_path: Path):
    long = "c,who,mark\nc1,Ann,0\nc1,Bo,0\nc2,Ann,1\nc2,Bo,2\nc3,Ann,4\nc3,Bo,4\nc4,Ann,2\n"
    scale = ("--categories", "0,1,2,3,4")
    one = answers(tmp_path, long, "agreement", "--unit", "c", "--rater", "who", "--rating", "mark", *scale)
    other = answers(tmp_path, RATINGS, "agreement", "--unit", "consultation", *scale)
    assert named(one) == named(other)


def test_a_table_of_counts_is_two_raters(tmp_path: Path):
    answer = answers(tmp_path, "row,yes,no\nyes,40,9\nno,6,45\n", "agreement", "--layout", "table")
    assert named(answer)["cohen_kappa.identity.estimate"] == pytest.approx(0.6995, abs=0.0001)
    assert answer["options"]["categories"] == ["yes", "no"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_and_a_byte_order_mark_are_understood(tmp_path: Path, separator: str):
    text = b"\xef\xbb\xbf" + RATINGS.replace(",", separator).encode()
    assert asked(tmp_path, text, "agreement", "--unit", "consultation")[0] == 0


def test_decimal_commas_are_read_when_commas_do_not_separate(tmp_path: Path):
    answer = answers(tmp_path, "x;y\n1,5;1,0\n2,5;2,0\n4,0;3,0\n", "differences", "--x", "x", "--y", "y")
    assert named(answer)["bland_altman.bias"] == pytest.approx(2 / 3)


def test_every_line_that_cannot_be_used_is_named(tmp_path: Path):
    text = "a,b\n0,1\n0,7\nx,1\n1,2,3\n"
    code, out, errors = asked(tmp_path, text, "agreement", "--categories", "0,1")
    assert (code, out) == (2, "")
    assert errors == "study.csv:5: found 3 cells, expected 2\n"
    text = "a,b\n0,1\n0,7\nx,1\n"
    _, _, errors = asked(tmp_path, text, "agreement", "--categories", "0,1")
    assert errors == (
        "study.csv:3: found '7' in b, expected one of 0, 1\nstudy.csv:4: found 'x' in a, expected one of 0, 1\n"
    )


def test_at_most_twenty_problems_are_printed_then_a_count(tmp_path: Path):
    text = "x,y\n" + "one,2\n" * 25
    _, _, errors = asked(tmp_path, text, "differences", "--x", "x", "--y", "y")
    assert len(errors.splitlines()) == 21
    assert errors.splitlines()[-1].endswith("and 5 more problems")


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        ("", ("agreement",), "empty file"),
        ("a,a\n1,2\n", ("agreement",), "the column a twice"),
        (b"a,b\n\xff,1\n", ("agreement",), "study.csv:2: found a character that is not UTF-8"),
        (RATINGS, ("agreement", "--columns", "Ann,Cy"), "there is no column Cy; the columns are consultation, Ann, Bo"),
        (RATINGS, ("agreement", "--weights", "cubic"), "expected one of identity"),
        (RATINGS, ("agreement", "--confidence", "95"), "expected a share such as 0.95"),
        (RATINGS, ("agreement", "--layout", "long"), "the long layout needs"),
        (RATINGS, ("differences", "--x", "Ann"), "need --x and --y"),
        (RATINGS, ("differences", "--x", "Ann", "--y", "Bo", "--form", "nested"), "needs --subject"),
        ("c,w,m\n1,A,1\n1,A,2\n", ("agreement", "--unit", "c", "--rater", "w", "--rating", "m"), "first on line 2"),
        ("row,a,b\nb,1,2\na,3,4\n", ("agreement", "--layout", "table"), "named like its columns"),
    ],
)
def test_unusable_questions_are_answered_with_what_was_expected(
    tmp_path: Path, text: str | bytes, arguments: tuple[str, ...], sentence: str
):
    code, out, errors = asked(tmp_path, text, *arguments)
    assert (code, out) == (2, "")
    assert sentence in errors


def test_a_file_that_is_not_there_is_unusable():
    errors = io.StringIO()
    assert run(["agreement", "/nowhere.csv"], io.BytesIO(), io.StringIO(), errors) == 2
    assert "cannot be read" in errors.getvalue()


def test_standard_input_is_read_for_a_dash():
    out = io.StringIO()
    source = io.BytesIO(RATINGS.encode())
    assert run(["agreement", "-", "--unit", "consultation"], source, out, io.StringIO()) == 0
    assert "cohen_kappa.identity.estimate" in out.getvalue()


def test_text_for_people_ends_with_how_to_read_it(tmp_path: Path):
    _, out, _ = asked(tmp_path, "a,b\n10,12\n30,28\n50,55\n", "reliability")
    assert "icc.ICC(A,1).estimate" in out
    assert "Reliability asks whether raters can tell units apart." in out


def test_pairs_are_added_when_asked(tmp_path: Path):
    text = "Ann,Bo,Cy\n0,0,1\n1,2,1\n2,2,2\n"
    said = named(answers(tmp_path, text, "agreement", "--pairs"))
    assert "pair.Ann~Cy.cohen_kappa.quadratic.estimate" in said
    assert "cohen_kappa.quadratic.estimate" not in said


@pytest.mark.parametrize("text", ["a,b\n", "a,b\n,\n,\n", "a,b\n1,\n"])
@pytest.mark.parametrize("command", ["agreement", "reliability"])
def test_a_file_without_pairs_of_ratings_is_explained_not_failed(tmp_path: Path, command: str, text: str):
    answer = answers(tmp_path, text, command)
    assert all(value["value"] is not None or value["reason"] for value in answer["values"])


def programme_csv(gap: int) -> str:
    """Ten observers of two types, each at every other consultation, with a spread that is no chance of the machine."""
    rows = ["clinician,consultation,observer,type,total"]
    for consultation in range(40):
        for seat in (consultation % 5, 5 + (consultation * 3 + consultation // 5) % 5):
            kind = "partner" if seat < 5 else "peer"
            noise = (consultation * 37 + seat * 91) % 17 - 8
            total = 40 + (consultation % 8) * 3 + (seat % 5) * 2 + noise + (gap if seat < 5 else 0)
            rows.append(f"K{consultation % 8},c{consultation},{kind}{seat},{kind},{total}")
    return "\n".join(rows) + "\n"


TYPES = ("--score", "total", "--observer", "observer", "--type", "type", "--consultation", "consultation")


def test_observer_types_are_compared_with_a_margin(tmp_path: Path):
    said = named(answers(tmp_path, programme_csv(0), "compare-types", *TYPES, "--margin", "30"))
    assert said["type_gap.observers_first"] == 5
    assert said["type_gap.df"] <= 8
    assert said["type_gap.ci_low"] < said["type_gap.estimate"] < said["type_gap.ci_high"]
    assert said["equivalence.within_margin"] is True


def test_a_gap_wider_than_the_margin_is_not_equivalent(tmp_path: Path):
    said = named(answers(tmp_path, programme_csv(20), "compare-types", *TYPES, "--margin", "5"))
    assert said["equivalence.within_margin"] is False


def test_one_observer_type_cannot_be_compared(tmp_path: Path):
    text = "\n".join(line for line in programme_csv(0).splitlines() if "peer" not in line) + "\n"
    code, _, errors = asked(tmp_path, text, "compare-types", *TYPES)
    assert code == 2
    assert "and it takes two to compare" in errors


def test_a_mixed_model_names_its_components_and_effects(tmp_path: Path):
    columns = ("--score", "total", "--fixed", "type", "--random", "observer,clinician:consultation,clinician")
    said = named(answers(tmp_path, programme_csv(0), "mixed", *columns))
    assert {"reml.var.observer", "reml.var.clinician:consultation", "reml.fixef.typepeer"} <= set(said)
    assert len(said["reml.blup.observer"]) == 10
    _, out, _ = asked(tmp_path, programme_csv(0), "mixed", *columns, "--method", "ml")
    assert "ml.objective" in out


def test_a_random_term_for_every_row_is_refused_by_name(tmp_path: Path):
    _, _, errors = asked(tmp_path, programme_csv(0), "mixed", "--score", "total", "--random", "consultation:observer")
    assert "its own consultation:observer" in errors


def test_fixed_columns_that_say_the_same_are_explained(tmp_path: Path):
    answer = answers(
        tmp_path, programme_csv(0), "mixed", "--score", "total", "--fixed", "type,observer", "--random", "clinician"
    )
    assert answer["values"][0]["value"] is None
    assert "depend on one another" in answer["values"][0]["reason"]


def test_a_wish_for_narrower_intervals_is_answered_with_how_many_more(tmp_path: Path):
    text = "a,b,c\n" + "\n".join(f"{i % 3},{(i * 7) % 3},{i % 2}" for i in range(20)) + "\n"
    said = named(answers(tmp_path, text, "agreement", "--width", "0.1"))
    assert said["gwet_ac.quadratic.units_more"] == said["gwet_ac.quadratic.units_needed"] - 20 > 0
    scores = "a,b\n" + "\n".join(f"{i * 5 % 90},{i * 5 % 90 + i % 7}" for i in range(30)) + "\n"
    assert named(answers(tmp_path, scores, "reliability", "--width", "0.01"))["icc.ICC(A,1).units_more"] > 0
    assert "width above 0" in asked(tmp_path, text, "agreement", "--width", "0")[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_on_a_terminal_only_and_leaves_an_empty_line(tmp_path: Path):
    file = tmp_path / "study.csv"
    file.write_text(RATINGS, "utf-8")
    shown = Terminal()
    assert run(["agreement", str(file), "--unit", "consultation"], io.BytesIO(), io.StringIO(), shown) == 0
    assert "gwet_ac.quadratic" in shown.getvalue()
    assert shown.getvalue().endswith(" \r")


def test_the_table_behind_a_reason_is_printed(tmp_path: Path):
    answer = answers(tmp_path, "a,b\n0,0\n0,0\n", "agreement", "--categories", "0,1")
    kappa = next(value for value in answer["values"] if value["id"] == "cohen_kappa.identity.estimate")
    assert kappa["table"] == {"rows": ["a", "b"], "columns": ["0", "1"], "cells": [[2.0, 0.0], [2.0, 0.0]]}
    _, out, _ = asked(tmp_path, "a,b\n0,0\n0,0\n", "agreement", "--categories", "0,1")
    assert "         0  1\n      a  2  0\n      b  2  0" in out


def test_raters_are_clusters_when_their_column_is_named(tmp_path: Path):
    rows = [f"c{i},{who},{(i * j + i) % 3}" for i in range(12) for j, who in enumerate("ABCD", 1)]
    long = "c,who,mark\n" + "\n".join(rows) + "\n"
    columns = ("--unit", "c", "--rater", "who", "--rating", "mark", "--cluster", "who", "--bootstrap", "200")
    said = named(answers(tmp_path, long, "agreement", *columns))
    assert said["gwet_ac.quadratic.jackknife_se_by_who"] > 0
    assert said["gwet_ac.quadratic.se_units_and_raters"] > said["gwet_ac.quadratic.se"]
    assert said["gwet_ac.quadratic.cluster_bootstrap_low"] < said["gwet_ac.quadratic.estimate"]


def test_errors_of_means_are_given_for_the_numbers_asked_for(tmp_path: Path):
    scores = "a,b\n" + "\n".join(f"{i * 5 % 90},{i * 5 % 90 + i % 7}" for i in range(30)) + "\n"
    said = named(answers(tmp_path, scores, "reliability", "--mean-of", "4,8"))
    assert said["mdc95.agreement.mean_of_4"] == pytest.approx(said["mdc95.agreement"] / 2)
    assert said["sem.agreement.mean_of_8.ci_low"] < said["sem.agreement.mean_of_8"]
    assert said["benchmark.icc.ICC(A,1).koo_li.label"] == "good"
    assert "such as 2,4" in asked(tmp_path, scores, "reliability", "--mean-of", "0")[2]


def test_differences_are_drawn_anew_by_clinician(tmp_path: Path):
    rows = [f"K{i % 6},{40 + i % 17},{38 + (i * 5) % 19}" for i in range(36)]
    text = "clinician,x,y\n" + "\n".join(rows) + "\n"
    columns = ("--x", "x", "--y", "y", "--cluster", "clinician", "--bootstrap", "200", "--ratio")
    said = named(answers(tmp_path, text, "differences", *columns))
    assert said["loa_high.cluster_bootstrap_bca_low"] < said["bland_altman.loa_high"]
    assert said["bias.jackknife_ci_low_by_clinician"] < said["bland_altman.bias"]
    assert said["ratio.loa_low.ci_low"] < said["ratio.loa_low"] < said["ratio.bias"] < said["ratio.bias.ci_high"]
    assert said["unpaired_difference.estimate"] == pytest.approx(said["bland_altman.bias"])


def test_a_cell_that_is_no_count_is_named_by_its_line(tmp_path: Path):
    _, _, errors = asked(tmp_path, "row,a,b\na,1,2\nb,-3,4.5\n", "agreement", "--layout", "table")
    assert errors == (
        "study.csv:3: found '-3' in a, expected how many units\n"
        "study.csv:3: found '4.5' in b, expected how many units\n"
    )
    _, _, errors = asked(tmp_path, "low,high\n2,1\n,3\n", "agreement", "--layout", "counts")
    assert errors == "study.csv:3: found '' in low, expected how many raters\n"


@pytest.mark.parametrize(
    ("weights", "problem"),
    [
        ("a,b\n1,x\n0,1\n", "weights.csv:2: found 'x' in b, expected a number"),
        ("a,b\n0,0\n0,0\n", "weights.csv:1: Disagreement weights must be 0 or more"),
    ],
)
def test_trouble_with_the_weights_names_the_weights_file(tmp_path: Path, weights: str, problem: str):
    file = tmp_path / "weights.csv"
    file.write_text(weights, "utf-8")
    options = ("--weights-file", str(file), "--disagreement", "--columns", "Ann,Bo")
    code, out, errors = asked(tmp_path, RATINGS, "agreement", *options)
    assert (code, out) == (2, "")
    assert problem in errors


def test_a_long_list_is_cut_in_text_and_whole_in_json(tmp_path: Path):
    rows = [f"{10 + clinician % 7 + visit},c{clinician}" for clinician in range(60) for visit in range(3)]
    study = "\n".join(["score,clinician", *rows])
    options = ("mixed", "--score", "score", "--random", "clinician")
    assert "... (60 in all; --json gives them)" in asked(tmp_path, study, *options)[1]
    assert len(named(answers(tmp_path, study, *options))["reml.blup.clinician"]) == 60
