"""A shared tablet: pair it by a lead's link, choose your name and PIN, set a PIN."""

import uuid
from urllib.parse import urlsplit

from flask import current_app, flash, jsonify, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired

from app.accounts.blueprint import accounts, tablets
from app.accounts.pages import ChoosePersonPage, PairPage, SetPinPage, SwitchPage
from app.operations.tablets import pair_tablet, person_by_pin, set_pin
from app.queries.tablets import pairing_of, people_with_pin
from app.rules import Gone, NotAllowed, Unfit
from app.web.database_sessions import BY_PIN, begin_by_pin
from app.web.languages import _, later
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.tablet import keep_credential, tablet_here
from app.web.typed_forms import WebForm
from app.words import noted

SPENT = noted("This link has been used or is too old. Ask your lead for a new one.")


class PinForm(WebForm):
    """Who, and the PIN.

    Its form token is not asked for: pages that the person before left behind still answer for a moment, and would
    change the token under the next one's hands. Other sites are refused by `app.web.cross_origin`.
    """

    person = StringField(validators=[InputRequired(later("Tap your name first."))])
    pin = PasswordField(later("Your PIN"), validators=[InputRequired(later("Type your PIN."))])


class SetPinForm(WebForm):
    """A new PIN, twice."""

    pin = PasswordField(later("Choose a PIN"), validators=[InputRequired(later("Choose a PIN of 6 digits."))])
    again = PasswordField(
        later("The same PIN again"),
        validators=[
            InputRequired(later("Type the PIN again.")),
            EqualTo("pin", later("The two PINs are not the same.")),
        ],
    )


@tablets.get("/pair/<secret>")
def pair(secret: str) -> ResponseReturnValue:
    """What this tablet is about to become."""
    found = pairing_of(db(), secret)
    if found is None:
        raise Gone(SPENT)
    return render(PairPage(title=_("Pair this tablet"), secret=secret, pairing=found))


@tablets.post("/pair/<secret>")
def pair_now(secret: str) -> ResponseReturnValue:
    """Pair it: whoever was signed in here before is signed out."""
    found = pairing_of(db(), secret)
    if found is None:
        raise Gone(SPENT)
    token = pair_tablet(db(), secret)
    session.clear()
    flash(_("This tablet is paired. It is called {name}.", name=found.name))
    return keep_credential(make_response(redirect(url_for("tablets.choose"))), token, found.ends_at)


@tablets.route("/", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Whose turn is it? A name, a PIN, and the tablet is theirs."""
    here = tablet_here()
    if here is None:
        if request.method == "POST":
            raise NotAllowed(_("This tablet is not paired, so a PIN does not work on it. Sign in with your password."))
        return redirect(url_for("security.login"))
    form = PinForm(meta={"csrf": False})
    if form.sent():
        person = person_by_pin(db(), here.id, _identifier(form.person.data), form.pin.data or "")
        if not isinstance(person, str):
            begin_by_pin(person.fs_uniquifier)
            return redirect(_next())
        form.pin.errors = [_(person)]
    heading = _("Who is here?")
    page = ChoosePersonPage(
        title=f"{_('Error:')} {heading}" if form.errors else heading,
        tablet=here,
        people=people_with_pin(db(), here.id),
        form=form,
        next=_next(),
    )
    return render(page), 422 if form.errors else 200


@tablets.get("/switch")
def switch() -> ResponseReturnValue:
    """The page a tablet keeps for asking who is here without a network. It names nobody, whoever fetches it."""
    response = make_response(render(SwitchPage(title=_("Who is here?"))))
    response.headers["X-Levelfield-Build"] = current_app.config["BUILD"]
    return response


@tablets.post("/leave")
def leave() -> ResponseReturnValue:
    """Whoever was signed in here has left while there was no network; their session ends now. Twice is the same."""
    session.clear()
    return jsonify(left=True)


@accounts.route("/pin", methods=["GET", "POST"])
def pin() -> ResponseReturnValue:
    """Set a PIN on this tablet, after signing in with a password."""
    here, who = tablet_here(), actor()
    if here is None:
        raise NotAllowed(_("A PIN works on a paired tablet only. Ask your lead to pair this one."))
    if session.get(BY_PIN):
        raise NotAllowed(_("Sign in with your password first. Then you can set a new PIN."))
    form = SetPinForm()
    if form.sent():
        try:
            set_pin(db(), who, here.id, form.pin.data or "")
        except Unfit as unfit:
            form.pin.errors = [_(problem.sentence) for problem in unfit.problems]
        else:
            flash(_("Your PIN is set. Next time, tap your name and type it."))
            return redirect(url_for("observing.today"))
    heading = _("Set your PIN")
    title = f"{_('Error:')} {heading}" if form.errors else heading
    page = SetPinPage(title=title, person_id=who.id, tablet=here, form=form)
    return render(page), 422 if form.errors else 200


def _next() -> str:
    """Where the person wanted to go, if it is one of our own addresses."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc
    return wanted if is_ours else url_for("observing.today")


def _identifier(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.UUID(int=0)
