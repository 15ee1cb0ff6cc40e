"""Forms around a report: what the clinician asks beforehand and takes away, and what happens to a comment."""

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.web.languages import _, later
from app.web.typed_forms import Choices, WebForm, choices
from app.words import SCREENING_REASONS
from instruments.definition import Instrument, in_language
from reports.feedback.question import MOST_PARTS, parts_to_ask_about

PREFIX = "i_"
LONGEST = 4000


def _about_field(parts: Choices | None = None) -> SelectMultipleField:
    return SelectMultipleField(
        later("Which part of the score sheet is your question about?"),
        description=later("Choose one or two. The report then answers your question from what observers saw there."),
        choices=parts or [],
        validators=[Optional()],
    )


class PreparationForm(WebForm):
    """The clinician's own question and what it is about; the round's instrument adds its parts and the self-rating."""

    question = TextAreaField(
        later("What would you like to find out about your own consultations?"),
        description=later("For example: do I ask what matters to the person before I talk about options?"),
        validators=[Optional(), Length(max=LONGEST, message=later("Please keep your question under 4,000 letters."))],
    )
    about = _about_field()

    def validate_about(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) > MOST_PARTS:
            raise ValidationError(_("Choose one or two parts, so that the answer stays clear."))


def preparation_form(instrument: Instrument) -> type[PreparationForm]:
    """The form with one choice per item, worded for clinicians; every self-rating may be left blank."""
    fields: dict[str, Any] = {
        PREFIX + item.id: RadioField(
            item.wording("peer_clinician"),
            choices=choices((point.code, in_language(point.label, "en")) for point in item.scale.points),
            validators=[Optional()],
        )
        for item in instrument.items
    }
    fields["about"] = _about_field(choices((part.id, part.label) for part in parts_to_ask_about(instrument)))
    return type("PreparationForm", (PreparationForm,), fields)


class ReflectionForm(WebForm):
    """What the clinician makes of the report, and what will change."""

    text = TextAreaField(
        later("What struck me, and what it means to me"),
        validators=[
            DataRequired(message=later("Write what struck you. A sentence is enough.")),
            Length(max=LONGEST, message=later("Please keep this under 4,000 letters.")),
        ],
    )
    will_try = TextAreaField(
        later("One thing I will try in my next consultations"),
        validators=[Optional(), Length(max=LONGEST, message=later("Please keep this under 4,000 letters."))],
    )
    what_will_change = TextAreaField(
        later("What should change, for whom, and how I will know"),
        validators=[Optional(), Length(max=LONGEST, message=later("Please keep this under 4,000 letters."))],
    )
    look_again_on = DateField(
        later("When I will look again"),
        description=later("A day in the future, for example in three months."),
        validators=[Optional()],
    )

    def validate_look_again_on(self, field: DateField) -> None:
        if field.data and field.data < date.today() - timedelta(days=3650):  # noqa: DTZ011 - a day, not a moment
            raise ValidationError(_("Choose a day in the future."))


class CommentForm(Form):
    """The decision on one comment. Many stand on one page, so each has its own prefix."""

    decision = RadioField(
        "What to do with it",
        choices=choices(
            (("include", "Show it as it is"), ("edit", "Show it with a change"), ("withhold", "Leave it out"))
        ),
        validators=[Optional()],
    )
    text = TextAreaField("How it will be shown", validators=[Optional(), Length(max=LONGEST)])
    why = SelectMultipleField("What is wrong with it", choices=choices(SCREENING_REASONS.items()))
    reason = StringField("More about why; whoever wrote it reads this", validators=[Optional(), Length(max=500)])


class SettleForm(WebForm):
    """A lead's word where the author has given none."""

    decision = RadioField(
        "What happens with the comment",
        choices=choices((("show", "Show it with the change"), ("leave", "Leave it out"))),
        validators=[InputRequired(message="Choose what happens with it.")],
    )
    why = StringField("Why it is decided without them", validators=[Optional(), Length(max=500)])


class WorryForm(WebForm):
    """What those who are told about safety should know. The comment stands there to begin with."""

    text = TextAreaField("What worries you", validators=[Optional(), Length(max=LONGEST)])
