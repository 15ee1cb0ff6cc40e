"""My words in somebody's report: what is to be changed, why, and what I say to it. Never what anybody else wrote."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.observing.blueprint import observing
from app.observing.edit_pages import ChangePage, MyWordsPage
from app.operations.comment_edits import ANSWERS, answer_edit
from app.queries.comment_edits import edit_of_mine, edits_of_mine
from app.rules import Conflict, Unfit
from app.web.errors import sentence_of
from app.web.languages import _, later
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices
from app.words import SCREENING_REASONS, reasons_in


class ChangeForm(WebForm):
    """What I say to a change of my words."""

    answer = RadioField(
        choices=choices((code, code) for code in ANSWERS),
        validators=[InputRequired(later("Choose one of the three."))],
        validate_choice=False,
    )
    suggestion = TextAreaField(
        later("How I would write it"),
        validators=[Optional(), Length(max=2000, message=later("Please keep this under 2,000 letters."))],
    )


@observing.get("/my-words/")
def my_words() -> ResponseReturnValue:
    """Every change to words of mine: those that wait for me first."""
    return render(MyWordsPage(title=_("Changes to your words"), edits=edits_of_mine(db(), actor())))


@observing.route("/my-words/<uuid:edit_id>", methods=["GET", "POST"])
def change(edit_id: uuid.UUID) -> ResponseReturnValue:
    """One change: agree, write it differently, or rather not show it."""
    found = edit_of_mine(db(), actor(), edit_id)
    form = ChangeForm(data={"suggestion": found.text})
    if form.sent():
        try:
            with db().begin_nested():
                answer_edit(db(), actor(), edit_id, form.answer.data or "", form.suggestion.data or "")
        except Unfit as refused:
            for problem in refused.problems:
                field = form[problem.field]
                field.errors = [*field.errors, _(problem.sentence)]
        except Conflict as refused:
            flash(sentence_of(refused), "error")
            return redirect(url_for("observing.my_words"))
        else:
            flash(_("Thank you. Your answer is kept."))
            return redirect(url_for("observing.my_words"))
    heading = _("A change to your words")
    page = ChangePage(
        title=f"{_('Error:')} {heading}" if form.errors else heading,
        edit=found,
        reasons=reason_in_words(found.reason),
        form=form,
    )
    return render(page), 422 if form.errors else 200


def reason_in_words(reason: str) -> tuple[str, ...]:
    """Why it is changed: the known reasons in the reader's language, then what the screener wrote."""
    codes, more = reasons_in(reason)
    return (*(_(SCREENING_REASONS[code]) for code in codes), *((more,) if more else ()))
