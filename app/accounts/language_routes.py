"""Choosing the language of the pages, signed in or not."""

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from app.accounts.blueprint import front
from app.accounts.pages import LanguagesPage
from app.operations.languages import choose_language
from app.rules import Problem, Unfit
from app.web.languages import COOKIE, _, catalogues
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import signed_in

A_YEAR = 365 * 24 * 3600


@front.get("/languages")
def languages() -> ResponseReturnValue:
    """The languages of this site, each in its own words."""
    return render(LanguagesPage(title=_("Languages"), choices=tuple(catalogues().values())))


@front.post("/languages")
def choose() -> ResponseReturnValue:
    """Keep the choice in this browser, and in the account of whoever is signed in."""
    code = request.form.get("language", "")
    if code not in catalogues():
        raise Unfit([Problem("language", _("Choose one of the languages on the page."))])
    who = signed_in()
    if who is not None:
        choose_language(db(), who.id, code)
    response = redirect(_page_of_ours(request.form.get("next", "")))
    secure = current_app.config["SESSION_COOKIE_SECURE"] is True
    response.set_cookie(COOKIE, code, max_age=A_YEAR, httponly=True, secure=secure, samesite="Lax")
    return response


def _page_of_ours(wanted: str) -> str:
    # Only a path: "//elsewhere" and "/\elsewhere" lead browsers to another site.
    is_path = wanted.startswith("/") and wanted[1:2] not in ("/", "\\") and wanted.isprintable()
    return wanted if is_path else "/"
