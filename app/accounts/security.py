"""Flask-Security, set up for us: its views and checks, our sessions, our templates, no mail needed."""

from datetime import timedelta
from typing import Any

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in  # pyright: ignore[reportMissingTypeStubs]
from flask_security import LoginForm, MailUtil, Security
from flask_wtf import CSRFProtect  # pyright: ignore[reportMissingTypeStubs]

from app.operations.accounts import note_signed_in, note_wrong_password, people_store
from app.web.database_sessions import DatabaseSession
from app.web.gate import anyone, set_gate
from app.web.request_database import db
from app.web.signed_in import signed_in
from app.web.tablet import tablet_here

csrf = CSRFProtect()

CONFIG: dict[str, Any] = {
    "SECURITY_URL_PREFIX": "/account",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_RESET_URL": "/set-up",
    "SECURITY_CHANGE_URL": "/change-password",
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=3),
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_SEND_PASSWORD_RESET_EMAIL": False,
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    # The shell sets the header for every page; Flask-Security writes it in a form browsers do not know.
    "SECURITY_CACHE_CONTROL": {},
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/account/sign-in",
    "SECURITY_POST_RESET_VIEW": "/account/sign-in",
    "SECURITY_POST_CHANGE_VIEW": "/account/",
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        "That email and password do not fit together. Check both and try again.",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET": ("Your password is set. Sign in with it now.", "success"),
    "SECURITY_MSG_PASSWORD_CHANGE": ("Your password is changed.", "success"),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": ("That link has been used or is not whole.", "error"),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": ("That link is too old: it works for %(within)s.", "error"),
    # A page kept on a tablet may be sent hours later: the token lasts as long as the session, not one hour.
    "WTF_CSRF_TIME_LIMIT": None,
}


class SignInForm(LoginForm):
    """Counts wrong passwords, whatever the answer says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Flask-Security puts a link between the label and its field, where Tab would stop before the password.
        self.password.description = ""

    def validate(self, **kwargs: Any) -> bool:
        fits: bool = super().validate(**kwargs)
        if not fits and self.email.data and self.password.data:
            note_wrong_password(db(), self.email.data)
        return fits


class NoMail(MailUtil):
    """This site sends no mail: a lead hands over a set-up link instead."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Drop it."""


def add_security(app: Flask) -> None:
    """Register Flask-Security on our people, with the gate open on its pages for people who are not yet signed in."""
    app.config.from_mapping(CONFIG)
    app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"]
    if app.testing:
        # Weak on purpose: a test signs in hundreds of times.
        app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {
            "argon2__rounds": 1,
            "argon2__memory_cost": 8,
            "argon2__parallelism": 1,
        }
    for own in ("choose", "leave"):
        csrf.exempt(f"app.accounts.tablet_routes.{own}")  # pyright: ignore[reportUnknownMemberType]
    csrf.init_app(app)  # pyright: ignore[reportUnknownMemberType]
    Security(app, people_store(db), login_form=SignInForm, mail_util_cls=NoMail)
    _load_nobody_unasked(app)
    set_gate(app, "security", anyone)
    app.before_request(_names_first_on_a_tablet)
    user_logged_in.connect(_signed_in, app)


def _names_first_on_a_tablet() -> ResponseReturnValue | None:
    """On a paired tablet whoever has to sign in first sees the names to tap; the password is one link further."""
    wanted = request.endpoint == "security.login" and request.method == "GET" and request.args.get("way") != "password"
    if wanted and signed_in() is None and tablet_here() is not None:
        return redirect(url_for("tablets.choose", next=request.args.get("next")))
    return None


def _load_nobody_unasked(app: Flask) -> None:
    # Flask-Login and Flask-Principal fetch the person on every request and for every template, which on a write
    # takes the database's one write lock before the view has even looked at its input. Our gate knows who is asking.
    app.template_context_processors[None] = [
        each for each in app.template_context_processors[None] if not each.__module__.startswith("flask_login")
    ]
    app.before_request_funcs[None] = [
        each for each in app.before_request_funcs[None] if not each.__module__.startswith("flask_principal")
    ]


def _signed_in(_: Flask, user: Any) -> None:
    # A cookie planted before sign-in must not become the signed-in one.
    if isinstance(session._get_current_object(), DatabaseSession):  # type: ignore[attr-defined]
        session.rotate()  # type: ignore[attr-defined]
    note_signed_in(db(), user.id)
