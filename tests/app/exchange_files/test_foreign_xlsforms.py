"""XLSForms as other people write them, odd ones included: what each becomes, and what is said about it."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook

from app.exchange_files.door import Imported, import_file
from tests.app.exchange_files.shapes import shape

Cell = str | int | float | bool | date | None
Rows = list[list[Cell]]

HEADER: list[Cell] = ["type", "name", "label"]
LISTS: Rows = [
    ["list_name", "name", "label"],
    ["agree", 0, "Never"],
    ["agree", 1, "Sometimes"],
    ["agree", 2, "Always"],
    ["yn", "yes", "Yes"],
    ["yn", "no", "No"],
]


def book(survey: Rows, choices: Rows | None = None, merge: str = "", **settings: Cell) -> bytes:
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    sheets: dict[str, Rows] = {"survey": survey, "choices": LISTS if choices is None else choices}
    if settings:
        sheets["settings"] = [list(settings), list(settings.values())]
    for name, rows in sheets.items():
        if rows:
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
    if merge:
        made["choices"].merge_cells(merge)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def languages() -> bytes:
    choices: Rows = [
        ["list_name", "name", "label::Cymraeg (cy)", "label::English (en)"],
        ["s", 0, "Byth", "Never"],
        ["s", 1, "Bob tro", "Always"],
    ]
    return book(
        [
            ["type", "name", "label::Cymraeg (cy)", "label::English (en)", "hint::English (en)"],
            ["select_one s", "a", "Gofyn", "Asks", "Look"],
        ],
        choices,
        default_language="Cymraeg (cy)",
    )


def spanish_only() -> bytes:
    choices: Rows = [["list_name", "name", "label::Español"], ["s", 0, "Nunca"], ["s", 1, "Siempre"]]
    return book([["type", "name", "label::Español"], ["select_one s", "a", "Pregunta"]], choices)


def merged_lists() -> bytes:
    choices: Rows = [
        ["list name", "name", "label"],
        ["s", 0.0, "Never"],
        [None, 1.0, "Sometimes"],
        [None, 2.0, "Always"],
    ]
    return book([HEADER, ["select one s", "a", "Asks"]], choices, merge="A2:A4")


def groups() -> bytes:
    return book(
        [
            HEADER,
            ["text", "first", "Before"],
            ["begin group", "outer", "Outer"],
            ["select_one agree", "a", "A"],
            ["begin_group", "inner", "Inner"],
            ["select_one agree", "b", "B"],
            ["end_group", None, None],
            ["select_one agree", "c", "C"],
            ["end group", None, None],
        ]
    )


def matrix() -> bytes:
    return book(
        [
            [*HEADER, "appearance"],
            ["begin_group", "grid", "How often?", "table-list"],
            ["select_one agree", "a", "A", None],
            ["select_one agree", "b", "B", None],
            ["end_group", None, None, None],
        ]
    )


def likert() -> bytes:
    choices: Rows = [
        ["list_name", "name", "label"],
        ["how", "poor", "Poor"],
        ["how", "fair", "Fair"],
        ["how", "good", "Good"],
        ["how", "n/a", "Not applicable"],
    ]
    return book([[*HEADER, "appearance"], ["select_one how", "a", "A", "likert"]], choices)


def logic() -> bytes:
    return book(
        [
            [*HEADER, "relevant", "required"],
            ["select_one yn", "gate", "Any choice?", None, "yes"],
            ["select_multiple yn", "many", "Which?", "${gate} = 'yes'", "TRUE"],
            ["select_one agree", "a", "A", "selected(${many}, 'no') or ${gate} = 'no'", None],
            ["select_one agree", "b", "B", "${a} > 0", "${gate} = 'yes'"],
            ["select_one agree", "c", "C", "count-selected(${many}) > 1", None],
            ["select_one agree", "d", "D", "${gate} != 'no'", None],
        ]
    )


def ranges() -> bytes:
    return book(
        [
            [*HEADER, "parameters", "constraint"],
            ["range", "a", "A", "start=1 end=5 step=1", None],
            ["range", "b", "B", "start=0;end=100;step=1", None],
            ["integer", "n", "N", None, ". >= 0 and . <= 90"],
            ["decimal", "m", "M", None, "regex(., '[0-9]')"],
        ]
    )


def left_out() -> bytes:
    return book(
        [
            [*HEADER, "calculation", "disabled"],
            ["start", "start", None, None, None],
            ["note", "hello", "Please read this.", None, None],
            ["date", "when", "When?", None, None],
            ["calculate", "total", None, "${a} + 1", None],
            ["image", "photo", "Photo", None, None],
            ["hologram", "odd", "Odd", None, None],
            ["begin_repeat", "rep", "Again", None, None],
            ["select_one agree", "a", "A", None, None],
            ["select_one nowhere", "b", "B", None, None],
            ["end_repeat", None, None, None, None],
            ["text", "off", "Off", None, "yes"],
        ]
    )


def marked_up() -> bytes:
    return book(
        [
            HEADER,
            ["select_one agree ", " a ", "<p>Does <b>she</b> ask &amp; wait?</p>\r\n"],
            [None, None, None],
            ["text", "b", "Why ${a}?"],
        ]
    )


def formulas() -> bytes:
    return book([[*HEADER, "hint"], ["select_one agree", "a", "=CONCAT(1,2)", date(2026, 3, 1)]])


def missing_codes() -> bytes:
    choices: Rows = [
        ["list_name", "name", "label"],
        ["s", 1, "Poor"],
        ["s", 2, "Good"],
        ["s", 99, "Not applicable"],
        ["s", -9, "Could not see"],
    ]
    return book([HEADER, ["select_one s", "a", "A"]], choices)


def scored() -> bytes:
    choices: Rows = [
        ["list_name", "name", "label", "score"],
        ["s", "lo", "Low", 1],
        ["s", "hi", "High", 2.5],
        ["s", "dk", "Don't know", None],
    ]
    return book(
        [HEADER, ["select_one s or_other", "a", "A"]],
        choices,
        form_id="my-form",
        form_title="My form",
        version="2026.1",
    )


def long() -> bytes:
    return book([HEADER, *[["select_one agree", f"item{n}", f"Item {n}"] for n in range(200)]])


FILES: dict[str, tuple[Callable[[], bytes], str, tuple[str, ...]]] = {
    "Welsh first": (languages, "questions[a(0 1)]", ()),
    "Spanish only": (spanish_only, "questions[a(0 1)]", ("those in es stand in their place",)),
    "merged cells and codes like 1.0": (merged_lists, "questions[a(0 1 2)]", ("counted to it",)),
    "groups in groups": (
        groups,
        "questions[first=text] outer[a(0 1 2)] inner[b(0 1 2)] outer_2[c(0 1 2)]",
        ("inner: This group stands inside another",),
    ),
    "a table of items": (matrix, "grid[a(0 1 2) b(0 1 2)]", ()),
    "a Likert scale in words": (
        likert,
        "questions[a(poor fair good/n_a)]",
        ("Scores from 0 to 2", 'code "n/a" is written "n_a"', "means not applicable is assumed"),
    ),
    "relevant": (
        logic,
        "questions[gate=choice many=choices{gate is yes} a(0 1 2){(many is no) or (gate is no)} b(0 1 2){a is 1 or 2} "
        "c(0 1 2) d(0 1 2){gate is answered and not no}]",
        ("c: It is always shown", "b: It need not be answered", "d: While “gate” is blank"),
    ),
    "ranges and limits": (
        ranges,
        "questions[a(1 2 3 4 5) b=number n=number m=number]",
        ("b: It is asked as a number", "m: Any number"),
    ),
    "kinds without a counterpart": (
        left_out,
        "rep[a(0 1 2)]",
        (
            "when: A date",
            "total: A calculated",
            "photo: A picture",
            "odd: A question of the type",
            "b: It is left out",
            "rep: This group can be",
            "off: It is left out",
        ),
    ),
    "mark-up and spaces": (
        marked_up,
        "questions[a(0 1 2) b=text]",
        ("a: Formatting (HTML)", "b: Answers that were put"),
    ),
    "formulas and dates": (
        formulas,
        "questions[a(0 1 2)]",
        ("survey C2: This cell holds a formula", "survey D2: This cell holds a date"),
    ),
    "codes for missing answers": (
        missing_codes,
        "questions[a(1 2/99 minus_9)]",
        ('"99" means not applicable', '"-9" means not observed'),
    ),
    "scores beside the choices": (scored, "questions[a(lo hi/dk other)]", ("“Other” is a choice",)),
    "200 items": (long, f"questions[{' '.join(f'item{n}(0 1 2)' for n in range(200))}]", ()),
}


def imported(content: bytes) -> Imported:
    back = import_file("form.xlsx", content)
    assert back.instrument is not None, back.problems
    return back


@pytest.mark.parametrize(("make", "expected", "said"), FILES.values(), ids=FILES)
def test_a_foreign_form_becomes_a_draft_with_everything_assumed_said(
    make: Callable[[], bytes], expected: str, said: tuple[str, ...]
) -> None:
    back = imported(make())
    assert back.instrument is not None
    assert shape(back.instrument) == expected
    told = "\n".join(f"{loss.place}: {loss.sentence}" for loss in back.losses)
    assert [part for part in said if part not in told] == [], told


def test_every_language_of_a_form_arrives() -> None:
    instrument = imported(languages()).instrument
    assert instrument is not None
    assert instrument.item("a").text["any"] == {"cy": "Gofyn", "en": "Asks"}
    assert instrument.item("a").scale.points[1].label == {"cy": "Bob tro", "en": "Always"}


def test_a_form_keeps_its_own_name_and_version() -> None:
    instrument = imported(scored()).instrument
    assert instrument is not None
    assert (instrument.id, instrument.title["en"], instrument.version) == ("my-form", "My form", "2026.1")


def test_mark_up_becomes_plain_words() -> None:
    instrument = imported(marked_up()).instrument
    assert instrument is not None
    assert instrument.item("a").wording("any") == "Does she ask & wait?"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: book([], LISTS), "This workbook has no sheet called survey, so it is no XLSForm."),
        (lambda: book([HEADER, ["select_one agree", "a", "A"]], []), "Nothing in this file is rated"),
        (lambda: book([HEADER]), "Nothing in this file is rated"),
    ],
)
def test_a_form_that_cannot_be_used_says_why(content: Callable[[], bytes], sentence: str) -> None:
    back = import_file("form.xlsx", content())
    assert back.instrument is None
    assert back.problems[0].sentence.startswith(sentence)
