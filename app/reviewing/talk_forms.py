"""What is written around the talk about a report: its record, the actions, and what became of them."""

from collections.abc import Mapping
from typing import Any

from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.operations.talks import CHOOSE_MECHANISM, FILL_IN, LATER_DAY
from app.web.languages import later
from app.web.typed_forms import WebForm, choices

LONGEST = 2000
TOO_LONG = later("Please keep this under 2,000 letters.")
MECHANISM_LABELS: Mapping[str, Any] = {
    "patients": later("What patients think, feel or do"),
    "professionals": later("What professionals think, feel or do"),
    "service": later("How the service works: times, letters, rooms, who does what"),
    "culture": later("How people are with each other here, and what is normal"),
}
STATE_LABELS: Mapping[str, Any] = {
    "open": later("Under way"),
    "done": later("Done"),
    "changed": later("Changed into something else"),
    "dropped": later("Dropped"),
}


def _words(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        validators=[InputRequired(message=later(FILL_IN)), Length(max=LONGEST, message=TOO_LONG)],
    )


class ActionForm(WebForm):
    """One thing I will do, and how I will know whether it helps."""

    action = _words(
        later("What I will do"),
        later("Something that can be seen, such as: ask what matters most before I look at the screen."),
    )
    what_will_change = _words(later("What will change because of it"))
    in_whom = _words(later("In whom"), later("For example: people who come for the first time."))
    how_known = _words(later("How I will know"), later("For example: people name a choice without being asked."))
    mechanism = RadioField(
        later("What does it work through?"),
        choices=choices(MECHANISM_LABELS.items()),
        validators=[InputRequired(message=later(CHOOSE_MECHANISM))],
    )
    look_again_on = DateField(
        later("When I will look again"),
        description=later("A day in the future, for example in three months."),
        validators=[InputRequired(message=later(LATER_DAY))],
    )


class OutcomeForm(WebForm):
    """What became of an action."""

    state = RadioField(
        later("What became of it?"),
        choices=choices((code, label) for code, label in STATE_LABELS.items() if code != "open"),
        validators=[InputRequired(message=later("Choose what became of it."))],
    )
    outcome = _words(later("What happened, in a sentence"), later("It helps to say also what did not work."))


def _notes(label: str) -> TextAreaField:
    return TextAreaField(label, validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)])


class ConversationForm(WebForm):
    """What was agreed under each heading. The headings are those of the guide."""

    held_on = DateField("On which day did you talk?", validators=[Optional()])
    relationship = _notes("Notes: how you began")
    reaction = _notes("Notes: how it felt to read")
    content = _notes("Notes: what the report says")
    coaching = _notes("Notes: what comes next")
