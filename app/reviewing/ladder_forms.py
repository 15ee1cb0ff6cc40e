"""What a person writes when they take a step, plan one, or take one back."""

from wtforms import DateField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.web.typed_forms import WebForm, choices

LONGEST = 2000
TOO_LONG = "Please keep this under 2,000 letters."
# What no rule can find: somebody has to look for it.
LOOKED_FOR = (
    ("patient", "Nothing tells who a patient is, also not by what happened to them"),
    ("observer", "Nothing tells which observer wrote it"),
    ("other", "Nothing is about somebody else, such as a colleague or a relative"),
    ("unkind", "Nothing is unkind about a person; what they did may be named"),
    ("safety", "No worry about safety is left: each went to the safety contact"),
)


class StepForm(WebForm):
    """A note, which everybody who prepares the report can read."""

    note = TextAreaField("Note", validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)])


class ReadyForm(WebForm):
    """The reason why a report goes on although not everything is there."""

    note = TextAreaField(
        "Why it goes on",
        description="Needed when something is missing. It is kept in the log.",
        validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)],
    )


class ScreenedForm(WebForm):
    """Everything a screener has to look for, ticked one by one."""

    looked = SelectMultipleField(
        "I have looked at every comment, and",
        choices=choices(LOOKED_FOR),
        validators=[],
    )
    note = TextAreaField("Note", validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)])

    def validate_looked(self, field: SelectMultipleField) -> None:
        """Every point must be ticked."""
        if set(field.data or ()) != {code for code, _ in LOOKED_FOR}:
            raise ValidationError("Tick every point, or go back to the comments.")


class GuideForm(WebForm):
    """Who talks the report through is who opens the guide; when is asked here."""

    talk_on = DateField(
        "When will you talk it through?",
        description="The report can go out on that day, or up to three days before. Leave it empty if you do not know.",
        validators=[Optional()],
    )
    note = TextAreaField("Note", validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)])


class PlanForm(WebForm):
    """Who takes a step and until when."""

    person = SelectField("Who", validators=[Optional()])
    due_on = DateField("Until", description="Leave it empty for the usual number of days.", validators=[Optional()])


class BackForm(WebForm):
    """Why a step is taken back."""

    note = TextAreaField("Why", validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)])


class ReleaseForm(WebForm):
    """The last step: a person says yes."""

    note = TextAreaField(
        "What you want to add",
        description="Needed when it goes out early, or again: say why, or what has changed.",
        validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)],
    )
    because = SelectMultipleField("It goes out again because of", choices=[], validate_choice=False)
