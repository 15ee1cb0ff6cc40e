"""`levelfield reports`: every report of a round into a folder, with an index, drawn on all cores."""

from __future__ import annotations

import argparse
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import as_completed
from pathlib import Path

from app.commands.console import DONE, FAILED, Commands, Unusable, add_command, complain, ready_database, say
from app.database import Database
from app.durable_files import make_folder, write_whole
from app.jobs.pool import Pool, cores
from app.jobs.report_batches import Batch, draw, shared_numbers
from app.operations.audit import record
from app.queries.report_files import ObservedClinician, clinicians_observed, issued_pdf
from app.settings import settings_from_environment
from app.web.round_archive import Line, file_name, index_files

AT_ONCE = 16
NOT_RELEASED = "Not released yet."


def add(commands: Commands) -> None:
    """Add `reports`."""
    parser = add_command(
        commands,
        "reports",
        _reports,
        "write all reports of a round into a folder, with an index: released ones, or drafts",
        "levelfield reports --round ID --out reports/",
    )
    parser.add_argument("--round", type=uuid.UUID, required=True, metavar="ID")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--draft", action="store_true", help="the reports as they would be today, marked as drafts")


def _reports(arguments: argparse.Namespace) -> int:
    settings = settings_from_environment()
    folder: Path = arguments.out
    with ready_database(settings) as database:
        with database.open(readonly=True) as session:
            observed = clinicians_observed(session, arguments.round)
        if not observed:
            raise Unusable(f"There is no round {arguments.round} in which somebody was observed.")
        make_folder(folder)
        names = {each.id: file_name(at, len(observed), each.name) for at, each in enumerate(observed, start=1)}
        make = _drafts(settings.database_url, arguments.round, observed) if arguments.draft else None
        why_not: dict[uuid.UUID, str] = {each.id: NOT_RELEASED for each in observed}
        began = time.monotonic()
        for clinician_id, pdf, trouble in make or _released(database, arguments.round, observed):
            why_not[clinician_id] = trouble
            if pdf:
                write_whole(folder / names[clinician_id], pdf)
        _write_index(folder, arguments, [(each, names[each.id], why_not[each.id]) for each in observed])
        written = sum(not why for why in why_not.values())
        _record(database, arguments, observed[0].team_id, written)
    for each in observed:
        if why_not[each.id]:
            complain(f"{each.name}: {why_not[each.id]}")
    say(str(folder / "index.html"))
    complain(f"{written} of {len(observed)} reports in {time.monotonic() - began:.1f} s.")
    return DONE if written else FAILED


def _write_index(folder: Path, arguments: argparse.Namespace, of: list[tuple[ObservedClinician, str, str]]) -> None:
    state = "draft" if arguments.draft else "released"
    lines = [Line(each.name, "", state, "" if why_not else name, why_not) for each, name, why_not in of]
    for name, body in index_files("Reports of a round", lines).items():
        write_whole(folder / name, body)


def _drafts(
    url: str, round_id: uuid.UUID, observed: tuple[ObservedClinician, ...]
) -> Iterator[tuple[uuid.UUID, bytes, str]]:
    ids = [each.id for each in observed]
    parts = [tuple(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)]
    pool = Pool(min(cores(), len(parts)))
    try:
        shared = pool.submit(shared_numbers, (url, round_id)).result()
        batches = [Batch(url, round_id, part, "draft", shared=shared) for part in parts]
        for future in as_completed([pool.submit(draw, batch) for batch in batches]):
            for each in future.result():
                yield each.clinician_id, each.issue.pdf if each.issue else b"", each.trouble
    finally:
        pool.stop()


def _released(
    database: Database, round_id: uuid.UUID, observed: tuple[ObservedClinician, ...]
) -> Iterator[tuple[uuid.UUID, bytes, str]]:
    with database.open(readonly=True) as session:
        for each in observed:
            pdf = issued_pdf(session, each.id, round_id)
            yield each.id, pdf or b"", "" if pdf else NOT_RELEASED


def _record(database: Database, arguments: argparse.Namespace, team_id: uuid.UUID, written: int) -> None:
    with database.short_write() as log:
        record(
            log,
            "reports of a round written to files",
            f"round {arguments.round}",
            actor_id=None,
            team_id=team_id,
            details={"reports": written, "draft": arguments.draft},
        )
