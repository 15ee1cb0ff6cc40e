"""What every form of a desk does alike: try the write, put a refusal beside its field, answer 422."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from flask import flash
from flask.typing import ResponseReturnValue

from app.rules import Conflict, Unfit
from app.web.page import Page, render
from app.web.request_database import db
from app.web.typed_forms import WebForm


@contextmanager
def refusals_beside(form: WebForm) -> Generator[None]:
    """Try the write inside: where it is refused, nothing of it is kept, the form says why, and what follows runs.

    Refusals that concern no form, such as what is not there, go on to the error page.
    """
    try:
        with db().begin_nested():
            yield
    except Unfit as refused:
        for problem in refused.problems:
            _place(form, problem.field, problem.sentence)
    except Conflict as refused:
        form.form_errors = [*form.form_errors, str(refused)]


def done_or_told(write: Callable[[], object], done: str) -> bool:
    """For a button without a form: a notice says that it was done, or why it was not and nothing of it was kept."""
    try:
        with db().begin_nested():
            write()
    except (Unfit, Conflict) as refused:
        flash(str(refused), "error")
        return False
    flash(done)
    return True


def titled(heading: str, form: WebForm) -> str:
    """The page's title: a screen reader should say first that something went wrong."""
    return f"Error: {heading}" if form.errors else heading


def answered(page: Page, form: WebForm) -> ResponseReturnValue:
    """The page, with the status that fits its form."""
    return render(page), 422 if form.errors else 200


def _place(form: WebForm, name: str, sentence: str) -> None:
    if name in form:
        field = form[name]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors = [*form.form_errors, sentence]
