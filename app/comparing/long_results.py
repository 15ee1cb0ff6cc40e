"""Comparisons that take long on a large round: kept in the database, and computed by a worker when they are not.

On a small round a page computes for itself, at once. On a large one it looks for the kept result; when there is none
it starts the work, or joins it, and shows how far that is instead of the page.
"""

import hashlib
import uuid
from typing import Any, cast

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.comparing.blueprint import comparing
from app.jobs.computations import COMPUTATIONS, Asked, Given, Options, asked, code_version
from app.jobs.result_bytes import from_bytes
from app.operations.jobs import Wanted, start_job
from app.queries.results import StoredResult, failed_before, result_of_lead, stored_result
from app.remembering import Remembered
from app.rules import NotThere
from app.web.request_database import database, db
from app.web.signed_in import actor
from reports.statistics.minimums import Minimums

_read = Remembered()


class StillComputing(Exception):
    """The result is being worked out by this job."""

    def __init__(self, job_id: uuid.UUID) -> None:
        super().__init__(str(job_id))
        self.job_id = job_id


def kept_or_started(name: str, given: Given, minimums: Minimums, options: Options) -> Any:
    """The kept result of this computation. Raises StillComputing while a worker is at it, or is about to be."""
    question = asked(name, given, minimums, options)
    kept = stored_result(db(), question.key)
    if kept is not None:
        _used().append(kept)
        return _read.get((kept.id, kept.result_digest), lambda: from_bytes(kept.result))
    if failed_before(db(), question.key):
        return COMPUTATIONS[name].make(given, minimums, options)
    of_round = cast("dict[str, uuid.UUID]", request.view_args)["round_id"]
    wanted = _wanted(question, question.key, request.full_path.rstrip("?"), again=False)
    with database().short_write() as write:
        job_id = start_job(write, actor(), of_round, wanted)
    raise StillComputing(job_id)


@comparing.errorhandler(StillComputing)
def show_work(waiting: StillComputing) -> ResponseReturnValue:
    """The progress of the work, with a way to stop it and a way back here."""
    return redirect(url_for("organising.one_job", job_id=waiting.job_id))


@comparing.post("/results/<uuid:result_id>/again")
def compute_again(result_id: uuid.UUID) -> ResponseReturnValue:
    """Compute a kept result once more, from the same data with the same seed, and say whether it is the same."""
    found = result_of_lead(db(), actor(), result_id)
    if found is None:
        raise NotThere
    if found.code_version != code_version():
        flash("The program has changed since. Open the page to have it worked out by today’s program.", "error")
        return redirect(url_for("comparing.overview", round_id=found.round_id))
    question = Asked(found.name, found.ratings_digest, found.options["minimums"], found.options["options"])
    page = url_for("comparing.overview", round_id=found.round_id)
    key = hashlib.sha256(f"again {found.key}".encode()).hexdigest()
    job_id = start_job(db(), actor(), found.round_id, _wanted(question, key, page, again=True))
    return redirect(url_for("organising.one_job", job_id=job_id))


@comparing.context_processor
def worked_out() -> dict[str, object]:
    """For the foot of the page: the kept results it shows, with all it takes to compute them again."""
    used = {each.id: each for each in _used()}
    return {"worked_out": tuple((COMPUTATIONS[each.name].what, each) for each in used.values())}


def _used() -> list[StoredResult]:
    used: list[StoredResult] = g.setdefault("results_used", [])
    return used


def _wanted(question: Asked, key: str, page: str, *, again: bool) -> Wanted:
    what = COMPUTATIONS[question.name].what
    return Wanted(
        "comparison",
        f"{what}, computed again" if again else what,
        key,
        {
            "name": question.name,
            "ratings_digest": question.ratings_digest,
            "minimums": question.minimums,
            "options": question.options,
            "page": page,
            "again": again,
        },
    )
