"""What the pages on planning and on reporting show."""

from dataclasses import dataclass
from typing import ClassVar

from app.comparing.pages import ComparingPage
from app.comparing.planning_forms import WishField
from reports.comparison.reporting_checklist import ChecklistPoint


@dataclass(frozen=True)
class PlanShown:
    """One question, what there is, what it takes, what that goes by."""

    question: str
    have: str
    answer: str
    basis: str
    cautions: tuple[str, ...]
    method: str


@dataclass(frozen=True)
class PlanningPage(ComparingPage):
    """What it takes to know a number as closely as wished. action: where the form is sent, by GET."""

    template: ClassVar[str] = "comparing/planning.html"

    fields: tuple[WishField, ...]
    problems: tuple[tuple[str, str], ...]
    action: str
    lines: tuple[PlanShown, ...]
    planned: str
    guesses: tuple[tuple[str, ...], ...]
    gates: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ReportingPage(ComparingPage):
    """The reporting checklist, made to be printed, and what can be taken along."""

    template: ClassVar[str] = "comparing/reporting.html"

    parts: tuple[tuple[str, tuple[ChecklistPoint, ...]], ...]
    to_add: int
    text_file: str
    bundle_file: str
