"""Tables of items as people paste them, odd ones included."""

import pytest

from instruments.exchange.item_list import from_item_list, table_of_items
from tests.app.exchange_files.shapes import shape

USUAL = "0 1 2 3 4"
TABLES = {
    "commas": (b"item,text\nwarm,Welcomes\ncalm,Waits", f"items[warm({USUAL}) calm({USUAL})]", ()),
    "semicolons and a byte order mark": (b"\xef\xbb\xbfitem;text\nwarm;Welcomes", f"items[warm({USUAL})]", ()),
    "tabs and Windows line ends": (b"Item\tText\r\nwarm\tWelcomes\r\n", f"items[warm({USUAL})]", ()),
    "other names for the columns": (b"Code,Question,Hint\nwarm,Does she welcome?,Look", f"items[warm({USUAL})]", ()),
    "sections": (
        b"section,item,text\nStart,a,A\n,b,B\nThe end,c,C",
        f"start[a({USUAL}) b({USUAL})] the_end[c({USUAL})]",
        (),
    ),
    "scales": (
        "item,text,scale\na,A,1-5\nb,B,0 to 2\nc,C,0–1\nd,D,often".encode(),
        f"items[a(1 2 3 4 5) b(0 1 2) c(0 1) d({USUAL})]",
        ("d: Its scale “often” is no range",),
    ),
    "blank rows and spaces": (b"item , text \n\n warm , Welcomes \n,\n", f"items[warm({USUAL})]", ()),
    "quotes, commas and line breaks": (b'item,text\nwarm,"Does ""she"", too,\nwait?"', f"items[warm({USUAL})]", ()),
    "mark-up": (b"item,text\nwarm,<b>Welcomes</b>", f"items[warm({USUAL})]", ("warm: Formatting",)),
    "a guarded formula": (b"item,text\nwarm,'=1+1", f"items[warm({USUAL})]", ()),
    "lines without headings": (
        b"- Does she welcome the person?\n- Does she wait for an answer, always?\n",
        f"items[does_she_welcome_the_person({USUAL}) does_she_wait_for_an_answer_always({USUAL})]",
        ("There was no line of headings",),
    ),
    "the same name twice": (b"item,text\na,A\na,B", f"items[a({USUAL}) a_2({USUAL})]", ()),
    "200 items": (
        b"item,text\n" + b"".join(b"i%d,Item\n" % n for n in range(200)),
        f"items[{' '.join(f'i{n}({USUAL})' for n in range(200))}]",
        (),
    ),
}


@pytest.mark.parametrize(("content", "expected", "said"), TABLES.values(), ids=TABLES)
def test_a_table_of_items_becomes_a_draft(content: bytes, expected: str, said: tuple[str, ...]) -> None:
    draft, report = from_item_list(content, "mine", "Mine")
    assert shape(draft) == expected
    assert [part for part in said if part not in report.text()] == [], report.text()


def test_a_sheet_of_items_in_a_workbook_is_found() -> None:
    book = {"About": [["x"]], "Items": [[""], ["Item", "Text"], ["warm", "Welcomes"]]}
    content = table_of_items(book)
    assert content is not None
    assert shape(from_item_list(content, "mine", "Mine")[0]) == f"items[warm({USUAL})]"
    assert table_of_items({"About": [["x"]]}) is None
