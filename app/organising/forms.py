"""The lead's forms about people, clinics and instruments. Their choices come from the route."""

from typing import Any

from wtforms import EmailField, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from app.organising.shared_forms import SharedForm
from app.organising.wordings import PROFESSIONS, ROLES, WORDINGS
from app.web.typed_forms import WebForm, choices

NAME_LENGTH = 120
UNLIKELY_ADDRESS = "Check the email address: it should look like ann@example.org."


def a_name(label: str, missing: str, hint: str = "") -> StringField:
    """A short text that must be there."""
    return StringField(
        label,
        description=hint,
        filters=[stripped],
        validators=[
            DataRequired(missing),
            Length(max=NAME_LENGTH, message="Write a shorter name: 120 letters at most."),
        ],
    )


def stripped(value: Any) -> Any:
    """Without blanks at either end."""
    return value.strip() if isinstance(value, str) else value


class PersonForm(WebForm):
    """Somebody new in the team."""

    name = a_name("Name", "Write the person’s name.", "As others know them, such as Ann Price.")
    email = EmailField(
        "Email address",
        description="They sign in with it. We send no mail: you hand over a link on the next page.",
        filters=[stripped],
        validators=[
            DataRequired("Write the email address they will sign in with."),
            Email(UNLIKELY_ADDRESS),
            Length(max=255, message=UNLIKELY_ADDRESS),
        ],
    )
    roles = SelectMultipleField(
        "What do they do in this team?",
        choices=choices(ROLES.items()),
        validators=[DataRequired("Choose at least one thing this person does here.")],
    )
    observer_type = SelectField("Observes as", description="Only for observers.", validators=[Optional()])


class RoleForm(WebForm):
    """One more thing that somebody does in the team."""

    role = SelectField("Role", validators=[InputRequired("Choose a role.")])
    observer_type = SelectField("Observes as", description="Only for observers.", validators=[Optional()])


class ObserverTypeForm(WebForm):
    """A kind of observer of the team's own."""

    name = a_name("Name", "Write what these observers are called.", "Such as Carer, or Researcher.")
    wording = RadioField(
        "Which wording of the items do they read?",
        choices=choices(WORDINGS.items()),
        validators=[InputRequired("Choose which wording they read.")],
    )


class ClinicForm(SharedForm):
    """A clinic."""

    name = a_name("Name", "Write the clinic’s name.", "Such as Knee clinic, Northside.")
    code = StringField(
        "Short code",
        description="Up to 8 letters or digits. It begins every session’s code. Leave it empty and we make one.",
        filters=[stripped],
        validators=[Optional(), Length(max=8, message="Write at most 8 letters or digits.")],
    )


NEW_ACCOUNT = "new"


class ClinicianForm(SharedForm):
    """A clinician, and the account they read their feedback with."""

    name = a_name("Name", "Write the clinician’s name.")
    profession = SelectField(
        "Profession",
        choices=choices(PROFESSIONS.items(), first="Choose a profession"),
        validators=[InputRequired("Choose the clinician’s profession.")],
    )
    clinic = SelectField("Clinic", validators=[Optional()])
    account = SelectField(
        "Account",
        description="With an account the clinician reads their own feedback here. You can add one later.",
        validators=[Optional()],
    )
    email = EmailField(
        "Email address for a new account",
        description="Only when you make a new account.",
        filters=[stripped],
        validators=[Optional(), Email(UNLIKELY_ADDRESS)],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if self.account.data == NEW_ACCOUNT and not self.email.data:
            self.email.errors = [*self.email.errors, "Write the email address for the new account."]
            return False
        return fits


class DefinitionForm(WebForm):
    """An instrument of one's own: a file, or its text."""

    file = FileField("Definition file", description="A YAML or JSON file.")
    definition = TextAreaField("Or paste the definition here")

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if not self.file.data and not (self.definition.data or "").strip():
            self.definition.errors = [*self.definition.errors, "Choose a file, or paste a definition."]
            return False
        return fits
