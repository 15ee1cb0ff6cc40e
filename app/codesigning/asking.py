"""What every page of this room does alike: find the draft, try a write, and put a refusal beside its field."""

import uuid
from collections.abc import Generator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from flask import flash, url_for

from app.codesigning.pages import ItemRow
from app.queries.codesign import DraftInWork, draft_in_work
from app.rules import Conflict, NotAllowed, OutOfDate, Unfit
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm


def the_draft(team_id: uuid.UUID, draft_id: uuid.UUID) -> DraftInWork:
    """The draft, for whoever may develop it. Raises NotThere."""
    return draft_in_work(db(), actor(), team_id, draft_id)


def leads(draft: DraftInWork) -> bool:
    """Whether the reader leads the draft's team."""
    return draft.team.id in actor().teams_as("lead")


def reads_as(draft: DraftInWork) -> str:
    """Whose wording the reader is shown: patient partners their own, everybody else that of peers."""
    return "patient_partner" if draft.team.id in actor().teams_as_patient_partner() else "peer_clinician"


def address(endpoint: str, draft: DraftInWork, **more: str | uuid.UUID) -> str:
    """The address of a page about this draft; of this room where the endpoint names no other."""
    values: dict[str, Any] = {"team_id": draft.team.id, "draft_id": draft.id, **more}
    return url_for(endpoint if "." in endpoint else f"codesigning.{endpoint}", **values)


def item_rows(draft: DraftInWork) -> tuple[tuple[str, tuple[ItemRow, ...]], ...]:
    """The items by section, in the reader's own wording."""
    mine = reads_as(draft)
    return tuple(
        (
            section,
            tuple(
                ItemRow(each, each.read_by(mine), draft.my_votes.get(each.id), draft.comments.get(each.id, 0))
                for each in items
            ),
        )
        for section, items in groupby(draft.items, key=lambda item: item.section)
    )


@contextmanager
def refusals_beside(form: WebForm) -> Generator[None]:
    """Try the write inside: where it is refused, nothing of it is kept, the form says why, and what follows runs."""
    try:
        with db().begin_nested():
            yield
    except Unfit as refused:
        for problem in refused.problems:
            if problem.field in form:
                form[problem.field].errors = [*form[problem.field].errors, problem.sentence]
            else:
                form.form_errors = [*form.form_errors, problem.sentence]
    except (Conflict, OutOfDate) as refused:
        form.form_errors = [*form.form_errors, str(refused)]


@contextmanager
def refusals_told() -> Generator[None]:
    """The same for a button without a form: a notice says why."""
    try:
        with db().begin_nested():
            yield
    except (Unfit, Conflict, OutOfDate, NotAllowed) as refused:
        flash(str(refused), "error")
