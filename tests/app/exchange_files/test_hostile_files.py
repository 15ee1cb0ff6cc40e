"""Files made to do harm: refused with one sentence, in bounded time and memory."""

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.exchange_files.door import import_file
from app.exchange_files.workbook_reading import LARGEST
from app.exchange_files.workbook_writing import workbook

SECONDS = 10
MEGABYTES = 250
SMALL = {
    "survey": [["type", "name", "label"], ["select_one s", "a", "A"]],
    "choices": [["list_name", "name", "label"], ["s", "0", "x"], ["s", "1", "y"]],
}


def changed(**parts: bytes | None) -> bytes:
    """A small workbook with parts replaced or added (`_` for / and `__` for .)."""
    out = io.BytesIO()
    named = {name.replace("__", ".").replace("_", "/"): content for name, content in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(workbook(SMALL))) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            if part.filename not in named:
                after.writestr(part.filename, before.read(part))
        for name, content in named.items():
            if content is not None:
                after.writestr(name, content)
    return out.getvalue()


SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = b"<worksheet " + SPACE + b"><sheetData>%s</sheetData></worksheet>"
CELL = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>type</t></is></c></row>'


def rows(count: int) -> bytes:
    return changed(xl_worksheets_sheet1__xml=SHEET % b"".join(CELL % (n, n) for n in range(1, count)))


def bomb() -> bytes:
    return changed(xl_media_x__bin=b"\0" * (200 * 1024 * 1024))


def lying_bomb() -> bytes:
    """Declares a small size in its directory and unpacks to a large one."""
    content = bytearray(changed(xl_sharedStrings__xml=b"<sst>" + b" " * (50 * 1024 * 1024) + b"</sst>"))
    size = (50 * 1024 * 1024 + 11).to_bytes(4, "little")
    at = content.find(size)
    while at >= 0:
        content[at : at + 4] = (100).to_bytes(4, "little")
        at = content.find(size)
    return bytes(content)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst>&b;</sst>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb": ("x.xlsx", bomb, "too large once unpacked"),
    "a bomb that lies": ("x.xlsx", lying_bomb, "damaged"),
    "too many bytes": ("x.xlsx", lambda: b"PK\x03\x04" + b"x" * LARGEST, "too large"),
    "too many parts": ("x.xlsx", lambda: changed(**{f"xl_p{n}__xml": b"<a/>" for n in range(400)}), "too large once"),
    "too many rows": ("x.xlsx", lambda: rows(6000), "more than 5000 rows"),
    "a row far down": ("x.xlsx", lambda: changed(xl_worksheets_sheet1__xml=SHEET % CELL % (1048576, 1048576)), "rated"),
    "entities": ("x.xlsx", lambda: changed(xl_sharedStrings__xml=ENTITIES), "entities"),
    "entities in UTF-16": (
        "x.xlsx",
        lambda: changed(xl_sharedStrings__xml=ENTITIES.decode().encode("utf-16")),
        "entities",
    ),
    "links to other workbooks": ("x.xlsx", lambda: changed(xl_externalLinks_externalLink1__xml=b"<a/>"), "links"),
    "macros": ("x.xlsm", lambda: changed(xl_vbaProject__bin=b"x"), "macros"),
    "half a workbook": ("x.xlsx", lambda: workbook(SMALL)[:900], "damaged"),
    "a workbook without sheets": ("x.xlsx", lambda: changed(xl_workbook__xml=b"<workbook/>"), "no sheet called survey"),
    "another archive": ("x.xlsx", lambda: changed(xl_workbook__xml=None), "damaged"),
    "an old workbook": ("x.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 600, "old .xls"),
    "deep JSON": ("x.json", lambda: b'{"resourceType":' + b"[" * 200_000, "nested|well-formed"),
    "deep items": (
        "x.json",
        lambda: (
            json.dumps({"resourceType": "Questionnaire", "item": [1]})
            .replace("1", '{"item":[' * 90 + "]}" * 90)
            .encode()
        ),
        "nested",
    ),
    "large JSON": (
        "x.json",
        lambda: b'{"resourceType": "Questionnaire", "x": "' + b"a" * (5 * 1024 * 1024) + b'"}',
        "too large",
    ),
    "deep YAML": ("x.yaml", lambda: b"a: " + b"[" * 100_000, "nested|well-formed"),
    "a large table": ("x.csv", lambda: b"text\n" + b"a\n" * 400_000, "too large"),
    "a table of one cell": ("x.csv", lambda: b"text\n" + b"a" * 400_000, "not a table"),
    "a wide dictionary": (
        "x.csv",
        lambda: b"Variable / Field Name,Field Type,Field Label\n" + b"," * 3_000_000,
        "rated|table",
    ),
}


@pytest.mark.parametrize(("name", "make", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_little_time(
    name: str, make: Callable[[], bytes], said: str
) -> None:
    content = make()
    began = time.process_time()
    back = import_file(name, content)
    assert time.process_time() - began < SECONDS
    assert back.instrument is None
    assert len(back.problems) == 1
    assert any(word in back.problems[0].sentence for word in said.split("|")), back.problems


def largest_allowed() -> bytes:
    """As many words and cells as the limits let through."""
    words = b"<si><t>%s</t></si>" % (b"w" * 200)
    line = b"<row r='%d'>" + b"<c t='s'><v>1</v></c>" * 40 + b"</row>"
    cells = b"".join(line % n for n in range(1, 5001))
    return changed(
        xl_sharedStrings__xml=b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + words * 20_000
        + b"</sst>",
        xl_worksheets_sheet1__xml=SHEET % cells,
    )


def test_the_largest_workbook_let_in_takes_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.xlsx"
    file.write_bytes(largest_allowed())
    program = (
        "import resource, sys, pathlib\n"
        "from app.exchange_files.door import import_file\n"
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = used()\n"
        "back = import_file('x.xlsx', pathlib.Path(sys.argv[1]).read_bytes())\n"
        "assert back.instrument is None\n"
        "print(used() - before)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, timeout=120, check=True
    )
    assert int(ran.stdout) < MEGABYTES
