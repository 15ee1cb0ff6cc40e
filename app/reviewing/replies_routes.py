"""A clinician replies to a comment or asks about a result; whoever released the report answers."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.operations.replies import answer_query, say_back
from app.queries.replies import WordShown, words_about
from app.queries.reports import newest_report_id, report_for_reader
from app.reviewing.blueprint import mine, releases
from app.reviewing.finding import the_report
from app.reviewing.made_anew import none_of_mine
from app.reviewing.replies_pages import AnswerPage, ReplyPage
from app.rules import NotThere, Unfit
from app.web.asking import answered, refusals_beside, titled
from app.web.languages import _, later
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices
from reports.feedback.keeping import from_plain
from reports.feedback.replies import places_of

LONGEST = 4000


class ReplyForm(WebForm):
    """What I say back."""

    kind = RadioField(
        later("What is it?"),
        choices=choices(
            (("query", later("A question about a result")), ("reply", later("A reply to what was written")))
        ),
        validators=[InputRequired(message=later("Choose whether it is a reply or a question."))],
    )
    about = SelectField(later("What is it about?"), validators=[Optional()])
    text = TextAreaField(
        later("What do you want to say?"),
        description=later("Please do not write anything that could tell who a patient is."),
        validators=[Optional(), Length(max=LONGEST, message=later("Please keep this under 4,000 letters."))],
    )


class AnswerForm(WebForm):
    """The answer to a question."""

    answer = TextAreaField(
        "Your answer",
        description="The clinician reads it with the report, and it is printed in the PDF.",
        validators=[Optional(), Length(max=LONGEST, message="Please keep this under 4,000 letters.")],
    )


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/reply/", methods=["GET", "POST"])
def reply(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """Reply to a comment of my report, or ask about a result."""
    report_id = newest_report_id(db(), clinician_id, round_id)
    found = report_for_reader(db(), actor(), report_id) if report_id else None
    if found is None or found.person_id != actor().id:
        raise none_of_mine(clinician_id, round_id)
    titles, comments = places_of(from_plain(found.content))
    places = [*titles, *comments]
    form = ReplyForm()
    form.about.choices = choices(
        [("", _("Choose")), *((str(at), _shortened(place, at >= len(titles))) for at, place in enumerate(places))]
    )
    if form.sent():
        try:
            with db().begin_nested():
                at = form.about.data or ""
                about = places[int(at)] if at else ""
                say_back(db(), actor(), found.id, form.kind.data or "", about, form.text.data or "")
        except Unfit as refused:
            for problem in refused.problems:
                field = form[problem.field]
                field.errors = [*field.errors, _(problem.sentence)]
        else:
            flash(_("It is kept with your report."))
            return redirect(url_for("mine.reply", clinician_id=clinician_id, round_id=round_id))
    heading = _("Reply or ask")
    page = ReplyPage(
        title=f"{_('Error:')} {heading}" if form.errors else heading,
        said=words_about(db(), clinician_id, round_id),
        form=form,
        action=url_for("mine.reply", clinician_id=clinician_id, round_id=round_id),
        report_address=url_for("reading.report", report_id=found.id),
    )
    return render(page), 422 if form.errors else 200


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/questions/<uuid:word_id>", methods=["GET", "POST"])
def question(round_id: uuid.UUID, clinician_id: uuid.UUID, word_id: uuid.UUID) -> ResponseReturnValue:
    """One question of the clinician, and its answer."""
    _of_round, of = the_report(round_id, clinician_id)
    word = _word(clinician_id, round_id, word_id)
    form = AnswerForm()
    if form.sent():
        with refusals_beside(form):
            answer_query(db(), actor(), word_id, form.answer.data or "")
            flash("Answered. If the report itself was wrong, mend it and release it again.")
            return redirect(url_for("releases.ladder", round_id=round_id, clinician_id=clinician_id))
    page = AnswerPage(
        title=titled(f"Question of {of.name}", form),
        clinician=of,
        word=word,
        form=form,
        action=url_for("releases.question", round_id=round_id, clinician_id=clinician_id, word_id=word_id),
        back_address=url_for("releases.ladder", round_id=round_id, clinician_id=clinician_id),
    )
    return answered(page, form)


def _word(clinician_id: uuid.UUID, round_id: uuid.UUID, word_id: uuid.UUID) -> WordShown:
    found = next((each for each in words_about(db(), clinician_id, round_id) if each.id == word_id), None)
    if found is None or found.kind != "query":
        raise NotThere
    return found


def _shortened(place: str, is_comment: bool) -> str:
    """A place as a choice: a comment in quotation marks, and never longer than a line."""
    short = place if len(place) <= 90 else f"{place[:88].rstrip()}…"
    return _("Comment: “{words}”", words=short) if is_comment else short
