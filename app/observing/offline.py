"""The service worker: one small script at the root, told which build it belongs to and what to keep."""

import json

from flask import Response, current_app, request

from app.observing.blueprint import offline
from app.web.assets import STATIC
from app.web.light_assets import compressed, without_comments

WORKER = STATIC / "js/service_worker.js"
# Kept by the worker when a page first asks for them: the score sheet has no need of them.
LATER = STATIC / "js/rescue_codes"
# Of pages that are there with a network only: a link to copy, a paper form to copy, a look at a draft.
DESK = ("js/organising/copy.js", "js/observing/paper.js", "js/observing/preview.js")

# What the tablet's pages need without a network: not the NHS styles and scripts, of which they carry the few they use.
KEPT = (*(f"css/{name}.css" for name in ("parts", "base", "observing", "dark", "contrast")), "images", "js")


@offline.get("/service-worker.js")
def service_worker() -> Response:
    """Served at the root, because a worker only controls what lies below its own address."""
    build = str(current_app.config["BUILD"])  # pyright: ignore[reportUnknownArgumentType]
    kept = [f"/static/{build}/{name}" for name in kept_names()]
    told = json.dumps({"build": build, "kept": kept})
    script = f"self.levelfield = {told};\n{without_comments(WORKER.read_text('utf-8'))}"
    response = Response(script, mimetype="text/javascript")
    # The browser asks again each time, so that a new build is noticed.
    response.headers["Cache-Control"] = "no-cache"
    return compressed(response, request.headers.get("Accept-Encoding", ""))


def kept_names() -> list[str]:
    """The static files to keep, relative to the static folder."""
    found: list[str] = []
    left = {WORKER, *LATER.iterdir(), *(STATIC / name for name in DESK)}
    for name in KEPT:
        path = STATIC / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [str(each.relative_to(STATIC)) for each in files if each.is_file() and each not in left]
    return found
