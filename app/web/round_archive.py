"""A round's reports as one zip with an index: in the order of the index, and no result in any name."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import IO

from app.web.csv_files import csv_text
from app.web.zip_files import NO_TIME

HEADS = ("Number", "Clinician", "Clinic", "Status", "File")
STATES = {"draft": "Draft, not released", "released": "Released"}
GONE = "It was taken back."
STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #999}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One report of the index. ``trouble``: why there is none, and then there is no file."""

    clinician: str
    clinic: str
    state: str
    file: str
    trouble: str = ""


def file_name(number: int, total: int, clinician: str) -> str:
    """`007-morgan-reyes.pdf`: the place in the index first, so that folders keep the reading order."""
    plain = re.sub(r"[\W_]+", "-", clinician).strip("-").lower()[:60]
    return f"{number:0{len(str(total))}d}-{plain or 'clinician'}.pdf"


def index_files(title: str, lines: Sequence[Line]) -> dict[str, bytes]:
    """The index twice: to read in a browser, and for a spreadsheet."""
    rows = [
        (str(at), each.clinician, each.clinic, each.trouble or STATES.get(each.state, each.state), each.file)
        for at, each in enumerate(lines, start=1)
    ]
    return {"index.html": _html(title, rows).encode(), "index.csv": csv_text(HEADS, rows).encode()}


def write_zip(file: IO[bytes], title: str, entries: Iterable[tuple[Line, bytes]]) -> None:
    """Each report that is there, in this order, and the index of all; entries come one after the other."""
    lines: list[Line] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for line, body in entries:
            lines.append(line if body else replace(line, file="", trouble=line.trouble or GONE))
            if body:
                # PDFs are packed already.
                archive.writestr(zipfile.ZipInfo(line.file, NO_TIME), body)
        for name, body in index_files(title, lines).items():
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), body, zipfile.ZIP_DEFLATED)


def _html(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in HEADS)
    body = "".join(_row(row) for row in rows)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n'
        f"<body><h1>{escape(title)}</h1>\n<table><caption>Reports in reading order</caption>"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table></body></html>\n"
    )


def _row(row: tuple[str, ...]) -> str:
    number, clinician, clinic, state, file = (escape(cell) for cell in row)
    link = f'<a href="{file}">{file}</a>' if file else ""
    return (
        f'<tr><td>{number}</td><th scope="row">{clinician}</th><td>{clinic}</td><td>{state}</td><td>{link}</td></tr>\n'
    )
