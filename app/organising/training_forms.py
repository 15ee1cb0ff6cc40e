"""The lead's forms about training that observers took part in."""

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.organising.forms import stripped
from app.organising.wordings import TRAINING_KINDS
from app.web.typed_forms import WebForm, choices

WHY = "Write why, so that it can be understood later."


class TrainingForm(WebForm):
    """One training and who took part. The choices of forms and people come from the route."""

    kind = RadioField(
        "What was it?",
        description="After practice with feedback an observer’s chart through time begins anew, from the next day on.",
        choices=choices(TRAINING_KINDS.items()),
        validators=[InputRequired("Choose what kind of training it was.")],
    )
    on_date = DateField(
        "On which day?",
        description="Its last day, if it took several.",
        validators=[InputRequired("Choose the day.")],
    )
    hours = StringField(
        "How many hours?",
        description="Such as 2 or 3.5. Observers may show this to others.",
        filters=[stripped],
        validators=[DataRequired("Write the hours as a number from 0.25 to 40, such as 2 or 3.5.")],
    )
    led_by = StringField(
        "Who led it?",
        description="A name or an organisation.",
        filters=[stripped],
        validators=[DataRequired("Write who led it, such as a name or an organisation.")],
    )
    instrument = SelectField(
        "Which form was it about?",
        description="Training on one version counts for every version of the same form.",
        validators=[Optional()],
    )
    what = StringField(
        "What was done? (optional)",
        description="Such as: three films, then feedback on each question. Those who took part can read it.",
        filters=[stripped],
        validators=[Optional()],
    )
    people = SelectMultipleField("Who took part?", validators=[DataRequired("Choose who took part.")])


class CorrectedTrainingForm(TrainingForm):
    """The same, with the reason for the change."""

    why = StringField(
        "Why do you change it?",
        description="Only the log keeps this.",
        filters=[stripped],
        validators=[DataRequired(WHY)],
    )


class TakeBackForm(WebForm):
    """Why an entry goes."""

    why = StringField(
        "Why do you take it back?",
        description="Only the log keeps this.",
        filters=[stripped],
        validators=[DataRequired(WHY)],
    )
