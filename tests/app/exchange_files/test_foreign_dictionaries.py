"""REDCap data dictionaries as other people write them, odd ones included."""

from collections.abc import Callable

import pytest

from app.exchange_files.door import Imported, import_file
from instruments.exchange.redcap_columns import HEADER
from tests.app.exchange_files.shapes import shape

(
    NAME,
    FORM,
    SECTION,
    KIND,
    LABEL,
    CHOICES,
    NOTE,
    CHECK,
    LOW,
    HIGH,
    PRIVATE,
    LOGIC,
    NEEDED,
    _,
    _,
    MATRIX,
    RANK,
    ANNOTATION,
) = HEADER
AGREE = "0, Never | 1, Sometimes | 2, Always"
ID = {NAME: "record_id", KIND: "text", LABEL: "Record"}


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def dictionary(
    *fields: dict[str, str], separator: str = ",", end: str = "\n", columns: tuple[str, ...] = HEADER
) -> bytes:
    rows = [columns, *([field.get(column, "") for column in columns] for field in (ID, *fields))]
    return end.join(separator.join(quoted(cell) for cell in row) for row in rows).encode()


def radio(name: str, label: str = "Asks", choices: str = AGREE, **more: str) -> dict[str, str]:
    return {
        NAME: name,
        FORM: "main",
        KIND: "radio",
        LABEL: label,
        CHOICES: choices,
        **{HEADER_OF[key]: value for key, value in more.items()},
    }


HEADER_OF = {
    "section": SECTION,
    "note": NOTE,
    "logic": LOGIC,
    "matrix": MATRIX,
    "rank": RANK,
    "annotation": ANNOTATION,
    "form": FORM,
    "kind": KIND,
    "check": CHECK,
    "low": LOW,
    "high": HIGH,
    "private": PRIVATE,
}

FILES: dict[str, tuple[Callable[[], bytes], str, tuple[str, ...]]] = {
    "a byte order mark and semicolons": (
        lambda: b"\xef\xbb\xbf" + dictionary(radio("a"), separator=";"),
        "questions[a(0 1 2)]",
        (),
    ),
    "tabs and Windows line ends": (
        lambda: dictionary(radio("a"), separator="\t", end="\r\n"),
        "questions[a(0 1 2)]",
        (),
    ),
    "commas in labels and a bar at the end": (
        lambda: dictionary(radio("a", choices="1, Poor, really | 2, Good, or so |")),
        "questions[a(1 2)]",
        (),
    ),
    "a bar in a label": (
        lambda: dictionary(radio("a", choices="0, None | some | 1, Full")),
        "questions[a(0 1/some)]",
        ('That "some" means not applicable is assumed',),
    ),
    "codes like 1.0 and blanks": (
        lambda: dictionary(radio("a", choices=" 1.0 ,  Poor|2.0,Good ")),
        "questions[a(1 2)]",
        (),
    ),
    "codes for missing answers": (
        lambda: dictionary(
            radio("a", choices="1, Poor | 2, Good | 88, Could not see | 99, Not applicable | -9, Missing")
        ),
        "questions[a(1 2/88 99 minus_9)]",
        ('"88" means not observed', '"99" means not applicable', '"-9" means'),
    ),
    "a matrix, ranked": (
        lambda: dictionary(radio("a", section="Grid", matrix="g", rank="y"), radio("b", matrix="g")),
        "grid[a(0 1 2) b(0 1 2)]",
        ("a: It stands by itself here, not in the table g", "a: Its answers are not ranked"),
    ),
    "branching": (
        lambda: dictionary(
            radio("gate", kind="yesno", choices=""),
            radio("many", kind="checkbox", choices="x, X | y, Y", logic='[gate] = "1"'),
            radio("a", logic="[many(x)] = '1' and [gate] <> ''"),
            radio("b", logic="[a] >= 1"),
            radio("c", logic="[visit_1_arm_1][a] = '1'"),
            radio("d", logic="datediff([a], 'today', 'd') > 3"),
        ),
        "questions[gate=choice many=choices{gate is yes} "
        "a(0 1 2){(many is x) and (gate is answered)} b(0 1 2){a is 1 or 2} "
        "c(0 1 2) d(0 1 2)]",
        ("c: It is always shown", "d: It is always shown"),
    ),
    "every kind of field": (
        lambda: dictionary(
            radio("intro", kind="descriptive", label="<h1>Welcome</h1>Read this.", choices=""),
            radio("n", kind="text", choices="", check="integer", low="0", high="90"),
            radio("d", kind="text", choices="", check="date_ymd"),
            radio("s", kind="slider", choices="None | Some | All"),
            radio("t", kind="notes", choices=""),
            radio("c", kind="calc", choices="[a] + 1"),
            radio("f", kind="file", choices=""),
            radio("a"),
            radio("w", label="Name", kind="text", choices="", private="y"),
        ),
        "questions[n=number d=text s=number t=text a(0 1 2)]",
        (
            "d: Any words",
            "s: The slider",
            "c: A field of type calc",
            "f: A field of type file",
            "w: It is left out because",
        ),
    ),
    "forms, headings and annotations": (
        lambda: dictionary(
            radio("a", form="visit_one"),
            radio("b", form="visit_two", annotation="@HIDDEN"),
            radio("c", form="visit_two", section="Part, two!"),
        ),
        "questions[a(0 1 2)] visit_two[b(0 1 2)] part_two[c(0 1 2)]",
        ("b: Its annotation is left out: @HIDDEN",),
    ),
    "few columns and no record number": (
        lambda: dictionary(radio("a"), columns=(NAME, KIND, LABEL, CHOICES)).replace(
            b'"record_id","text","Record",""\n', b""
        ),
        "questions[a(0 1 2)]",
        (),
    ),
    "blank rows": (
        lambda: dictionary(radio("a")).replace(b"\n", b"\n,,,,,,,,,,,,,,,,,\n\n"),
        "questions[a(0 1 2)]",
        (),
    ),
    "200 items": (
        lambda: dictionary(*(radio(f"q{n}") for n in range(200))),
        f"questions[{' '.join(f'q{n}(0 1 2)' for n in range(200))}]",
        (),
    ),
}


@pytest.mark.parametrize(("make", "expected", "said"), FILES.values(), ids=FILES)
def test_a_foreign_dictionary_becomes_a_draft_with_everything_assumed_said(
    make: Callable[[], bytes], expected: str, said: tuple[str, ...]
) -> None:
    back = import_file("dictionary.csv", make())
    assert back.instrument is not None, back.problems
    assert back.form == "redcap"
    assert shape(back.instrument) == expected
    told = "\n".join(f"{loss.place}: {loss.sentence}" for loss in back.losses)
    assert [part for part in said if part not in told] == [], told


def test_a_text_before_the_first_question_is_the_introduction() -> None:
    back: Imported = import_file("dictionary.csv", FILES["every kind of field"][0]())
    assert back.instrument is not None
    assert back.instrument.introduction == {"en": "Welcome\nRead this."}


def test_too_many_items_are_refused_with_the_number_allowed() -> None:
    back = import_file("dictionary.csv", dictionary(*(radio(f"q{n}") for n in range(201))))
    assert [problem.sentence for problem in back.problems] == ["Keep the sheet to 200 items and questions or fewer."]
