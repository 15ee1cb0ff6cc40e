"""Make the application: registers every room, nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from app.accounts.rooms import BLUEPRINTS as ACCOUNTS
from app.accounts.security import add_security
from app.api.routes import api
from app.codesigning.rooms import BLUEPRINTS as CODESIGNING
from app.comparing.rooms import BLUEPRINTS as COMPARING
from app.database import Database, open_database
from app.observing.rooms import BLUEPRINTS as OBSERVING
from app.organising.routes import organising
from app.reviewing import routes as reviewing
from app.safety import routes as safety
from app.settings import Settings
from app.studio.rooms import BLUEPRINTS as STUDIO
from app.web.assets import add_assets
from app.web.comfort import add_comfort
from app.web.cross_origin import refuse_other_sites
from app.web.database_sessions import DatabaseSessions, put_off_when_unread
from app.web.errors import add_error_answers
from app.web.gate import guard
from app.web.headers import add_headers
from app.web.languages import add_languages
from app.web.navigation import add_navigation
from app.web.pace import add_pace
from app.web.request_database import attach_database, one_transaction
from app.web.sealing import add_sealing
from app.web.template_names import name_in_templates
from app.web.undefined import CarefulUndefined
from app.web.words_for_templates import add_filters

BODY_LIMIT = 4 * 1024 * 1024


class Levelfield(Flask):
    """Flask with the commit rule around every view."""

    def dispatch_request(self) -> ResponseReturnValue:
        with one_transaction():
            return super().dispatch_request()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        # Nothing here is a coroutine, and Flask would ask it of nine functions for every request.
        return func

    def select_jinja_autoescape(self, filename: str | None) -> bool:  # noqa: ARG002 - Flask's signature
        # Flask escapes .html only; the NHS macros are .jinja files.
        return True


def create_app(settings: Settings, database: Database | None = None) -> Levelfield:
    """The whole web application on one database."""
    app = Levelfield("app", static_folder=None)
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SITE_NAME=settings.site_name,
        SESSION_COOKIE_NAME="levelfield",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    database = database or open_database(settings.database_url)
    attach_database(app, database)
    app.session_interface = DatabaseSessions(database, timedelta(minutes=settings.idle_minutes))
    _prepare_templates(app)
    app.before_request(put_off_when_unread)
    app.before_request(refuse_other_sites)
    app.before_request(guard)
    add_headers(app)
    add_error_answers(app)
    add_assets(app)
    add_languages(app)
    add_navigation(app)
    add_filters(app)
    add_comfort(app)
    add_sealing(app, settings)
    add_pace(app)
    add_security(app)
    desks = (organising, *STUDIO, *CODESIGNING, *reviewing.BLUEPRINTS, *safety.BLUEPRINTS, api)
    for blueprint in (*ACCOUNTS, *OBSERVING, *COMPARING, *desks):
        app.register_blueprint(blueprint)
    # Without mail there is nothing to send: the page says how to get a link instead.
    app.view_functions["security.forgot_password"] = app.view_functions["front.new_link"]
    return app


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.undefined = CarefulUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    name_in_templates(app, site_name=str(app.config["SITE_NAME"]))  # pyright: ignore[reportUnknownArgumentType]
    app.jinja_env.loader = ChoiceLoader(
        [
            app.create_global_jinja_loader(),
            PrefixLoader({"nhsuk": PackageLoader("nhsuk_frontend_jinja", "templates/nhsuk")}),
        ]
    )
