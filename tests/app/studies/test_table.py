"""A study's file of ratings is read whatever program wrote it, and refused by line when it cannot be."""

import pytest

from app.studies.problems import StudyProblems
from app.studies.table import Table, read_table


def cells(table: Table) -> list[tuple[str, ...]]:
    return [table.header, *(row.cells for row in table.rows)]


@pytest.mark.parametrize(
    "content",
    [
        b"unit,ann,bob\n1,3,4\n2,,5\n",
        b"unit;ann;bob\r\n1;3;4\r\n2;;5\r\n",
        b"unit\tann\tbob\n1\t3\t4\n2\t\t5",
        b"\xef\xbb\xbfunit,ann,bob\n1,3,4\n2,,5\n",
        b'"unit","ann","bob"\n"1","3","4"\n"2","","5"\n',
        b"unit, ann ,bob\n\n 1,3,4\n,,\n2,,5\n",
    ],
    ids=["comma", "semicolon and CRLF", "tab", "byte order mark", "quoted", "blank lines and spaces"],
)
def test_the_same_table_is_read_however_it_was_saved(content: bytes) -> None:
    assert cells(read_table(content)) == [("unit", "ann", "bob"), ("1", "3", "4"), ("2", "", "5")]


def test_a_row_knows_the_line_it_starts_on_even_after_a_cell_with_line_breaks() -> None:
    table = read_table(b'unit,note\n1,"one\ntwo\nthree"\n\n2,x\n')
    assert [row.line for row in table.rows] == [2, 6]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"unit,ann\n", 1, "nothing below"),
        (b"unit,ann\n1,2\n1\n", 3, "1 cells, but the first row names 2"),
        (b"unit,ann,ann\n1,2,3\n", 1, 'Two columns are called "ann"'),
        (b"unit,,ann\n1,2,3\n", 1, "Column 2 has no name"),
        (b"unit,ann\n1,caf\xe9\n", 2, "not UTF-8"),
        ("unit,ann\n".encode("utf-16"), 1, "UTF-16"),
        (b"unit,ann\n1,\x00\n", 2, "not a text file"),
        (b'unit,ann\n1,"2\n', 2, "quotation marks"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(StudyProblems) as refused:
        read_table(content)
    assert refused.value.problems[0].line == line
    assert words in refused.value.problems[0].sentence
