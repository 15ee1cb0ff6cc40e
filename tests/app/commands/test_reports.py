"""All reports of a round in a folder: with an index, whole, and no result in any name."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.feedback import IssuedReport
from app.releasing import draft_feedback
from reports.pdf.feedback import feedback_pdf
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import an_observed_clinician


def test_drafts_of_a_round_are_written_with_an_index(
    levelfield: Levelfield, build: Builder, session: Session, tmp_path: Path
) -> None:
    of = an_observed_clinician(build)
    folder = tmp_path / "reports"
    ended = levelfield("reports", "--round", of.round, "--draft", "--out", folder)
    assert ended.code == 0, ended.err
    assert sorted(each.name for each in folder.iterdir()) == ["1-morgan-reyes.pdf", "index.csv", "index.html"]
    drafted = feedback_pdf(draft_feedback(session, of.clinician, of.round))
    assert (folder / "1-morgan-reyes.pdf").read_bytes() == drafted
    assert '<a href="1-morgan-reyes.pdf">' in (folder / "index.html").read_text("utf-8")
    looked = session.scalars(select(AuditEvent).where(AuditEvent.event == "reports of a round written to files")).one()
    assert looked.details == {"reports": 1, "draft": True}


def test_only_released_reports_are_written_without_asking_for_drafts(
    levelfield: Levelfield, build: Builder, session: Session, tmp_path: Path
) -> None:
    of = an_observed_clinician(build)
    asked = ("reports", "--round", of.round, "--out", tmp_path)
    ended = levelfield(*asked)
    assert (ended.code, list(tmp_path.glob("*.pdf"))) == (1, [])
    assert "Morgan Reyes: Not released yet." in ended.err
    released(build, of)
    assert levelfield(*asked).code == 0
    assert (tmp_path / "1-morgan-reyes.pdf").read_bytes() == session.scalars(select(IssuedReport.pdf)).one()


def test_a_round_in_which_nobody_was_observed_is_refused(
    levelfield: Levelfield, build: Builder, tmp_path: Path
) -> None:
    team = build.a_team()
    build.keep()
    ended = levelfield("reports", "--round", team, "--out", tmp_path / "reports")
    assert ended.code == 2
