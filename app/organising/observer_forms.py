"""The lead's forms about one observer: whom they must not observe, and when they can come."""

from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.operations.availability import EVERY_HALF_DAY, MOST
from app.organising.wordings import CONFLICTS, DAYS, HALF_DAYS
from app.web.typed_forms import WebForm, choices


class ConflictForm(WebForm):
    """One clinician, and why. The choices of clinicians come from the route."""

    clinician = SelectField("Clinician", validators=[InputRequired("Choose a clinician.")])
    kind = SelectField("Why", choices=choices(CONFLICTS.items()), description="Leave it at “Not said” if in doubt.")


class AvailabilityForm(WebForm):
    """Half-days of a week, and how many in four weeks."""

    half_days = SelectMultipleField(
        "On which half-days can they come?",
        description="Tick none if any is fine.",
        choices=choices(
            (each, f"{DAYS[each.partition('-')[0]]}, {HALF_DAYS[each.partition('-')[2]].lower()}")
            for each in EVERY_HALF_DAY
        ),
        validators=[Optional()],
    )
    most = IntegerField(
        "How many half-days in four weeks, at most?",
        description="Leave it empty if it does not matter.",
        validators=[
            Optional(),
            NumberRange(0, MOST, message=f"Write a whole number from 0 to {MOST}, or leave it empty."),
        ],
    )
