"""The forms with which observers say whom they should not observe, and when they can come."""

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.operations.availability import EVERY_HALF_DAY, MOST
from app.operations.conflicts import CHOOSE
from app.web.languages import later
from app.web.typed_forms import WebForm, choices

# Whoever would rather not say leaves the first.
WHY = {
    "unsaid": later("I would rather not say"),
    "own_clinician": later("They treat me, or treated me"),
    "own_clinic": later("I am a patient of their clinic or practice"),
    "relative": later("We are related"),
    "friend": later("We are friends"),
    "line_manager": later("One of us is the other’s manager"),
    "complaint": later("There was a complaint"),
    "mentor": later("I am their mentor, or they are mine"),
    "other": later("Something else"),
}
DAYS = {
    "mon": later("Monday"),
    "tue": later("Tuesday"),
    "wed": later("Wednesday"),
    "thu": later("Thursday"),
    "fri": later("Friday"),
}
HALVES = {"morning": later("morning"), "afternoon": later("afternoon")}
WHOLE_NUMBER = later("Write a whole number from 0 to 40, or leave it empty.")


class WhomForm(WebForm):
    """One clinician, and why if one likes. The choices of clinicians come from the route."""

    clinician = SelectField(later("Clinician"), validators=[InputRequired(CHOOSE)])
    kind = RadioField(
        later("Why? Only if you want to say."),
        description=later("Your lead reads it. The clinician does not."),
        choices=choices(WHY.items()),
        default="unsaid",
    )


class WhenForm(WebForm):
    """Half-days of a week, and how many in four weeks."""

    half_days = SelectMultipleField(
        later("On which half-days can you come?"),
        description=later("Tick none if any is fine."),
        validators=[Optional()],
        validate_choice=False,
    )
    most = IntegerField(
        later("How many half-days in four weeks, at most?"),
        description=later("Leave it empty if it does not matter."),
        validators=[Optional(), NumberRange(0, MOST, message=WHOLE_NUMBER)],
    )


def half_day_choices(day_of: dict[str, str], half_of: dict[str, str]) -> list[tuple[str, str]]:
    """Every half-day of a week in words, such as Monday, morning."""
    parts = [each.split("-") for each in EVERY_HALF_DAY]
    return [(f"{day}-{half}", f"{day_of[day]}, {half_of[half]}") for day, half in parts]
