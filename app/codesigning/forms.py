"""The forms of co-design. Their choices come from the route."""

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.operations.proposals import LONGEST
from app.web.typed_forms import WebForm, choices

TOO_LONG = f"Write at most {LONGEST} letters."


def stripped(value: Any) -> Any:
    """Without blanks at either end."""
    return value.strip() if isinstance(value, str) else value


def a_text(label: str, hint: str, missing: str = "") -> TextAreaField:
    """A few sentences; needed where there is a sentence for when they are missing."""
    needed = [DataRequired(missing)] if missing else []
    return TextAreaField(
        label, description=hint, filters=[stripped], validators=[*needed, Length(max=LONGEST, message=TOO_LONG)]
    )


class CommentForm(WebForm):
    """A remark on an item."""

    comment = a_text(
        "Your comment", "Everybody in the team who works on this can read it.", "Write your comment first."
    )


class RewordingForm(WebForm):
    """Other words for an item."""

    wording = RadioField("Whose words do you mean?", validators=[InputRequired("Choose whose wording you mean.")])
    text = a_text("Your words", "Write the item as you would want to read it.", "Write your words first.")
    why = a_text("Why?", "You may leave this empty.")


class NewItemForm(WebForm):
    """An item that is not there yet."""

    section = SelectField("Which part does it belong to?", validators=[InputRequired("Choose the part it belongs to.")])
    text = a_text(
        "Your item",
        "One thing an observer can see or hear. Write it as a question or a statement.",
        "Write your item first.",
    )
    why = a_text("Why does it matter?", "You may leave this empty.")


class DecisionForm(WebForm):
    """What becomes of a proposal, and why."""

    decision = RadioField(
        "Your decision",
        choices=choices([("accept", "Accept: the draft changes"), ("decline", "Decline: the draft stays")]),
        validators=[InputRequired("Choose whether to accept or decline.")],
    )
    reason = a_text("Why?", "Whoever proposed it reads this, and it stands in the decision log.", "Write why.")


class VotingForm(WebForm):
    """Close voting, or open it again."""

    why = a_text("Why now?", "This stands in the decision log.", "Write why. It stands in the decision log.")
