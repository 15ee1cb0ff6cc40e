"""Long work: what is under way, how far it is, stopping it, taking its reports away; and starting a round's reports."""

import hashlib
import tempfile
import uuid
from collections.abc import Generator

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from app.database import Database
from app.operations.jobs import Wanted, cancel_job, note_download, start_job
from app.organising.blueprint import organising
from app.organising.pages import Way
from app.organising.work_pages import JobPage, JobShown, RoundReportsPage, WorkPage, job_shown
from app.queries.jobs import JobSeen, job_seen, jobs_of_team
from app.queries.people import team_led_by
from app.queries.programmes import round_of_lead
from app.queries.report_files import ObservedClinician, clinicians_observed
from app.queries.round_reports import ReportOfJob, list_of_job, pdfs_of_job
from app.releasing import turns_to_release
from app.rules import NotThere
from app.web.asking import answered, done_or_told, titled
from app.web.fresh import need_fresh_sign_in
from app.web.page import render
from app.web.request_database import database, db
from app.web.round_archive import Line, file_name, write_zip
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices

PIECE = 256 * 1024
KINDS = {"drafts": "draft_reports", "release": "release_reports"}


class RoundReportsForm(WebForm):
    """Which of the two, and that a person has decided on a release."""

    what = HiddenField()
    decided = SelectMultipleField(
        "Your decision",
        choices=choices((("yes", "I have decided to release these reports now"),)),
    )

    def validate_decided(self, field: SelectMultipleField) -> None:
        if self.what.data == "release" and not field.data:
            raise ValidationError("Tick the box to release these reports, or leave this page.")


@organising.get("/teams/<uuid:team_id>/work/")
def work(team_id: uuid.UUID) -> ResponseReturnValue:
    """What is under way in this team, and what ended lately."""
    team = team_led_by(db(), actor(), team_id)
    jobs = tuple(_shown(each) for each in jobs_of_team(db(), actor(), team_id))
    return render(WorkPage(title="Work in progress", team=team, section="work", jobs=jobs))


@organising.get("/work/<uuid:job_id>/")
def one_job(job_id: uuid.UUID) -> ResponseReturnValue:
    """One piece of work: its progress while it runs, its list when it has ended."""
    found = job_seen(db(), actor(), job_id)
    return render(
        JobPage(
            title=found.title,
            team=team_led_by(db(), actor(), found.team_id),
            section="work",
            shown=_shown(found),
            reports=list_of_job(db(), job_id, actor().id) if found.ended else (),
            download=url_for("organising.reports_zip", job_id=job_id) if found.ended and found.files else "",
        )
    )


@organising.post("/work/<uuid:job_id>/cancel")
def cancel_work(job_id: uuid.UUID) -> ResponseReturnValue:
    """Stop it; what is finished stays."""
    done_or_told(lambda: cancel_job(db(), actor(), job_id), "It is being stopped. What is finished stays.")
    return redirect(url_for("organising.one_job", job_id=job_id))


@organising.get("/work/<uuid:job_id>/reports.zip")
def reports_zip(job_id: uuid.UUID) -> Response:
    """Every report of a job with an index, for the lead to keep. Recorded, and only shortly after signing in."""
    found = job_seen(db(), actor(), job_id)
    if not found.ended or not found.files:
        raise NotThere
    need_fresh_sign_in(url_for("organising.one_job", job_id=job_id))
    listed = list_of_job(db(), job_id, actor().id)
    ready = [each for each in listed if each.state in ("draft", "released")]
    with database().short_write() as write:
        note_download(write, actor(), job_id, found.team_id, len(ready))
    name = f"reports-{job_id.hex[:8]}.zip"
    return Response(
        _zipped(database(), found, listed),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _zipped(database: Database, job: JobSeen, listed: tuple[ReportOfJob, ...]) -> Generator[bytes]:
    """The zip in pieces. It goes through a file: a thousand reports need not fit into memory."""
    with tempfile.TemporaryFile() as body, database.open(readonly=True) as session:
        pdfs = pdfs_of_job(session, job.id, job.round_id, listed)
        entries = ((_line(at, len(listed), each), pdf) for at, (each, pdf) in enumerate(pdfs, start=1))
        write_zip(body, f"{job.title}: {job.programme}, {job.round}", entries)
        body.seek(0)
        while piece := body.read(PIECE):
            yield piece


def _line(at: int, of: int, each: ReportOfJob) -> Line:
    return Line(each.clinician, each.clinic, each.state, file_name(at, of, each.clinician), each.trouble)


@organising.route("/rounds/<uuid:round_id>/reports/", methods=["GET", "POST"])
def round_reports(round_id: uuid.UUID) -> ResponseReturnValue:
    """Draw all reports as drafts, or release those whose turn it is in one go."""
    found = round_of_lead(db(), actor(), round_id)
    what = request.form.get("what", "")
    form = RoundReportsForm()
    turns = turns_to_release(db(), actor(), round_id)
    observed = clinicians_observed(db(), round_id)
    ready = tuple(each for each in observed if turns.get(each.id) == "")
    if what in KINDS and form.sent():
        here = url_for("organising.round_reports", round_id=round_id)
        if what == "release":
            need_fresh_sign_in(here, sending=True)
        chosen = ready if what == "release" else observed
        if not chosen:
            flash("There is no report for that now.", "error")
            return redirect(here)
        job_id = start_job(db(), actor(), round_id, _wanted(round_id, what, chosen))
        return redirect(url_for("organising.one_job", job_id=job_id))
    page = RoundReportsPage(
        title=titled(f"All reports of {found.name}", form),
        team=found.team,
        section="programmes",
        round=found,
        observed=observed,
        ready=ready,
        form=form,
    )
    return answered(page, form)


def _wanted(round_id: uuid.UUID, what: str, chosen: tuple[ObservedClinician, ...]) -> Wanted:
    many = "1 report" if len(chosen) == 1 else f"{len(chosen)} reports"
    ids = [str(each.id) for each in chosen]
    # Whoever asks for the same reports while they are made joins in.
    key = hashlib.sha256(" ".join([what, str(round_id), *sorted(ids)]).encode()).hexdigest()
    title = f"Release of {many}" if what == "release" else f"Drafts of {many}"
    return Wanted(KINDS[what], title, key, {"clinicians": ids}, len(ids))


def _shown(job: JobSeen) -> JobShown:
    result = None
    if job.state == "done" and job.kind == "comparison":
        result = Way("Look at the result", str(job.options.get("page", "")))
    elif job.ended and job.files:
        result = Way("The list of reports", url_for("organising.one_job", job_id=job.id))
    return job_shown(job, result)
