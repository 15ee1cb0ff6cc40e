"""`levelfield feedback`: one clinician's report as a PDF file."""

from __future__ import annotations

import argparse
import uuid
from pathlib import Path

from sqlalchemy.orm import Session

from app.commands.console import DONE, Commands, Failed, Unusable, add_command, ready_database, say
from app.database import Database
from app.durable_files import make_folder, write_whole
from app.operations.audit import record
from app.queries.report_files import ObservedClinician, clinicians_observed, issued_pdf
from app.releasing import draft_feedback
from reports.pdf.feedback import feedback_pdf


def add(commands: Commands) -> None:
    """Add `feedback`."""
    parser = add_command(
        commands,
        "feedback",
        _feedback,
        "write one clinician's released report as a PDF, or a draft of it (all of a round: `reports`)",
        "levelfield feedback --round ID --clinician ID --out report.pdf",
    )
    parser.add_argument("--round", type=uuid.UUID, required=True, metavar="ID")
    parser.add_argument("--clinician", type=uuid.UUID, required=True, metavar="ID")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--draft", action="store_true", help="the report as it would be today, marked as a draft")


def _feedback(arguments: argparse.Namespace) -> int:
    with ready_database() as database, database.open(readonly=True) as session:
        observed = clinicians_observed(session, arguments.round)
        if not observed:
            raise Unusable(f"There is no round {arguments.round} in which somebody was observed.")
        chosen = next((each for each in observed if each.id == arguments.clinician), None)
        if chosen is None:
            raise Unusable(f"Clinician {arguments.clinician} was not observed in this round.")
        found = _pdf(session, arguments, chosen)
        if found is None:
            raise Failed(f"The report of {chosen.name} is not released yet. Look at it with --draft.")
        make_folder(arguments.out.parent)
        write_whole(arguments.out, found)
        _record(database, arguments, chosen)
        say(str(arguments.out))
        return DONE


def _pdf(session: Session, arguments: argparse.Namespace, clinician: ObservedClinician) -> bytes | None:
    if arguments.draft:
        return feedback_pdf(draft_feedback(session, clinician.id, arguments.round))
    return issued_pdf(session, clinician.id, arguments.round)


def _record(database: Database, arguments: argparse.Namespace, clinician: ObservedClinician) -> None:
    with database.short_write() as log:
        record(
            log,
            "report written to a file",
            f"clinician {clinician.id}",
            actor_id=None,
            team_id=clinician.team_id,
            details={"round": str(arguments.round), "draft": arguments.draft},
        )
