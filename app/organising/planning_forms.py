"""The lead's forms about programmes, rounds, sessions and who observes. Their choices come from the route."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    DateField,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.operations.sessions import MOST_SLOTS
from app.organising.forms import a_name, stripped
from app.organising.shared_forms import SharedForm
from app.organising.wordings import HALF_DAYS
from app.web.typed_forms import Choices, WebForm, choices

LONG = 4000
MOST_POINTS = 100_000.0


def a_long_text(label: str, hint: str, needed: str = "") -> TextAreaField:
    """A text of a few sentences."""
    return TextAreaField(
        label,
        description=hint,
        filters=[stripped],
        validators=[
            DataRequired(needed) if needed else Optional(),
            Length(max=LONG, message=f"Write at most {LONG} letters."),
        ],
    )


def a_day(label: str, missing: str, hint: str = "") -> DateField:
    """A day of the calendar."""
    return DateField(label, description=hint, validators=[InputRequired(missing)])


class PointsField(FloatField):
    """A number of points; a comma is read as a decimal point."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip().replace(",", ".") if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            self.data = float(text)
        except ValueError:
            self.data = None
            raise ValueError("Write a number, such as 5 or 2.5.") from None


class SettleForm(WebForm):
    """Why a set-aside sheet is taken in or discarded."""

    reason = a_long_text("Why", "It is kept in the log.", needed="Write why, so that it can be understood later.")


class ProgrammeForm(SharedForm):
    """A lasting effort."""

    name = a_name("Name", "Write the programme’s name.", "Such as Deciding together in our clinics.")
    aim = a_long_text("What is it for?", "One or two sentences that patients and clinicians can read.")


class RoundForm(SharedForm):
    """An assessment cycle. A field for each minimum number is added by `round_form`."""

    name = a_name("Name", "Write the round’s name.", "Such as Spring 2027.")
    opens_on = a_day("First day", "Choose the round’s first day.")
    closes_on = a_day("Last day", "Choose the round’s last day.")
    instrument = SelectField("Instrument", validators=[InputRequired("Choose the instrument to score with.")])
    how_chosen = a_long_text(
        "How are consultations chosen?",
        "Clinicians should not pick them. It is printed in every report. Such as: every second patient of the clinic.",
        "Write how consultations are chosen.",
    )
    margin = PointsField(
        "How far apart may two kinds of observer be and still count as alike?",
        description=(
            "In points of the total score. Agree it before the first sheet is in. Leave it empty for what one step on "
            "one item is worth."
        ),
        validators=[Optional(), NumberRange(0.01, MOST_POINTS, message="Write a number of points above 0.")],
    )
    margin_reason = a_long_text(
        "Why does that number change?",
        "Only needed once sheets are in. It is printed beside every result that uses it.",
    )


def round_form(least: Mapping[str, tuple[int, str]]) -> type[RoundForm]:
    """The form with one number for each minimum: name to (the product's own number, what it is for)."""
    fields: dict[str, Any] = {
        name: IntegerField(
            wording,
            description=f"At least {number}. Leave it empty to keep {number}.",
            validators=[
                Optional(),
                NumberRange(min=number, message=f"This may only be raised: write {number} or more."),
            ],
        )
        for name, (number, wording) in least.items()
    }
    return type("RoundFormWithMinimums", (RoundForm,), fields)


class SessionForm(WebForm):
    """A half-day in a clinic."""

    clinic = SelectField("Clinic", validators=[InputRequired("Choose the clinic.")])
    on_date = a_day("Day", "Choose the day of the session.")
    half_day = RadioField(
        "Half-day", choices=choices(HALF_DAYS.items()), validators=[InputRequired("Choose morning or afternoon.")]
    )
    slots = IntegerField(
        "How many slots?",
        description="One slot is one consultation. Four or five are usual in half a day.",
        validators=[
            InputRequired("Write how many slots the session has."),
            NumberRange(1, MOST_SLOTS, message=f"Choose between 1 and {MOST_SLOTS} slots."),
        ],
    )
    clinician = SelectField(
        "Clinician",
        description="For all slots. You can change single slots afterwards.",
        validators=[InputRequired("Choose the clinician.")],
    )
    code = StringField(
        "Session code",
        description="Leave it empty and we make one, such as KNEE-0203-AM. Never put a patient’s name in it.",
        filters=[stripped],
        validators=[Optional(), Length(max=40, message="Write at most 40 letters.")],
    )


def slots_form(slots: Sequence[int], clinicians: Choices) -> type[WebForm]:
    """One choice of clinician for each slot, in fields called slot_1, slot_2 ..."""
    fields: dict[str, Any] = {
        f"slot_{slot}": SelectField(
            f"Slot {slot}",
            choices=clinicians,
            validators=[InputRequired(f"Choose who sees the patient of slot {slot}.")],
        )
        for slot in slots
    }
    return type("SlotsForm", (SharedForm,), fields)


class SlotForm(WebForm):
    """One more slot."""

    clinician = SelectField("Clinician of the new slot", validators=[InputRequired("Choose the clinician.")])


class ObserversForm(WebForm):
    """Who observes which slots of a session."""

    first_observer = SelectField("First observer", validators=[InputRequired("Choose an observer.")])
    second_observer = SelectField(
        "Second observer",
        description="Two observers score each consultation on their own. Send this form again to add a third.",
        validators=[Optional()],
    )
    slots = SelectMultipleField("In which slots?", validators=[DataRequired("Choose at least one slot.")])

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if fits and self.first_observer.data == self.second_observer.data:
            self.second_observer.errors = [*self.second_observer.errors, "Choose somebody else as second observer."]
            return False
        return fits


class BriefForm(WebForm):
    """What is special about a session, for its observers."""

    meeting = a_long_text(
        "Where do observers go, and who meets them?",
        "Such as: main entrance, ask for Jo at the desk. Write nothing about patients.",
    )
    practical = a_long_text(
        "What else is good to know?",
        "Such as: stairs only, tea in room 4 at half past ten, the wifi is weak in room 2.",
    )


class GiveUpForm(WebForm):
    """Why no sheet will come."""

    reason = a_long_text(
        "Why will no sheet come?",
        "Such as: ill that day, or had to leave early. Write nothing about the patient.",
        "Write why no sheet will come.",
    )


class CloseForm(WebForm):
    """The end of a round."""

    waiting = RadioField(
        "What about sheets that are still to come?",
        choices=choices(
            (
                ("keep", "Keep waiting: they may still be on a tablet"),
                ("give_up", "Give them up: no sheet will come"),
            )
        ),
        validators=[InputRequired("Choose what happens to sheets that are still to come.")],
    )
