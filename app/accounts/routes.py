"""The front door and one's own account."""

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.blueprint import accounts, front
from app.accounts.pages import AccountPage, NewLinkPage
from app.operations.audit import record
from app.operations.web_sessions import end_sessions_of
from app.queries.account import account_of
from app.web.database_sessions import BY_PIN
from app.web.languages import _
from app.web.navigation import home_of
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor, signed_in
from app.web.tablet import tablet_here


@front.get("/")
def home() -> ResponseReturnValue:
    """Send each person to the room they work in."""
    who = signed_in()
    if who is None:
        return redirect(url_for("security.login"))
    return redirect(home_of(who))


@front.get("/new-link")
def new_link() -> ResponseReturnValue:
    """What to do when the password is forgotten: the lead makes a new set-up link."""
    return render(NewLinkPage(title=_("Get a new link")))


@accounts.get("/")
def my_account() -> ResponseReturnValue:
    """Who I am here."""
    account = account_of(db(), actor().id)
    return render(
        AccountPage(
            title=_("Your account"),
            name=account.name,
            email=account.email,
            places=account.places,
            devices=account.devices,
            tablet=None if session.get(BY_PIN) or not actor().is_observer else tablet_here(),
        )
    )


@accounts.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of mine, as after losing a tablet."""
    who = actor()
    end_sessions_of(db(), who.id)
    record(db(), "signed out everywhere", f"person {who.id}", actor_id=who.id)
    session.clear()
    return redirect(url_for("security.login"))
