"""`levelfield feedback`: clinicians' reports as PDF files."""

from __future__ import annotations

import argparse
import re
import uuid
from pathlib import Path

from sqlalchemy.orm import Session

from app.commands.console import DONE, FAILED, Commands, Failed, Unusable, add_command, complain, ready_database, say
from app.database import Database
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
        "write released reports as PDF files, or drafts of them",
        "levelfield feedback --round ID --all --out reports/",
    )
    parser.add_argument("--round", type=uuid.UUID, required=True, metavar="ID")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--clinician", type=uuid.UUID, metavar="ID", help="one clinician; --out is the file")
    who.add_argument("--all", action="store_true", help="everybody observed in the round; --out is a folder")
    parser.add_argument("--out", type=Path, required=True, metavar="PATH")
    parser.add_argument("--draft", action="store_true", help="the report as it would be today, marked as a draft")


def _feedback(arguments: argparse.Namespace) -> int:
    with ready_database() as database, database.open(readonly=True) as session:
        observed = clinicians_observed(session, arguments.round)
        if not observed:
            raise Unusable(f"There is no round {arguments.round} in which somebody was observed.")
        if arguments.clinician:
            chosen = [each for each in observed if each.id == arguments.clinician]
            if not chosen:
                raise Unusable(f"Clinician {arguments.clinician} was not observed in this round.")
            found = _pdf(session, arguments, chosen[0])
            if found is None:
                raise Failed(f"The report of {chosen[0].name} is not released yet. Look at it with --draft.")
            arguments.out.parent.mkdir(parents=True, exist_ok=True)
            arguments.out.write_bytes(found)
            _record(database, arguments, chosen[0])
            say(str(arguments.out))
            return DONE
        return _everybody(database, session, arguments, observed)


def _everybody(
    database: Database, session: Session, arguments: argparse.Namespace, observed: tuple[ObservedClinician, ...]
) -> int:
    arguments.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for clinician in observed:
        found = _pdf(session, arguments, clinician)
        if found is None:
            complain(f"{clinician.name}: not released yet.")
            continue
        file = arguments.out / _file_name(clinician)
        file.write_bytes(found)
        _record(database, arguments, clinician)
        say(str(file))
        written += 1
    complain(f"{written} of {len(observed)} reports.")
    return DONE if written else FAILED


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


def _file_name(clinician: ObservedClinician) -> str:
    plain = re.sub(r"[^\w]+", "-", clinician.name).strip("-").lower()[:60]
    return f"{plain or 'clinician'}-{clinician.id.hex[:6]}.pdf"
