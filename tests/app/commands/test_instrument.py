"""Definition files are checked and published from the command line."""

import json
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import select

from app.database import Database
from app.models.instruments import PublishedInstrument
from instruments.catalogue import shipped_text
from tests.app.builders import SMALL
from tests.app.commands.conftest import Levelfield


def test_a_definition_that_is_in_order_is_called_so(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(shipped_text("levelfield-sdm", "1"), "utf-8")
    ended = levelfield("instrument", "check", file, "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["items"] == 8


def test_every_problem_of_a_definition_is_told_with_its_line(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL.replace("scale: seen", "scale: heard"), "utf-8")
    ended = levelfield("instrument", "check", file)
    assert ended.code == 2
    lines = ended.err.strip().splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{file}:") for line in lines)
    assert 'scale: No scale is called "heard"' in ended.err


def test_publishing_stores_the_definition_once(levelfield: Levelfield, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL, "utf-8")
    first = levelfield("instrument", "publish", file, "--json")
    assert levelfield("instrument", "publish", file).code == 0
    with database.open(readonly=True) as session:
        (mark,) = session.scalars(select(PublishedInstrument.fingerprint)).all()
    assert json.loads(first.out)["fingerprint"] == mark


def test_a_published_version_cannot_be_published_with_other_content(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL, "utf-8")
    levelfield("instrument", "publish", file)
    file.write_text(SMALL.replace("Names the choices", "Names all choices"), "utf-8")
    ended = levelfield("instrument", "publish", file)
    assert ended.code == 2
    assert "Give this one a new version" in ended.err


def test_a_definition_leaves_in_every_form_with_what_it_could_not_carry(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(shipped_text("levelfield-sdm", "1"), "utf-8")
    for form in ("yaml", "json", "codebook", "redcap", "fhir-r4", "fhir-r5"):
        ended = levelfield("instrument", "export", file, "--to", form, "--wording", "patient_partner")
        assert ended.code == 0, ended.err
        assert "what_matters" in ended.out
    report = tmp_path / "lost.txt"
    out = tmp_path / "sheet.csv"
    ended = levelfield("instrument", "export", file, "--to", "redcap", "--out", out, "--loss-report", report)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert "licence" in report.read_text("utf-8")
    assert levelfield("instrument", "export", file, "--to", "yaml", "--out", out).code == 2


def test_what_leaves_as_yaml_is_the_same_instrument(levelfield: Levelfield, tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(SMALL, "utf-8")
    levelfield("instrument", "export", first, "--to", "yaml", "--out", second)
    marks = {
        json.loads(levelfield("instrument", "check", file, "--json").out)["fingerprint"] for file in (first, second)
    }
    assert len(marks) == 1


def test_a_list_of_items_becomes_a_draft(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    file.write_text("item,text\nwarm,Did the clinician welcome the person?\n", "utf-8")
    named = ("--id", "our-tool", "--title", "Our tool")
    ended = levelfield("instrument", "import", file, "--from", "items", *named)
    assert ended.code == 0, ended.err
    assert "status: draft" in ended.out
    file.write_text("code,words\nwarm,x\n", "utf-8")
    assert levelfield("instrument", "import", file, "--from", "items", *named).code == 2


def test_a_workbook_leaves_and_comes_back_the_same(levelfield: Levelfield, tmp_path: Path) -> None:
    first, form, second = tmp_path / "first.yaml", tmp_path / "form.xlsx", tmp_path / "second.yaml"
    first.write_text(shipped_text("levelfield-sdm", "1"), "utf-8")
    assert levelfield("instrument", "export", first, "--to", "xlsform").code == 2
    assert levelfield("instrument", "export", first, "--to", "xlsform", "--out", form).code == 0
    ended = levelfield("instrument", "import", form, "--out", second)
    assert (ended.code, ended.err) == (0, "")
    marks = {
        json.loads(levelfield("instrument", "check", file, "--json").out)["fingerprint"] for file in (first, second)
    }
    assert len(marks) == 1


def test_a_definition_leaves_as_a_form_on_paper(levelfield: Levelfield, tmp_path: Path) -> None:
    file, out, lost = tmp_path / "sheet.yaml", tmp_path / "sheet.pdf", tmp_path / "lost.txt"
    file.write_text(shipped_text("levelfield-sdm", "1"), "utf-8")
    asked = ("instrument", "export", file, "--to", "pdf", "--wording", "patient_partner")
    assert levelfield(*asked, "--out", out, "--loss-report", lost).code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert "what_matters" in "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "ways_forward: When to skip it stands in words: paper hides nothing.\n" in lost.read_text("utf-8")


def test_a_form_on_paper_is_no_text_for_the_screen(levelfield: Levelfield, tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_text(SMALL, "utf-8")
    ended = levelfield("instrument", "export", file, "--to", "pdf")
    assert (ended.code, ended.out) == (2, "")
    assert "--out FILE" in ended.err


def test_a_file_that_cannot_be_imported_is_told_with_its_line_and_nothing_is_written(
    levelfield: Levelfield, tmp_path: Path
) -> None:
    file, out = tmp_path / "items.csv", tmp_path / "out.yaml"
    file.write_text("item,text\nwarm,Welcomes\ncalm,\n", "utf-8")
    ended = levelfield("instrument", "import", file, "--out", out)
    assert (ended.code, ended.err) == (2, f"{file}:3: Write the text of this item.\n")
    assert not out.exists()
