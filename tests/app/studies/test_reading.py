"""A table and a mapping become a study, or a list of what is wrong, line by line."""

from datetime import date

import pytest

from app.operations.importing import Study
from app.studies.mapping import read_mapping
from app.studies.problems import StudyProblems
from app.studies.reading import read_study
from app.studies.table import read_table
from instruments.catalogue import shipped
from instruments.definition import Instrument
from instruments.scoring import score
from instruments.sheet import NotScored, Rated

WIDE = "scale: 1..6\ntitle: Credibility\nobservers: [ann, bob]\n"
LONG = """
layout: long
consultation: visit
clinician: doctor
observer: who
observer_type: role
date: day
items: {listens: Listens well, explains: Explains}
scale: 0..4
total: mean
"""
RATINGS = "layout: long\nconsultation: visit\nobserver: who\nitem: question\nrating: mark\nscale: 0..4\n"


def study(table: str, mapping: str, instrument: Instrument | None = None) -> Study:
    return read_study(
        read_table(table.encode()),
        read_mapping(mapping.encode()),
        programme="Film study",
        team="Riverside",
        instrument=instrument,
    )


def problems(table: str, mapping: str) -> list[str]:
    with pytest.raises(StudyProblems) as refused:
        study(table, mapping)
    return [f"{problem.line}: {problem.sentence}" for problem in refused.value.problems]


def codes(found: Study) -> list[tuple[int, int, dict[str, str]]]:
    return [
        (each.consultation, each.observer, {item: getattr(answer, "code", "") for item, answer in each.sheet.items()})
        for each in found.sheets
    ]


def test_in_a_wide_file_every_row_is_a_consultation_with_a_clinician_of_its_own() -> None:
    found = study("ann,bob\n3,4\n6,\n", WIDE)
    assert found.clinicians == ("Clinician 1", "Clinician 2")
    assert [observer.name for observer in found.observers] == ["ann", "bob"]
    assert codes(found) == [(0, 0, {"rating": "3"}), (0, 1, {"rating": "4"}), (1, 0, {"rating": "6"})]
    assert found.missing == 1


def test_in_a_long_file_a_row_is_one_sheet() -> None:
    found = study(
        "visit,doctor,who,role,day,listens,explains\n"
        "v1,Dr A,ann,Patient partner,2026-03-31,3,0\n"
        "v1,Dr A,bob,Peer clinician,2026-03-31,,2\n"
        "v2,Dr A,ann,Patient partner,2026-04-01,1,1\n",
        LONG,
    )
    assert found.clinicians == ("Dr A",)
    assert found.observer_types == ("Patient partner", "Peer clinician")
    assert [consultation.on_date for consultation in found.consultations] == [date(2026, 3, 31), date(2026, 4, 1)]
    assert codes(found)[1] == (0, 1, {"explains": "2"})
    assert found.instrument.item("listens").wording("any") == "Listens well"


def test_in_a_long_file_a_row_may_also_be_a_single_rating() -> None:
    found = study("visit,who,question,mark\n1,ann,Warm?,3\n1,ann,Clear?,4\n1,bob,Warm?,0\n", RATINGS)
    assert [item.wording("any") for item in found.instrument.items] == ["Warm?", "Clear?"]
    assert codes(found) == [(0, 0, {"warm": "3", "clear": "4"}), (0, 1, {"warm": "0"})]


def test_a_wide_file_may_hold_several_items_for_each_observer() -> None:
    mapping = (
        "scale: 1..6\nobservers:\n  ann: {columns: {warm: a1, clear: a2}}\n  bob: {columns: {warm: b1, clear: b2}}\n"
    )
    found = study("a1,a2,b1,b2\n1,2,3,4\n", mapping)
    assert codes(found) == [(0, 0, {"warm": "1", "clear": "2"}), (0, 1, {"warm": "3", "clear": "4"})]


def test_a_blank_is_missing_and_never_a_zero() -> None:
    found = study("ann,bob\n,2\nNA,3\n4,NaN\n", WIDE)
    assert [each.sheet["rating"] for each in found.sheets] == [Rated("2"), Rated("3"), Rated("4")]
    assert found.missing == 3


def test_decimal_points_that_mean_a_whole_point_are_taken_as_that_point() -> None:
    assert codes(study("ann,bob\n3.0,4.00\n", WIDE))[0] == (0, 0, {"rating": "3"})


def test_the_total_of_one_item_is_its_rating() -> None:
    found = study("ann,bob\n3,4\n", WIDE)
    assert score(found.instrument, found.sheets[0].sheet).total.value == 3


def test_a_known_instrument_takes_its_own_codes_not_applicable_among_them() -> None:
    instrument = shipped()[0]
    mapping = (
        "layout: long\nconsultation: visit\nobserver: who\nitems: [what_matters, next_steps]\n"
        f"instrument: {{id: {instrument.id}, version: '{instrument.version}'}}\n"
    )
    found = study("visit,who,what_matters,next_steps\n1,ann,4,na\n", mapping, instrument)
    assert found.sheets[0].sheet["next_steps"] == NotScored("na", "not_applicable")
    with pytest.raises(StudyProblems, match="is no item of levelfield-sdm"):
        study("visit,who,what,next_steps\n1,ann,4,na\n", mapping.replace("what_matters", "what"), instrument)


def test_a_rating_off_the_scale_is_told_with_line_column_what_was_found_and_what_was_expected() -> None:
    assert problems("ann,bob\n3,9\nx,4\n", WIDE) == [
        '2: Column bob: found "9", expected a whole number from 1 to 6, or nothing.',
        '3: Column ann: found "x", expected a whole number from 1 to 6, or nothing.',
    ]


def test_a_decimal_comma_is_refused_and_not_guessed_at() -> None:
    (only,) = problems('ann,bob\n"3,0",4\n', WIDE)
    assert only.startswith('2: Column ann: found "3,0"')
    assert "with a point, not a comma" in only


def test_a_scale_with_gaps_says_its_points() -> None:
    (only,) = problems("ann\n2\n", "scale: [0, 1.5, 3]\nobservers: [ann]\n")
    assert "expected one of 0, 1.5, 3, or nothing" in only


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            "v1,Dr A,ann,Peer,2026-03-31,1,1\nv1,Dr B,bob,Peer,2026-03-31,1,1\n",
            '3: Consultation v1 has the clinician "Dr A"',
        ),
        (
            "v1,Dr A,ann,Peer,2026-03-31,1,1\nv1,Dr A,bob,Peer,2026-04-01,1,1\n",
            '3: Consultation v1 has the date "2026-03',
        ),
        (
            "v1,Dr A,ann,Peer,2026-03-31,1,1\nv2,Dr A,ann,Lay,2026-03-31,1,1\n",
            "3: ann is a Peer on line 2, but a Lay here",
        ),
        ("v1,Dr A,ann,Peer,2026-03-31,1,1\nv1,Dr A,ann,Peer,2026-03-31,1,1\n", "3: ann has already rated this item"),
        ("v1,,ann,Peer,2026-03-31,1,1\n", "2: Column doctor is empty"),
        (",Dr A,ann,Peer,2026-03-31,1,1\n", "2: Column visit is empty"),
        ("v1,Dr A,,Peer,2026-03-31,1,1\n", "2: Column who is empty"),
        ("v1,Dr A,ann,Peer,31/03/2026,1,1\n", '2: Column day: found "31/03/2026", expected a day such as'),
        ("v1,Dr A,ann,Peer,2026-02-30,1,1\n", '2: Column day: found "2026-02-30"'),
        ("v1,Dr A,ann,Peer,2026-03-31,,\n", "None: There is not a single rating"),
    ],
)
def test_what_contradicts_itself_is_told_by_line(rows: str, words: str) -> None:
    found = problems(f"visit,doctor,who,role,day,listens,explains\n{rows}", LONG)
    assert any(sentence.startswith(words) for sentence in found), found


def test_columns_that_are_not_there_are_told_with_those_that_are() -> None:
    assert problems("anne,bob\n1,2\n", WIDE) == ['1: There is no column "ann". The columns are: anne, bob.']


def test_a_rating_without_its_item_is_refused() -> None:
    (only,) = problems("visit,who,question,mark\n1,ann,,3\n", RATINGS)
    assert only == "2: Column question: this rating does not say which item it is of."


def test_one_mistake_in_a_row_of_many_items_is_told_once() -> None:
    found = problems("visit,doctor,who,role,day,listens,explains\nv1,Dr A,ann,Peer,soon,1,1\n", LONG)
    assert len(found) == 1
