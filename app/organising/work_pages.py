"""What the pages of long work show."""

from dataclasses import dataclass
from typing import ClassVar

from app.operations.jobs import NOT_CANCELLED
from app.organising.pages import OrganisingPage, Way
from app.queries.jobs import JobSeen
from app.queries.programmes import RoundOfLead
from app.queries.report_files import ObservedClinician
from app.queries.round_reports import ReportOfJob
from app.web.typed_forms import WebForm

STATES = {
    "waiting": ("Waiting its turn", "open"),
    "running": ("Under way", "wait"),
    "done": ("Done", "done"),
    "failed": ("Did not work", "trouble"),
    "cancelled": ("Cancelled", "open"),
}
LEAST_SECONDS = 5


@dataclass(frozen=True, slots=True)
class JobShown:
    """One piece of work in words. ``share``: of a hundred, None when nobody knows how much there is."""

    job: JobSeen
    state: str
    shape: str
    progress: str
    share: int | None
    result: Way | None
    can_cancel: bool


@dataclass(frozen=True)
class WorkPage(OrganisingPage):
    """Work in progress, and what ended lately."""

    template: ClassVar[str] = "organising/work.html"

    jobs: tuple[JobShown, ...]

    @property
    def moving(self) -> bool:
        return any(not each.job.ended for each in self.jobs)


@dataclass(frozen=True)
class JobPage(OrganisingPage):
    """One piece of work, how far it is and what came of it."""

    template: ClassVar[str] = "organising/job.html"

    shown: JobShown
    reports: tuple[ReportOfJob, ...]
    download: str

    @property
    def moving(self) -> bool:
        return not self.shown.job.ended


@dataclass(frozen=True)
class RoundReportsPage(OrganisingPage):
    """Make or release all reports of a round."""

    template: ClassVar[str] = "organising/round_reports.html"

    round: RoundOfLead
    observed: tuple[ObservedClinician, ...]
    ready: tuple[ObservedClinician, ...]
    form: WebForm


def job_shown(job: JobSeen, result: Way | None) -> JobShown:
    """A piece of work in words."""
    state, shape = ("Stopping", "wait") if job.stopping else STATES[job.state]
    share = None if job.total == 0 else round(100 * job.done / job.total)
    can_cancel = not job.ended and not job.stopping and job.kind not in NOT_CANCELLED
    return JobShown(job, state, shape, progress_in_words(job), share, result, can_cancel)


def progress_in_words(job: JobSeen) -> str:
    """`312 of 1 000, about 20 s left`."""
    if job.ended:
        return job.outcome
    if job.state == "waiting":
        ahead = "1 other first" if job.in_front == 1 else f"{job.in_front} others first"
        return f"It begins soon: {ahead}." if job.in_front else "It begins in a moment."
    if not job.total:
        return "Working."
    words = f"{_spaced(job.done)} of {_spaced(job.total)}"
    return words if job.left is None else f"{words}, about {_time(job.left)} left"


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(LEAST_SECONDS, LEAST_SECONDS * round(seconds / LEAST_SECONDS))} s"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{round(minutes / 60)} hours"
