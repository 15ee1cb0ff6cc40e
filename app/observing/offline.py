"""The service worker: one small script at the root, told which build it belongs to and what to keep."""

import json
from collections.abc import Iterable

from flask import Response, current_app, request

from app.observing.blueprint import offline
from app.web.assets import STATIC
from app.web.light_assets import compressed, without_comments
from app.web.module_graph import scripts_needed_by

WORKER = STATIC / "js/service_worker.js"

# What a score sheet needs without a network: not the NHS styles and scripts, of which it carries the few it uses.
STYLES = tuple(f"css/{name}.css" for name in ("parts", "base", "observing", "dark", "contrast"))
SCRIPTS = ("first", "start", "sign_out", "observing/comfort", "observing/scoresheet")
# The tablet's other pages, which are there without a network as well: "Your sessions" has their scripts fetched.
OTHERS = ("observing/today", "observing/locked", "observing/end_of_clinic", "rescue_codes/show", "accounts/switch")


@offline.get("/service-worker.js")
def service_worker() -> Response:
    """Served at the root, because a worker only controls what lies below its own address."""
    build = str(current_app.config["BUILD"])  # pyright: ignore[reportUnknownArgumentType]
    kept, later = ([f"/static/{build}/{name}" for name in names] for names in (kept_names(), later_names()))
    told = json.dumps({"build": build, "kept": kept, "later": later})
    script = f"self.levelfield = {told};\n{without_comments(WORKER.read_text('utf-8'))}"
    response = Response(script, mimetype="text/javascript")
    # The browser asks again each time, so that a new build is noticed.
    response.headers["Cache-Control"] = "no-cache"
    return compressed(response, request.headers.get("Accept-Encoding", ""))


def kept_names() -> list[str]:
    """The static files kept when the worker is installed, relative to the static folder: a sheet opens with them."""
    images = (str(each.relative_to(STATIC)) for each in sorted((STATIC / "images").iterdir()))
    return [*STYLES, *images, *_with_what_they_need(SCRIPTS)]


def later_names() -> list[str]:
    """The scripts of the tablet's other pages, kept once somebody opened their sessions."""
    kept = kept_names()
    return [name for name in _with_what_they_need(OTHERS) if name not in kept]


def _with_what_they_need(scripts: Iterable[str]) -> list[str]:
    named = (f"js/{each}.js" for each in scripts)
    return list(dict.fromkeys(name for each in named for name in (each, *scripts_needed_by(each, STATIC))))
