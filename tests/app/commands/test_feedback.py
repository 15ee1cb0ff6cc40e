"""Reports as files: the released ones byte for byte, drafts marked as drafts."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.feedback import IssuedReport
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import an_observed_clinician


def test_a_released_report_is_written_byte_for_byte(
    levelfield: Levelfield, build: Builder, session: Session, tmp_path: Path
) -> None:
    of = an_observed_clinician(build)
    released(build, of)
    file = tmp_path / "morgan.pdf"
    ended = levelfield("feedback", "--clinician", of.clinician, "--round", of.round, "--out", file)
    assert ended.code == 0, ended.err
    assert file.read_bytes() == session.scalars(select(IssuedReport.pdf)).one()


def test_a_report_that_is_not_released_comes_only_as_a_draft(
    levelfield: Levelfield, build: Builder, tmp_path: Path
) -> None:
    of = an_observed_clinician(build)
    file = tmp_path / "morgan.pdf"
    asked = ("feedback", "--clinician", of.clinician, "--round", of.round, "--out", file)
    ended = levelfield(*asked)
    assert (ended.code, file.exists()) == (1, False)
    assert "not released yet" in ended.err
    assert levelfield(*asked, "--draft").code == 0
    assert file.read_bytes().startswith(b"%PDF")


def test_ids_that_are_not_there_are_refused(levelfield: Levelfield, build: Builder, tmp_path: Path) -> None:
    of = an_observed_clinician(build)
    for clinician, of_round in ((of.clinician, of.lead), (of.lead, of.round)):
        ended = levelfield("feedback", "--clinician", clinician, "--round", of_round, "--out", tmp_path / "x.pdf")
        assert ended.code == 2
