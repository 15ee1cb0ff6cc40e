"""Exceptions to answers: one table of statuses, one page, one JSON shape."""

from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, current_app, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.database import is_passing_trouble
from app.rules import Conflict, Gone, NotAllowed, NotThere, OutOfDate, Problem, Refusal, TooMany, TooOld, Unfit
from app.web.fresh import SignInAgain
from app.web.languages import _, later
from app.web.page import Page, render
from app.web.request_database import only_read_from_here
from app.web.signed_in import SignInNeeded

STATUSES: dict[type[Refusal], int] = {
    NotAllowed: 403,
    NotThere: 404,
    Conflict: 409,
    Gone: 410,
    OutOfDate: 412,
    Unfit: 422,
    TooOld: 426,
    TooMany: 429,
}
SENTENCES = {
    400: later("We could not read what was sent. Go back, check it and try again."),
    404: later("We could not find that page."),
    405: later("That cannot be done here."),
    413: later("That is too big to send."),
    415: later("We could not read what was sent. Go back, check it and try again."),
    500: later("Something went wrong on our side. Nothing you saved is lost. Try again in a minute."),
    503: later("We are too busy to save this just now. Nothing you saved is lost. Try again in a minute."),
}
# How long a tablet, or a person, waits before it asks a database in trouble again.
BUSY_SECONDS = 20
TITLES = {
    400: later("We could not read that"),
    403: later("You cannot open this page"),
    404: later("Page not found"),
    409: later("This clashes with something"),
    410: later("This was removed"),
    412: later("This has changed since you opened it"),
    422: later("Please check what you sent"),
    426: later("This page is too old"),
    429: later("Too much at once"),
    500: later("Sorry, something went wrong"),
    503: later("Please try again soon"),
}


@dataclass(frozen=True)
class ErrorPage(Page):
    """An error in words, with a way on."""

    template: ClassVar[str] = "errors/error.html"

    title: str
    heading: str
    status: int
    sentence: str
    problems: tuple[Problem, ...] = ()


def add_error_answers(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(SignInNeeded, _sign_in_first)
    app.register_error_handler(SignInAgain, _password_first)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _database_in_trouble)
    app.register_error_handler(Exception, _failed)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.is_json


def answer(status: int, sentence: str, problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    """An error as JSON ``{"error": {"status", "sentence", "problems": [{"field", "sentence"}]}}`` or as a page."""
    if wants_json():
        return jsonify(error=error_content(status, sentence, problems)), status
    heading = str(TITLES.get(status) or _("This did not work"))
    page = ErrorPage(
        title=f"{_('Error:')} {heading}", heading=heading, status=status, sentence=_(sentence), problems=problems
    )
    return render(page), status


def error_content(status: int, sentence: str, problems: tuple[Problem, ...] = ()) -> dict[str, object]:
    """The one shape of a refusal in JSON."""
    return {
        "status": status,
        "sentence": _(sentence),
        "problems": [{"field": each.field, "sentence": _(each.sentence)} for each in problems],
    }


def status_of(refusal: Refusal) -> int:
    return next((code for kind, code in STATUSES.items() if isinstance(refusal, kind)), 400)


def sentence_of(refusal: Refusal) -> str:
    """What the refusal says, in the language of this request."""
    if isinstance(refusal, Unfit):
        return " ".join(_(each.sentence) for each in refusal.problems)
    return _(str(refusal))


def _refused(refusal: Refusal) -> ResponseReturnValue:
    status = status_of(refusal)
    response = make_response(
        answer(status, sentence_of(refusal), refusal.problems if isinstance(refusal, Unfit) else ())
    )
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.wait)
    return response


def _sign_in_first(error: SignInNeeded) -> ResponseReturnValue:  # noqa: ARG001 - Flask's signature
    if wants_json():
        return answer(401, _("Sign in, then carry on. What you scored is safe."))
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=here))


def _password_first(error: SignInAgain) -> ResponseReturnValue:
    return redirect(url_for("security.verify", next=error.back))


def _form_too_old(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001 - Flask's signature
    return answer(
        400,
        _("This form was open too long or you signed in again since. Go back, reload the page and send it again."),
    )


def _http_error(error: HTTPException) -> ResponseReturnValue | Response:
    if error.code is not None and error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    original = getattr(error, "original_exception", None)
    if isinstance(original, SQLAlchemyError) and is_passing_trouble(original):
        # After the view, when the web session was to be kept.
        return _database_in_trouble(original)
    status = error.code or 500
    sentence = str(SENTENCES.get(status) or _("This did not work. Go back and try again."))
    response = make_response(answer(status, sentence))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _database_in_trouble(error: SQLAlchemyError) -> ResponseReturnValue:
    """Nothing was stored, and the same request may succeed later: say so, so that a tablet keeps it and comes again."""
    if not is_passing_trouble(error):
        return _failed(error)
    current_app.logger.error("Database in trouble: %s %s: %s", request.method, request.path, error)
    try:
        if not wants_json():
            only_read_from_here()
        response = make_response(answer(503, str(SENTENCES[503])))
    except SQLAlchemyError:
        # Not even reading works, and the frame of a page reads who is signed in.
        response = Response(str(SENTENCES[503]), 503, mimetype="text/plain")
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _failed(error: Exception) -> ResponseReturnValue:
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing:
        raise error
    current_app.logger.exception("Request failed: %s %s", request.method, request.path, exc_info=error)
    return answer(500, str(SENTENCES[500]))
