"""Studies of an unusual shape get the right answer, or one sentence that says why not and what to do."""

import io
import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reports.analysis.command import run

Rows = list[tuple[str, str, str, str, float]]
HEAD = "clinician,consultation,observer,type,score\n"
Asked = Callable[[Rows, str], tuple[int, str, str]]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    def ask(rows: Rows, command: str) -> tuple[int, str, str]:
        file = tmp_path / "study.csv"
        file.write_text(HEAD + "".join(",".join(str(cell) for cell in row) + "\n" for row in rows), "utf-8")
        name, *rest = shlex.split(command)
        out, errors = io.StringIO(), io.StringIO()
        code = run([name, str(file), *rest], io.BytesIO(), out, errors)
        return code, " ".join(out.getvalue().split()), errors.getvalue()

    return ask


def sheets(visits: int = 2, *, own: bool = False, clinicians: int = 8) -> Rows:
    """Two observers of four in each visit; own: each clinician has an observer who sees nobody else."""
    generator = np.random.default_rng(5)
    rows: Rows = []
    for clinician in range(clinicians):
        for visit in range(visits):
            for at in (0, 1):
                observer = clinician if own else (clinician + visit + at) % 4
                kind = "partner" if observer % 2 else "peer"
                score = float(generator.integers(0, 5))
                rows.append((f"c{clinician}", f"c{clinician}v{visit}", f"o{observer}", kind, score))
    return rows


MIXED = "mixed --score score --random clinician,consultation,observer"


def test_one_visit_each_is_no_ground_to_part_clinician_and_visit(asked: Asked) -> None:
    code, _, errors = asked(sheets(visits=1), MIXED)
    assert code == 2
    assert "clinician and consultation sort the rows into the same groups" in errors
    assert "leave one of them out" in errors


def test_observers_of_one_clinician_each_are_not_parted_from_their_clinicians(asked: Asked) -> None:
    code, _, errors = asked(sheets(own=True), MIXED)
    assert code == 2
    assert "clinician and observer sort the rows into the same groups" in errors


def test_a_column_is_not_fixed_and_random_at_once(asked: Asked) -> None:
    code, _, errors = asked(sheets(), "mixed --score score --fixed type --random type,consultation")
    assert code == 2
    assert "The fixed columns say all that type says" in errors


def test_a_study_of_one_score_has_nothing_to_share_out(asked: Asked) -> None:
    rows = [(*row[:4], 0.0) for row in sheets()][1:]
    code, out, _ = asked(rows, 'gstudy --score score --design "clinician x observer"')
    assert code == 0
    assert "Every score is 0, so there is nothing to share out." in out


def test_what_the_algebra_says_of_a_matrix_is_not_passed_on(asked: Asked) -> None:
    code, _, errors = asked(sheets(visits=1), 'gstudy --score score --design "clinician x (consultation:observer)"')
    assert code == 2
    assert "minor" not in errors
    assert "matrix" not in errors


def test_rows_pasted_twice_are_pointed_out(asked: Asked) -> None:
    rows = sheets()
    _, out, _ = asked([*rows, *rows[:3]], "facets --rating score --facets clinician,observer")
    assert "3 rows repeat earlier ones in every column" in out


def test_items_of_one_sheet_are_not_taken_for_sheets_in_silence(asked: Asked) -> None:
    rows = sheets()
    columns = "--score score --observer observer --type type --consultation consultation"
    _, out, _ = asked([*rows, *rows], f"compare-types {columns}")
    assert f"{len(rows)} of {2 * len(rows)} scores share their observer and consultation with an earlier one" in out
    assert "give one total for each sheet" in out


def test_a_third_kind_is_refused_with_what_to_do(asked: Asked) -> None:
    rows = [*sheets(), ("c1", "c1v1", "x", "carer", 2.0)]
    columns = "--score score --observer observer --type type --consultation consultation"
    code, _, errors = asked(rows, f"compare-types {columns}")
    assert code == 2
    assert "keep the rows of two of them" in errors


def test_a_rating_far_off_the_scale_is_named_as_a_likely_slip(asked: Asked) -> None:
    rows = sheets()
    rows[0] = (*rows[0][:4], 99.0)
    _, out, _ = asked(rows, "facets --rating score --facets clinician,observer")
    assert "5 to 98: the thresholds beside them are not defined. Check the ratings for a slip" in out


def test_groups_that_share_nobody_are_told_what_would_join_them(asked: Asked) -> None:
    one = sheets()
    other: Rows = [(f"z{c}", f"z{v}", f"z{o}", kind, score) for c, v, o, kind, score in one]
    _, out, _ = asked([*one, *other], "facets --rating score --facets clinician,observer")
    assert "2 groups of clinician share no observer" in out
    assert "would join them" in out


def test_who_was_set_aside_is_named(asked: Asked) -> None:
    rows = [(*row[:4], 0.0 if row[2] == "o1" else row[4]) for row in sheets()]
    _, out, _ = asked(rows, "facets --rating score --facets clinician,observer")
    assert "only the highest points: observer o1." in out
