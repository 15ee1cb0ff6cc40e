"""The form in which a lead notes that observers practised with feedback."""

from typing import Any

from wtforms import DateField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.web.typed_forms import WebForm


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class PracticeForm(WebForm):
    """When, what, and who took part. The choices of people come from the route."""

    on_date = DateField(
        "On which day?",
        description="From the next day on their charts begin anew.",
        validators=[InputRequired("Choose the day.")],
    )
    what = StringField(
        "What was practised?",
        description="Such as: three films, then feedback on each item.",
        filters=[_stripped],
        validators=[DataRequired("Write what was practised, such as: three films, then feedback on each item.")],
    )
    people = SelectMultipleField("Who took part?", validators=[DataRequired("Choose who took part.")])
